import Glibc
import Synchronization

/// An annotation's UUID (RFC 9562). Galley makes version 7, which sorts by the time of making; ids of other
/// tools may be of any version.
public struct AnnotationID: Sendable, Hashable {
  let bits: UInt128

  init(bits: UInt128) {
    self.bits = bits
  }

  /// A new id, later than every other made in this process.
  public static func new() -> AnnotationID {
    var clock = timespec()
    clock_gettime(CLOCK_REALTIME, &clock)
    let milliseconds = UInt64(max(clock.tv_sec, 0)) * 1_000 + UInt64(max(clock.tv_nsec, 0)) / 1_000_000
    return maker.withLock { maker in
      var random = SystemRandomNumberGenerator()
      return maker.next(milliseconds: milliseconds, using: &random)
    }
  }

  private static let maker = Mutex(AnnotationIDMaker())

  /// Reads a UUID in either case: `urn:uuid:…`, `uuid:…` or bare.
  public init(_ text: some StringProtocol) throws(InvalidValue) {
    guard let bits = Self.bits(text.utf8) else {
      throw InvalidValue(
        "\(quoted(text)) is not an annotation's id", why: "it is not a UUID",
        remedy: "Take an id that 'galley annotations' lists")
    }
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

  private static func bits(_ text: some Collection<UInt8>) -> UInt128? {
    var rest = text[...]
    for prefix in ["urn:uuid:", "uuid:"] {
      let start = rest.prefix(prefix.utf8.count).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
      if start.elementsEqual(prefix.utf8) {
        rest = rest.dropFirst(prefix.utf8.count)
        break
      }
    }
    guard rest.count == 36 else { return nil }
    var bits: UInt128 = 0
    for (place, byte) in rest.enumerated() {
      if [8, 13, 18, 23].contains(place) {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard let digit = hexValue(byte) else { return nil }
        bits = bits << 4 | UInt128(digit)
      }
    }
    return bits
  }
}
