/// Makes UUIDs of version 7 in strictly rising order (RFC 9562, section 6.2, method 2: the 74 random bits are
/// a counter that rises by a random step within one millisecond). A clock that goes back doesn't matter.
struct AnnotationIDMaker {
  private var lastMilliseconds: UInt64 = 0
  private var counter: UInt128 = 0

  private static let counterLimit: UInt128 = 1 << 74
  private static let latest: UInt64 = 1 << 48 - 1

  mutating func next(milliseconds: UInt64, using random: inout some RandomNumberGenerator) -> AnnotationID {
    let milliseconds = min(milliseconds, Self.latest)
    if milliseconds > lastMilliseconds {
      lastMilliseconds = milliseconds
      counter = Self.start(&random)
    } else {
      counter += UInt128(random.next() as UInt32) + 1
      if counter >= Self.counterLimit {
        lastMilliseconds += 1
        counter = Self.start(&random)
      }
    }
    let high = UInt128(lastMilliseconds) << 16 | 0x7000 | counter >> 62
    let low: UInt128 = 1 << 63 | counter & (1 << 62 - 1)
    return AnnotationID(bits: high << 64 | low)
  }

  private static func start(_ random: inout some RandomNumberGenerator) -> UInt128 {
    UInt128(random.next() as UInt64) << 10 | UInt128(random.next() as UInt64) & 0x3FF
  }
}
