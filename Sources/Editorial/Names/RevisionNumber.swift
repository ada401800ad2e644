/// The number of a draft: 1 to 999,999, written `r1`, `r2`, ….
public struct RevisionNumber: Sendable, Hashable {
  public static let range = 1...999_999
  public static let first = RevisionNumber(checked: 1)

  public let value: Int

  public init(_ value: Int) throws(InvalidValue) {
    guard Self.range.contains(value) else { throw Self.invalid(String(value)) }
    self.value = value
  }

  /// Reads what people type: `r3`, `R3` or `3`.
  public init(_ text: some StringProtocol) throws(InvalidValue) {
    let digits = text.hasPrefix("r") || text.hasPrefix("R") ? text.dropFirst() : text[...]
    guard let value = Self.value(digits: digits.utf8) else { throw Self.invalid(text) }
    self.value = value
  }

  /// Reads a component of a ref or path, which must be as `description` writes it.
  public init(component: some StringProtocol) throws(InvalidValue) {
    guard component.utf8.first == UInt8(ascii: "r"),
      let value = Self.value(digits: component.utf8.dropFirst())
    else { throw Self.invalid(component) }
    self.value = value
  }

  private init(checked value: Int) {
    self.value = value
  }

  /// The revision after this one.
  ///
  /// - Throws: after the last that can be numbered.
  public var next: RevisionNumber {
    get throws(InvalidValue) { try RevisionNumber(value + 1) }
  }

  /// The revision before this one; nil for the first.
  public var previous: RevisionNumber? {
    value > 1 ? RevisionNumber(checked: value - 1) : nil
  }

  /// One to six digits, the first not 0.
  private static func value(digits: some Collection<UInt8>) -> Int? {
    guard (1...6).contains(digits.count), digits.first != UInt8(ascii: "0") else { return nil }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }

  private static func invalid(_ text: some StringProtocol) -> InvalidValue {
    InvalidValue(
      "\(quoted(text)) is not a revision", why: "revisions are numbered r1 to r999999",
      remedy: "Write it as r1, r2 and so on")
  }
}

extension RevisionNumber: Comparable, CustomStringConvertible {
  public static func < (left: RevisionNumber, right: RevisionNumber) -> Bool {
    left.value < right.value
  }

  public var description: String {
    "r\(value)"
  }
}
