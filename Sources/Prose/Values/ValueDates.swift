/// Dates, figures and numbers that are written with words.
extension ValueScanner {
  func month(from start: Int) -> Int? {
    let end = endOfWord(start)
    guard end > start, end - start <= ValueWords.longest,
      ValueWords.months.contains(word(start..<end).lowercased())
    else { return nil }
    return byte(end) == UInt8(ascii: ".") && end - start <= 4 ? end + 1 : end
  }

  /// The end of so many figures, with no letter behind them.
  func endOfDigits(_ start: Int, _ counts: ClosedRange<Int>) -> Int? {
    var (end, count) = (start, 0)
    while isDigit(end), end < text.bytes.count {
      end += text.scalar(at: end).1
      count += 1
    }
    guard counts.contains(count), end == text.bytes.count || !isSpacedLetter(text.scalar(at: end).0)
    else { return nil }
    return end
  }

  func afterLink(_ start: Int) -> Int {
    let next = afterSpace(start)
    let end = endOfWord(next)
    guard next > start, end > next, end - next <= 3, ValueWords.dateLinks.contains(word(next..<end)) else {
      return next
    }
    return afterSpace(end)
  }

  func afterYear(_ month: Int) -> Int {
    let comma = byte(month) == UInt8(ascii: ",") ? month + 1 : month
    let start = afterLink(comma)
    return start > comma ? endOfDigits(start, 4...4) ?? month : month
  }

  /// `12 May 2024`, `12. Mai`, `12th of May`, `12–14 May`; in any language where a word and a year follow the day.
  func dayFirst(after end: Int, from start: Int) -> Int? {
    var day = end
    while day > start, let figure = text.scalar(before: day),
      figure.properties.generalCategory == .decimalNumber
    {
      day -= figure.utf8.count
    }
    let isRange = day > start && ["–", "-"].contains(text.scalar(before: day))
    guard endOfDigits(isRange ? day : start, 1...2) == end || end - start <= 4 && text.bytes[end - 1] >= 0x61
    else { return nil }
    let dot = byte(end) == UInt8(ascii: ".") ? end + 1 : end
    let next = afterLink(dot)
    guard next > dot else { return nil }
    if let month = month(from: next) { return afterYear(month) }
    let word = endOfWord(next)
    guard word - next >= 3, !isDigit(next), !ValueWords.units.contains(self.word(next..<word)),
      !ValueWords.links.contains(self.word(next..<word))
    else { return nil }
    let year = afterLink(word)
    return year > word && isYear(year) ? endOfDigits(year, 4...4) : nil
  }

  /// Four figures that begin with one or two.
  func isYear(_ start: Int) -> Bool {
    guard isDigit(start), let end = endOfDigits(start, 4...4) else { return false }
    let figures = word(start..<end).unicodeScalars.compactMap(\.properties.numericValue)
    return figures.count == 4 && (1...2).contains(figures[0])
  }

  /// `May 12, 2024`, `May 2024`.
  func monthFirst(from start: Int) -> Int? {
    guard let first = byte(start), first < 0x61, let month = month(from: start) else { return nil }
    let next = afterSpace(month)
    guard next > month else { return nil }
    if let year = endOfDigits(next, 4...4) { return year }
    guard isDigit(next), let core = core(from: next), core - next <= 4 else { return nil }
    return afterYear(core)
  }
}
