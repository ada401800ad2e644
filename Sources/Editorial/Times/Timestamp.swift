import System

/// A moment and the clock's offset where it was noted, in the years 0 to 9999. The text is RFC 3339's.
public struct Timestamp: Sendable, Hashable {
  /// Since 1970-01-01T00:00:00Z.
  public let seconds: Int64
  /// East of Greenwich, less than a day.
  public let offsetMinutes: Int

  private static let range = Day.secondsRange

  /// Moments and offsets out of range become the nearest in range.
  public init(seconds: Int64, offsetMinutes: Int = 0) {
    let offset = min(max(offsetMinutes, -1439), 1439)
    let local = Int64(offset) * 60
    self.seconds = min(max(seconds, Self.range.lowerBound - local), Self.range.upperBound - local)
    self.offsetMinutes = offset
  }

  /// The time now, with this machine's offset.
  public static func now() -> Timestamp {
    var seconds = time(nil)
    var local = tm()
    localtime_r(&seconds, &local)
    return Timestamp(seconds: Int64(seconds), offsetMinutes: local.tm_gmtoff / 60)
  }

  /// Reads RFC 3339: `2026-11-24T10:00:00Z`, `2026-11-24T11:00:00.25+01:00`. Fractions are dropped; a leap
  /// second is the second after it.
  public init(_ text: some StringProtocol) throws(InvalidValue) {
    guard let timestamp = Self.parsed(text) else {
      throw InvalidValue(
        "\(quoted(text)) is not a time", why: "RFC 3339 writes times in another way",
        remedy: "Write it as 2026-11-24T10:00:00Z")
    }
    self = timestamp
  }

  /// The calendar day at the offset.
  public var day: Day {
    Day(daysSince1970: (seconds + Int64(offsetMinutes) * 60).flooredDivision(by: 86_400))
  }

  private static func parsed(_ text: some StringProtocol) -> Timestamp? {
    var scanner = DigitScanner(text.utf8)
    guard let day = scanner.day(), scanner.take("T", "t", " ") != nil, let hour = scanner.number(2, 0...23),
      scanner.take(":") != nil, let minute = scanner.number(2, 0...59), scanner.take(":") != nil,
      let second = scanner.number(2, 0...60)
    else { return nil }
    if scanner.take(".", ",") != nil, !scanner.skipDigits() { return nil }
    guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
    let local = day.daysSince1970 * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    return Timestamp(seconds: local - Int64(offset) * 60, offsetMinutes: offset)
  }
}

extension Timestamp: Comparable, CustomStringConvertible {
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.offsetMinutes) < (right.seconds, right.offsetMinutes)
  }

  /// `2026-11-24T11:00:00+01:00`; `Z` for no offset.
  public var description: String {
    let second = Int((seconds + Int64(offsetMinutes) * 60).flooredRemainder(by: 86_400))
    let time = [second / 3_600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
    guard offsetMinutes != 0 else { return "\(day)T\(time)Z" }
    let sign = offsetMinutes < 0 ? "-" : "+"
    let offset = offsetMinutes.magnitude
    return "\(day)T\(time)\(sign)\(padded(Int(offset / 60), 2)):\(padded(Int(offset % 60), 2))"
  }

  /// The same moment with the offset 0, as annotations carry it.
  public var utc: Timestamp {
    Timestamp(seconds: seconds)
  }
}
