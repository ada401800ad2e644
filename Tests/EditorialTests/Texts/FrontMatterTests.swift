import Editorial
import TestSupport
import Testing

@Suite("Front matter")
struct FrontMatterTests {
  @Test("title, authors and body are taken out")
  func parts() throws {
    let text = "---\ntitle: Flüsse 😀\nauthor: Ann Example <ann@example.org>\ntags: [a, b]\n---\n\nBody.\n"
    let frontMatter = try FrontMatter.checked(text)
    #expect(frontMatter.title == "Flüsse 😀")
    #expect(frontMatter.authors == [FrontMatter.Author(name: "Ann Example", email: "ann@example.org")])
    #expect(frontMatter.fields?["tags"]?.items?.count == 2)
    #expect(frontMatter.body == "\nBody.\n")
    let scalars = Array(text.unicodeScalars)
    #expect(String(String.UnicodeScalarView(scalars[frontMatter.bodyOffset...])) == frontMatter.body)
  }

  @Test(
    "authors are taken in every shape",
    arguments: [
      ("author: Ann", [("Ann", nil)]),
      ("authors: [Ann, Bob <b@x.org>]", [("Ann", nil), ("Bob", "b@x.org")]),
      ("authors:\n- name: Ann\n  email: a@x.org\n- email: b@x.org", [("Ann", "a@x.org"), (nil, "b@x.org")]),
      ("author: {name: Ann}", [("Ann", nil)]),
      ("author: <a@x.org>", [(nil, "a@x.org")]),
      ("author:", []),
      ("authors: [[x], {}, ~]", []),
    ] as [(String, [(String?, String?)])])
  func authors(yaml: String, authors: [(String?, String?)]) {
    let read = FrontMatter(of: "---\n\(yaml)\n---\n")
    #expect(read.problem == nil)
    #expect(read.authors.map(\.name) == authors.map(\.0))
    #expect(read.authors.map(\.email) == authors.map(\.1))
  }

  @Test(
    "a text without front matter is all body",
    arguments: ["", "Body.\n", "\n---\na: 1\n---\n", "----\n", "--- a\n", " ---\n", "a\n---\nb: 1\n---\n"])
  func none(text: String) throws {
    let frontMatter = try FrontMatter.checked(text)
    #expect(frontMatter.fields == nil)
    #expect(frontMatter.body == text)
    #expect(frontMatter.bodyOffset == 0)
  }

  @Test("empty front matter, blanks after the dashes and CRLF are taken")
  func leniency() throws {
    #expect(try FrontMatter.checked("---\n---\nBody.\n").body == "Body.\n")
    #expect(try FrontMatter.checked("---\n# nothing\n---").body == "")
    let windows = try FrontMatter.checked("--- \r\ntitle: A\r\n---\t\r\nBody.\r\n")
    #expect(windows.title == "A")
    #expect(windows.body == "Body.\r\n")
    #expect(windows.bodyOffset == 22)
  }

  @Test(
    "what is malformed is all body when it is shown, and an error with its place when it is kept",
    arguments: [
      ("---\ntitle: A\n", 1, 1),
      ("---\ntitle: [A\n---\nBody.\n", 3, 1),
      ("---\ntitle: A\ntitle: B\n---\n", 3, 1),
      ("---\nonly words\n---\n", 2, 1),
      ("---\n- a\n---\n", 2, 1),
      ("---\na: &x 1\nb: *x\n---\n", 3, 4),
    ])
  func malformed(text: String, line: Int, column: Int) throws {
    let shown = FrontMatter(of: text)
    #expect(shown.body == text)
    #expect(shown.bodyOffset == 0)
    #expect(shown.title == nil)
    let error = try #require(throws: InvalidValue.self) { try FrontMatter.checked(text) }
    #expect(error == shown.problem)
    #expect(error.place == InvalidValue.Place(line: line, column: column))
  }
}

