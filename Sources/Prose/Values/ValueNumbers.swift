/// Numbers with their signs, separators, groups and units.
extension ValueScanner {
  func isDigit(_ place: Int) -> Bool {
    guard place >= 0, place < text.bytes.count else { return false }
    if text.bytes[place] < 0x80 { return (0x30...0x39).contains(text.bytes[place]) }
    return text.scalar(at: place).0.properties.generalCategory == .decimalNumber
  }

  /// A number and those that are one value with it: see `ValueLinks`.
  func number(from start: Int) -> Int? {
    guard var end = figure(from: start) else { return nil }
    for _ in 0..<Self.mostLinks {
      guard let next = linked(start..<end) else { break }
      end = next
    }
    return end
  }

  /// One number with what belongs to it.
  func figure(from start: Int) -> Int? {
    guard start < text.bytes.count else { return nil }
    let prefix = text.bytes[start] >= 0xE0 ? afterFigurePrefix(start) : start
    let begin = afterPrefix(prefix)
    guard begin < text.bytes.count else { return nil }
    if begin == prefix, isFigure(text.scalar(at: prefix).0.value) {
      if let end = figures(from: prefix) { return end }
      if prefix > start { return figures(from: prefix + text.scalar(at: prefix).1, wantsUnit: true) }
    }
    guard let core = core(from: begin) else { return begin == start ? monthFirst(from: start) : nil }
    var end = groups(core, isPhone: "+(0".utf8.contains(text.bytes[start]))
    if let figures = figures(from: end, wantsUnit: true) { end = figures }
    if let date = dayFirst(after: end, from: begin) { return date }
    return afterUnits(feetAndInches(begin..<end))
  }

  /// Behind the inches of `5'10"`.
  private func feetAndInches(_ core: Range<Int>) -> Int {
    guard byte(core.upperBound) == UInt8(ascii: "\""),
      let mark = text.bytes[core].firstIndex(of: UInt8(ascii: "'")),
      core.upperBound - mark <= 3
    else { return core.upperBound }
    return core.upperBound + 1
  }

  /// Behind a sign, a currency and the like before a number.
  func afterPrefix(_ start: Int) -> Int {
    var end = start
    if let before = text.scalar(before: start), isSpacedLetter(before) || before == ")" || before == "]" {
      return start
    }
    while end < text.bytes.count {
      let (next, length) = text.scalar(at: end)
      switch next {
      case "+", "-", "−", "±", "$", "€", "£", "¥", "₽", "₹", "₩", "§", "№", "#", "~", "≈", "<", ">", "≤", "≥",
        "(":
        // A list's dash, a quotation's sign and a heading's have white space after them.
        let after = "€£§№±≈≤≥$".unicodeScalars.contains(next) ? afterSpace(end + length) : end + length
        guard next != "(" || isDigit(after) && isPhoneBracket(after) else { return start }
        end = after
        if isDigit(end) { return end }
      default:
        let word = endOfWord(end)
        // US$, HK$
        if word > end, word - end <= 2, byte(word) == UInt8(ascii: "$") {
          end = word
          continue
        }
        guard end == start, word > end, ValueWords.currencies.contains(self.word(end..<word)) else {
          return start
        }
        let after = afterSpace(word)
        return after > word && isDigit(after) ? after : start
      }
    }
    return start
  }

  /// `(030) 123`, not `(1999)` nor `(30 km)`.
  func isPhoneBracket(_ place: Int) -> Bool {
    var end = place
    while isDigit(end) { end += 1 }
    guard byte(end) == UInt8(ascii: ")") else { return false }
    let next = byte(end + 1) == 0x20 || byte(end + 1) == UInt8(ascii: "-") ? end + 2 : end + 1
    return isDigit(next)
  }

  /// Letters, figures and what joins them, with a figure among them.
  func core(from start: Int) -> Int? {
    var (end, hasDigit) = (start, false)
    while end < text.bytes.count {
      let (next, length) = text.scalar(at: end)
      if isSpacedLetter(next) || end > start && next.value >= 0x300 && next.properties.isGraphemeExtend {
        hasDigit = hasDigit || next.properties.generalCategory == .decimalNumber
        end += length
      } else if end > start, joins(next, end, length) {
        end += length
      } else {
        break
      }
    }
    while end > start, text.bytes[end - 1] == UInt8(ascii: "_") { end -= 1 }
    return hasDigit ? end : nil
  }

  /// Whether a mark inside a number, a date, a version is a part of it.
  func joins(_ mark: Unicode.Scalar, _ place: Int, _ length: Int) -> Bool {
    let before = text.scalar(before: place) ?? " "
    let (left, right) = (before.properties.generalCategory == .decimalNumber, isDigit(place + length))
    guard place + length < text.bytes.count else { return false }
    switch mark {
    case ".", ",", ":", "'", "’", "٫", "٬", "،", "·", "×", "°", "′": return left && right
    case "–", "−": return left && right
    case "-", "/", "+":
      return isSpacedLetter(text.scalar(at: place + length).0) && isSpacedLetter(before)
    default: return false
    }
  }

