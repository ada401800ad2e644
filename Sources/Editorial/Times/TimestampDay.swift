/// A day of the (proleptic) Gregorian calendar in the years 0 to 9999, such as a due date.
public struct Day: Sendable, Hashable {
  public let year: Int
  public let month: Int
  public let day: Int

  /// - Throws: for a day that the calendar doesn't have.
  public init(year: Int, month: Int, day: Int) throws(InvalidValue) {
    guard let valid = Day.checked(year, month, day) else {
      throw Day.invalid("\(year)-\(month)-\(day)", why: "the calendar has no such day")
    }
    self = valid
  }

  /// Reads `YYYY-MM-DD`.
  public init(_ text: some StringProtocol) throws(InvalidValue) {
    var scanner = DigitScanner(text.utf8)
    guard let year = scanner.number(4, 0...9999), scanner.take("-") != nil,
      let month = scanner.number(2, 0...99), scanner.take("-") != nil,
      let day = scanner.number(2, 0...99), scanner.isAtEnd
    else { throw Day.invalid(text, why: "days are written as year, month and day") }
    guard let valid = Day.checked(year, month, day) else {
      throw Day.invalid(text, why: "the calendar has no such day")
    }
    self = valid
  }

  /// Days out of range become the nearest in range. The algorithm is Howard Hinnant's `civil_from_days`.
  public init(daysSince1970: Int64) {
    let days = min(max(daysSince1970, Day.daysRange.lowerBound), Day.daysRange.upperBound) + 719_468
    let era = days.flooredDivision(by: 146_097)
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * shifted + 2) / 5 + 1)
    month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  /// The algorithm is Howard Hinnant's `days_from_civil`.
  public var daysSince1970: Int64 {
    let year = Int64(month <= 2 ? year - 1 : year)
    let era = year.flooredDivision(by: 400)
    let yearOfEra = year - era * 400
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  static let daysRange: ClosedRange<Int64> = -719_528...2_932_896
  static let secondsRange = (daysRange.lowerBound * 86_400)...(daysRange.upperBound * 86_400 + 86_399)

  private init(checkedYear year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  static func checked(_ year: Int, _ month: Int, _ day: Int) -> Day? {
    guard (0...9999).contains(year), (1...12).contains(month) else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    return (1...length).contains(day) ? Day(checkedYear: year, month, day) : nil
  }

  private static func invalid(_ text: some StringProtocol, why: String) -> InvalidValue {
    InvalidValue("\(quoted(text)) is not a date", why: why, remedy: "Write it as 2026-11-24")
  }
}

extension Day: Comparable, CustomStringConvertible {
  public static func < (left: Day, right: Day) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  public var description: String {
    "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}

/// A number of at least 0 with zeros before it.
func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
}

extension Int64 {
  func flooredDivision(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }

  func flooredRemainder(by divisor: Int64) -> Int64 {
    self - flooredDivision(by: divisor) * divisor
  }
}

/// Reads numbers of a fixed width and the marks between them.
struct DigitScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: some Collection<UInt8>) {
    let bytes = Array(text.prefix(65))
    rest = bytes.count < 65 ? bytes[...] : []
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ marks: Unicode.Scalar...) -> Unicode.Scalar? {
    guard let first = rest.first, let mark = marks.first(where: { UInt8(ascii: $0) == first }) else {
      return nil
    }
    rest.removeFirst()
    return mark
  }

  mutating func number(_ width: Int, _ range: ClosedRange<Int>) -> Int? {
    let digits = rest.prefix(width)
    guard digits.count == width, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    rest = rest.dropFirst(width)
    let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return range.contains(number) ? number : nil
  }

  /// Passes over one or more digits; false when there are none.
  mutating func skipDigits() -> Bool {
    let after = rest.drop { (0x30...0x39).contains($0) }
    defer { rest = after }
    return after.count < rest.count
  }

  mutating func day() -> Day? {
    guard let year = number(4, 0...9999), take("-") != nil, let month = number(2, 1...12), take("-") != nil,
      let day = number(2, 1...31)
    else { return nil }
    return Day.checked(year, month, day)
  }

  /// Minutes of `Z` or `+hh:mm`.
  mutating func offset() -> Int? {
    if take("Z", "z") != nil { return 0 }
    guard let sign = take("+", "-"), let hours = number(2, 0...23), take(":") != nil,
      let minutes = number(2, 0...59)
    else { return nil }
    return (hours * 60 + minutes) * (sign == "-" ? -1 : 1)
  }
}
