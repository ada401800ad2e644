import Testing

@testable import Prose

@Suite("Placing passages in hostile texts")
struct AnchorSizeTests {
  /// Pairs of drafts of about `count` words that leave an aligner nothing to hold on to, or too much.
  static let pairs: [(name: String, make: @Sendable (Int) -> (String, String))] = [
    ("equal words", { (repeated("the ", $0), repeated("the ", $0 - 7)) }),
    (
      "equal words between others",
      { ("x " + repeated("the ", $0) + "y", "z " + repeated("the ", $0 - 7) + "q") }
    ),
    ("two words mixed", { (mixed($0, of: 2, seed: 1), mixed($0, of: 2, seed: 2)) }),
    ("no words in common", { (numbered($0, "a"), numbered($0, "b")) }),
    ("the words reversed", { (numbered($0, "a"), numbered(-$0, "a")) }),
    ("one line without spaces", { (repeated("a", 5 * $0), repeated("a", 5 * $0 + 1)) }),
    ("marks only", { (repeated("-", 5 * $0), repeated("-*", 2 * $0)) }),
    ("marks on one letter", { ("a" + repeated("\u{301}", 2 * $0), "b" + repeated("\u{301}", 2 * $0)) }),
    ("lists of one item", { (repeated("- [ ] a\n", $0 / 4), repeated("- [x] a\n", $0 / 4)) }),
  ]

  private static func repeated(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private static func mixed(_ count: Int, of different: Int, seed: UInt64) -> String {
    var random = SplitMix(seed: seed)
    return (0..<count).map { _ in "w\(Int.random(in: 0..<different, using: &random))" }.joined(separator: " ")
  }

  private static func numbered(_ count: Int, _ mark: String) -> String {
    let numbers = (0..<abs(count)).map { "\(mark)\($0)" }
    return (count < 0 ? numbers.reversed() : numbers).joined(separator: " ")
  }

  @Test("the work grows with the text, not with its square", arguments: pairs.indices)
  func linear(pair: Int) {
    func steps(_ count: Int) -> Double {
      let (old, new) = Self.pairs[pair].make(count)
      let drafts = Reanchoring(old: old, new: new)
      return Double(drafts.alignment.work) / Double(drafts.old.count + drafts.new.count + 1_000)
    }
    let (small, large) = (steps(3_000), steps(30_000))
    #expect(large < 400)
    #expect(large < 4 * small + 40, "\(Self.pairs[pair].name)")
  }

  @Test("passages are placed in a text of 200,000 equal words, whatever their length")
  func equalWords() {
    let old = "x " + String(repeating: "the ", count: 200_000) + "y"
    let new = "z " + String(repeating: "the ", count: 199_993) + "q"
    let drafts = Reanchoring(old: old, new: new)
    for range in [0..<1, 2..<3, 50..<90, 200_000..<200_400, 100_000..<600_000, 0..<800_003] {
      let placement = drafts.place(Anchor(exact: "", range: range))
      if let place = placement.range { #expect(place.upperBound <= 4 * 199_993 + 3 && !place.isEmpty) }
    }
    #expect(drafts.place(Anchor(exact: String(repeating: "teh ", count: 5_000))).status != .kept)
  }

  @Test("many passages of which none is left cost little each")
  func orphans() {
    let text = (0..<20_000).map { "a\($0) the" }.joined(separator: " ")
    let drafts = Reanchoring(old: text, new: (0..<20_000).map { "b\($0) the" }.joined(separator: " "))
    let found = stride(from: 0, to: 200_000, by: 50).map { start in
      drafts.place(Anchor(exact: "", range: start..<start + 12)).status
    }
    #expect(found.allSatisfy { $0 == .orphan })
  }
}
