import Foundation
import JSON
import Testing

@Suite("Bad input gets one clear line and the right exit code, and nothing is written")
struct BadInputTests {
  private let anna: TestDesk

  init() throws { anna = try TestTeam().desk("anna") }

  @Test("a slug that could do harm is refused wherever one is taken")
  func slug() throws {
    let slugs = [
      "../x", "a/../b", "..", ".git", "a/.git/b", "Rivers", "r1", "a/r1", "a/r1/b", "", "a//b", "/a", "a/",
      "con",
      "a.lock", "a b", "ä", "a\nb", "a\u{202E}b", "@{-1}", "a~1", "🙂", String(repeating: "a", count: 300),
    ]
    for slug in slugs {
      let done = anna.galley("new", slug, "--title", "T")
      expectContract(done, code: 2, of: ["new", slug])
    }
    for command in [
      "show", "annotations", "status", "submit", "merge", "revise", "publish", "log", "diff", "edit",
    ] {
      try anna.refuses(command, "../x", code: 2, saying: "leads out")
    }
    try anna.refuses("new", "-a", code: 2, saying: "'--'")
    try anna.refuses("new", "--", "-a", code: 2, saying: "dash")
    #expect(anna.git("for-each-ref", "refs/heads/revision").out.isEmpty)
  }

  @Test("text that isn't text is refused, with the place")
  func noText() throws {
    try anna.refuses("new", "a", "--from", "-", saying: "NUL", input: Data("a\0b".utf8))
    try anna.refuses(
      "new", "a", "--from", "-", saying: "line 2, column 3", input: Data("one\nab".utf8 + [0xFF, 0xFE]))
    try anna.refuses("new", "a", "--from", "-", saying: "UTF-16", input: Data([0xFF, 0xFE, 0x61, 0]))
    // An overlong slash and a lone surrogate: bytes that lax decoders let through.
    try anna.refuses("new", "a", "--from", "-", saying: "UTF-8", input: Data([0x61, 0xC0, 0xAF]))
    try anna.refuses("new", "a", "--from", "-", saying: "UTF-8", input: Data([0xED, 0xA0, 0x80]))
    try anna.refuses(
      "new", "a", "--from", "-", saying: "16 MiB", input: Data(repeating: 0x61, count: 16 << 20 + 1))
    try anna.write("a\0b", to: "draft.doc")
    try anna.refuses("new", "a", "--from", "draft.doc", saying: "'draft.doc' is not a text")
    try anna.refuses("save", "a", "--from", "draft.doc", saying: "'draft.doc' is not a text")
    try anna.refuses("new", "a", "--from", "nowhere.md", saying: "nowhere.md")
    try anna.refuses("new", "a", "--from", ".", saying: "can't be read")
    try anna.refuses("new", "a", "--from", "-", saying: "YAML", input: Data("---\na: [\n---\nText\n".utf8))
    try anna.refuses(
      "new", "a", "--from", "-", saying: "front matter", input: Data("---\njust words\n---\nText\n".utf8))
  }

  @Test("line ends, a byte order mark and a missing last line end are mended, and what was mended is told")
  func mended() throws {
    let done = anna.galley("new", "a", "--from", "-", input: "\u{FEFF}One\r\nTwo\rשלום")
    #expect(done.code == 0 && done.err.contains("byte order mark") && done.err.contains("2 line ends"))
    #expect(anna.git("show", "revision/a/r1:articles/a/index.md").out.hasSuffix("\nOne\nTwo\nשלום\n"))
  }

