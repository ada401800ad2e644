/// A text cut into words and marks, each with the white space after it.
///
/// A line break inside a paragraph is white space, so that a re-wrapped paragraph has the same tokens. A blank line,
/// and a line break before or after structure (a list item, heading, table row, quotation, code), is a token.
struct TokenizedText: Sendable {
  /// UTF-8.
  let bytes: [UInt8]
  /// The words and marks; ascending and disjoint.
  private(set) var tokens: [Range<Int>] = []
  /// White space before the first token.
  private(set) var leading: Range<Int> = 0..<0

  init(_ text: String) {
    self.init(Lines(Array(text.utf8)))
  }

  init(_ lines: Lines) {
    self.init(lines, 0..<lines.count, endsInBreak: false)
  }

  /// Some lines of a text; what they are is known from the whole.
  ///
  /// - Parameter endsInBreak: whether the end of the last line is a token.
  init(_ lines: Lines, _ range: Range<Int>, endsInBreak: Bool) {
    let start = lines.starts[range.lowerBound]
    bytes = range == 0..<lines.count ? lines.bytes : Array(lines.bytes[lines.range(range)])
    var scanner = TokenScanner(
      bytes: bytes,
      wholeLines: range.filter { lines.kinds[$0].isWhole && !lines.content($0).isEmpty }.map {
        lines.starts[$0] - start
      }, endsInBreak: endsInBreak)
    scanner.run()
    tokens = scanner.tokens
    leading = 0..<(tokens.first?.lowerBound ?? bytes.count)
  }

  var count: Int { tokens.count }

  /// The white space after a token.
  func space(after index: Int) -> Range<Int> {
    tokens[index].upperBound..<(index + 1 < tokens.count ? tokens[index + 1].lowerBound : bytes.count)
  }

  /// The token and the white space after it.
  func extent(_ index: Int) -> Range<Int> { tokens[index].lowerBound..<space(after: index).upperBound }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func string(tokens range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    return string(extent(first).lowerBound..<extent(last).upperBound)
  }
}

private struct TokenScanner {
  let bytes: [UInt8]
  var tokens: [Range<Int>] = []
  private var position = 0
  /// Where the lines begin that are tokens whole, the next of them first.
  private var wholeLines: ArraySlice<Int>

  /// Whether the last line's end is a token: more lines follow.
  private let endsInBreak: Bool

  init(bytes: [UInt8], wholeLines: [Int], endsInBreak: Bool) {
    self.bytes = bytes
    self.endsInBreak = endsInBreak
    self.wholeLines = wholeLines[...]
    tokens.reserveCapacity(bytes.count / 5)
  }

  mutating func run() {
    while position < bytes.count {
      let byte = bytes[position]
      if position == wholeLines.first {
        wholeLines.removeFirst()
        var end = position
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        end = min(end + 1, bytes.count)
        tokens.append(position..<end)
        position = end
      } else if byte == 0x0A {
        scanBreak()
      } else if isBlank(byte) {
        position += 1
      } else {
        scanToken()
      }
    }
  }

  /// A run of line breaks and blanks: a token when it ends a paragraph or parts structure.
  private mutating func scanBreak() {
    let start = position
    var breaks = start == 0 || bytes[start - 1] == 0x0A ? 1 : 0
    var end = position
    while end < bytes.count, isBlank(bytes[end]), end != wholeLines.first {
      if bytes[end] == 0x0A { breaks += 1 }
      end += 1
    }
    var lineStart = end
    while lineStart > start, bytes[lineStart - 1] != 0x0A { lineStart -= 1 }
    if breaks > 1 || end == wholeLines.first || (end == bytes.count && endsInBreak)
      || isStructure(end, indent: end - lineStart)
      || endsStructure(start)
    {
      tokens.append(start..<end)
    }
    position = end
  }

  /// Whether the line whose text begins at `place` is no running text.
  private func isStructure(_ place: Int, indent: Int) -> Bool {
    guard place < bytes.count else { return false }
    if indent >= 4 { return true }
    switch bytes[place] {
    case UInt8(ascii: "#"), UInt8(ascii: ">"), UInt8(ascii: "<"): return true
    case UInt8(ascii: "["):
      let name = bytes[place...].prefix(200).prefix { $0 != UInt8(ascii: "]") && $0 != 0x0A }
      return bytes[name.endIndex...].dropFirst().first == UInt8(ascii: ":")
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "="):
      return place + 1 < bytes.count && (bytes[place + 1] == 0x20 || bytes[place + 1] == bytes[place])
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      var end = place
      while end < bytes.count, (0x30...0x39).contains(bytes[end]) { end += 1 }
      return end < bytes.count && (bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: ")"))
    default: return false
    }
  }

  /// Whether the line that ends at `place` is a heading or its underline, indented, or whole.
  private func endsStructure(_ place: Int) -> Bool {
    var start = place
    while start > 0, bytes[start - 1] != 0x0A, place - start < 400 { start -= 1 }
    let line = bytes[start..<place]
    let indent = line.prefix { $0 == 0x20 }.count
    guard indent < line.count else { return false }
    return line[start + indent] == UInt8(ascii: "#") || indent >= 4
      || line.allSatisfy { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "=") }
  }

  private mutating func scanToken() {
    let start = position
    let (first, length) = scalar(at: position)
    position += length
    if isSpacedLetter(first) { scanWord() }
    scanExtenders()
    tokens.append(start..<position)
  }

  /// Letters that are written with spaces, with their marks.
  private mutating func scanWord() {
    while position < bytes.count {
      if bytes[position] < 0x80 {
        guard isWordByte(bytes[position]) else { return }
        position += 1
      } else {
        let (next, length) = scalar(at: position)
        guard isSpacedLetter(next) || next.properties.isGraphemeExtend else { return }
        position += length
      }
    }
  }

  /// Marks that belong to the character before them.
  private mutating func scanExtenders() {
    while position < bytes.count, bytes[position] >= 0x80 {
      let (next, length) = scalar(at: position)
      guard next.properties.isGraphemeExtend || next == "\u{200D}" else { return }
      position += length
    }
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "_")
  }

  private func isSpacedLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return isWordByte(UInt8(scalar.value)) }
    switch scalar.value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0xA4CF, 0xAC00...0xD7FF, 0xF900...0xFAFF,
      0x20000...0x3FFFF:
      return (0xAC00...0xD7FF).contains(scalar.value)
    default: return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
  }

  private func scalar(at place: Int) -> (Unicode.Scalar, Int) {
    let lead = bytes[place]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard place + length <= bytes.count else { return ("\u{FFFD}", bytes.count - place) }
    var value = length == 1 ? UInt32(lead) : UInt32(lead) & (0xFF >> UInt32(length + 1))
    for offset in 1..<max(length, 1) { value = value << 6 | UInt32(bytes[place + offset] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}
