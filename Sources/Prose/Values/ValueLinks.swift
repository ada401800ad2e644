/// Numbers that are one value together: a range, a share, a duration, a date with its time, a paragraph of a law.
extension ValueScanner {
  /// How many more numbers a value is made of.
  static let mostLinks = 5

  /// Where a value ends that goes on after a number; nil where it doesn't.
  func linked(_ value: Range<Int>) -> Int? {
    let next = afterSpace(value.upperBound)
    guard next < text.bytes.count else { return nil }
    if next > value.upperBound, isDigit(next) || isSign(text.scalar(at: next).0),
      let end = figure(from: next),
      areOne(value, next..<end)
    {
      return end
    }
    if byte(next) == UInt8(ascii: ","), hasCompass(value) {
      // `52.52° N, 13.40° E`
      let other = afterSpace(next + 1)
      if isDigit(other), let end = figure(from: other), hasCompass(other..<end) { return end }
    }
    guard let link = link(at: next, isSpaced: next > value.upperBound) else { return nil }
    let other = afterSpace(link)
    guard other > link || next == value.upperBound, other < text.bytes.count, text.bytes[other] != 0x2D,
      isDigit(other) || isSign(text.scalar(at: other).0) || isFigure(text.scalar(at: other).0.value)
        || afterFigurePrefix(other) > other, let end = figure(from: other)
    else { return nil }
    return joins(word(next..<link), value, other..<end) ? end : nil
  }

  private func isSign(_ scalar: Unicode.Scalar) -> Bool {
    ["€", "£", "$", "¥", "₹", "₽", "₩", "~", "±", "−"].contains(scalar)
  }

  private func hasUnit(_ value: Range<Int>) -> Bool {
    text.scalar(before: value.upperBound)?.properties.generalCategory != .decimalNumber
  }

  private func hasCompass(_ value: Range<Int>) -> Bool {
    guard let last = byte(value.upperBound - 1), "NSEWO".utf8.contains(last) else { return false }
    return word(value).unicodeScalars.contains("°")
  }

  private func isPlain(_ value: Range<Int>) -> Bool {
    endOfDigits(value.lowerBound, 1...value.count) == value.upperBound
  }

  /// Whether two numbers with nothing but a space between them are one value.
  private func areOne(_ first: Range<Int>, _ second: Range<Int>) -> Bool {
    let (one, other) = (word(first), word(second))
    let begin = text.scalar(at: first.lowerBound).0
    let isName = isSpacedLetter(begin) && !isDigit(first.lowerBound)
    if !isName, hasUnit(first), hasUnit(second) { return true }
    // A date and a time; a third quarter; three and a half.
    if one.contains(where: { "-./".contains($0) }), other.contains(":") { return true }
    if isName, first.count <= 3, isYear(second.lowerBound) { return true }
    if isPlain(first), other.utf8.count <= 5, other.split(separator: "/").count == 2,
      other.utf8.allSatisfy({ $0 == UInt8(ascii: "/") || (0x30...0x39).contains($0) })
    {
      return true
    }
    return (one.hasSuffix(" h") || one.hasSuffix("Uhr")) && isPlain(second) && second.count == 2
  }

  /// The end of a word or sign that links two numbers.
  private func link(at start: Int, isSpaced: Bool) -> Int? {
    let (first, length) = text.scalar(at: start)
    if !isSpaced {
      // Where no spaces are written.
      for link in ["至", "到", "から", "〜", "～", "~", "—"] where text.bytes[start...].starts(with: link.utf8) {
        return start + link.utf8.count
      }
      return nil
    }
    if "–—-−±×~".unicodeScalars.contains(first) { return start + length }
    var end = endOfWord(start)
    guard end > start, ValueWords.links.contains(word(start..<end)) else {
      return isUnspacedScript(first.value) && "至到".unicodeScalars.contains(first) ? start + length : nil
    }
    if byte(end) == UInt8(ascii: "."), ValueWords.references.contains(word(start..<end)) { end += 1 }
    // `3 out of 10`
    let next = afterSpace(end)
    if word(start..<end) == "out", next > end { end = endOfWord(next) }
    return end
  }

  private func joins(_ link: String, _ first: Range<Int>, _ second: Range<Int>) -> Bool {
    if ValueWords.numberLinks.contains(link) {
      return isBetween(first) || isDuration(first) && isDuration(second)
    }
    // `rose by 5 in 2024` says two things.
    return !["in", "by"].contains(link) || !isYear(second.lowerBound)
  }

  /// Whether "between" stands before.
  private func isBetween(_ value: Range<Int>) -> Bool {
    var end = value.lowerBound
    while end > 0, isBlank(text.bytes[end - 1]) { end -= 1 }
    var start = end
    while start > 0, !isBlank(text.bytes[start - 1]) { start -= 1 }
    return ValueWords.between.contains(word(start..<end).lowercased())
  }

  private func isDuration(_ value: Range<Int>) -> Bool {
    ValueWords.durations.contains { word(value).hasSuffix(" " + $0) }
  }
}
