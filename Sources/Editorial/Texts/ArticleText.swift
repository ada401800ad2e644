/// An article's text as Galley keeps it: UTF-8 without a byte order mark, lines ending in LF, the last one
/// too.
public struct ArticleText: Sendable, Hashable {
  public static let maxBytes = 16 << 20

  /// What was changed on the way in, so that people can be told.
  public enum Change: Sendable, Hashable {
    case byteOrderMarkRemoved
    /// CRLF or CR became LF, so many times.
    case lineEndsChanged(Int)
    case finalNewlineAdded
  }

  public let text: String
  public let changes: [Change]

  /// - Parameter name: the file or stream, for errors.
  /// - Throws: `InvalidValue` for more than 16 MiB, for NUL and for what is not UTF-8, with the place.
  public init(normalizing bytes: some Collection<UInt8>, name: String) throws(InvalidValue) {
    guard bytes.count <= Self.maxBytes else {
      throw InvalidValue(
        "\(quoted(name)) is too large", why: "an article has at most \(Self.maxBytes >> 20) MiB",
        remedy: "Split it into several")
    }
    var bytes = Array(bytes)
    if let problem = Self.problem(in: bytes, name) { throw problem }
    var changes: [Change] = []
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      bytes.removeFirst(3)
      changes.append(.byteOrderMarkRemoved)
    }
    let ends = Self.changeLineEnds(&bytes)
    if ends > 0 { changes.append(.lineEndsChanged(ends)) }
    if let last = bytes.last, last != 0x0A {
      bytes.append(0x0A)
      changes.append(.finalNewlineAdded)
    }
    text = String(decoding: bytes, as: UTF8.self)
    self.changes = changes
  }

  /// Returns how many there were.
  private static func changeLineEnds(_ bytes: inout [UInt8]) -> Int {
    guard bytes.contains(0x0D) else { return 0 }
    var changed: [UInt8] = []
    changed.reserveCapacity(bytes.count)
    var count = 0
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == 0x0D {
        changed.append(0x0A)
        count += 1
      } else if byte != 0x0A || previous != 0x0D {
        changed.append(byte)
      }
      previous = byte
    }
    bytes = changed
    return count
  }

  private static func problem(in bytes: [UInt8], _ name: String) -> InvalidValue? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return InvalidValue(
        "\(quoted(name)) is not UTF-8", why: "it is UTF-16", remedy: "Save it as UTF-8 and try again")
    }
    if let offset = bytes.firstIndex(of: 0) {
      return InvalidValue(
        "\(quoted(name)) is not a text", why: "it has a NUL character at byte \(offset)",
        remedy: "Give the text itself, not a document of a word processor",
        place: InvalidValue.Place(byte: offset, of: bytes))
    }
    guard let offset = firstByteOutsideUTF8(bytes) else { return nil }
    return InvalidValue(
      "\(quoted(name)) is not UTF-8", why: "byte \(offset) belongs to no character",
      remedy: "Save it as UTF-8 and try again", place: InvalidValue.Place(byte: offset, of: bytes))
  }
}
