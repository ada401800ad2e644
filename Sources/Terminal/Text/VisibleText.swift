/// The text with everything that a terminal would obey, or a reader could not see, written out.
///
/// Control characters become their pictures (`␛`), everything else an escape such as `\u{202E}`: C1, the
/// bidirectional controls and marks, line and paragraph separators, tags, and default-ignorable characters.
/// Joiners and variation selectors stay where a script or an emoji sequence needs them. Applying it twice is
/// the same as once.
/// - Parameter keepNewlines: leave line feeds (after a carriage return too) and tabs as they are.
public func visible(_ text: String, keepNewlines: Bool) -> String {
  var text = text
  let isPlain = text.withUTF8 { bytes in
    bytes.allSatisfy { (0x20...0x7E).contains($0) || (keepNewlines && ($0 == 0x0A || $0 == 0x09)) }
  }
  if isPlain { return text }

  var result = String.UnicodeScalarView()
  var previous: Unicode.Scalar?
  let scalars = text.unicodeScalars
  var index = scalars.startIndex
  while index < scalars.endIndex {
    let scalar = scalars[index]
    scalars.formIndex(after: &index)
    let next = index < scalars.endIndex ? scalars[index] : nil
    if mustShow(scalar, after: previous, before: next, keepNewlines: keepNewlines) {
      result.append(contentsOf: written(scalar).unicodeScalars)
      previous = nil
    } else {
      result.append(scalar)
      previous = scalar
    }
  }
  return String(result)
}

private func written(_ scalar: Unicode.Scalar) -> String {
  if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) { return String(picture) }
  if scalar.value == 0x7F { return "␡" }
  return "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
}

private func mustShow(
  _ scalar: Unicode.Scalar, after previous: Unicode.Scalar?, before next: Unicode.Scalar?, keepNewlines: Bool
) -> Bool {
  switch scalar.value {
  case 0x0A, 0x09: return !keepNewlines
  case 0x0D: return !(keepNewlines && next?.value == 0x0A)
  case 0..<0x20, 0x7F..<0xA0: return true
  case ..<0xAD: return false
  case 0x200C: return !(previous.map(needsJoiners) ?? false)
  case 0x200D: return !joins(previous, next)
  case 0xFE0E, 0xFE0F: return !selectsEmojiStyle(previous, next)
  case 0xFE00...0xFE02, 0xE0100...0xE01EF: return !(previous?.properties.isIdeographic ?? false)
  case 0x180B...0x180D, 0x180F: return !(previous.map { (0x1800...0x18AF).contains($0.value) } ?? false)
  case 0x2028, 0x2029, 0x061C, 0xFFF9...0xFFFB: return true
  default: return scalar.properties.isDefaultIgnorableCodePoint
  }
}

/// A zero-width joiner glues emoji together, or shapes letters of joining scripts.
private func joins(_ previous: Unicode.Scalar?, _ next: Unicode.Scalar?) -> Bool {
  guard let previous else { return false }
  if needsJoiners(previous) { return true }
  guard let next, isPictograph(next) else { return false }
  return isPictograph(previous) || previous.value == 0xFE0F
}

private func selectsEmojiStyle(_ previous: Unicode.Scalar?, _ next: Unicode.Scalar?) -> Bool {
  guard let previous, previous.properties.isEmoji else { return false }
  return previous.value >= 0x80 || next?.value == 0x20E3
}

private func isPictograph(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value >= 0x80 && scalar.properties.isEmoji
}

/// A letter or mark of a script whose spelling needs joiners: Arabic and its relatives, N'Ko, the scripts of
/// South and Southeast Asia, Mongolian.
private func needsJoiners(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x0620...0x08FF, 0x0900...0x0DFF, 0x0F00...0x109F, 0x1780...0x18AF, 0x1A20...0x1CFF, 0xA800...0xA8FF,
    0xA900...0xABFF, 0xFB50...0xFDFF, 0xFE70...0xFEFC, 0x10A00...0x10FFF, 0x11000...0x11FFF,
    0x1E900...0x1E95F:
    break
  default: return false
  }
  switch scalar.properties.generalCategory {
  case .otherLetter, .modifierLetter, .uppercaseLetter, .lowercaseLetter, .nonspacingMark, .spacingMark:
    return true
  default: return false
  }
}
