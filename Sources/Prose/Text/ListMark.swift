/// What begins an item of a list: a dash, star or plus sign, or a number with a point or bracket, and a space.
public struct ListMark: Sendable, Hashable {
  /// The bytes of the number or sign, without the space after it.
  public let length: Int
  /// None for an item without one.
  public let number: Int?

  /// - Parameter line: a line's text, without what it is indented by.
  public init?(_ line: some Collection<UInt8>) {
    let digits = line.prefix { (0x30...0x39).contains($0) }
    let rest = line.dropFirst(digits.count)
    guard let mark = rest.first, rest.dropFirst().first == 0x20 else { return nil }
    if digits.isEmpty {
      guard "-*+".utf8.contains(mark) else { return nil }
      number = nil
    } else {
      guard mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")") else { return nil }
      number = digits.count <= 9 ? digits.reduce(0) { 10 * $0 + Int($1 - 0x30) } : nil
    }
    length = digits.count + 1
  }
}
