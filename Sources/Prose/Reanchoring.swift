/// Two drafts, aligned once, in which passages of the older one are found in the newer.
///
/// A passage is mapped through the alignment of the drafts' words. Where the alignment has lost most of it, its words
/// are looked for elsewhere: a paragraph that was moved. What is neither is an orphan.
public struct Reanchoring: Sendable {
  private let old: TokenizedText
  private let new: TokenizedText
  private let oldOffsets: OffsetTable
  private let newOffsets: OffsetTable
  private let partner: [Int]
  private let search: QuoteSearch

  public init(old: String, new: String) {
    self.old = TokenizedText(old)
    self.new = TokenizedText(new)
    var interner = TokenInterner()
    let ids = (interner.intern(self.old), interner.intern(self.new))
    partner = Alignment(ids.0, ids.1).partner
    oldOffsets = OffsetTable(self.old.bytes)
    newOffsets = OffsetTable(self.new.bytes)
    search = QuoteSearch(in: new)
  }

  /// Where a passage of the old draft stands in the new one.
  public func place(_ anchor: Anchor) -> Placement {
    guard let range = anchor.range, range.upperBound <= oldOffsets.count, !range.isEmpty else {
      return search.place(anchor)
    }
    let bytes = oldOffsets.byte(at: range.lowerBound)..<oldOffsets.byte(at: range.upperBound)
    let first = old.firstToken(endingAfter: bytes.lowerBound)
    let last = old.firstToken(endingAfter: bytes.upperBound - 1)
    guard first < old.count, old.tokens[first].lowerBound < bytes.upperBound else {
      return search.place(anchor)
    }
    let tokens =
      first..<min(
        old.count,
        max(first, last) + (last < old.count && old.tokens[last].lowerBound < bytes.upperBound ? 1 : 0))
    let kept = tokens.filter { partner[$0] >= 0 }
    guard 2 * kept.count >= tokens.count, let from = kept.first, let to = kept.last else {
      return moved(anchor) ?? Placement(status: .orphan, range: nil, score: 0.9, method: .none)
    }
    let isWhole = kept.count == tokens.count && partner[to] - partner[from] == to - from
    var start = from
    var end = to
    if isWhole { (start, end) = (tokens.lowerBound, tokens.upperBound - 1) }
    var newStart = new.tokens[partner[start]].lowerBound
    var newEnd = new.tokens[partner[end]].upperBound
    if isWhole {
      // A passage may begin or end inside a word.
      newStart += max(0, bytes.lowerBound - old.tokens[start].lowerBound)
      newEnd -= max(0, old.tokens[end].upperBound - bytes.upperBound)
    } else {
      newStart = widened(from, tokens.lowerBound, newStart)
      newEnd = widenedEnd(to, tokens.upperBound - 1, newEnd)
    }
    guard newStart <= newEnd else { return Placement(status: .orphan, range: nil, score: 0.5, method: .none) }
    let placed = newOffsets.scalar(at: newStart)..<newOffsets.scalar(at: newEnd)
    return isWhole
      ? Placement(status: .kept, range: placed, score: 0.99, method: .aligned)
      : Placement(
        status: .changed, range: placed, score: 0.6 + 0.35 * Double(kept.count) / Double(tokens.count),
        method: .aligned)
  }

  /// A passage whose first words were replaced begins where their replacement does.
  private func widened(_ from: Int, _ first: Int, _ start: Int) -> Int {
    guard from > first, first > 0, partner[first - 1] >= 0, partner[first - 1] + 1 < new.count else {
      return start
    }
    return min(start, new.tokens[partner[first - 1] + 1].lowerBound)
  }

  private func widenedEnd(_ to: Int, _ last: Int, _ end: Int) -> Int {
    guard to < last, last + 1 < old.count, partner[last + 1] > 0 else { return end }
    return max(end, new.tokens[partner[last + 1] - 1].upperBound)
  }

  /// The words, unchanged, at one other place: long enough not to be there by chance.
  private func moved(_ anchor: Anchor) -> Placement? {
    guard anchor.exact.unicodeScalars.count >= 24 else { return nil }
    let found = search.place(anchor)
    guard found.status == .kept else { return nil }
    return Placement(status: .kept, range: found.range, score: 0.9, method: .moved)
  }
}

/// A text in which quotes are found without the text they were taken from.
public struct QuoteSearch: Sendable {
  private let text: String

  public init(in text: String) {
    self.text = text
  }

  /// The one place where the quote stands, or the one of several that its surroundings and position favour.
  public func place(_ anchor: Anchor) -> Placement {
    let places = anchor.exact.isEmpty ? [] : occurrences(of: anchor.exact, in: text)
    guard !places.isEmpty else { return Placement(status: .orphan, range: nil, score: 0.7, method: .none) }
    if places.count == 1 { return Placement(status: .kept, range: places[0], score: 0.95, method: .exact) }
    let scored = places.prefix(1_000).map { (place: $0, score: likeness(anchor, at: $0)) }
    let best = scored.max { $0.score < $1.score }
    guard let best, scored.count(where: { $0.score == best.score }) == 1 else {
      return Placement(status: .orphan, range: nil, score: 0.5, method: .ambiguous)
    }
    return Placement(status: .kept, range: best.place, score: 0.8, method: .exact)
  }

  /// How many scalars of the surroundings are as the anchor has them; the distance from its position decides ties.
  private func likeness(_ anchor: Anchor, at place: Range<Int>) -> Double {
    let around = context(of: place, in: text)
    let before = zip(around.prefix.unicodeScalars.reversed(), anchor.prefix.unicodeScalars.reversed()).prefix
    { $0 == $1 }
    let after = zip(around.suffix.unicodeScalars, anchor.suffix.unicodeScalars).prefix { $0 == $1 }
    let distance = anchor.range.map { abs($0.lowerBound - place.lowerBound) } ?? 0
    return Double(before.count + after.count) - Double(distance) / Double(distance + 1_000_000)
  }
}

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
private struct OffsetTable: Sendable {
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

extension TokenizedText {
  /// The first token that ends after a byte; the count of tokens when there is none.
  fileprivate func firstToken(endingAfter byte: Int) -> Int {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].upperBound <= byte { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
