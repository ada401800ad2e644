// The strings of a JSON text: `JSONParser` goes on here.

extension JSONParser {
  mutating func string() throws(JSONError) -> String {
    at += 1
    let start = at
    skipPlain()
    guard at < end else { throw error(.cutOff) }
    if bytes[at] == UInt8(ascii: "\"") {
      at += 1
      return try text(bytes[start..<at - 1], from: start)
    }
    return try escapedString(from: start)
  }

  /// The slow path: the string's bytes are gathered with their escapes undone, then decoded in one go.
  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var gathered: [UInt8] = []
    var plain = start
    while true {
      guard at < end else { throw error(.cutOff) }
      let byte = bytes[at]
      guard byte >= 0x20 else { throw error(.controlCharacter) }
      gathered.append(contentsOf: bytes[plain..<at])
      if byte == UInt8(ascii: "\"") {
        at += 1
        return try gathered.withUnsafeBufferPointer { gathered throws(JSONError) in
          try text(gathered[...], from: start)
        }
      }
      try escape(into: &gathered)
      plain = at
      skipPlain()
    }
  }

  private mutating func escape(into gathered: inout [UInt8]) throws(JSONError) {
    guard at + 1 < end else { throw error(.cutOff, at: end) }
    let backslash = at
    at += 2
    switch bytes[at - 1] {
    case UInt8(ascii: "\""): gathered.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): gathered.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): gathered.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): gathered.append(0x08)
    case UInt8(ascii: "f"): gathered.append(0x0C)
    case UInt8(ascii: "n"): gathered.append(0x0A)
    case UInt8(ascii: "r"): gathered.append(0x0D)
    case UInt8(ascii: "t"): gathered.append(0x09)
    case UInt8(ascii: "u"): try gathered.append(contentsOf: scalar(backslash).utf8)
    default: throw error(foreign(.badEscape), at: backslash)
    }
  }

  /// What stands after `\u`: four hex digits, or a pair of such escapes.
  private mutating func scalar(_ backslash: Int) throws(JSONError) -> Unicode.Scalar {
    let first = try hex(backslash)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00 else { throw error(.loneSurrogate, at: backslash) }
    guard at < end else { throw error(.cutOff) }
    guard bytes[at] == UInt8(ascii: "\\") else { throw error(.loneSurrogate, at: backslash) }
    guard at + 1 < end else { throw error(.cutOff, at: end) }
    guard bytes[at + 1] == UInt8(ascii: "u") else { throw error(.loneSurrogate, at: backslash) }
    at += 2
    let second = try hex(at - 2)
    guard 0xDC00...0xDFFF ~= second else { throw error(.loneSurrogate, at: backslash) }
    let value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    guard let scalar = Unicode.Scalar(value) else { throw error(.loneSurrogate, at: backslash) }
    return scalar
  }

  private mutating func hex(_ backslash: Int) throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard at < end else { throw error(.cutOff) }
      guard let digit = hexDigit(bytes[at]) else { throw error(.badEscape, at: backslash) }
      value = value << 4 | digit
      at += 1
    }
    return value
  }

  private func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// Goes to the next quote, backslash or control character, eight bytes at a time: a byte of a word is below
  /// n, or equal to a byte after xor, when subtracting borrows from its high bit (Mycroft's test). Bytes
  /// past ASCII may stop it early, never late.
  private mutating func skipPlain() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let raw = UnsafeRawBufferPointer(bytes)
    while at + 8 <= end {
      let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let control = (word &- ones &* 0x20) & ~word
      let found = ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | control) & highs
      if found != 0 { break }
      at += 8
    }
    while at < end {
      let byte = bytes[at]
      if byte < 0x20 || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") { return }
      at += 1
    }
  }

  /// Only text past ASCII has to be validated, which costs more than all the rest for short strings.
  ///
  /// - Parameter start: where the string's own bytes start, up to `at`.
  private func text(_ slice: Slice<UnsafeBufferPointer<UInt8>>, from start: Int) throws(JSONError) -> String {
    let bytes = UnsafeBufferPointer(rebasing: slice)
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw error(.notUTF8, at: firstInvalid(from: start))
    }
    return text
  }

  private func firstInvalid(from start: Int) -> Int {
    do {
      _ = try UTF8Span(validating: UnsafeBufferPointer(rebasing: bytes[start..<at]).span)
      return start
    } catch {
      return start + error.byteOffsets.lowerBound
    }
  }
}
