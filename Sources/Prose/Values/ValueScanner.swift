/// Finds values from one word to the next.
struct ValueScanner {
  let text: UTF8Reader
  private var place = 0
  private var found: [Range<Int>] = []

  init(text: UTF8Reader) { self.text = text }

  func byte(_ place: Int) -> UInt8? { place < text.bytes.count ? text.bytes[place] : nil }

  mutating func run() -> [Range<Int>] {
    while place < text.bytes.count {
      let byte = text.bytes[place]
      if isBlank(byte) {
        place += 1
      } else if byte == UInt8(ascii: "`") {
        take(name())
      } else {
        take(
          [number(from: place), address(from: place), groupsOfHex(from: place)].compactMap { $0 }.max()
            ?? numberWords(from: place))
      }
    }
    return found
  }

  /// Takes a value that ends there, or goes on to the next word.
  mutating func take(_ end: Int?) {
    if let end, end > place {
      found.append(place..<end)
      place = end
      return
    }
    let (first, length) = text.scalar(at: place)
    place = isSpacedLetter(first) ? endOfWord(place) : place + length
  }

  func endOfWord(_ start: Int) -> Int {
    var end = start
    while end < text.bytes.count {
      let (next, length) = text.scalar(at: end)
      guard isSpacedLetter(next) || next.value >= 0x300 && next.properties.isGraphemeExtend else { break }
      end += length
    }
    return end
  }

  func word(_ range: Range<Int>) -> String { String(decoding: text.bytes[range], as: UTF8.self) }

  /// Behind the white space after a place: blanks, or one fixed space; at most one line's end.
  func afterSpace(_ start: Int) -> Int {
    var (end, breaks) = (start, 0)
    while end < text.bytes.count {
      let (next, length) = text.scalar(at: end)
      guard next.value < 0x80 ? isBlank(text.bytes[end]) : isFixedSpace(next.value) else { break }
      breaks += next == "\n" ? 1 : 0
      end += length
    }
    return breaks > 1 || end == text.bytes.count ? start : end
  }

  // MARK: Names in backticks

  /// A run of backticks, a name without white space or a call, and the same run.
  mutating func name() -> Int? {
    let start = place
    var open = start
    while byte(open) == UInt8(ascii: "`") { open += 1 }
    var end = open
    var (hasSpace, isCall) = (false, false)
    while let next = byte(end), next != 0x0A, end - start < 200 {
      if next == UInt8(ascii: "`") {
        let close = end
        while byte(end) == UInt8(ascii: "`") { end += 1 }
        guard end - close == open - start else { continue }
        if close > open, !hasSpace || isCall { return end }
        break
      }
      hasSpace = hasSpace || isBlank(next)
      isCall = isCall || "({[=".utf8.contains(next)
      end += 1
    }
    // No name: what stands between is read as any text.
    place = open - 1
    return nil
  }

  // MARK: Addresses

  /// A URL, an e-mail address, a path or a file's name.
  func address(from start: Int) -> Int? {
    let first = text.bytes[start]
    let isPathStart = first == UInt8(ascii: "/") || first == UInt8(ascii: ".") || first == UInt8(ascii: "~")
    if isPathStart {
      guard start == 0 || isBlank(text.bytes[start - 1]) || "(\"'=:".utf8.contains(text.bytes[start - 1])
      else { return nil }
    } else if !isSpacedLetter(text.scalar(at: start).0) {
      return nil
    }
    var end = start
    var (open, depth, hasMark) = (start, 0, false)
    var (scheme, inUnspaced): (Int?, Bool) = (nil, false)
    scan: while end < text.bytes.count {
      let byte = text.bytes[end]
      switch byte {
      case UInt8(ascii: "("):
        if depth == 0 { open = end }
        depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth < 0 { break scan }
      case 0...0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "`"),
        UInt8(ascii: "|"),
        UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
        break scan
      case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "@"):
        hasMark = true
        if byte == UInt8(ascii: "/"), end > start + 1, text.bytes[..<end].suffix(2).elementsEqual(":/".utf8) {
          scheme = end
        }
      case 0x80...:
        let (next, length) = text.scalar(at: end)
        // Letters without spaces may be the next words, but not after a mark of the address.
        let goesOn =
          scheme != nil && isUnspacedScript(next.value) && next.properties.isAlphabetic
          && (inUnspaced || "/.".utf8.contains(text.bytes[end - 1]))
        guard isSpacedLetter(next) || next.properties.isGraphemeExtend || goesOn else { break scan }
        inUnspaced = goesOn
        end += length - 1
      default: break
      }
      end += 1
    }
    guard hasMark else { return nil }
    if depth > 0 { end = open }
    while end > start, ".,:;!?'*_~(".utf8.contains(text.bytes[end - 1]) { end -= 1 }
    return isAddress(start..<end) ? end : nil
  }

  func isAddress(_ range: Range<Int>) -> Bool {
    let body = text.bytes[range]
    func isWord(_ place: Int) -> Bool {
      range.contains(place) && (isWordByte(text.bytes[place]) || text.bytes[place] >= 0x80)
    }
    if let colon = body.firstIndex(of: UInt8(ascii: ":")), body[colon...].starts(with: "://".utf8),
      range.upperBound > colon + 3
    {
      return true
    }
    if body.starts(with: "www.".utf8) || body.starts(with: "mailto:".utf8) { return true }
    return range.contains { place in
      switch text.bytes[place] {
      case UInt8(ascii: "@"):
        isWord(place - 1) && isWord(place + 1) && body[place...].contains(UInt8(ascii: "."))
      case UInt8(ascii: "/"): isWord(place + 1)
      case UInt8(ascii: "."):
        isWord(place - 1) && place + 1 < range.upperBound
          && ((0x61...0x7A).contains(text.bytes[place + 1]) || (0x30...0x39).contains(text.bytes[place + 1]))
      default: false
      }
    }
  }

  /// An address of a network or a machine: groups of up to four hexadecimal figures, `::` among them or three of `:` at least.
  func groupsOfHex(from start: Int) -> Int? {
    var (end, colons, group, isShortened) = (start, 0, 0, false)
    while let byte = byte(end) {
      if byte == UInt8(ascii: ":") {
        isShortened = isShortened || end > start && text.bytes[end - 1] == byte
        (colons, group) = (colons + 1, 0)
      } else if (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte) {
        group += 1
        guard group <= 4 else { return nil }
      } else {
        break
      }
      end += 1
    }
    guard colons > 2 || isShortened && colons > 1, group > 0, text.bytes[start] != UInt8(ascii: ":"),
      end == text.bytes.count || !isSpacedLetter(text.scalar(at: end).0)
    else { return nil }
    return end
  }
}
