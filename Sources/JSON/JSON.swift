import System  // memcmp, and libm, which Int(exactly: Double) calls

/// A JSON value (RFC 8259) that can be written back as it was read: members keep their order and numbers keep
/// their literal text (`1.0` stays `1.0`, and no integer is too long).
///
/// Equality is Swift's own: strings that are canonically equivalent are equal. Keys are looked up, and
/// refused when doubled, by their exact code points.
public enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  /// The literal as it stands in the text. Whoever makes one by hand vouches for its being a JSON number;
  /// `JSON(_: Int)` and `JSON(_: Double)` make right ones.
  case number(String)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One `"key": value` of an object.
  public struct Member: Sendable, Hashable {
    public var key: String
    public var value: JSON

    public init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }

    func isNamed(_ name: String) -> Bool {
      guard key.utf8.count == name.utf8.count else { return false }
      return key.utf8.withContiguousStorageIfAvailable { key in
        name.utf8.withContiguousStorageIfAvailable { name in
          guard let left = key.baseAddress, let right = name.baseAddress else { return true }
          return memcmp(left, right, key.count) == 0
        }
      }.flatMap(\.self) ?? key.utf8.elementsEqual(name.utf8)
    }
  }

  public init(_ number: Int) {
    self = .number(String(number))
  }

  /// The shortest literal that reads back as the same number; `null` for infinities and not-a-number, which
  /// JSON cannot say.
  public init(_ number: Double) {
    self = number.isFinite ? .number(number.description) : .null
  }

  public init(_ text: String) {
    self = .string(text)
  }

  public init(_ truth: Bool) {
    self = .bool(truth)
  }
}

extension JSON {
  /// The member's value; nil when there is none or this is not an object. Linear in the number of members.
  public subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.isNamed(key) }?.value
  }

  /// The item at a place counted from 0; nil when there is none or this is not an array.
  public subscript(index: Int) -> JSON? {
    guard case .array(let items) = self, items.indices.contains(index) else { return nil }
    return items[index]
  }

  public var stringValue: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  public var boolValue: Bool? {
    guard case .bool(let truth) = self else { return nil }
    return truth
  }

  /// The number when it is whole and fits: `3`, and also `3.0` and `3e2` within ±2⁵³.
  public var intValue: Int? {
    guard case .number(let literal) = self else { return nil }
    if let whole = Int(literal) { return whole }
    guard let number = Double(literal), number.magnitude <= 0x1p53 else { return nil }
    return Int(exactly: number)
  }

  /// The nearest double; nil when this is no number or too large for one.
  public var doubleValue: Double? {
    guard case .number(let literal) = self, let number = Double(literal), number.isFinite else { return nil }
    return number
  }

  public var arrayValue: [JSON]? {
    guard case .array(let items) = self else { return nil }
    return items
  }

  public var objectValue: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  public var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// Replaces the member's value where it stands, or adds it at the end. What is not an object becomes one.
  public mutating func set(_ key: String, _ value: JSON) {
    var members = takeMembers()
    if let place = members.firstIndex(where: { $0.isNamed(key) }) {
      members[place].value = value
    } else {
      members.append(Member(key, value))
    }
    self = .object(members)
  }

  /// Takes the member out and returns its value; nil when there was none.
  @discardableResult
  public mutating func remove(_ key: String) -> JSON? {
    guard case .object = self else { return nil }
    var members = takeMembers()
    defer { self = .object(members) }
    guard let place = members.firstIndex(where: { $0.isNamed(key) }) else { return nil }
    return members.remove(at: place).value
  }

  /// Leaves `null` behind, so that the members have one owner and are changed in place.
  private mutating func takeMembers() -> [Member] {
    guard case .object(let members) = self else { return [] }
    self = .null
    return members
  }
}
