/// How many columns the text takes on a terminal: East Asian wide characters and emoji 2, combining marks and
/// what is ignored 0, everything else 1. Control characters count 0; `visible` replaces them before.
///
/// After Markus Kuhn's wcwidth, by grapheme cluster where emoji sequences make one sign of several scalars.
public func displayWidth(_ text: String) -> Int {
  if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text.utf8.count }
  return text.reduce(0) { $0 + cells($1) }
}

/// The columns of one grapheme cluster.
func cells(_ character: Character) -> Int {
  var total = 0
  var isJoined = false
  var isEmoji = false
  for scalar in character.unicodeScalars {
    switch scalar.value {
    case 0x20...0x7E:
      total += 1
      isEmoji = scalar.properties.isEmoji
      continue
    case 0x200D:
      isJoined = true
      continue
    case 0xFE0F:
      if isEmoji, total == 1 { total = 2 }
      continue
    case 0x1F1E6...0x1F1FF:
      total += 1
      continue
    case 0x1F3FB...0x1F3FF where isEmoji:
      continue
    default: break
    }
    let isSign = scalar.properties.isEmoji
    if !(isJoined && isEmoji && isSign) { total += cells(scalar) }
    if isSign || cells(scalar) > 0 { isEmoji = isSign }
    isJoined = false
  }
  return total
}

private func cells(_ scalar: Unicode.Scalar) -> Int {
  let value = scalar.value
  if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) || value == 0xAD ? 0 : 1 }
  if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value) { return 0 }
  let properties = scalar.properties
  switch properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .control, .lineSeparator, .paragraphSeparator: return 0
  default: break
  }
  if properties.isDefaultIgnorableCodePoint { return 0 }
  return properties.isEmojiPresentation || isEastAsianWide(value) ? 2 : 1
}

/// East_Asian_Width W or F (UAX #11), without what Emoji_Presentation covers. Unassigned code points between
/// wide ones count as wide.
func isEastAsianWide(_ value: UInt32) -> Bool {
  switch value {
  case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD:
    return true
  default: return false
  }
}
