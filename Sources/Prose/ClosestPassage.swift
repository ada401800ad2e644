/// The closest passage to a quote that isn't there: the longest run of its words that is.
///
/// - Returns: Unicode scalars of `text`; nil when not even two words of it stand together.
public func closestPassage(to quote: String, in text: String) -> Range<Int>? {
  let (words, all) = (TokenizedText(quote), TokenizedText(text))
  guard words.count > 1, words.count <= 200 else { return nil }
  var interner = TokenInterner()
  let (wanted, given) = (interner.intern(words), interner.intern(all))
  var places: [Int32: [Int]] = [:]
  for (index, id) in wanted.enumerated() { places[id, default: []].append(index) }
  var lengths: [Int: Int] = [:]
  var best = (length: 1, end: 0)
  for (index, id) in given.enumerated() {
    var next: [Int: Int] = [:]
    for place in places[id] ?? [] {
      let length = (lengths[place - 1] ?? 0) + 1
      next[place] = length
      if length > best.length { best = (length, index) }
    }
    lengths = next
  }
  guard best.length > 1 else { return nil }
  let offsets = OffsetTable(all.bytes)
  return offsets.scalar(
    at: all.tokens[best.end - best.length + 1].lowerBound)..<offsets.scalar(
      at: all.tokens[best.end].upperBound)
}

/// UTF-8 offsets for Unicode scalar offsets and back.
struct OffsetTable: Sendable {
  private let starts: [Int]

  init(_ bytes: [UInt8]) {
    starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 } + [bytes.count]
  }

  /// In Unicode scalars.
  var count: Int { starts.count - 1 }

  func byte(at scalar: Int) -> Int { starts[min(max(0, scalar), count)] }

  func scalar(at byte: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < byte { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
