import Synchronization
import System

/// An annotation's UUID (RFC 9562). Galley makes version 7, which sorts by the time of making; ids of other
/// tools may be of any version.
public struct AnnotationID: Sendable, Hashable {
  let bits: UInt128

  init(bits: UInt128) {
    self.bits = bits
  }

  /// By how many milliseconds the clock is wrong: for tests of desks whose clocks differ, in one process.
  @TaskLocal static var clockError: Int64 = 0

  /// A new id, later than every other made in this process.
  public static func new() -> AnnotationID {
    let milliseconds = UInt64(wallClockMilliseconds())
    if clockError != 0 {
      var (other, random) = (AnnotationIDMaker(), SystemRandomNumberGenerator())
      return other.next(milliseconds: UInt64(max(0, Int64(milliseconds) + clockError)), using: &random)
    }
    return maker.withLock { maker in
      var random = SystemRandomNumberGenerator()
      return maker.next(milliseconds: milliseconds, using: &random)
    }
  }

  private static let maker = Mutex(AnnotationIDMaker())

  /// Reads a UUID in either case: `urn:uuid:…`, `uuid:…` or bare.
  public init(_ text: some StringProtocol) throws(InvalidValue) {
    guard let id = AnnotationID(uuid: text) else {
      throw InvalidValue(
        "\(quoted(text)) is not an annotation's id", why: "it is not a UUID",
        remedy: "Take an id that 'galley annotations' lists")
    }
    self = id
  }

  /// The same, for where another text is no error.
  init?(uuid text: some StringProtocol) {
    var text = String(text)
    guard let bits = text.withUTF8(Self.bits) else { return nil }
    self.bits = bits
  }

  /// The form that Web Annotations carry.
  public var urn: String {
    "urn:uuid:\(self)"
  }

  /// The shortest tail, at least four hex digits, that none of the others ends in. For many ids, make one
  /// `ShortIDs`.
  public func shortestTail(among others: some Sequence<AnnotationID>) -> String {
    ShortIDs(others).tail(of: self)
  }

  /// When it was made, in milliseconds since 1970; nil for another version than 7.
  public var milliseconds: UInt64? {
    (bits >> 76) & 0xF == 7 ? UInt64(bits >> 80) : nil
  }
}

extension AnnotationID: Comparable, CustomStringConvertible {
  public static func < (left: AnnotationID, right: AnnotationID) -> Bool {
    left.bits < right.bits
  }

  /// 36 characters in lower case.
  public var description: String {
    let digits = hexDigits
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for (place, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(place) { text.append(UInt8(ascii: "-")) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The 32 digits without dashes, as ASCII.
  var hexDigits: [UInt8] {
    (0..<32).map { place in
      let digit = UInt8(truncatingIfNeeded: bits >> UInt128(4 * (31 - place))) & 15
      return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
  }

  private static func bits(_ text: UnsafeBufferPointer<UInt8>) -> UInt128? {
    let start = text.count - 36
    switch start {
    case 0: break
    case 5: guard begins(text, "uuid:") else { return nil }
    case 9: guard begins(text, "urn:uuid:") else { return nil }
    default: return nil
    }
    var bits: UInt128 = 0
    for place in 0..<36 {
      let byte = text[start + place]
      switch place {
      case 8, 13, 18, 23: guard byte == UInt8(ascii: "-") else { return nil }
      default:
        guard let digit = hexValue(byte) else { return nil }
        bits = bits << 4 | UInt128(digit)
      }
    }
    return bits
  }

  /// Whether the text begins so, in either case.
  private static func begins(_ text: UnsafeBufferPointer<UInt8>, _ prefix: StaticString) -> Bool {
    (0..<prefix.utf8CodeUnitCount).allSatisfy { place in
      let byte = text[place]
      let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      return lower == prefix.utf8Start[place]
    }
  }
}
