import TestSupport
import Testing

@testable import Prose

@Suite("A text that many quotes are looked for in")
struct TextIndexTests {
  @Test("an index finds what a walk over the text finds, in texts that repeat themselves too")
  func sameAsWalk() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<400 {
      let letters = Int.random(in: 1...3, using: &random)
      func units(_ count: Int) -> [UInt32] {
        (0..<count).map { _ in UInt32(97 + Int.random(in: 0..<letters, using: &random)) }
      }
      let text = units(Int.random(in: 0...300, using: &random))
      let index = TextIndex(text)
      for _ in 0..<20 {
        var pattern = units(Int.random(in: 0...12, using: &random))
        if Bool.random(using: &random), !text.isEmpty {
          let start = Int.random(in: 0..<text.count, using: &random)
          pattern = Array(text[start..<min(text.count, start + Int.random(in: 1...40, using: &random))])
        }
        let limit = [1, 3, .max].randomElement(using: &random) ?? .max
        #expect(index.matches(of: pattern, limit: limit) == matches(of: pattern, in: text, limit: limit))
      }
    }
  }

  @Test("quotes have the same places with an index as without, in every spelling")
  func sameAsAlone() {
    let words = [
      "Café", "Cafe\u{301}", "the  dam", "the dam", "\u{201C}yes\u{201D}", "\"yes\"", "a—b", "a--b", "end…",
    ]
    var random = SeededRandom(seed: 9)
    for _ in 0..<40 {
      let parts = (0..<60).compactMap { _ in words.randomElement(using: &random) }
      let text = parts.joined(separator: Bool.random(using: &random) ? " " : "\n")
      let (one, many) = (QuoteSearch(in: text), QuoteSearch(in: text, forMany: true))
      let scalars = Array(text.unicodeScalars)
      for word in words + ["", " ", "yes\" the dam", "nowhere"] {
        #expect(many.occurrences(of: word) == occurrences(of: word, in: text))
        #expect(one.occurrences(of: word) == occurrences(of: word, in: text))
        let start = Int.random(in: 0..<scalars.count, using: &random)
        let before = String(String.UnicodeScalarView(scalars[..<start].suffix(12)))
        let anchor = Anchor(exact: word, prefix: before, suffix: "")
        #expect(many.place(anchor) == one.place(anchor))
      }
    }
  }
}
