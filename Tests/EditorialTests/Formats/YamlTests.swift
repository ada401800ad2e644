import Editorial
import TestSupport
import Testing

@Suite("YAML")
struct YamlTests {
  private func read(_ text: String) throws -> Yaml {
    try Yaml(parsing: text.utf8, name: "a.yaml")
  }

  @Test("scalars, sequences and mappings are read in their order")
  func kinds() throws {
    let yaml = try read("b: 1\na: [x, 'true', true]\nc:\n  - d: ~\n  - |\n    two\n    lines\n")
    #expect(yaml.entries?.map(\.key) == ["b", "a", "c"])
    #expect(yaml["b"]?.intValue == 1)
    #expect(yaml["b"]?.text == "1")
    #expect(yaml["a"]?.items?.map(\.boolValue) == [nil, nil, true])
    #expect(yaml["a"]?.items?.map(\.text) == ["x", "true", "true"])
    #expect(yaml["c"]?.items?[0]["d"]?.isNull == true)
    #expect(yaml["c"]?.items?[0]["d"]?.text == nil)
    #expect(yaml["c"]?.items?[1].text == "two\nlines\n")
    #expect(yaml["c"]?.place == InvalidValue.Place(line: 4, column: 3))
    #expect(yaml["none"] == nil)
  }

  @Test("nothing is null", arguments: ["", "\n", "# only a comment\n", "---\n", "~", "null"])
  func nothing(text: String) throws {
    #expect(try read(text).isNull)
  }

  @Test("what is quoted is neither a number nor null")
  func quotedScalars() throws {
    let yaml = try read("a: '1'\nb: \"null\"\nc: !!str 5\nd: yes\n")
    #expect(yaml["a"]?.intValue == nil)
    #expect(yaml["b"]?.text == "null")
    #expect(yaml["c"]?.intValue == nil)
    #expect(yaml["d"]?.boolValue == true)
  }

  @Test(
    "what is wrong is said with its place",
    arguments: [
      ("a: 1\nb: [1\n", "did not find expected ',' or ']'", 3, 1),
      ("a: 1\n b: 2\n", "mapping values are not allowed in this context", 2, 3),
      ("a: \"x\n", "found unexpected end of stream", 2, 1),
      ("a: 1\nb: 2\na: 3\n", "the key 'a' stands twice", 3, 1),
      ("a: &x 1\nb: *x\n", "it has an alias", 2, 4),
      ("a: 1\n---\nb: 2\n", "it has more than one document", 2, 1),
      ("[a]: 1\n", "it has a key that is not a plain word", 1, 1),
      ("é: 1\nb: é\u{1}\n", "control characters are not allowed", 2, 5),
      ("\ta: 1\n", "found character that cannot start any token", 1, 1),
    ])
  func errors(text: String, why: String, line: Int, column: Int) throws {
    let error = try #require(throws: InvalidValue.self) { try read(text) }
    #expect(error.why.contains(why), "\(error)")
    #expect(error.place == InvalidValue.Place(line: line, column: column), "\(error)")
  }

  @Test("what grows, nests or repeats without end is refused")
  func hostile() throws {
    var laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for letter in "bcdefghij" { laughs += "\(letter): &\(letter) [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n" }
    #expect(throws: InvalidValue.self) { try read(laughs) }
    _ = try read(String(repeating: "[", count: 32) + String(repeating: "]", count: 32))
    for text in [
      String(repeating: "[", count: 33) + String(repeating: "]", count: 33),
      String(repeating: "[", count: 500_000), String(repeating: "- ", count: 500_000),
      String(repeating: "{a: ", count: 200_000), String(repeating: "x", count: 1 << 20 + 1),
    ] {
      #expect(throws: InvalidValue.self) { try read(text) }
    }
    #expect(throws: InvalidValue.self) {
      try Yaml(parsing: [0x61, 0x3A, 0x20, 0xFF] as [UInt8], name: "a.yaml")
    }
  }

  @Test("changing any byte never traps")
  func damaged() {
    let text = Array(
      "people:\n  - {name: \"Ann\", roles: [editor]}\n  - |\n   x\nrules: &a !!map\n  'b': ~\n".utf8)
    var random = SeededRandom(seed: 8)
    var read = 0
    for _ in 0..<5_000 {
      var damaged = text
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 9...126, using: &random)
      }
      if (try? Yaml(parsing: damaged, name: "a.yaml")) != nil { read += 1 }
    }
    #expect((1..<5_000).contains(read))
  }

  @Test("a quoted text is read as the same text, in a mapping and alone")
  func quoting() throws {
    var random = SeededRandom(seed: 10)
    let alphabet = Array(" abc019:#-?'\"\\{}[],&*!|>%@`~.\n\t\u{0}\u{85}\u{2028}\u{FEFF}\u{FFFF}é水😀\u{301}\r")
    let words = [
      "", "true", "No", "null", "~", "1", "1.5", "2026-11-24", "- a", "a: b", "a #b", " a", "a ", "---",
    ]
    for index in 0..<3_000 {
      let length = Int.random(in: 0..<12, using: &random)
      let text =
        index < words.count
        ? words[index] : String((0..<length).compactMap { _ in alphabet.randomElement(using: &random) })
      let yaml = try read("key: \(yamlQuoted(text))\nnext: 1\n")
      #expect(yaml["key"]?.text.map { Array($0.utf8) } == Array(text.utf8))
      #expect(yaml["key"]?.intValue == nil)
      #expect(yaml["key"]?.boolValue == nil)
    }
    #expect(yamlQuoted("Rivers rising, again") == "Rivers rising, again")
    #expect(yamlQuoted("Who pays?") == "Who pays?")
    #expect(yamlQuoted("Rivers: rising") == "\"Rivers: rising\"")
  }
}