  @Test("emoji, combining marks and right-to-left script are quoted by the scalar, in either normal form")
  func scripts() throws {
    let text = "Grüße 👩‍👩‍👧 e\u{301}tude, étude. שלום עולם, مرحبا. \u{202E}kcab\u{202C} 東京\n"
    _ = anna.start("a", text)
    let scalars = Array(anna.git("show", "revision/a/r1:articles/a/index.md").out.unicodeScalars)
    for quote in ["👩‍👩‍👧", "e\u{301}tude", "עולם", "مرحبا", "kcab", "東京"] {
      let done = anna.galley("annotate", "a", "--quote", quote, "--comment", "x \u{202E}y \u{1B}[2J")
      #expect(done.code == 0, "\(quote): \(done.err)")
    }
    let rows = try anna.json("annotations", "a")
    #expect(rows.count == 6)
    for row in rows {
      let (start, end) = try (#require(row["start"]?.intValue), #require(row["end"]?.intValue))
      let passage = scalars[start..<end].map(String.init).joined()
      #expect(row["quote"]?.stringValue?.unicodeScalars.elementsEqual(passage.unicodeScalars) == true)
      #expect(row["text"]?.stringValue == "x \u{202E}y \u{1B}[2J")
    }
    let shown = anna.galley("show", "a").out
    #expect(shown.contains("\\u{202E}y ␛[2J"))
    #expect(!shown.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{1B}" })
    #expect(anna.isSound)
  }

  @Test("a quote that isn't there, or stands twice, is refused with the way out")
  func quote() throws {
    _ = anna.start("a", "The cat and the dog and the cat.\n")
    let twice = try anna.refuses("annotate", "a", "--quote", "cat", "--comment", "x", saying: "--occurrence")
    #expect(twice.out.contains("‹cat›"))
    try anna.refuses("annotate", "a", "--quote", "bird", "--comment", "x", saying: "“bird”")
    try anna.refuses(
      "annotate", "a", "--quote", "the dgo and", "--comment", "x", saying: "Did you mean “the dog and”?")
    try anna.refuses("annotate", "a", "--quote", "", "--comment", "x", code: 2, saying: "empty")
    for wrong in ["0", "-1", "x", "1.5", "99999999999999999999"] {
      try anna.refuses("annotate", "a", "--quote", "cat", "--occurrence", wrong, "--comment", "x", code: 2)
    }
    try anna.refuses(
      "annotate", "a", "--quote", "cat", "--occurrence", "3", "--comment", "x", saying: "1 to 2")
    try anna.refuses("annotate", "a", "--quote", "dog", "--comment", " ", code: 2, saying: "empty")
    try anna.refuses("annotate", "a", "--quote", "dog", "--suggest", "dog", code: 2, saying: "already")
    try anna.refuses("annotate", "a", "--quote", "dog", "--rev", "r7", "--comment", "x", saying: "r7")
    try anna.refuses("annotate", "a", "--quote", "dog", "--rev", "seven", "--comment", "x", code: 2)
    try anna.refuses("annotate", "b", "--quote", "dog", "--comment", "x", saying: "no article b")
    try anna.refuses("verdict", "a", "good", code: 2, saying: "accept")
    try anna.refuses("reply", "ffff", "x", saying: "ffff")
    try anna.refuses("reply", "no id", "x", saying: "no id")
    try anna.refuses("submit", "a", "--due", "2026-02-30", code: 2, saying: "no such day")
    try anna.refuses("submit", "a", "--reviewers", "Ben", saying: "Ben")
    #expect(anna.galley("annotate", "a", "--quote", "cat", "--occurrence", "2", "--comment", "x").code == 0)
  }

  @Test("words that aren't UTF-8 are refused, not mended silently")
  func words() throws {
    _ = anna.start("a", "The cat.\n")
    let before = anna.state
    let done = run(
      "/bin/sh",
      ["-c", "exec \"$0\" annotate a --quote cat --comment \"$(printf 'a\\377')\"", galleyProgram],
      in: anna.folder)
    expectContract(done, code: 2, saying: "UTF-8", of: ["annotate"])
    #expect(anna.state == before)
  }

  @Test("an e-mail that can't be in a branch's name is refused; those that can be never share one")
  func emails() throws {
    _ = anna.start("a", "The cat.\n")
    for wrong in [
      "a b@example.org", "a\u{7}@example.org", "<a@example.org>",
      String(repeating: "a", count: 300) + "@x.org",
    ] {
      try anna.refuses(
        "annotate", "a", "--quote", "cat", "--comment", "x", saying: "e-mail",
        environment: ["GIT_AUTHOR_EMAIL": wrong])
    }
    let emails = [
      "ben@example.org", "Ben@example.org", "=62en@example.org", "ben=40example.org", "../../ben@example.org",
      ".ben@example.org", "ben..x@example.org", "ben@example.org.lock", "-ben@example.org",
      "ben/../x@example.org",
      "bén@example.org", "@", "ben@{1}", "ben~1^:?*[\\@example.org", "HEAD", "_submissions",
    ]
    for email in emails {
      let done = run(
        galleyProgram, ["annotate", "a", "--quote", "cat", "--comment", email], in: anna.folder,
        environment: ["GIT_AUTHOR_EMAIL": email])
      #expect(done.code == 0, "\(email): \(done.err)")
    }
    let names = anna.git("for-each-ref", "--format=%(refname)", "refs/heads/review").out.split(
      separator: "\n")
    #expect(names.count == emails.count)
    #expect(Set(names.map { $0.lowercased() }).count == emails.count)
    for name in names {
      #expect(anna.git("check-ref-format", String(name)).code == 0)
      #expect(name.split(separator: "/").count == 6)
    }
    #expect(try anna.json("annotations", "a").count == emails.count)
    #expect(anna.galley("merge", "a").code == 0)
    #expect(anna.isSound)
  }

  @Test("two people whom one e-mail would stand for can't both be named")
  func sameEmail() throws {
    let people =
      "people:\n  - {name: A, email: Ann@Example.org, roles: [editor]}\n  - {name: B, email: ann@example.ORG, roles: [author]}\n"
    try anna.write(people, to: "galley.yaml")
    anna.git("commit", "-qam", "Name two")
    try anna.refuses("new", "a", "--title", "T", saying: "galley.yaml")
  }

  @Test("a remark that couldn't be read again is refused, from a quote, a marked copy and a message")
  func tooLarge() throws {
    let words = (0..<9_000).map { "word\($0)" }.joined(separator: " ")
    #expect(anna.start("a", "The end of it.\n\n\(words)\n").code == 0)
    try anna.refuses("annotate", "a", "--quote", words, "--comment", "c", saying: "passage has")
    try anna.refuses(
      "review", "a", "--from", "-", saying: "whether it is whole", input: Data("The end.\n".utf8))
    let signs = String(repeating: "\u{1}", count: 200 << 10)
    let imported =
      "{\"type\":\"Annotation\",\"bodyValue\":\"\(signs.replacingOccurrences(of: "\u{1}", with: "\\u0001"))\",\"target\":\"articles/a/index.md\"}"
    _ = anna.galley("annotate", "a", "--from", "-", input: imported)
    #expect(anna.galley("annotate", "a", "--quote", "The end", "--suggest", words).code == 0)
    #expect(try anna.json("annotations", "a").count == 1)
    #expect(anna.galley("annotations", "a").out.utf8.count < 5_000)
    #expect(anna.galley("verify").code == 0 && anna.isSound)
  }
}
