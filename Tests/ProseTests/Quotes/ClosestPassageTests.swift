import Testing

@testable import Prose

@Suite("The passage that a mistyped quote means")
struct ClosestPassageTests {
  private func closest(_ quote: String, _ text: String) -> String? {
    closestPassage(to: quote, in: text).map { range in
      String(String.UnicodeScalarView(Array(text.unicodeScalars)[range]))
    }
  }

  @Test("one wrong word, at any place of the quote, is made good")
  func wrongWord() {
    let text = "Grüße zuvor. The dam was built in 1950, said the mayor. The dam was old."
    #expect(closest("The dam was bulit in 1950", text) == "The dam was built in 1950")
    #expect(closest("Teh dam was built", text) == "The dam was built")
    #expect(closest("said the mayro", text) == "said the mayor")
    #expect(closest("The dam was odl", text) == "The dam was built")
  }

  @Test("words that stand nowhere together mean nothing")
  func nothing() {
    #expect(closest("built mayor", "The dam was built. The mayor came.") == nil)
    #expect(closest("bird", "The dam was built.") == nil)
    #expect(closest("no such words", "") == nil)
    #expect(closest("", "The dam.") == nil)
  }

  @Test("at the ends of the text the passage is what there is")
  func ends() {
    #expect(closest("and then the dam was", "the dam was") == "the dam was")
    #expect(closest("dam was here once", "the dam was") == "dam was")
  }
}
