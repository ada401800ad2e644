import Editorial
import Testing

@Suite("An article's text on its way in")
struct ArticleTextTests {
  @Test(
    "a text that is as it should be stays so",
    arguments: ["", "a\n", "é😀\u{301}\u{5d0}\n\n", "\n", "\u{1b}[1m\n"])
  func unchanged(text: String) throws {
    let article = try ArticleText(normalizing: text.utf8, name: "a.md")
    #expect(Array(article.text.utf8) == Array(text.utf8))
    #expect(article.changes.isEmpty)
  }

  @Test(
    "what is changed is said",
    arguments: [
      ("\u{FEFF}a\n", "a\n", [.byteOrderMarkRemoved]),
      ("a\r\nb\rc\r\r\nd\n", "a\nb\nc\n\nd\n", [.lineEndsChanged(4)]),
      ("a", "a\n", [.finalNewlineAdded]),
      ("a\r", "a\n", [.lineEndsChanged(1)]),
      ("\u{FEFF}", "", [.byteOrderMarkRemoved]),
      ("\u{FEFF}\r\na", "\na\n", [.byteOrderMarkRemoved, .lineEndsChanged(1), .finalNewlineAdded]),
      ("a\u{FEFF}b\n", "a\u{FEFF}b\n", []),
    ] as [(String, String, [ArticleText.Change])])
  func changed(text: String, expected: String, changes: [ArticleText.Change]) throws {
    let article = try ArticleText(normalizing: text.utf8, name: "a.md")
    #expect(Array(article.text.utf8) == Array(expected.utf8))
    #expect(article.changes == changes)
    #expect(try ArticleText(normalizing: article.text.utf8, name: "a.md").changes.isEmpty)
  }

  @Test(
    "what is no text is refused with its place",
    arguments: [
      ([0x61, 0x0A, 0xC3, 0xA9, 0xFF, 0x61], "byte 4 ", 2, 2),
      ([0x61, 0xC3], "byte 1 ", 1, 2),
      ([0xED, 0xA0, 0x80], "byte 0 ", 1, 1),
      ([0x61, 0x0A, 0x62, 0x00], "NUL character at byte 3", 2, 2),
    ] as [([UInt8], String, Int, Int)])
  func refused(bytes: [UInt8], why: String, line: Int, column: Int) throws {
    let error = try #require(throws: InvalidValue.self) { try ArticleText(normalizing: bytes, name: "a.md") }
    #expect(error.why.contains(why))
    #expect(error.place == InvalidValue.Place(line: line, column: column))
  }

  @Test("UTF-16 is named, and more than 16 MiB is refused")
  func otherFiles() throws {
    let wide = try #require(throws: InvalidValue.self) {
      try ArticleText(normalizing: [0xFF, 0xFE, 0x61, 0x00], name: "a.md")
    }
    #expect(wide.why == "it is UTF-16")
    let large = repeatElement(UInt8(ascii: "a"), count: ArticleText.maxBytes + 1)
    #expect(throws: InvalidValue.self) { try ArticleText(normalizing: large, name: "a.md") }
  }
}
