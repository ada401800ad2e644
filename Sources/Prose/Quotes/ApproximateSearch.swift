/// Finds where a pattern stands in a text with the fewest insertions, deletions and replacements.
///
/// Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming", JACM 46
/// (1999), in blocks of 64 as in Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit
/// distances" (2003). O(text · pattern / 64).
struct ApproximateSearch {
  /// An occurrence: units of the text, and the edits that turn the pattern into it.
  struct Match: Hashable {
    var range: Range<Int>
    var distance: Int
  }

  private let pattern: [UInt32]
  private let forward: EditColumn
  private let backward: EditColumn

  init(_ pattern: [UInt32]) {
    self.pattern = pattern
    forward = EditColumn(pattern)
    backward = EditColumn(pattern.reversed())
  }

  /// The best places, one for each stretch of ends that is nearer than its neighbourhood: best first, at most
  /// `limit` of them, none with more than `maximum` edits.
  func matches(in text: [UInt32], within bounds: Range<Int>, maximum: Int, limit: Int) -> [Match] {
    guard !pattern.isEmpty else { return [] }
    var column = forward
    var ends: [(end: Int, distance: Int)] = []
    for offset in bounds.clamped(to: 0..<text.count) {
      column.advance(text[offset], startsFree: true)
      guard column.distance <= maximum else { continue }
      // Ends nearer to each other than half a pattern are one place; its best, and first, end stands for it.
      if let last = ends.last, offset + 1 - last.end <= pattern.count / 2 {
        if column.distance < last.distance { ends[ends.count - 1] = (offset + 1, column.distance) }
      } else {
        ends.append((offset + 1, column.distance))
      }
    }
    return ends.sorted { ($0.distance, $0.end) < ($1.distance, $1.end) }.prefix(limit).map { found in
      let start = start(of: found.end, distance: found.distance, in: text, from: bounds.lowerBound)
      return Match(range: start..<found.end, distance: found.distance)
    }
  }

  /// The fewest edits between the pattern and any beginning of a text.
  func distance<Units: Sequence>(toBeginningOf text: Units) -> Int where Units.Element == UInt32 {
    var column = forward
    var best = pattern.count
    for unit in text {
      column.advance(unit, startsFree: false)
      best = min(best, column.distance)
    }
    return best
  }

  /// The start of the occurrence that ends at `end`: of those with the same distance the one nearest in length.
  private func start(of end: Int, distance: Int, in text: [UInt32], from lowest: Int) -> Int {
    var column = backward
    var best = end
    var offset = end
    while offset > max(0, lowest), end - offset <= pattern.count + distance {
      offset -= 1
      column.advance(text[offset], startsFree: false)
      if column.distance <= distance,
        best == end || abs(end - offset - pattern.count) < abs(end - best - pattern.count)
      {
        best = offset
      }
    }
    return best
  }
}

/// One column of the table of edit distances, kept as the differences between its cells, a bit each.
private struct EditColumn {
  private struct Block {
    var positive: UInt64 = .max
    var negative: UInt64 = 0
  }

  private let count: Int
  /// For each unit of the pattern its number; `masks` holds a row of bits for each number, the last for others.
  private var ascii: [UInt16]
  private var others: [UInt32: Int] = [:]
  private var masks: [UInt64]
  private var blocks: [Block]
  private let lastBit: UInt64
  /// The edits between the whole pattern and the text up to here.
  private(set) var distance: Int

  init(_ pattern: [UInt32]) {
    count = max(1, (pattern.count + 63) / 64)
    ascii = Array(repeating: 0, count: 128)
    masks = Array(repeating: 0, count: count)
    blocks = Array(repeating: Block(), count: count)
    distance = pattern.count
    lastBit = 1 << UInt64(max(0, pattern.count - 1) % 64)
    for (offset, unit) in pattern.enumerated() {
      masks[row(adding: unit) * count + offset / 64] |= 1 << UInt64(offset % 64)
    }
  }

  /// Row 0 is for units that the pattern doesn't have.
  private mutating func row(adding unit: UInt32) -> Int {
    let known = row(of: unit)
    if known > 0 { return known }
    let row = masks.count / count
    masks.append(contentsOf: repeatElement(0, count: count))
    if unit < 128, row <= UInt16.max { ascii[Int(unit)] = UInt16(row) } else { others[unit] = row }
    return row
  }

  private func row(of unit: UInt32) -> Int {
    if unit < 128, ascii[Int(unit)] > 0 { return Int(ascii[Int(unit)]) }
    return others.isEmpty ? 0 : others[unit] ?? 0
  }

  /// Takes the next unit of the text in. `startsFree`: an occurrence may start anywhere, not only at the beginning.
  mutating func advance(_ unit: UInt32, startsFree: Bool) {
    let row = row(of: unit) * count
    var carry = startsFree ? 0 : 1
    for index in 0..<count {
      let block = blocks[index]
      var equal = masks[row + index]
      let vertical = equal | block.negative
      if carry < 0 { equal |= 1 }
      let horizontal = (((equal & block.positive) &+ block.positive) ^ block.positive) | equal
      var positive = block.negative | ~(horizontal | block.positive)
      var negative = block.positive & horizontal
      let top: UInt64 = index == count - 1 ? lastBit : 1 << 63
      let out = positive & top != 0 ? 1 : negative & top != 0 ? -1 : 0
      positive <<= 1
      negative <<= 1
      if carry < 0 { negative |= 1 } else if carry > 0 { positive |= 1 }
      blocks[index] = Block(
        positive: negative | ~(vertical | positive), negative: positive & vertical)
      carry = out
    }
    distance += carry
  }
}
