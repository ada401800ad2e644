/// A text in which many patterns are found, each without a walk over all of it: where every run of four units stands.
///
/// O(text) to make. Finds what ``matches(of:in:limit:)`` finds.
struct TextIndex: Sendable {
  private let text: [UInt32]
  /// Where each bucket's places begin; one more at the end.
  private var starts: [Int32]
  /// The places of runs, bucket by bucket, ascending in each.
  private var places: [Int32]
  private let mask: Int

  private static let run = 4
  /// How many of a pattern's runs are compared for the rarest.
  private static let mostRuns = 64

  init(_ text: [UInt32]) {
    self.text = text
    var size = 256
    while size < text.count, size < 1 << 20 { size <<= 1 }
    mask = size - 1
    starts = [Int32](repeating: 0, count: size + 1)
    places = [Int32](repeating: 0, count: max(0, text.count - Self.run + 1))
    for place in places.indices { starts[bucket(text, place) + 1] += 1 }
    for index in 1...size { starts[index] += starts[index - 1] }
    var next = starts
    for place in places.indices {
      let bucket = bucket(text, place)
      places[Int(next[bucket])] = Int32(place)
      next[bucket] += 1
    }
  }

  private func bucket(_ units: [UInt32], _ place: Int) -> Int {
    var hash: UInt64 = 0
    for offset in 0..<Self.run { hash = (hash ^ UInt64(units[place + offset])) &* 0x9E37_79B9_7F4A_7C15 }
    return Int(truncatingIfNeeded: hash >> 40) & mask
  }

  /// The starts of all non-overlapping occurrences, in order.
  func matches(of pattern: [UInt32], limit: Int = .max) -> [Int] {
    guard pattern.count >= Self.run, pattern.count <= text.count else {
      return Prose.matches(of: pattern, in: text, limit: limit)
    }
    let offsets = 0...min(pattern.count - Self.run, Self.mostRuns - 1)
    let ranges = offsets.map { offset in
      let bucket = bucket(pattern, offset)
      return (offset, Int(starts[bucket])..<Int(starts[bucket + 1]))
    }
    guard let (offset, range) = ranges.min(by: { $0.1.count < $1.1.count }) else { return [] }
    // Where all of the text is alike, comparing at each place would cost more than one walk.
    guard range.count * pattern.count <= text.count else {
      return Prose.matches(of: pattern, in: text, limit: limit)
    }
    var found: [Int] = []
    var end = 0
    for place in places[range] {
      let start = Int(place) - offset
      guard start >= end, start + pattern.count <= text.count,
        text[start..<start + pattern.count].elementsEqual(pattern)
      else { continue }
      found.append(start)
      if found.count == limit { break }
      end = start + pattern.count
    }
    return found
  }
}
