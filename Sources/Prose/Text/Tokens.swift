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

  init(_ text: String, joinsValues: Bool = false) {
    self.init(Lines(Array(text.utf8)), joinsValues: joinsValues)
  }

  /// - Parameter partsPasted: whether a line's end between pasted paragraphs is a token; see `Lines.pastedParagraphs`.
  init(_ lines: Lines, joinsValues: Bool = false, partsPasted: Bool = false) {
    self.init(
      lines, 0..<lines.count, endsInBreak: false, joinsValues: joinsValues, partsPasted: partsPasted)
  }

  /// Some lines of a text; what they are is known from the whole.
  ///
  /// - Parameters:
  ///   - endsInBreak: whether the end of the last line is a token.
  ///   - joinsValues: whether each value is one token; see `Values`.
  init(
    _ lines: Lines, _ range: Range<Int>, endsInBreak: Bool, joinsValues: Bool = false,
    partsPasted: Bool = false
  ) {
    let start = lines.starts[range.lowerBound]
    bytes = range == 0..<lines.count ? lines.bytes : Array(lines.bytes[lines.range(range)])
    var scanner = TokenScanner(
      bytes: bytes,
      wholeLines: range.filter { lines.kinds[$0].isWhole && !lines.content($0).isEmpty }.map {
        lines.starts[$0] - start
      }, endsInBreak: endsInBreak, values: joinsValues ? Values(in: bytes).ranges : [],
      paragraphEnds: partsPasted ? lines.pastedParagraphs.map { lines.starts[$0 + 1] - 1 - start } : [])
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
  private let text: UTF8Reader
  private var bytes: [UInt8] { text.bytes }
  /// Those that are one token each, the next of them first.
  private var values: ArraySlice<Range<Int>>
  var tokens: [Range<Int>] = []
  private var position = 0
  /// Where the lines begin that are tokens whole, the next of them first.
  private var wholeLines: ArraySlice<Int>

  /// Line feeds that end a paragraph though no blank line follows, the next of them first.
  private var paragraphEnds: ArraySlice<Int>

  /// Whether the last line's end is a token: more lines follow.
  private let endsInBreak: Bool

  init(
    bytes: [UInt8], wholeLines: [Int], endsInBreak: Bool, values: [Range<Int>], paragraphEnds: [Int]
  ) {
    self.paragraphEnds = paragraphEnds[...]
    text = UTF8Reader(bytes: bytes)
    self.values = values[...]
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
      } else if let value = value() {
        tokens.append(value)
        position = value.upperBound
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
    while let next = paragraphEnds.first, next < start { paragraphEnds.removeFirst() }
    if breaks > 1 || paragraphEnds.first == start || end == wholeLines.first
      || (end == bytes.count && endsInBreak)
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
    let (first, _) = text.scalar(at: position)
    position = text.endOfCluster(at: position)
    if isSpacedLetter(first) { scanWord() }
    tokens.append(start..<position)
  }

  /// Letters that are written with spaces, with their marks, and what can't be seen between them.
  private mutating func scanWord() {
    while position < bytes.count, position != values.first?.lowerBound {
      if bytes[position] < 0x80 {
        guard isWordByte(bytes[position]) else { return }
        position += 1
      } else {
        let (next, length) = text.scalar(at: position)
        guard
          isSpacedLetter(next) || text.isExtender(next)
            || isUnseen(next.value) && position + length < bytes.count
              && isSpacedLetter(text.scalar(at: position + length).0)
        else { return }
        position += length
      }
    }
  }

  /// The value that begins here, unless it reaches into structure.
  private mutating func value() -> Range<Int>? {
    while let next = values.first, next.lowerBound < position { values.removeFirst() }
    guard let value = values.first, value.lowerBound == position else { return nil }
    values.removeFirst()
    if let line = wholeLines.first, line < value.upperBound { return nil }
    guard let feed = bytes[value].firstIndex(of: 0x0A) else { return value }
    let next = bytes[feed..<value.upperBound].firstIndex { !isBlank($0) } ?? value.upperBound
    let lineStart = (bytes[..<next].lastIndex(of: 0x0A) ?? feed) + 1
    return isStructure(next, indent: next - lineStart) || endsStructure(feed) ? nil : value
  }
}
