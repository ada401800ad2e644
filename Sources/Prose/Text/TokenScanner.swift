/// How finely a text is cut.
enum TokenStyle: Equatable {
  /// Words and marks; a table's row, a line of code and of front matter whole.
  case reading
  /// The same, each value whole.
  case values
  /// For a merge: values whole; the words and cells of rows, code and front matter, each line's end a token; layout
  /// (indentation, fixed spaces, the signs of a wrapped quotation) is white space.
  case merging
}

/// Cuts a text into tokens.
struct TokenScanner {
  private let text: UTF8Reader
  private var bytes: [UInt8] { text.bytes }
  /// Those that are one token each, the next of them first.
  private var values: ArraySlice<Range<Int>>
  var tokens: [Range<Int>] = []
  private var position = 0
  /// Where the lines begin that are tokens whole, the next of them first.
  private var wholeLines: ArraySlice<Int>
  /// Where the lines begin that are no running text but are cut all the same.
  private let cutLines: Set<Int>
  /// From a quotation's line end to the next line's words, where both are one paragraph; the next of them first.
  private var joins: ArraySlice<Range<Int>>
  private let style: TokenStyle
  /// Line feeds that end a paragraph though no blank line follows, the next of them first.
  private var paragraphEnds: ArraySlice<Int>

  /// Whether the last line's end is a token: more lines follow.
  private let endsInBreak: Bool

  init(
    bytes: [UInt8], style: TokenStyle, wholeLines: [Int], cutLines: Set<Int> = [], joins: [Range<Int>] = [],
    endsInBreak: Bool, paragraphEnds: [Int] = []
  ) {
    self.paragraphEnds = paragraphEnds[...]
    text = UTF8Reader(bytes: bytes)
    self.style = style
    self.endsInBreak = endsInBreak
    self.wholeLines = wholeLines[...]
    self.cutLines = cutLines
    self.joins = joins[...]
    values = style == .reading ? [] : Values(in: bytes).ranges[...]
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
        while let join = joins.first, join.lowerBound < position { joins.removeFirst() }
        if let join = joins.first, join.lowerBound == position {
          position = join.upperBound
        } else {
          scanBreak()
        }
      } else if isBlank(byte) {
        position += 1
      } else if let space = fixedSpace() {
        position += space
      } else if let mark = lineMark() {
        tokens.append(position..<mark)
        position = mark
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
    if breaks > 1 || paragraphEnds.first == start || end == wholeLines.first || cutLines.contains(lineStart)
      || isCutLine(before: start)
      || (end == bytes.count && endsInBreak)
      || isStructure(end, indent: end - lineStart)
      || endsStructure(start)
    {
      // For a merge, what a line is indented by is white space before its first word.
      tokens.append(start..<(style == .merging ? lineStart : end))
    }
    position = end
  }

  private func isCutLine(before end: Int) -> Bool {
    guard !cutLines.isEmpty else { return false }
    var start = end
    while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
    return cutLines.contains(start)
  }

  private func fixedSpace() -> Int? {
    guard style == .merging, bytes[position] >= 0xC2 else { return nil }
    let (next, length) = text.scalar(at: position)
    return isFixedSpace(next.value) ? length : nil
  }

  /// The end of a mark of structure: a heading's signs, an item's number, a table's row of dashes.
  private func lineMark() -> Int? {
    guard style == .merging else { return nil }
    var end = position
    switch bytes[position] {
    case UInt8(ascii: "#"):
      while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
      return isAtLineStart ? end : nil
    case UInt8(ascii: "-"), UInt8(ascii: ":"):
      while end < bytes.count, bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: ":") { end += 1 }
      return bytes[position..<end].count { $0 == UInt8(ascii: "-") } > 2 ? end : nil
    case 0x30...0x39:
      while end < bytes.count, (0x30...0x39).contains(bytes[end]) { end += 1 }
      guard end - position <= 3, end + 1 < bytes.count, ".)".utf8.contains(bytes[end]),
        bytes[end + 1] == 0x20,
        isAtLineStart,
        values.first(where: { $0.lowerBound >= position }).map({
          $0.lowerBound > position || $0.upperBound <= end + 1
        }) ?? true
      else { return nil }
      return end + 1
    default: return nil
    }
  }

  private var isAtLineStart: Bool {
    bytes[..<position].last { $0 != 0x20 && $0 != 0x09 }.map { $0 == 0x0A } ?? true
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
    if style == .merging, first == "_" {
      // Emphasis, or the edge of a name.
    } else if isSpacedLetter(first) {
      scanWord()
    }
    tokens.append(start..<position)
  }

  /// Letters that are written with spaces, with their marks, and what can't be seen between them.
  private mutating func scanWord() {
    while position < bytes.count, position != values.first?.lowerBound {
      if bytes[position] < 0x80 {
        guard isWordByte(bytes[position]), !isClosingEmphasis else { return }
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

  /// Whether underscores end a word here.
  private var isClosingEmphasis: Bool {
    guard style == .merging, bytes[position] == UInt8(ascii: "_") else { return false }
    let next = bytes[position...].firstIndex { $0 != UInt8(ascii: "_") } ?? bytes.count
    return next == bytes.count || !isSpacedLetter(text.scalar(at: next).0)
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
