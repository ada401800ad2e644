import Prose
import Testing

@Suite("Finding a quote that a person typed")
struct AnchorQuoteTests {
  /// What the ranges cover, so that a test reads as text.
  private func passages(of quote: String, in text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    return occurrences(of: quote, in: text).map { range in
      String(String.UnicodeScalarView(scalars[range]))
    }
  }

  @Test("gives every place in order, in scalars")
  func everyPlace() {
    #expect(occurrences(of: "é b", in: "é b, é b") == [0..<3, 5..<8])
  }

  @Test("finds nothing for an empty quote or an empty text")
  func nothing() {
    #expect(occurrences(of: "", in: "some") == [])
    #expect(occurrences(of: "some", in: "") == [])
    #expect(occurrences(of: "  ", in: "some") == [])
  }

  @Test("prefers the quote as it is to an equal one in other typography")
  func exactFirst() {
    #expect(occurrences(of: "it's", in: "it’s and it's") == [9..<13])
  }

  @Test(
    "takes spellings for equal that a reader takes for equal",
    arguments: [
      ("the big  river", "by the big\n river bank", "the big\n river"),
      (" big river\n", "the big river bank", "big river"),
      ("\"rivers\" don't", "so “rivers” don’t end", "“rivers” don’t"),
      ("rain -- then sun", "rain — then sun", "rain — then sun"),
      ("rain---then", "rain–then", "rain–then"),
      ("wait...", "wait… now", "wait…"),
      ("caf\u{E9} noir", "un cafe\u{301} noir", "cafe\u{301} noir"),
      ("cafe\u{301} noir", "un caf\u{E9} noir", "caf\u{E9} noir"),
      ("\u{AC01}", "\u{1100}\u{1161}\u{11A8}", "\u{1100}\u{1161}\u{11A8}"),
      ("\u{BCA}", "\u{BC6}\u{BBE}", "\u{BC6}\u{BBE}"),
    ])
  func folded(quote: String, text: String, found: String) {
    #expect(passages(of: quote, in: text).map { Array($0.unicodeScalars) } == [Array(found.unicodeScalars)])
  }

  @Test("does not take a letter for the same letter with an accent on it")
  func accents() {
    #expect(occurrences(of: "cafe", in: "cafe\u{301}") == [])
    #expect(occurrences(of: "cafe", in: "caf\u{E9}") == [])
  }

  @Test("finds places that don't overlap")
  func overlaps() {
    #expect(occurrences(of: "aa", in: "aaaaa") == [0..<2, 2..<4])
  }
}

@Suite("The context of a passage")
struct AnchorContextTests {
  @Test("is up to 32 scalars on either side")
  func lengths() {
    let text = String(repeating: "a", count: 40) + "X" + String(repeating: "b", count: 5)
    let (prefix, suffix) = context(of: 40..<41, in: text)
    #expect(prefix == String(repeating: "a", count: 32))
    #expect(suffix == "bbbbb")
  }

  @Test("splits no grapheme")
  func graphemes() {
    // 31 letters and an e with an accent: the cut 32 before the passage would fall on the accent.
    let text =
      "e\u{301}" + String(repeating: "a", count: 31) + "X" + String(repeating: "b", count: 31) + "e\u{301}"
    let (prefix, suffix) = context(of: 33..<34, in: text)
    #expect(prefix == String(repeating: "a", count: 31))
    #expect(suffix == String(repeating: "b", count: 31))
  }

  @Test("takes any range", arguments: [-5 ..< -1, -5..<2, 2..<900, 800..<900, 1..<1, Int.min..<Int.max])
  func anyRange(range: Range<Int>) {
    let (prefix, suffix) = context(of: range, in: "some")
    #expect(("some".hasPrefix(prefix) || prefix.isEmpty) && ("some".hasSuffix(suffix) || suffix.isEmpty))
  }
}
