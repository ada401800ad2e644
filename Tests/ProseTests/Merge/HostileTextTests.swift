import Testing

@testable import Prose

/// Work is counted, not timed.
@Suite("Hostile texts in alignments and merges")
struct HostileTextTests {
  private static func shuffled(_ count: Int, of different: Int32, seed: UInt64) -> [Int32] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Int32.random(in: 0..<different, using: &generator) }
  }

  private static let cases: [(String, @Sendable (Int) -> ([Int32], [Int32]))] = [
    ("equal words", { (Array(repeating: 1, count: $0), Array(repeating: 1, count: $0 * 2)) }),
    ("nothing in common", { (Array(0..<Int32($0)), Array(Int32($0)..<Int32(2 * $0))) }),
    (
      "one word between others",
      { n in (Array(repeating: 1, count: n) + [2], [3] + Array(repeating: 1, count: n)) }
    ),
    ("few words shuffled", { (shuffled($0, of: 5, seed: 1), shuffled($0, of: 5, seed: 2)) }),
    ("many words shuffled", { (shuffled($0, of: 1_000, seed: 1), shuffled($0, of: 1_000, seed: 2)) }),
    ("reversed", { (Array(0..<Int32($0)), Array((0..<Int32($0)).reversed())) }),
    ("alternating", { n in ((0..<n).map { Int32($0 % 2) }, (0..<n).map { Int32($0 % 3) }) }),
  ]

  @Test("the work of an alignment grows with the length only", arguments: 0..<7)
  func linear(number: Int) {
    let (name, make) = Self.cases[number]
    func work(_ count: Int) -> Int {
      let (a, b) = make(count)
      let alignment = Alignment(a, b)
      var last = -1
      for (x, y) in alignment.partner.enumerated() where y >= 0 {
        #expect(y > last && a[x] == b[y])
        last = y
      }
      return alignment.work
    }
    let (small, large) = (work(20_000), work(80_000))
    #expect(large <= 5 * small + 1_000_000, "\(name): \(small), \(large)")
    #expect(large <= 70 * 240_000 + 1_200_000, "\(name)")
  }

  @Test("hostile texts merge whole")
  func whole() {
    let same = String(repeating: "a ", count: 50_000)
    #expect(merge(base: same, ours: same + "b", theirs: "c " + same).text() == "c " + same + "b")
    let none = (0..<20_000).map { "x\($0)" }.joined(separator: " ")
    let result = merge(base: same, ours: none, theirs: same + "b")
    #expect(result.text().contains(none))
    let lines = String(repeating: "a\n", count: 50_000)
    #expect(merge(base: lines, ours: "b\n" + lines, theirs: lines + "c\n").text() == "b\n" + lines + "c\n")
  }

  @Test("thousands of conflicts and of moved lines end")
  func many() {
    func text(_ word: String) -> String {
      (0..<5_000).map { "line \($0) has \(word) in it and more\n\n" }.joined()
    }
    #expect(merge(base: text("a"), ours: text("b"), theirs: text("c")).conflicts == 5_000)
    let lines = (0..<3_000).map { "line \($0) with some more words in it\n" }
    let result = merge(
      base: lines.joined(), ours: lines.reversed().joined(),
      theirs: lines.map { $0.replacing("more", with: "other") }.joined())
    #expect(!result.isClean)
  }
}
