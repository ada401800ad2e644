/// Numbers with their signs, separators, groups and units.
extension ValueScanner {
  func isDigit(_ place: Int) -> Bool {
    guard place >= 0, place < text.bytes.count else { return false }
    if text.bytes[place] < 0x80 { return (0x30...0x39).contains(text.bytes[place]) }
    return text.scalar(at: place).0.properties.generalCategory == .decimalNumber
  }

  func number(from start: Int) -> Int? {
    let begin = afterPrefix(start)
    guard begin < text.bytes.count else { return nil }
    if begin == start, isFigure(text.scalar(at: start).0.value), let end = figures(from: start) { return end }
    guard let core = core(from: begin) else { return begin == start ? monthFirst(from: start) : nil }
    var end = groups(core, isPhone: "+(0".utf8.contains(text.bytes[start]))
    if let figures = figures(from: end, wantsUnit: true) { end = figures }
    if let date = dayFirst(after: end, from: begin) { return date }
    return afterUnits(end)
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
      if byte(last) == UInt8(ascii: ")"), isPhone { last += 1 }
      guard isPhone || count > 1 || last - start <= 4,
        last == text.bytes.count || !isSpacedLetter(text.scalar(at: last).0)
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
      case "%", "‰", "°", "″", "€", "£", "$", "¥":
        last = start + length
        if next == "°", let letter = byte(last), letter == UInt8(ascii: "C") || letter == UInt8(ascii: "F") {
          last += 1
        }
        guard last == text.bytes.count || next == "%" || !isDigit(last) else { return end }
      default: last = afterUnit(start)
      }
      guard last - start > shortest else { return end }
      end = last
    }
    return end
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
    guard ValueWords.units.contains(word(start..<end)) else { return start }
    for power in ["²", "³"] where text.bytes[end...].starts(with: power.utf8) { end += power.utf8.count }
    return end
  }
}
