extension Styled {
  /// Lines of at most `width` columns, without line feeds; the text's own line breaks are kept.
  ///
  /// Breaks at blanks, after hyphens and dashes between letters, and between East Asian characters except
  /// where typesetting forbids it (no closing mark at a line's start, no opening one at its end). A word
  /// that is longer than a line is cut. Text without blanks in other scripts is cut at the width. Every
  /// line takes one sign at least, even where the prefix leaves no room.
  /// - Parameters:
  ///   - first: what the first line begins with.
  ///   - rest: what the others begin with.
  public func wrapped(to width: Int, first: Styled = "", rest: Styled? = nil) -> [Styled] {
    let rest = rest ?? Styled(trusted: String(repeating: " ", count: first.width))
    var lines: [Styled] = []
    for paragraph in cells.split(omittingEmptySubsequences: false, whereSeparator: { $0.isLineBreak }) {
      var filler = LineFiller(first: lines.isEmpty ? first : rest, rest: rest, width: width)
      filler.fill(paragraph)
      lines += filler.lines
    }
    return lines
  }
}

extension Styled.Cell {
  fileprivate var isLineBreak: Bool { character == "\n" || character == "\r\n" }
  fileprivate var isBlank: Bool { character == " " || character == "\u{3000}" }
}

/// Greedy filling: as many pieces a line as go in.
private struct LineFiller {
  let first: Styled
  let rest: Styled
  let width: Int
  var lines: [Styled] = []
  private var line: [Styled.Cell] = []
  private var used = 0

  init(first: Styled, rest: Styled, width: Int) {
    self.first = first
    self.rest = rest
    self.width = width
  }

  private var room: Int { max(1, width - (lines.isEmpty ? first : rest).width) }

  mutating func fill(_ paragraph: ArraySlice<Styled.Cell>) {
    var start = paragraph.startIndex
    var blanks = paragraph[start..<start]
    while start < paragraph.endIndex {
      let isIndent = line.isEmpty && lines.isEmpty
      let blankEnd = paragraph[start...].firstIndex { !$0.isBlank } ?? paragraph.endIndex
      blanks = paragraph[start..<blankEnd]
      guard blankEnd < paragraph.endIndex else { break }
      var end = blankEnd + 1
      while end < paragraph.endIndex, !mayBreak(paragraph, before: end) { end += 1 }
      place(paragraph[blankEnd..<end], after: blanks, keepBlanks: isIndent)
      start = end
    }
    if !line.isEmpty || lines.isEmpty { endLine() }
  }

  private mutating func place(
    _ piece: ArraySlice<Styled.Cell>, after blanks: ArraySlice<Styled.Cell>, keepBlanks: Bool
  ) {
    let blankWidth = blanks.reduce(0) { $0 + $1.width }
    let pieceWidth = piece.reduce(0) { $0 + $1.width }
    if used + blankWidth + pieceWidth <= room, !line.isEmpty || keepBlanks || blanks.isEmpty {
      line += blanks
      line += piece
      used += blankWidth + pieceWidth
      return
    }
    if !line.isEmpty { endLine() }
    for cell in piece {
      if used + cell.width > room, !line.isEmpty { endLine() }
      line.append(cell)
      used += cell.width
    }
  }

  private mutating func endLine() {
    lines.append((lines.isEmpty ? first : rest) + Styled(cells: line))
    line = []
    used = 0
  }

  private func mayBreak(_ cells: ArraySlice<Styled.Cell>, before index: Int) -> Bool {
    let here = cells[index]
    let previous = cells[index - 1]
    if here.isBlank || previous.isBlank { return true }
    if "-–—".contains(previous.character) {
      return index - 1 > cells.startIndex && cells[index - 2].character.isLetter && here.character.isLetter
    }
    guard breaksFreely(here.character) || breaksFreely(previous.character) else { return false }
    return !neverFirst.contains(here.character) && !neverLast.contains(previous.character)
  }
}

/// Marks that Chinese and Japanese typesetting (JLREQ, CLREQ) keep from a line's start, or end.
private let neverFirst = Set("、。，．・：；？！」』】〕〉》）］｝〟’”ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥,.!?:;)]}")
private let neverLast = Set("「『【〔〈《（［｛〝‘“([{")

/// Whether lines may break beside the character without a blank: East Asian, but not Korean words.
private func breaksFreely(_ character: Character) -> Bool {
  guard let value = character.unicodeScalars.first?.value, value >= 0x2E80 else { return false }
  return isEastAsianWide(value) && !(0xAC00...0xD7A3).contains(value)
}
