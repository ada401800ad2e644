/// Where changes of both sides meet: what must stand between them for both to be made.
///
/// At least one word that both sides kept, or the end of a sentence, item, cell, key or line. Whole lines, and cells, that one
/// side put in beside what the other changed stand at a sure place: before or after it.
struct JointPlaces {
  /// Base, ours, theirs.
  private let texts: [TokenizedText]

  init(_ texts: [TokenizedText]) { self.texts = texts }

  /// How many kept words are enough; none and two were measured: see docs/merging.md.
  private static let fewestWords = 1
  /// How many letters of Thai and the like are about a word.
  private static let lettersOfWord = 4

  /// Whether two changes are one.
  func meet(_ meeting: ThreeWay.Meeting) -> Bool {
    let (earlier, later) = (meeting.earlier, meeting.later)
    let (first, second) = (texts[meeting.side + 1], texts[2 - meeting.side])
    let between = earlier.old.upperBound..<later.old.lowerBound
    let isOnePlace = between.isEmpty && earlier.old.isEmpty && later.old.isEmpty
    if isOnePlace { return true }
    if isLayout(earlier, first) != isLayout(later, second) { return false }
    // What was only taken away has no words that could meet the other's.
    let isTakenAway = earlier.new.isEmpty || later.new.isEmpty
    if !between.isEmpty { return !isTakenAway && !isApart(between) }
    if !earlier.old.isEmpty, !later.old.isEmpty, isTakenAway { return false }
    // Two arguments of a line of code.
    if !earlier.old.isEmpty, !later.old.isEmpty, texts[0].isCode(later.old.lowerBound),
      !texts[0].space(before: later.old.lowerBound).isEmpty
    {
      return false
    }
    let place = between.lowerBound
    if place == 0 || texts[0].isEnd(place - 1), isSureAfterEnd(earlier, later, first, second) { return false }
    if place == texts[0].count || texts[0].isEnd(place), isSureBeforeEnd(earlier, later, first, second) {
      return false
    }
    return true
  }

  /// Whether a change only breaks lines anew.
  private func isLayout(_ edit: TokenEdit, _ text: TokenizedText) -> Bool {
    edit.old.allSatisfy { texts[0].isBreak($0) } && edit.new.allSatisfy { text.isBreak($0) }
  }

  private func isApart(_ between: Range<Int>) -> Bool {
    var (words, letters) = (0, 0)
    for token in between {
      if texts[0].isEnd(token) || texts[0].endsSentence(token) { return true }
      if texts[0].isLetterOfWord(token) { letters += 1 } else if texts[0].isWord(token) { words += 1 }
      if texts[0].endsLinkText(token) { return true }
    }
    return words + letters / Self.lettersOfWord >= Self.fewestWords
  }

  /// Behind the end of a line or cell: the earlier change ends with one as well, and so does what is put in.
  private func isSureAfterEnd(
    _ earlier: TokenEdit, _ later: TokenEdit, _ first: TokenizedText, _ second: TokenizedText
  ) -> Bool {
    let start = earlier.old.lowerBound
    let endsWhole =
      earlier.new.last.map { first.isEnd($0) } ?? (start == 0 || texts[0].isEnd(start - 1))
    return endsWhole && (!later.old.isEmpty || later.new.last.map { second.isEnd($0) } ?? false)
  }

  /// Before the end of a line or cell: what is put in begins with such an end.
  private func isSureBeforeEnd(
    _ earlier: TokenEdit, _ later: TokenEdit, _ first: TokenizedText, _ second: TokenizedText
  ) -> Bool {
    guard later.new.first.map({ second.isEnd($0) }) ?? false else { return false }
    return !earlier.old.isEmpty || earlier.new.first.map { first.isEnd($0) } ?? false
  }
}

extension TokenizedText {
  func isBreak(_ token: Int) -> Bool { bytes[tokens[token].upperBound - 1] == 0x0A }

  /// Whether a token is the end of a line or a cell's bound.
  func isEnd(_ token: Int) -> Bool { isBreak(token) || isBar(token) }

  private func isBar(_ token: Int) -> Bool {
    tokens[token].count == 1 && bytes[tokens[token].lowerBound] == UInt8(ascii: "|")
  }

  /// Whether a token is a word, not a mark.
  func isWord(_ token: Int) -> Bool {
    let range = tokens[token]
    if bytes[range.lowerBound] < 0x80 { return bytes[range].contains { isWordByte($0) } }
    let (first, _) = UTF8Reader(bytes: bytes).scalar(at: range.lowerBound)
    return first.properties.isAlphabetic || first.properties.numericType != nil
  }

  /// Whether a token is a letter of Thai, Lao, Khmer or Burmese, which is no word by itself as a Chinese character is.
  func isLetterOfWord(_ token: Int) -> Bool {
    let range = tokens[token]
    guard bytes[range.lowerBound] == 0xE0 || bytes[range.lowerBound] == 0xE1 else { return false }
    switch UTF8Reader(bytes: bytes).scalar(at: range.lowerBound).0.value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: return true
    default: return false
    }
  }

  /// Whether a link's words end here and its address follows.
  func endsLinkText(_ token: Int) -> Bool {
    bytes[tokens[token]].elementsEqual("]".utf8)
      && bytes[tokens[token].upperBound...].first == UInt8(ascii: "(")
  }

  /// Whether a sentence, or the key of a line, ends with a mark.
  func endsSentence(_ token: Int) -> Bool {
    let range = tokens[token]
    if range.count == 1, ".!?:".utf8.contains(bytes[range.lowerBound]) {
      return !space(after: token).isEmpty || token + 1 == count || isBreak(token + 1)
    }
    guard range.count == 3, bytes[range.lowerBound] >= 0xE0 else { return false }
    return ["。", "！", "？", "।", "؟"].contains { bytes[range].elementsEqual($0.utf8) }
  }
}
