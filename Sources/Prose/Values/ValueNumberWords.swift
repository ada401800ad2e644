/// Numbers that are written with words.
extension ValueScanner {
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
      var isLinked = false
      if !isHyphen, ValueWords.scales.contains(last ?? "") || ValueWords.tens.contains(last ?? ""),
        ValueWords.numberLinks.contains(self.word(next..<word))
      {
        next = afterSpace(word)
        word = endOfWord(next)
        isLinked = true
      }
      let known = number(next..<word)
      isNumber = isNumber || known != nil
      guard
        isHyphen
          || known != nil
            && (isLinked || ValueWords.scales.contains(last ?? "") || ValueWords.scales.contains(known ?? ""))
      else { break }
      (last, end, count) = (known, word, count + 1)
    }
    guard isNumber else { return nil }
    let unit = last == nil ? end : afterUnits(end, longerThan: 2)
    return count > 1 || unit > end ? unit : nil
  }
}
