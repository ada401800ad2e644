/// Makes spans of two byte ranges from the tokens they share.
struct ReaderSpanWriter {
  private var parts: [(kind: ReaderSpan.Kind, old: Range<Int>, new: Range<Int>, isSpace: Bool)] = []
  private let old: ReaderSide
  private let new: ReaderSide
  private let ends: (old: Int, new: Int)
  private var place: (old: Int, new: Int)
  /// How much further the last line was indented than it had been.
  private var shift = 0

  init(_ old: ReaderSide, _ new: ReaderSide, _ bytes: (old: Range<Int>, new: Range<Int>)) {
    self.old = old
    self.new = new
    place = (bytes.old.lowerBound, bytes.new.lowerBound)
    ends = (bytes.old.upperBound, bytes.new.upperBound)
  }

  /// The next token that both sides have; what is before it and not matched was changed.
  mutating func match(_ oldToken: Range<Int>, _ newToken: Range<Int>) {
    gap(upTo: (oldToken.lowerBound, newToken.lowerBound))
    same(oldToken, newToken)
  }

  mutating func same(_ oldBytes: Range<Int>, _ newBytes: Range<Int>) {
    add(.same, oldBytes, newBytes)
    place = (oldBytes.upperBound, newBytes.upperBound)
  }

  mutating func finished() -> [ReaderSpan] {
    gap(upTo: ends)
    return parts.map { part in
      ReaderSpan(
        kind: part.kind,
        text: part.kind == .deleted ? old.string(part.old) : new.string(part.new),
        old: old.scalars(part.old), new: new.scalars(part.new),
        isSpace: part.isSpace)
    }
  }

  /// What is between two matches: white space at its ends that says the same on both sides, and what was changed.
  private mutating func gap(upTo end: (old: Int, new: Int)) {
    let isInside = !parts.isEmpty && end != ends
    var (from, to) = (place.old..<end.old, place.new..<end.new)
    let heads = (old.quotes.spacePrefix(from), new.quotes.spacePrefix(to))
    defer { shift = newShift(heads) ?? shift }
    if heads == (from, to) { return space(from, to, isInside: isInside) }
    var tails = (old.quotes.spaceSuffix(from), new.quotes.spaceSuffix(to))
    // White space that is all of one side goes with the end at which the other has the same.
    let isTail = (heads.0 == from || heads.1 == to) && !isSame(heads) && isSame(tails)
    if !isTail, saysSame(heads, isInside) {
      space(heads.0, heads.1, isInside: isInside)
      (from, to) = (heads.0.upperBound..<end.old, heads.1.upperBound..<end.new)
      tails = (tails.0.clamped(to: from), tails.1.clamped(to: to))
    }
    if !saysSame(tails, isInside) { tails = (end.old..<end.old, end.new..<end.new) }
    change(from.lowerBound..<tails.0.lowerBound, to.lowerBound..<tails.1.lowerBound, isSpace: false)
    space(tails.0, tails.1, isInside: isInside)
  }

  private func isSame(_ spaces: (Range<Int>, Range<Int>)) -> Bool {
    old.bytes[spaces.0].elementsEqual(new.bytes[spaces.1])
  }

  private func saysSame(_ spaces: (Range<Int>, Range<Int>), _ isInside: Bool) -> Bool {
    guard !spaces.0.isEmpty, !spaces.1.isEmpty else { return false }
    return isSame(spaces) || isSpace(spaces.0, spaces.1, isInside: isInside)
  }

  /// White space at one place of both sides.
  private mutating func space(_ from: Range<Int>, _ to: Range<Int>, isInside: Bool) {
    // A sign of a quote's line stays with the line's end before it.
    let isQuote = old.bytes[from].contains(UInt8(ascii: ">")) || new.bytes[to].contains(UInt8(ascii: ">"))
    let same =
      isSame((from, to)) || !isQuote ? zip(old.bytes[from], new.bytes[to]).prefix { $0 == $1 }.count : 0
    add(.same, from.prefix(same), to.prefix(same))
    let (deleted, inserted) = (from.dropFirst(same), to.dropFirst(same))
    change(deleted, inserted, isSpace: isSpace(deleted, inserted, isInside: isInside))
  }

  private mutating func change(_ deleted: Range<Int>, _ inserted: Range<Int>, isSpace: Bool) {
    add(.deleted, deleted, inserted.lowerBound..<inserted.lowerBound, isSpace: isSpace)
    add(.inserted, deleted.upperBound..<deleted.upperBound, inserted, isSpace: isSpace)
  }

  /// - Parameter isInside: between words that both sides have; at a paragraph's ends no white space is a change.
  private func isSpace(_ deleted: Range<Int>, _ inserted: Range<Int>, isInside: Bool) -> Bool {
    guard old.quotes.isSpace(deleted), new.quotes.isSpace(inserted) else { return false }
    if !isInside { return true }
    switch (old.meaning(ofSpace: deleted), new.meaning(ofSpace: inserted)) {
    case (.code(let one), .code(let other)) where one != other:
      // Lines that are indented anew together are marked at the first of them.
      let added = other.utf8.count - one.utf8.count
      return added == shift && one.utf8.count { $0 == 0x0A } == other.utf8.count { $0 == 0x0A }
    case (let one, let other): return one == other
    }
  }

  /// How much further the line is indented that begins with this white space; nil where none begins.
  private func newShift(_ heads: (Range<Int>, Range<Int>)) -> Int? {
    guard let one = old.indent(endingAt: heads.0.upperBound),
      let other = new.indent(endingAt: heads.1.upperBound)
    else { return nil }
    return other - one
  }

  private mutating func add(
    _ kind: ReaderSpan.Kind, _ oldBytes: Range<Int>, _ newBytes: Range<Int>, isSpace: Bool = false
  ) {
    guard !oldBytes.isEmpty || !newBytes.isEmpty else { return }
    if kind == .same, let last = parts.last, last.kind == .same {
      parts[parts.count - 1] = (
        kind, last.old.lowerBound..<oldBytes.upperBound, last.new.lowerBound..<newBytes.upperBound, false
      )
    } else {
      parts.append((kind, oldBytes, newBytes, isSpace))
    }
  }
}
