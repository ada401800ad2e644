extension JSON {
  /// The value as JSON text, without a final newline. Equal values in the same order give the same text.
  ///
  /// Escaped are quotes, backslashes, the control characters of C0 and C1, DEL, and U+2028 and U+2029 (which
  /// end a line in JavaScript); all else stands as it is.
  ///
  /// - Parameter pretty: one item a line, two spaces a level.
  public func serialized(pretty: Bool = false) -> String {
    String(decoding: serializedBytes(pretty: pretty), as: UTF8.self)
  }

  /// The same text as UTF-8.
  public func serializedBytes(pretty: Bool = false) -> [UInt8] {
    var writer = JSONWriter(pretty: pretty)
    writer.write(self, indent: 0)
    return writer.output
  }
}

private struct JSONWriter {
  let pretty: Bool
  var output: [UInt8] = []

  mutating func write(_ value: JSON, indent: Int) {
    switch value {
    case .null: output += "null".utf8
    case .bool(let truth): output += (truth ? "true" : "false").utf8
    case .number(let literal): output += literal.utf8
    case .string(let text): write(text)
    case .array(let items):
      list("[", items, "]", indent) { writer, item in
        writer.write(item, indent: indent + 1)
      }
    case .object(let members):
      list("{", members, "}", indent) { writer, member in
        writer.write(member.key)
        writer.output.append(UInt8(ascii: ":"))
        if writer.pretty { writer.output.append(UInt8(ascii: " ")) }
        writer.write(member.value, indent: indent + 1)
      }
    }
  }

  private mutating func list<Item>(
    _ open: Unicode.Scalar, _ items: [Item], _ close: Unicode.Scalar, _ indent: Int,
    _ writeItem: (inout JSONWriter, Item) -> Void
  ) {
    output.append(UInt8(ascii: open))
    for (place, item) in items.enumerated() {
      if place > 0 { output.append(UInt8(ascii: ",")) }
      newline(indent + 1)
      writeItem(&self, item)
    }
    if !items.isEmpty { newline(indent) }
    output.append(UInt8(ascii: close))
  }

  private mutating func newline(_ indent: Int) {
    guard pretty else { return }
    output.append(0x0A)
    output.append(contentsOf: repeatElement(0x20, count: 2 * indent))
  }

  private mutating func write(_ text: String) {
    var text = text
    output.append(UInt8(ascii: "\""))
    text.withUTF8 { bytes in
      var plain = 0
      var at = 0
      while at < bytes.count {
        let (length, code) = Self.special(bytes, at)
        if length > 0 {
          output.append(contentsOf: bytes[plain..<at])
          escape(code)
          plain = at + length
        }
        at += max(length, 1)
      }
      output.append(contentsOf: bytes[plain...])
    }
    output.append(UInt8(ascii: "\""))
  }

  /// The length in bytes and the code point of what must be escaped at a place; length 0 when nothing must.
  private static func special(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> (Int, UInt16) {
    let byte = bytes[at]
    switch byte {
    case 0..<0x20, 0x22, 0x5C, 0x7F: return (1, UInt16(byte))
    case 0xC2 where at + 1 < bytes.count && bytes[at + 1] < 0xA0: return (2, UInt16(bytes[at + 1]))
    case 0xD8 where at + 1 < bytes.count && bytes[at + 1] == 0x9C: return (2, 0x061C)
    case 0xE2 where at + 2 < bytes.count:
      let code = 0x2000 | UInt16(bytes[at + 1] & 0x3F) << 6 | UInt16(bytes[at + 2] & 0x3F)
      return Self.turnsOrBreaks(code) ? (3, code) : (0, 0)
    default: return (0, 0)
    }
  }

  /// The separators of lines and paragraphs, and the marks that turn the direction of what a terminal shows.
  private static func turnsOrBreaks(_ code: UInt16) -> Bool {
    switch code {
    case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private mutating func escape(_ code: UInt16) {
    output.append(UInt8(ascii: "\\"))
    switch code {
    case 0x22: output.append(UInt8(ascii: "\""))
    case 0x5C: output.append(UInt8(ascii: "\\"))
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    case 0x0A: output.append(UInt8(ascii: "n"))
    case 0x0D: output.append(UInt8(ascii: "r"))
    case 0x09: output.append(UInt8(ascii: "t"))
    default:
      let digits = String(code, radix: 16)
      output.append(UInt8(ascii: "u"))
      output.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
      output += digits.utf8
    }
  }
}
