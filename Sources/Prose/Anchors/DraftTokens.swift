/// A draft cut into the words and marks that passages are followed by.
///
/// A word is a run of letters, digits and their marks; a letter of a script written without spaces, and any other
/// mark, is a token of its own. White space is none. Spellings that a reader takes for equal (`TextFolding`) are equal.
struct DraftTokens: Sendable {
  /// Unicode scalars of the draft.
  private(set) var starts: [Int] = []
  private(set) var ends: [Int] = []
  /// Equal tokens of two drafts have equal numbers when one `DraftVocabulary` has read both.
  private(set) var ids: [Int32] = []
  /// How much of a break stands before each token.
  private(set) var breaks: [TextBreak] = []
  /// What each token is to the structure of the text.
  private(set) var kinds: [TokenKind] = []
  private(set) var scalarCount = 0

  var count: Int { ids.count }

  fileprivate mutating func append(
    _ id: Int32, _ scalars: Range<Int>, _ kind: TokenKind, after gap: TextBreak
  ) {
    starts.append(scalars.lowerBound)
    ends.append(scalars.upperBound)
    ids.append(id)
    breaks.append(gap)
    kinds.append(kind)
  }

  fileprivate init(scalarCount: Int) {
    self.scalarCount = scalarCount
    for list in [\DraftTokens.starts, \.ends] { self[keyPath: list].reserveCapacity(scalarCount / 4) }
  }

  /// The first token that ends after a scalar; `count` when there is none.
  func firstEnding(after scalar: Int) -> Int { firstPlace(in: ends.indices) { ends[$0] > scalar } }

  /// The tokens that a range of scalars touches.
  func touched(by scalars: Range<Int>) -> Range<Int> {
    let first = firstEnding(after: scalars.lowerBound)
    return first..<firstPlace(in: first..<starts.count) { starts[$0] >= scalars.upperBound }
  }
}

/// What parts two neighbouring tokens.
enum TextBreak: UInt8, Comparable, Sendable {
  case none, space, sentence, line, paragraph

  static func < (a: TextBreak, b: TextBreak) -> Bool { a.rawValue < b.rawValue }
}

/// The different words of some drafts, numbered, with how much each tells about the place where it stands.
struct DraftVocabulary {
  private(set) var folding = TextFolding()
  private var numbers: [UInt64: Int32] = [:]
  private var counts: [Int32] = []
  private var lengths: [Int32] = []
  private var total = 0

  mutating func read(_ text: String) -> DraftTokens { read(text.unicodeScalars.map(\.value)).0 }

  /// - Returns: the tokens, and the text folded.
  mutating func read(_ scalars: [UInt32]) -> (DraftTokens, TextFolding.Folded) {
    let folded = folding.fold(scalars)
    var tokens = DraftTokens(scalarCount: scalars.count)
    var gap = TextBreak.paragraph
    var place = 0
    while place < folded.units.count {
      let unit = folded.units[place]
      if unit == 0x20 {
        let lines = scalars[folded.starts[place]..<folded.ends[place]].count { $0 == 0x0A || $0 == 0x2029 }
        let here: TextBreak = lines > 1 ? .paragraph : lines == 1 ? .line : .space
        gap = gap == .sentence && here == .space ? .sentence : max(gap, here)
        place += 1
        continue
      }
      let start = place
      place = endOfToken(at: place, folded, scalars)
      // Emphasis is written with either sign.
      let id = unit == Self.underscore ? number([0x2A]) : number(folded.units[start..<place])
      tokens.append(
        id, folded.starts[start]..<folded.ends[place - 1], TokenKind(folded.units[start..<place]), after: gap)
      gap = endsSentence(unit) ? .sentence : .none
    }
    total += tokens.count
    return (tokens, folded)
  }

  private func endOfToken(at start: Int, _ folded: TextFolding.Folded, _ scalars: [UInt32]) -> Int {
    let units = folded.units
    var place = start + 1
    switch tokenClass(units[start], scalars[folded.starts[start]]) {
    case .word:
      while place < units.count {
        // Underscores join two parts of a name; at a word's ends they are marks of emphasis.
        var next = place
        while next < units.count, units[next] == Self.underscore { next += 1 }
        guard next < units.count else { break }
        let kind = tokenClass(units[next], scalars[folded.starts[next]])
        guard kind == .word || kind == .extender && next == place else { break }
        place = next + 1
      }
    case .letter, .extender:
      while place < units.count,
        tokenClass(units[place], scalars[folded.starts[place]]) == .extender
      { place += 1 }
    case .mark: break
    }
    return place
  }

  private static let underscore: UInt32 = 0x5F

  /// The number of a token: by a hash of 64 bits, not compared further. Two words that shared one would be taken
  /// for equal, which misplaces a remark at worst.
  private mutating func number(_ units: ArraySlice<UInt32>) -> Int32 {
    let hash = spellingHash(units)
    if let known = numbers[hash] {
      counts[Int(known)] &+= 1
      return known
    }
    let id = Int32(counts.count)
    numbers[hash] = id
    counts.append(1)
    lengths.append(Int32(clamping: units.count) * (isWordUnit(units[units.startIndex]) ? 1 : 0))
    return id
  }

  /// What meeting each word at a place tells, 1…32: more for a rare and a long word (Spärck Jones, "A statistical
  /// interpretation of term specificity", 1972), little for a mark. A short draft says little about rarity: some
  /// hundred words more are supposed.
  func weights() -> [Int32] { Self.weights(counts: counts, lengths: lengths, total: total) }

  /// - Parameter lengths: how long each word is; 0 for a mark.
  static func weights(counts: [Int32], lengths: [Int32], total: Int) -> [Int32] {
    counts.indices.map { id in
      let share = Double(total + 400) / Double(max(2, counts[id]))
      let rarity = min(1, max(0.05, Double(Int(share).bitWidth - Int(share).leadingZeroBitCount) / 13))
      let length = lengths[id] == 0 ? 0.25 : 0.4 + 0.6 * Double(min(8, lengths[id])) / 8
      return max(1, Int32(32 * rarity * length))
    }
  }
}

/// A word's number among all that can be written.
func spellingHash<Units: Sequence>(_ units: Units) -> UInt64 where Units.Element == UInt32 {
  var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
  for unit in units {
    hash = (hash ^ UInt64(unit)) &* 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 32
  }
  return hash
}

private enum TokenClass {
  /// Of a script that is written with spaces.
  case word
  /// Of a script that isn't: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
  case letter
  /// Belongs to what it follows.
  case extender
  case mark
}

/// Whether a folded unit is of a word.
func isWordUnit(_ unit: UInt32) -> Bool { tokenClass(unit, unit) != .mark }

private func tokenClass(_ unit: UInt32, _ scalar: UInt32) -> TokenClass {
  if scalar < 0x80 {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return .word
    default: return unit >= 0x11_0000 ? .word : .mark
    }
  }
  guard let value = Unicode.Scalar(scalar), scalar != 0x200C else { return unit >= 0x11_0000 ? .word : .mark }
  let isLetter = value.properties.isAlphabetic || value.properties.numericType != nil
  if isUnspacedScript(scalar) {
    return value.properties.isGraphemeExtend ? .extender : isLetter ? .letter : .mark
  }
  return isLetter ? .word : value.properties.isGraphemeExtend ? .extender : .mark
}

private func endsSentence(_ unit: UInt32) -> Bool {
  switch unit {
  case 0x2E, 0x21, 0x3F, 0x3A, 0x3B, 0x3002, 0xFF01, 0xFF1F, 0x61F, 0x6D4, 0x964: true
  default: false
  }
}
