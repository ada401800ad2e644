/// The ids on hand, by the tails that people see and type.
///
/// The ids are sorted by their digits read from the end, so that those that share a tail are neighbours:
/// O(n log n) to make, O(log n) for each question.
public struct ShortIDs: Sendable {
  /// Fewer digits are never shown: they would be ambiguous soon.
  public static let fewestDigits = 4

  public enum Match: Sendable, Hashable {
    case one(AnnotationID)
    case none
    /// In the order they were made.
    case many([AnnotationID])
  }

  /// The ids with their digits reversed, sorted, each once.
  private let reversed: [UInt128]

  public init(_ ids: some Sequence<AnnotationID>) {
    var reversed: [UInt128] = []
    for bits in ids.map({ Self.reverse($0.bits) }).sorted() where bits != reversed.last {
      reversed.append(bits)
    }
    self.reversed = reversed
  }

  /// The shortest tail that no other id on hand ends in; the id itself need not be on hand.
  public func tail(of id: AnnotationID) -> String {
    let bits = Self.reverse(id.bits)
    let place = firstPlace { $0 >= bits }
    var shared = 0
    if place > 0 { shared = Self.sharedDigits(reversed[place - 1], bits) }
    let after = place < reversed.count && reversed[place] == bits ? place + 1 : place
    if after < reversed.count { shared = max(shared, Self.sharedDigits(reversed[after], bits)) }
    let length = min(max(shared + 1, Self.fewestDigits), 32)
    return String(decoding: id.hexDigits.suffix(length), as: UTF8.self)
  }

  /// Finds what somebody typed: a tail of any length, in either case and with or without dashes, or a whole
  /// id with or without `urn:uuid:`.
  public func resolve(_ typed: String) -> Match {
    guard let (low, high) = Self.range(typed) else { return .none }
    let start = firstPlace { $0 >= low }
    let end = firstPlace { $0 > high }
    let found = reversed[start..<max(start, end)].map { AnnotationID(bits: Self.reverse($0)) }
    return found.count > 1 ? .many(found.sorted()) : found.first.map(Match.one) ?? .none
  }

  /// The reversed ids that end in what was typed; nil when it is no tail of an id.
  private static func range(_ typed: String) -> (low: UInt128, high: UInt128)? {
    if let id = AnnotationID(uuid: typed) {
      let bits = reverse(id.bits)
      return (bits, bits)
    }
    let digits = typed.utf8.prefix(37).filter { $0 != UInt8(ascii: "-") }
    guard (1...32).contains(digits.count), typed.utf8.count <= 36 else { return nil }
    var low: UInt128 = 0
    for digit in digits.reversed() {
      guard let value = hexValue(digit) else { return nil }
      low = low << 4 | UInt128(value)
    }
    let free = UInt128(4 * (32 - digits.count))
    low <<= free
    return (low, low | ((1 << free) &- 1))
  }

  /// The first place whose id fulfils what holds for all after it.
  private func firstPlace(where isPast: (UInt128) -> Bool) -> Int {
    var low = 0
    var high = reversed.count
    while low < high {
      let middle = low + (high - low) / 2
      if isPast(reversed[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private static func sharedDigits(_ left: UInt128, _ right: UInt128) -> Int {
    (left ^ right).leadingZeroBitCount / 4
  }

  /// The 32 hex digits in the opposite order.
  private static func reverse(_ bits: UInt128) -> UInt128 {
    var swapped = bits.byteSwapped
    let low: UInt128 = 0x0F0F_0F0F_0F0F_0F0F_0F0F_0F0F_0F0F_0F0F
    swapped = (swapped & low) << 4 | (swapped >> 4) & low
    return swapped
  }
}
