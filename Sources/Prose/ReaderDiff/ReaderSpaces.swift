/// What parts the words on both sides of a place, to a reader.
enum SpaceMeaning: Hashable {
  case nothing
  /// White space, a line's end inside a paragraph too.
  case space
  /// A line's end that begins an item of a list, a heading, a table's row, with how far it is indented.
  case line(indent: Int)
  case paragraph(indent: Int)
  /// Between the lines of a code block and of front matter white space is what it is, but for blanks at lines' ends.
  case code(String)
}

extension ReaderSide {
  /// - Parameter range: bytes of white space only, or empty.
  func meaning(ofSpace range: Range<Int>) -> SpaceMeaning {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > 0, quotes.isSpace(start - 1..<start) { start -= 1 }
    while end < bytes.count, quotes.isSpace(end..<end + 1) { end += 1 }
    // The text's ends part as paragraphs do.
    if start == 0 || end == bytes.count { return .paragraph(indent: 0) }
    if start == end { return .nothing }
    if bytes[start..<end].contains(0x0A), isInFenced(start..<end) {
      return .code(withoutBlanksAtLineEnds(start..<end))
    }
    let token = firstPlace(in: tokens.indices) { tokens[$0].upperBound > start }
    guard token < tokens.count, tokens[token].lowerBound < end else { return .space }
    let line = bytes[start..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? start
    let indent = bytes[line..<end].reduce(0) { $0 + ($1 == 0x09 ? 4 : 1) }
    let isParagraph = bytes[start..<end].count { $0 == 0x0A } > 1
    return isParagraph ? .paragraph(indent: indent) : .line(indent: indent)
  }

  /// How far a line is indented whose first word is here; nil where no line begins.
  func indent(endingAt place: Int) -> Int? {
    guard place < bytes.count, bytes[place] != 0x0A else { return nil }
    var start = place
    while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
    return start == 0 || bytes[start - 1] == 0x0A ? place - start : nil
  }

  private func isInFenced(_ range: Range<Int>) -> Bool {
    let index = firstPlace(in: paragraphs.indices) {
      paragraphs[$0].bytes.upperBound > range.lowerBound
    }
    guard index < paragraphs.count, paragraphs[index].isFenced, !paragraphs[index].words.isEmpty else {
      return false
    }
    let words = bytes(ofTokens: paragraphs[index].words)
    return words.lowerBound <= range.lowerBound && range.upperBound <= words.upperBound
  }

  private func withoutBlanksAtLineEnds(_ range: Range<Int>) -> String {
    let lines = bytes[range].split(separator: 0x0A, omittingEmptySubsequences: false)
    return String(repeating: "\n", count: lines.count - 1) + String(decoding: lines.last ?? [], as: UTF8.self)
  }
}
