/// Whether one word stands where another did because somebody corrected it: two numbers, or two spellings that differ
/// in case, in an ending, or in few letters (Levenshtein 1966; up to a third of the longer).
func isRespelt(_ one: ArraySlice<UInt32>, _ other: ArraySlice<UInt32>) -> Bool {
  let longestCompared = 40
  let longer = max(one.count, other.count)
  guard longer <= longestCompared, let one = LowerCase(one), let other = LowerCase(other) else {
    return false
  }
  if one.isNumber || other.isNumber { return one.isNumber && other.isNumber }
  let prefix = zip(one.units, other.units).prefix { $0 == $1 }.count
  if prefix == longer || prefix >= 3 && 2 * prefix >= longer { return true }
  return min(one.units.count, other.units.count) >= 3
    && distance(one.units, other.units, atMost: longer / 3) <= longer / 3
}

/// A word of letters and digits, without its case.
private struct LowerCase {
  let units: [Unicode.Scalar]
  let isNumber: Bool

  /// nil for what is no word.
  init?(_ word: ArraySlice<UInt32>) {
    let scalars = word.compactMap { Unicode.Scalar($0) }
    guard !scalars.isEmpty, scalars.count == word.count, let first = word.first, isWordUnit(first) else {
      return nil
    }
    units = scalars.flatMap { $0.properties.lowercaseMapping.unicodeScalars }
    isNumber = scalars.allSatisfy { $0.properties.numericType == .decimal }
  }
}

private func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], atMost most: Int) -> Int {
  guard abs(a.count - b.count) <= most else { return most + 1 }
  var row = Array(0...b.count)
  for (i, unit) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in b.enumerated() {
      let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (unit == other ? 0 : 1))
      (diagonal, row[j + 1]) = (row[j + 1], next)
    }
  }
  return row[b.count]
}

extension DraftAlignment {
  /// How many words of two drafts are compared; texts with more corrections than that have been rewritten.
  private static let mostRespelt = 1 << 16

  /// Matches an unmatched word beside a matched one with the word beside that one's partner, where it is a correction of
  /// it.
  mutating func matchRespelt(_ isRespelt: (Int, Int) -> Bool) {
    var compared = 0
    for x in a.indices where partner[x] < 0 && compared < Self.mostRespelt {
      let after = x == 0 ? 0 : partner[x - 1] >= 0 ? partner[x - 1] + 1 : nil
      let before = x == a.count - 1 ? b.count - 1 : partner[x + 1] > 0 ? partner[x + 1] - 1 : nil
      for y in [after, before].compactMap(\.self) where y >= 0 && y < b.count && origin[y] < 0 {
        compared += 1
        guard isRespelt(x, y) else { continue }
        match(x, y)
        break
      }
    }
  }

  /// Matches the marks of an address or path on both sides of one of its parts that was replaced: `/docs/editor/` and
  /// `/docs/sources/`.
  mutating func matchParts(_ old: DraftTokens, _ new: DraftTokens) {
    for x in a.indices.dropLast() where partner[x] >= 0 {
      let y = partner[x]
      for step in 1...2 {
        guard x + step < a.count, y + step < b.count, old.breaks[x + step] == .none,
          new.breaks[y + step] == .none, partner[x + step] < 0, origin[y + step] < 0
        else { break }
        if a[x + step] == b[y + step] {
          match(x + step, y + step)
          break
        }
      }
    }
  }
}
