import Testing

@testable import Prose

/// A small generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}

private let words = [
  "the", "river", "dam", "a", "rises", "north,", "town", "é", "東", "京", "-", "lake.", "\n\n", "\n", "1950",
]

private func text(_ generator: inout SeededGenerator, _ count: Int) -> String {
  (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
}

/// A text with some of its words replaced, taken away or added; every added word is new and unlike all others.
private func edited(_ text: String, _ generator: inout SeededGenerator, mark: String) -> String {
  var parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
  for index in 0..<Int.random(in: 0...4, using: &generator) {
    let place = Int.random(in: 0..<max(1, parts.count), using: &generator)
    switch Int.random(in: 0...2, using: &generator) {
    case 0 where !parts.isEmpty: parts[place] = "\(mark)\(index)"
    case 1 where !parts.isEmpty: parts.remove(at: place)
    default: parts.insert("\(mark)\(index)", at: min(place, parts.count))
    }
  }
  return parts.joined(separator: " ")
}

@Suite("Three-way merge by word")
struct MergeTests {
  @Test("two people who change other words of one line don't conflict")
  func otherWords() {
    let result = merge(
      base: "The dam was built in 1950 by the town.\n", ours: "The old dam was built in 1950 by the town.\n",
      theirs: "The dam was built in 1950 by the city.\n")
    #expect(result.isClean)
    #expect(result.text() == "The old dam was built in 1950 by the city.\n")
  }

  @Test("the same words changed differently are a conflict around just these words")
  func sameWords() {
    let result = merge(
      base: "It was in 1950 here.\n", ours: "It was in 1951 here.\n", theirs: "It was in 1952 here.\n")
    #expect(result.conflicts == 1)
    #expect(result.hunks.contains(.conflict(base: "1950 ", ours: "1951 ", theirs: "1952 ")))
    #expect(result.text().contains("<<<<<<< ours\n1951 \n=======\n1952 \n>>>>>>> theirs\n"))
  }

  @Test("a paragraph wrapped anew by one side takes the other's words")
  func reflow() {
    let result = merge(
      base: "One two three four five six.\n", ours: "One two three\nfour five six.\n",
      theirs: "One two three four 5 six.\n")
    #expect(result.text() == "One two three\nfour 5 six.\n")
  }

  @Test("rows of a table and front matter are merged whole")
  func structure() {
    let result = merge(
      base: "| a | b |\n| c | d |\n", ours: "| A | b |\n| c | d |\n", theirs: "| a | B |\n| c | d |\n")
    #expect(result.conflicts == 1)
    #expect(result.text().contains("| A | b |") && result.text().contains("| a | B |"))
  }

  @Test("one side's change alone is taken whole, and the sides may be swapped", arguments: 0..<300)
  func properties(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed + 1))
    let base = text(&generator, Int.random(in: 0...40, using: &generator))
    let ours = edited(base, &generator, mark: "ours")
    let theirs = edited(base, &generator, mark: "theirs")
    #expect(merge(base: base, ours: base, theirs: ours).text() == ours)
    #expect(merge(base: base, ours: ours, theirs: base).text() == ours)
    #expect(merge(base: base, ours: ours, theirs: ours).text() == ours)
    let (one, other) = (
      merge(base: base, ours: ours, theirs: theirs), merge(base: base, ours: theirs, theirs: ours)
    )
    #expect(one.conflicts == other.conflicts)
    if one.isClean { #expect(one.text() == other.text()) }
    let all = one.text()
    for side in [ours, theirs] {
      for word in side.split(whereSeparator: \.isWhitespace)
      where word.contains("ours") || word.contains("theirs") {
        #expect(all.contains(word), "\(word) is lost")
      }
    }
  }

  @Test("hostile texts end, and come out whole")
  func hostile() {
    let same = String(repeating: "a ", count: 50_000)
    #expect(merge(base: same, ours: same + "b", theirs: "c " + same).isClean)
    let none = (0..<20_000).map { "x\($0)" }.joined(separator: " ")
    #expect(merge(base: same, ours: none, theirs: same + "b").conflicts >= 0)
  }
}

@Suite("Edits by word")
struct TextEditTests {
  @Test("a suggestion is cut down to the words it changes")
  func minimal() {
    let edits = minimalEdits(base: "built by the town here", range: 6..<17, replacement: "by the city")
    #expect(edits == [TextEdit(range: 13..<17, replacement: "city")])
  }

  @Test("suggestions conflict when they change the same words differently, not when they agree or lie apart")
  func conflicting() {
    let base = "built by the town here"
    let city = minimalEdits(base: base, range: 6..<17, replacement: "by the city")
    let county = minimalEdits(base: base, range: 9..<17, replacement: "the county")
    let same = minimalEdits(base: base, range: 9..<17, replacement: "the city")
    let there = minimalEdits(base: base, range: 18..<22, replacement: "there")
    #expect(conflicts(among: [city, there]).isEmpty)
    #expect(conflicts(among: [city, same, there]).isEmpty)
    #expect(conflicts(among: [city, county, there]) == [[0, 1]])
    #expect(apply(city + same + there, to: base) == "built by the city there")
  }

  @Test("edits from one text to another make the other", arguments: 0..<200)
  func roundTrip(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed + 7))
    let old = text(&generator, Int.random(in: 0...40, using: &generator))
    let new = edited(old, &generator, mark: "n")
    #expect(apply(editsFrom(old: old, new: new), to: old) == new)
  }
}
