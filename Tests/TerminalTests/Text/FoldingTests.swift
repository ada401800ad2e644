import Testing

@testable import Terminal

@Suite("Text for a screen is folded at blanks, with the indent of each line")
struct FoldingTests {
  @Test("a line that fits, and a pipe's worth of text, stay as they are")
  func fitting() {
    #expect(folded("one two\n  three\n", to: 7) == "one two\n  three\n")
  }

  @Test("a long line is broken at blanks and keeps its indent")
  func indent() {
    #expect(folded("    one two three\nend\n", to: 11) == "    one two\n    three\nend\n")
  }

  @Test("a style goes on after the break and ends with each line")
  func style() {
    let text = Styled("one two", .red) + Styled(" three")
    #expect(
      folded(text.rendered(colour: true), to: 5)
        == "\u{1B}[31mone\u{1B}[0m\n\u{1B}[31mtwo\u{1B}[0m\nthree")
  }

  @Test("what was rendered is read back", arguments: [Style.bold, [.strike, .red], []])
  func readBack(_ style: Style) {
    let text = Styled("plain ") + Styled("words", style) + Styled(" end")
    #expect(Styled(rendered: text.rendered(colour: true)) == text)
  }

  @Test("wide characters count as two")
  func wide() {
    #expect(folded("東京東京", to: 4) == "東京\n東京")
  }

  @Test("an indent that is wider than the screen leaves room for words")
  func narrow() {
    for line in folded(String(repeating: " ", count: 30) + "words that go on", to: 10).split(separator: "\n")
    {
      #expect(line.count <= 10)
    }
  }
}
