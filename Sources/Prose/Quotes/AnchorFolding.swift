/// Takes spellings for equal that a reader takes for equal: runs of white space, typographic and plain quotes and
/// dashes, ellipses, and canonically equivalent sequences (Unicode Standard Annex 15). What isn't seen (soft hyphens,
/// zero-width spaces and joiners between words) and the vowel points of Hebrew and Arabic are nothing.
///
/// Texts that are compared must be folded by the same value, which numbers the combining sequences that it meets.
struct TextFolding: Sendable {
  private var sequences: [String: UInt32] = [:]
  private var singles: [UInt32: UInt32] = [:]

  /// Folded units of a text; each knows the scalars that it came from.
  struct Folded: Sendable {
    private(set) var units: [UInt32] = []
    private(set) var starts: [Int] = []
    private(set) var ends: [Int] = []

    /// The scalars under a range of units. The range must not be empty and must lie within the text.
    func range(of units: Range<Int>) -> Range<Int> {
      starts[units.lowerBound]..<max(starts[units.lowerBound], ends[units.upperBound - 1])
    }

    mutating func append(_ unit: UInt32, _ scalars: Range<Int>) {
      units.append(unit)
      starts.append(scalars.lowerBound)
      ends.append(scalars.upperBound)
    }

    mutating func extendLast(to end: Int) { ends[ends.count - 1] = end }

    mutating func reserve(_ count: Int) {
      units.reserveCapacity(count)
      starts.reserveCapacity(count)
      ends.reserveCapacity(count)
    }

    /// The units without white space at the ends.
    func trimmed() -> [UInt32] {
      let space: UInt32 = 0x20
      guard let first = units.firstIndex(where: { $0 != space }),
        let last = units.lastIndex(where: { $0 != space })
      else { return [] }
      return Array(units[first...last])
    }
  }

  mutating func fold(_ scalars: [UInt32]) -> Folded {
    var folded = Folded()
    folded.reserve(scalars.count)
    var offset = 0
    while offset < scalars.count {
      let start = offset
      let scalar = scalars[offset]
      offset += 1
      if isUnseen(scalar) { continue }
      if offset < scalars.count, isVowelPoint(scalars[offset]), isPointed(scalar) {
        while offset < scalars.count, isVowelPoint(scalars[offset]) { offset += 1 }
        // As the letter without points is.
        folded.append(needsNormalisation(scalar) ? unit(of: [scalar]) : scalar, start..<offset)
        continue
      }
      let combines = offset < scalars.count && isCombining(scalars[offset])
      if (0x21..<0x7F).contains(scalar), scalar != 0x2D, !combines {
        folded.append(scalar, start..<offset)
      } else if combines || needsNormalisation(scalar) {
        while offset < scalars.count, isCombining(scalars[offset]) || isJamo(scalar, scalars[offset]) {
          offset += 1
        }
        folded.append(unit(of: scalars[start..<offset]), start..<offset)
      } else if isWhitespace(scalar) {
        while offset < scalars.count, isWhitespace(scalars[offset]) { offset += 1 }
        folded.append(0x20, start..<offset)
      } else if isDash(scalar) {
        while offset < scalars.count, isDash(scalars[offset]) { offset += 1 }
        folded.append(0x2D, start..<offset)
      } else if scalar == 0x2026 {
        for _ in 0..<3 { folded.append(0x2E, start..<offset) }
      } else {
        folded.append(plainQuote(scalar) ?? scalar, start..<offset)
      }
    }
    return folded
  }

  /// Numbers a combining sequence; `String` equality and hashing are canonical equivalence.
  private mutating func unit(of scalars: ArraySlice<UInt32>) -> UInt32 {
    let first = scalars[scalars.startIndex]
    if scalars.count == 1, let known = singles[first] { return known }
    var text = String.UnicodeScalarView()
    // A hostile pile of marks on one letter is told apart by its first 64 only.
    for value in scalars.prefix(64) {
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    let key = String(text)
    // Above the last scalar, so that no plain scalar is taken for a sequence.
    let unit = sequences[key] ?? 0x11_0000 + UInt32(truncatingIfNeeded: sequences.count)
    sequences[key] = unit
    if scalars.count == 1 { singles[first] = unit }
    return unit
  }
}

/// A letter of Hebrew or Arabic, which are written with vowel points or without.
private func isPointed(_ scalar: UInt32) -> Bool {
  (0x5D0...0x5EA).contains(scalar) || (0x620...0x64A).contains(scalar) || (0x66E...0x6D3).contains(scalar)
}

/// White space as a reader sees it: nothing but distance between words.
func isWhitespace(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
    true
  default: false
  }
}

/// A scalar that canonical ordering joins to the one before it.
func isCombining(_ scalar: UInt32) -> Bool {
  guard scalar >= 0x300, let scalar = Unicode.Scalar(scalar) else { return false }
  if scalar.value >= 0x3400 && scalar.value < 0xA66F { return false }
  return scalar.properties.canonicalCombiningClass != .notReordered
}

private func isDash(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x2D, 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: true
  default: false
  }
}

private func plainQuote(_ scalar: UInt32) -> UInt32? {
  switch scalar {
  case 0x2018...0x201B, 0x2032, 0x02BC: 0x27
  case 0x201C...0x201F, 0x2033: 0x22
  default: nil
  }
}

/// Scalars that have a canonical decomposition, or may be the start of one written out. A superset: one that has
/// none is only numbered for nothing.
private func needsNormalisation(_ scalar: UInt32) -> Bool {
  switch scalar {
  // The danda ends a sentence.
  case 0x964, 0x965: false
  case 0xC0...0x24F, 0x340...0x385, 0x386...0x3CE, 0x3D3...0x4FF, 0x622...0x6D3, 0x929...0xDDE, 0xF43...0xFB9,
    0x1026, 0x1100...0x11FF, 0x1B06...0x1B43, 0x1E00...0x1FFF, 0x2126, 0x212A, 0x212B, 0x2190...0x22FF,
    0x2329, 0x232A, 0x2ADC, 0x3041...0x30FF, 0xAC00...0xD7FF, 0xF900...0xFB4F, 0x1_1000...0x1_1FFF,
    0x1_D15E...0x1_D1C0, 0x2_F800...0x2_FA1D:
    true
  default: false
  }
}

/// Hangul syllables may be written as letters (jamo), which have no combining class; and some Indic vowel signs
/// (combining class 0) compose with another one.
private func isJamo(_ first: UInt32, _ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x1161...0x11FF: (0x1100...0x1112).contains(first) || (0xAC00...0xD7A3).contains(first)
  case 0x9BE, 0x9D7, 0xB3E, 0xB56, 0xB57, 0xBBE, 0xBD7, 0xCC2, 0xCD5, 0xCD6, 0xD3E, 0xD57, 0xDCF, 0xDDF,
    0x102E:
    (0x929...0xDDE).contains(first) || first == 0x1025
  default: false
  }
}
