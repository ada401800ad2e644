/// Dates, figures and numbers that are written with words.
extension ValueScanner {
  func month(from start: Int) -> Int? {
    let end = endOfWord(start)
    guard end > start, end - start <= ValueWords.longest,
      ValueWords.months.contains(word(start..<end).lowercased())
    else { return nil }
    return byte(end) == UInt8(ascii: ".") && end - start <= 4 ? end + 1 : end
  }

  func endOfDigits(_ start: Int, _ counts: ClosedRange<Int>) -> Int? {
    var end = start
    while isDigit(end), end < text.bytes.count, text.bytes[end] < 0x80 { end += 1 }
    guard counts.contains(end - start), end == text.bytes.count || !isSpacedLetter(text.scalar(at: end).0)
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

  /// `12 May 2024`, `12. Mai`, `12th of May`.
  func dayFirst(after end: Int, from start: Int) -> Int? {
    guard endOfDigits(start, 1...2) == end || end - start <= 4 && text.bytes[end - 1] >= 0x61 else {
      return nil
    }
    let dot = byte(end) == UInt8(ascii: ".") ? end + 1 : end
    let next = afterLink(dot)
    guard next > dot, let month = month(from: next) else { return nil }
    return afterYear(month)
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

  // MARK: Other figures and words

  func isFigure(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3007, 0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341,
      0x767E, 0x5343,
      0x4E07, 0x842C, 0x4EBF, 0x5104, 0x5146, 0x5169, 0x4E24, 0x5EFF, 0x5345:
      true
    default: false
    }
  }

  /// Chinese and Japanese figures with the signs of years, hours and money; nil for a lone figure, which is a word.
  ///
  /// - Parameter wantsUnit: whether a sign must come first: after other figures.
  func figures(from start: Int, wantsUnit: Bool = false) -> Int? {
    var (end, figures, units) = (start, 0, 0)
    while end < text.bytes.count, text.bytes[end] >= 0x30 {
      let (next, length) = text.scalar(at: end)
      if "年月日号號时時分秒点點元円圓圆块塊度岁歲％".unicodeScalars.contains(next)
        || end == start && "万萬億亿千百".unicodeScalars.contains(next) && wantsUnit
      {
        guard end > start || wantsUnit else { return nil }
        units += 1
      } else if isFigure(next.value) || units > 0 && isDigit(end) {
        guard !wantsUnit || units > 0 else { return nil }
        figures += 1
      } else {
        break
      }
      end += length
    }
    return figures + units > 1 || wantsUnit && units > 0 ? end : nil
  }

  /// `twenty-one`, `two-thirds`, `three hundred and fifty`, `nine percent`.
  func numberWords(from start: Int) -> Int? {
    func number(_ range: Range<Int>) -> String? {
      guard range.count > 1, range.count <= ValueWords.longest else { return nil }
      let word = word(range).lowercased()
      return ValueWords.numbers.contains(word) ? word : nil
    }
    var end = endOfWord(start)
    guard end > start, text.bytes[start] != UInt8(ascii: "_") else { return nil }
    var (last, count) = (number(start..<end), 1)
    var isNumber = last != nil
    while end < text.bytes.count {
      let isHyphen = byte(end) == UInt8(ascii: "-") || text.bytes[end...].starts(with: "\u{2011}".utf8)
      var next = isHyphen ? text.scalar(at: end).1 + end : afterSpace(end)
      guard next > end, isHyphen || last != nil else { break }
      var word = endOfWord(next)
      guard word > next else { break }
      if !isHyphen, ValueWords.scales.contains(last ?? ""),
        ValueWords.numberLinks.contains(self.word(next..<word))
      {
        next = afterSpace(word)
        word = endOfWord(next)
      }
      let known = number(next..<word)
      isNumber = isNumber || known != nil
      guard
        isHyphen
          || known != nil
            && (ValueWords.scales.contains(last ?? "") || ValueWords.scales.contains(known ?? ""))
      else { break }
      (last, end, count) = (known, word, count + 1)
    }
    guard isNumber else { return nil }
    let unit = last == nil ? end : afterUnits(end, longerThan: 2)
    return count > 1 || unit > end ? unit : nil
  }
}
