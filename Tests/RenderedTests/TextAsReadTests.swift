import Prose
import Testing

@testable import Rendered

@Suite("Words as they are read on a page")
struct TextAsReadTests {
  private func found(_ quote: String, in markdown: String) -> [String] {
    let scalars = Array(markdown.unicodeScalars)
    return (TextAsRead(markdown)?.places(of: quote) ?? []).map {
      String(String.UnicodeScalarView(scalars[$0]))
    }
  }

  @Test(
    "marks of emphasis, links, code, quotations, tables and notes don't part words",
    arguments: [
      ("The **quick** brown _fox_ ran.\n", "quick brown fox", "**quick** brown _fox_"),
      ("The ***very quick*** fox.\n", "The very", "The ***very"),
      ("It saw the [deed of 1950](https://example.org/d), he said.\n", "saw the deed of", "saw the [deed of"),
      (
        "See [the deed](https://example.org/d_(1)) of it.\n", "the deed of it",
        "[the deed](https://example.org/d_(1)) of it"
      ),
      ("A note[^1] about `it`.\n\n[^1]: Box 12.\n", "note about it", "note[^1] about `it`"),
      ("> A line of the mayor\n> that runs on.\n", "mayor that runs", "mayor\n> that runs"),
      ("| Town | People |\n|---|--:|\n| **Ulm** | 126,000 |\n", "Ulm 126,000", "**Ulm** | 126,000"),
      ("Smith &amp; Sons built it.\n", "Smith & Sons", "Smith &amp; Sons"),
      ("It was a caf&eacute; then.\n", "a café", "a caf&eacute;"),
      ("It cost 5\\* or \\_more\\_ then.\n", "5* or _more_ then", "5\\* or \\_more\\_ then"),
      ("- One *item*\n  goes on.\n- Two\n", "One item goes on", "One *item*\n  goes on"),
      ("~~Old~~ new words.\n", "Old new", "~~Old~~ new"),
    ])
  func acrossMarks(text: String, quote: String, source: String) {
    #expect(found(quote, in: text) == [source])
  }

  @Test("what stands several times is found several times, what isn't there nowhere")
  func several() {
    #expect(found("the dam", in: "*the* dam and **the** dam\n") == ["*the* dam", "**the** dam"])
    #expect(found("the weir", in: "*the* dam\n").isEmpty)
    #expect(found("", in: "*the* dam\n").isEmpty)
  }
}