  /// Groups of figures after one white space each: `10 000`, a phone number.
  func groups(_ core: Int, isPhone: Bool) -> Int {
    var lead = core
    while lead > 0, isDigit(lead - 1) { lead -= 1 }
    var (end, count, areThree) = (core, 0, core - lead > 0 && core - lead <= 3)
    if isPhone, byte(end) == UInt8(ascii: ")") { end += 1 }
    while true {
      let (next, length) = end < text.bytes.count ? text.scalar(at: end) : ("\0", 0)
      var start = next == " " || next == "-" || isFixedSpace(next.value) ? end + length : end
      if isPhone, byte(start) == UInt8(ascii: "("), isDigit(start + 1) { start += 1 }
      guard start > end || isPhone && end > core && isDigit(end), isDigit(start) else { break }
      var last = start
      while isDigit(last) { last += 1 }
      areThree = areThree && last - start == 3
      let closes = isPhone && byte(last) == UInt8(ascii: ")")
      if closes { last += 1 }
      guard isPhone || count > 1 || last - start <= 4,
        closes || last == text.bytes.count || !isSpacedLetter(text.scalar(at: last).0)
      else { break }
      (end, count) = (last, count + 1)
    }
    guard count > 0, isPhone || areThree || count > 1 else { return core }
    // The decimals of 10 000,50.
    if byte(end) == UInt8(ascii: ",") || byte(end) == UInt8(ascii: "."), isDigit(end + 1) {
      end += 1
      while isDigit(end) || byte(end) == UInt8(ascii: "-") && isDigit(end + 1) { end += 1 }
    }
    return end
  }

  /// Behind the units after a number: `%`, ` km/h`, ` million euros`.
  func afterUnits(_ end: Int, longerThan shortest: Int = 0) -> Int {
    var end = end
    for _ in 0..<3 {
      let start = afterSpace(end)
      guard start < text.bytes.count else { return end }
      let (next, length) = text.scalar(at: start)
      var last = start
      switch next {
      case "%", "‰", "°", "′", "″", "€", "£", "$", "¥", "₹", "₽", "₩", "٪", "％":
        last = start + length
        if next == "°", let letter = byte(last), letter == UInt8(ascii: "C") || letter == UInt8(ascii: "F") {
          last += 1
        } else if ["°", "′", "″"].contains(next) {
          last = afterCompass(last)
        }
        guard last == text.bytes.count || next == "%" || !isDigit(last) else { return end }
      default: last = afterUnit(start)
      }
      guard last - start > shortest else { return end }
      end = last
    }
    return end
  }

  /// Behind the letter of `52° N`.
  private func afterCompass(_ end: Int) -> Int {
    let letter = afterSpace(end)
    guard let byte = byte(letter), "NSEWO".utf8.contains(byte), endOfWord(letter) == letter + 1 else {
      return end
    }
    return letter + 1
  }

  func afterUnit(_ start: Int) -> Int {
    var end = endOfWord(start)
    guard end > start, end - start <= ValueWords.longest else { return start }
    // `a.m.`, `v. Chr.` without the space, `km/h`, `o’clock`
    var longer = end
    for mark in [".", "'", "’", "/"] where text.bytes[end...].starts(with: mark.utf8) {
      longer = endOfWord(end + mark.utf8.count)
      guard longer > end + mark.utf8.count else { continue }
      let isRate = mark == "/" && ValueWords.units.contains(word(start..<end))
      if isRate || ValueWords.units.contains(word(start..<longer)) { return longer }
    }
    if end == start + 1, byte(end) == UInt8(ascii: ".") {
      // `v. Chr.`, `p. m.`
      let next = afterSpace(end + 1)
      let last = endOfWord(next)
      if last > next, ValueWords.units.contains(word(start..<end) + "." + word(next..<last)) { return last }
    }
    guard ValueWords.units.contains(word(start..<end)) else { return start }
    for power in ["²", "³"] where text.bytes[end...].starts(with: power.utf8) { end += power.utf8.count }
    if byte(end) == UInt8(ascii: "/") {
      // `µg/m³`
      let rate = afterUnit(end + 1)
      if rate > end + 1 { return rate }
    }
    if byte(end) == UInt8(ascii: "+") || byte(end) == UInt8(ascii: "-"), isDigit(end + 1),
      let offset = core(from: end + 1)
    {
      return offset
    }
    // `4 Mrd. Euro`
    if byte(end) == UInt8(ascii: "."), end - start <= 3 {
      let next = afterSpace(end + 1)
      if next > end + 1, ValueWords.units.contains(word(next..<endOfWord(next))) { return end + 1 }
    }
    return end
  }
}
