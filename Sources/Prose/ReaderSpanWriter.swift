/// Makes spans of two byte ranges from the tokens they share.
struct ReaderSpanWriter {
  private var parts: [(kind: ReaderSpan.Kind, old: Range<Int>, new: Range<Int>)] = []
  private let old: ReaderSide
  private let new: ReaderSide
  private let ends: (old: Int, new: Int)
  private var place: (old: Int, new: Int)

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
        old: old.scalars(part.old), new: new.scalars(part.new))
    }
  }

  /// What is between two matches, without the white space that both sides begin or end with.
  private mutating func gap(upTo end: (old: Int, new: Int)) {
    var (from, to) = (place.old..<end.old, place.new..<end.new)
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }
    func oldByte(_ place: Int) -> UInt8 { old.bytes[place] }
    func newByte(_ place: Int) -> UInt8 { new.bytes[place] }
    let least = min(from.count, to.count)
    var head = 0
    while head < least, oldByte(from.lowerBound + head) == newByte(to.lowerBound + head),
      isSpace(oldByte(from.lowerBound + head))
    {
      head += 1
    }
    same(from.prefix(head), to.prefix(head))
    (from, to) = (from.dropFirst(head), to.dropFirst(head))
    var tail = 0
    while tail < least - head, oldByte(from.upperBound - 1 - tail) == newByte(to.upperBound - 1 - tail),
      isSpace(oldByte(from.upperBound - 1 - tail))
    {
      tail += 1
    }
    let (deleted, inserted) = (from.dropLast(tail), to.dropLast(tail))
    add(.deleted, deleted, inserted.lowerBound..<inserted.lowerBound)
    add(.inserted, deleted.upperBound..<deleted.upperBound, inserted)
    same(from.suffix(tail), to.suffix(tail))
  }

  private mutating func add(_ kind: ReaderSpan.Kind, _ oldBytes: Range<Int>, _ newBytes: Range<Int>) {
    guard !oldBytes.isEmpty || !newBytes.isEmpty else { return }
    if kind == .same, let last = parts.last, last.kind == .same {
      parts[parts.count - 1] = (
        kind, last.old.lowerBound..<oldBytes.upperBound, last.new.lowerBound..<newBytes.upperBound
      )
    } else {
      parts.append((kind, oldBytes, newBytes))
    }
  }
}