@Suite("Setting a key of the front matter")
struct FrontMatterSettingTests {
  @Test(
    "one key is set and every other byte stays",
    arguments: [
      ("Body.\n", "---\ntitle: New\n---\n\nBody.\n"),
      ("\nBody.\n", "---\ntitle: New\n---\n\nBody.\n"),
      ("", "---\ntitle: New\n---\n"),
      ("---\n---\nBody.\n", "---\ntitle: New\n---\nBody.\n"),
      ("---\n# c\n---\n", "---\n# c\ntitle: New\n---\n"),
      ("---\ntitle: Old # c\nb: 1\n---\n", "---\ntitle: New # c\nb: 1\n---\n"),
      (
        "---\na:  '1' # 😀\ntitle:   \"O\\\"ld\"  \nb: 1\n---\nt",
        "---\na:  '1' # 😀\ntitle:   New  \nb: 1\n---\nt"
      ),
      ("---\nb: 1\n---\n", "---\nb: 1\ntitle: New\n---\n"),
      ("---\n  b: 1\n---\n", "---\n  b: 1\n  title: New\n---\n"),
      ("---\ntitle:\nb: 1\n---\n", "---\ntitle: New\nb: 1\n---\n"),
      ("---\ntitle: |\n  Old\n  words\nb: 1\n---\n", "---\ntitle: New\nb: 1\n---\n"),
      ("---\ntitle: Old\n  words # c\nb: 1\n---\n", "---\ntitle: New # c\nb: 1\n---\n"),
      ("---\ntitle:\n- a\n- b # c\n# d\nb: 1\n---\n", "---\ntitle: New # c\n# d\nb: 1\n---\n"),
      ("---\ntitle: {a: 1}\nb: |\n  x\n---\n", "---\ntitle: New\nb: |\n  x\n---\n"),
      ("---\nb:\n  title: Old\n---\n", "---\nb:\n  title: Old\ntitle: New\n---\n"),
      ("---\n{title: Old, b: 1}\n---\n", "---\n{title: New, b: 1}\n---\n"),
      ("---\r\ntitle: Old\r\nb: 1\r\n---\r\n", "---\r\ntitle: New\r\nb: 1\r\n---\r\n"),
      ("---\n\"title\": Old\n---\n", "---\n\"title\": New\n---\n"),
    ])
  func setting(text: String, expected: String) throws {
    #expect(try FrontMatter.setting("title", to: "New", in: text) == expected)
  }

  @Test(
    "what can't be set without touching more is refused",
    arguments: ["---\n{b: 1}\n---\n", "---\n? title\n: Old\n---\n", "---\ntitle: [\n---\n", "---\nno end\n"])
  func refused(text: String) {
    #expect(throws: InvalidValue.self) { try FrontMatter.setting("title", to: "New", in: text) }
  }

  @Test("any value is read back, whatever stands around it")
  func anyValue() throws {
    var random = SeededRandom(seed: 12)
    let alphabet = Array(" abc:#-'\"\\{}[]|>%\n\té水😀")
    let lines = [
      "a: 1", "# c", "b: |\n  x\n  y", "c: [1,\n  2]", "title: Old", "d: 'x'", "e:", "", "é: 😀 # x",
    ]
    for _ in 0..<1_000 {
      let value = String(
        (0..<Int.random(in: 0..<10, using: &random)).compactMap { _ in alphabet.randomElement(using: &random)
        })
      let chosen = lines.shuffled(using: &random).prefix(Int.random(in: 0...lines.count, using: &random))
      let text = "---\n" + chosen.map { $0 + "\n" }.joined() + "---\nBody.\n"
      let old = try FrontMatter.checked(text)
      let new = try FrontMatter.checked(FrontMatter.setting("title", to: value, in: text))
      #expect(new.title ?? "" == value)
      #expect(new.body == old.body)
      for entry in old.fields?.entries ?? [] where entry.key != "title" {
        #expect(new.fields?[entry.key]?.text == entry.value.text)
      }
    }
  }
}
