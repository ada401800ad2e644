import Testing

@testable import Prose

@Suite("Approximate search")
struct AnchorSearchTests {
  private func units(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  /// The distance from a pattern to the nearest passage of a text, by the textbook's table (Sellers 1980).
  private func nearest(_ pattern: [UInt32], in text: [UInt32]) -> Int {
    var column = Array(0...pattern.count)
    var best = pattern.count
    for unit in text {
      var next = column
      for row in 1...pattern.count {
        next[row] = min(
          column[row] + 1, next[row - 1] + 1, column[row - 1] + (pattern[row - 1] == unit ? 0 : 1))
      }
      column = next
      best = min(best, column[pattern.count])
    }
    return best
  }

  @Test("finds the passage with the fewest edits", arguments: 0..<200)
  func agreesWithTable(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    let alphabet: [UInt32] = [97, 98, 99, 0x4E2D]
    let text = (0..<Int.random(in: 1...300, using: &random)).map { _ in
      alphabet[Int.random(in: 0..<4, using: &random)]
    }
    let pattern = (0..<Int.random(in: 1...200, using: &random)).map { _ in
      alphabet[Int.random(in: 0..<4, using: &random)]
    }
    let expected = nearest(pattern, in: text)
    let found = ApproximateSearch(pattern).matches(
      in: text, within: 0..<text.count, maximum: pattern.count, limit: 1)
    #expect(found.first?.distance == expected)
    if let range = found.first?.range, !range.isEmpty {
      #expect(nearest(pattern, in: Array(text[range])) == expected)
    }
  }

  @Test("gives several places, the nearest first")
  func several() {
    let text = units("the old mill ... the cold mill ... the old will")
    let found = ApproximateSearch(units("the cold mill")).matches(
      in: text, within: 0..<text.count, maximum: 3, limit: 9)
    #expect(found.map(\.distance) == [0, 1, 2])
    #expect(found.first?.range == 17..<30)
  }
}

/// A small seeded generator (Steele, Lea, Flood 2014), so that a failing property can be run again.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
