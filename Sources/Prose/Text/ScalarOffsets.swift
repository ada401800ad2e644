/// Turns rising UTF-8 offsets into Unicode scalar offsets in one pass.
struct ScalarOffsets {
  private let bytes: [UInt8]
  private var byte = 0
  private var scalar = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// - Parameter place: a UTF-8 offset at a scalar's start, not before the last one asked for.
  mutating func scalars(upTo place: Int) -> Int {
    while byte < place {
      if bytes[byte] & 0xC0 != 0x80 { scalar += 1 }
      byte += 1
    }
    return scalar
  }
}
