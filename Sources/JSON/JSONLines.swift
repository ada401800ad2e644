/// The values of a text with one JSON value a line (JSON Lines). Blank lines are passed over; errors carry
/// the number of the line in the whole text.
public struct JSONLines: Sequence, Sendable {
  private let bytes: [UInt8]
  private let limits: JSON.Limits

  /// - Parameter limits: for each line by itself.
  public init(_ bytes: some Sequence<UInt8>, limits: JSON.Limits = JSON.Limits()) {
    self.bytes = Array(bytes)
    self.limits = limits
  }

  public struct Line: Sendable {
    /// Counted from 1.
    public let number: Int
    public let value: Result<JSON, JSONError>
  }

  public func makeIterator() -> Iterator {
    Iterator(bytes: bytes, limits: limits)
  }

  public struct Iterator: IteratorProtocol {
    fileprivate let bytes: [UInt8]
    fileprivate let limits: JSON.Limits
    private var at = 0
    private var number = 0

    fileprivate init(bytes: [UInt8], limits: JSON.Limits) {
      self.bytes = bytes
      self.limits = limits
    }

    public mutating func next() -> Line? {
      while at < bytes.count {
        let end = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
        let line = bytes[at..<end]
        at = end + 1
        number += 1
        guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
        let firstLine = number
        let value = Result { () throws(JSONError) -> JSON in
          try JSON(parsing: line, limits: limits, firstLine: firstLine)
        }
        return Line(number: number, value: value)
      }
      return nil
    }
  }
}
