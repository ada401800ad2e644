/// ASCII letters, digits and the underscore.
func isWordByte(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    || byte == UInt8(ascii: "_")
}

/// Whether a scalar is of a script that is written without spaces: Thai, Lao, Burmese, Khmer, Chinese, Japanese, Yi.
func isUnspacedScript(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...0xA4CF, 0xF900...0xFAFF,
    0x2_0000...0x3_FFFF:
    true
  default: false
  }
}

/// Whether a scalar is a letter or figure of a word that is written with spaces.
func isSpacedLetter(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x80 { return isWordByte(UInt8(scalar.value)) }
  if isUnspacedScript(scalar.value) { return false }
  return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
}

/// White space that doesn't break a line: no-break, narrow no-break, figure and thin space.
func isFixedSpace(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0xA0, 0x2007, 0x2009, 0x202F: true
  default: false
  }
}

/// What a reader doesn't see inside a word: soft hyphen, zero-width space, joiners and marks of direction, byte order mark.
/// Not the zero-width joiner, which makes one emoji of many.
func isUnseen(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0xAD, 0x34F, 0x61C, 0x200B, 0x200C, 0x200E, 0x200F, 0x2060...0x2064, 0xFEFF: true
  default: false
  }
}

/// Points and vowel marks that a house style leaves out: of Hebrew (with cantillation) and Arabic.
func isVowelPoint(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x591...0x5BD, 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, 0x610...0x61A, 0x640, 0x64B...0x652, 0x670:
    true
  default: false
  }
}

/// Decodes UTF-8 that a `String` gave, so that it is valid.
struct UTF8Reader {
  let bytes: [UInt8]

  /// The scalar that begins at a place, and its bytes.
  func scalar(at place: Int) -> (Unicode.Scalar, Int) {
    let lead = bytes[place]
    if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard place + length <= bytes.count else { return ("\u{FFFD}", bytes.count - place) }
    var value = UInt32(lead) & (0xFF >> UInt32(length + 1))
    for offset in 1..<length { value = value << 6 | UInt32(bytes[place + offset] & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  /// The scalar that ends before a place; none at the text's start.
  func scalar(before place: Int) -> Unicode.Scalar? {
    var start = place - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start >= 0 ? scalar(at: start).0 : nil
  }

  /// The end of the character that a reader sees at a place: a letter with its marks, a flag, a family, a keycap
  /// (Unicode Standard Annex 29).
  func endOfCluster(at place: Int) -> Int {
    var (last, length) = scalar(at: place)
    var end = place + length
    if isFlagHalf(last), end < bytes.count {
      let (next, length) = scalar(at: end)
      if isFlagHalf(next) { end += length }
    }
    while end < bytes.count, bytes[end] >= 0x80 {
      let (next, length) = scalar(at: end)
      let isJoined = last == "\u{200D}" && !isSpacedLetter(next) && next.properties.isEmoji
      guard isJoined || isExtender(next) else { break }
      (last, end) = (next, end + length)
    }
    return end
  }

  private func isFlagHalf(_ scalar: Unicode.Scalar) -> Bool { (0x1F1E6...0x1F1FF).contains(scalar.value) }

  /// Whether a scalar belongs to the character before it.
  func isExtender(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return properties.isGraphemeExtend || scalar == "\u{200D}" || properties.isEmojiModifier
      || properties.generalCategory == .spacingMark || scalar.value == 0xE33 || scalar.value == 0xEB3
  }
}
