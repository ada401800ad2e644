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
    let indent = first.width
    let rest = rest ?? Styled(trusted: String(repeating: " ", count: indent))
    let text = CellText(self)
    var filler = LineFiller(text: text, first: first, rest: rest, room: (width - indent, width - rest.width))
    var start = 0
    for (index, cell) in text.cells.enumerated() where cell.isLineBreak {
      filler.fill(start..<index)
      start = index + 1
    }
    filler.fill(start..<text.cells.count)
    return filler.lines
  }
}

/// Greedy filling: as many pieces a line as go in.
private struct LineFiller {
  let text: CellText
  let first: Styled
  let rest: Styled
  /// The columns of the first line and of the others; each line takes one sign at least.
  let room: (first: Int, rest: Int)
  var lines: [Styled] = []
  /// Cells, and the columns that they take.
  private var line: Range<Int> = 0..<0
  private var used = 0

  init(text: CellText, first: Styled, rest: Styled, room: (Int, Int)) {
    (self.text, self.first, self.rest) = (text, first, rest)
    self.room = (max(1, room.0), max(1, room.1))
  }

  private var roomHere: Int { lines.isEmpty ? room.first : room.rest }

  mutating func fill(_ paragraph: Range<Int>) {
    let linesBefore = lines.count
    line = paragraph.lowerBound..<paragraph.lowerBound
    var start = paragraph.lowerBound
    while start < paragraph.upperBound {
      let isIndent = line.isEmpty && lines.count == linesBefore
      var word = start
      while word < paragraph.upperBound, text.cells[word].isBlank { word += 1 }
      guard word < paragraph.upperBound else { break }
      var end = word + 1
      while end < paragraph.upperBound, !mayBreak(paragraph, before: end) { end += 1 }
      place(word..<end, after: start..<word, keepBlanks: isIndent)
      start = end
    }
    if !line.isEmpty || lines.count == linesBefore { endLine(next: paragraph.upperBound) }
  }

  private mutating func place(_ piece: Range<Int>, after blanks: Range<Int>, keepBlanks: Bool) {
    let (blankWidth, pieceWidth) = (text.width(of: blanks), text.width(of: piece))
    if used + blankWidth + pieceWidth <= roomHere, !line.isEmpty || keepBlanks || blanks.isEmpty {
      line = (line.isEmpty ? blanks.lowerBound : line.lowerBound)..<piece.upperBound
      used += blankWidth + pieceWidth
      return
    }
    if !line.isEmpty { endLine(next: piece.lowerBound) }
    line = piece.lowerBound..<piece.lowerBound
    for index in piece {
      let width = Int(text.cells[index].width)
      if used + width > roomHere, !line.isEmpty { endLine(next: index) }
      line = line.lowerBound..<index + 1
      used += width
    }
  }

  private mutating func endLine(next: Int) {
    var whole = lines.isEmpty ? first : rest
    text.append(line, to: &whole)
    lines.append(whole)
    line = next..<next
    used = 0
  }

  private func mayBreak(_ paragraph: Range<Int>, before index: Int) -> Bool {
    let (here, previous) = (text.cells[index], text.cells[index - 1])
    if here.isBlank || previous.isBlank { return true }
    if previous.isHyphen {
      return index - 1 > paragraph.lowerBound && text.cells[index - 2].isLetter && here.isLetter
    }
    guard here.breaksFreely || previous.breaksFreely else { return false }
    return !neverFirst.contains(here.scalar) && !neverLast.contains(previous.scalar)
  }
}

/// Marks that Chinese and Japanese typesetting (JLREQ, CLREQ) keep from a line's start, or end.
private let neverFirst = Set(
  "、。，．・：；？！」』】〕〉》）］｝〟’”ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥,.!?:;)]}".unicodeScalars.map(\.value))
private let neverLast = Set("「『【〔〈《（［｛〝‘“([{".unicodeScalars.map(\.value))

extension CellText.Cell {
  fileprivate var isLineBreak: Bool { scalar == 0x0A || isCarriageReturn }
  fileprivate var isBlank: Bool { scalar == 0x20 || scalar == 0x3000 }
  fileprivate var isHyphen: Bool { scalar == 0x2D || scalar == 0x2013 || scalar == 0x2014 }

  fileprivate var isLetter: Bool {
    if scalar < 0x80 { return (0x41...0x5A).contains(scalar & ~0x20) }
    return Unicode.Scalar(scalar)?.properties.isAlphabetic ?? false
  }

  /// Whether lines may break beside the character without a blank: East Asian, but not Korean words.
  fileprivate var breaksFreely: Bool {
    scalar >= 0x2E80 && isEastAsianWide(scalar) && !(0xAC00...0xD7A3).contains(scalar)
  }
}
