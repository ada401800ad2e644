/// A second opinion on a merge, by counting what stands at most once in each text.
///
/// A word that both sides left must be there once, one that a side added must be there; a long word that a side took
/// away, and three words in a row that it took apart, must not be there (short words are said again by chance). Where it
/// isn't so, somebody's words moved in a way that the alignment didn't see.
/// A word must not stand both in what is merged and in a conflict, either: a choice would double it.
struct MergedWords {
  /// By a hash of a word, or of three: how often it stands in the base, ours, theirs, what is merged, and in our and
  /// their sides of conflicts. The last is a word's letters.
  private var words: [UInt64: SIMD8<Int32>] = [:]
  private var runs: [UInt64: SIMD8<Int32>] = [:]
  private let isClean: Bool

  /// - Parameters:
  ///   - texts: the base, ours, theirs.
  ///   - hunks: what they were merged to.
  init(_ texts: [ArraySlice<UInt8>], _ hunks: MergeHunks) {
    isClean = hunks.isClean
    for hunk in hunks.hunks {
      if case .clean(let text) = hunk { add(Array(text.utf8)[...], to: 3) }
    }
    guard isClean || !words.isEmpty else { return }
    for hunk in hunks.hunks {
      if case .conflict(_, let ours, let theirs) = hunk {
        addKnown(Array(ours.utf8)[...], to: 4)
        addKnown(Array(theirs.utf8)[...], to: 5)
      }
    }
    for (text, bytes) in texts.enumerated() {
      if isClean { add(bytes, to: text) } else { addKnown(bytes, to: text) }
    }
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>, to text: Int) {
    Self.eachWord(bytes) { word, run, place in
      // A Hangul syllable is two letters at least.
      let letters = bytes[place].reduce(0) { $0 + ($1 >= 0xEA ? 2 : $1 & 0xC0 == 0x80 ? 0 : 1) }
      words[word, default: SIMD8(lowHalf: .zero, highHalf: [0, 0, 0, Int32(clamping: letters)])][text] += 1
      if let run { runs[run, default: .zero][text] += 1 }
    }
  }

  /// Counts only what is merged: a word that is in conflicts alone isn't lost or doubled.
  private mutating func addKnown(_ bytes: ArraySlice<UInt8>, to text: Int) {
    Self.eachWord(bytes) { word, run, _ in
      words[word]?[text] += 1
      if let run { runs[run]?[text] += 1 }
    }
  }

  /// How long a word is at least that isn't said again by chance.
  private static let shortest = 5

  /// The hashes of words and of runs that are missing, or there in spite of somebody.
  func misplaced() -> Set<UInt64> {
    var misplaced = Set<UInt64>()
    for (word, count) in words {
      let all = count[3] + max(count[4], count[5])
      let (least, most) = (min(count[1], count[2]), max(count[1], count[2]))
      switch (count[0], least, most) {
      // One side took it away, and the other may have said it once more.
      case (1, 0, 0...2) where count[7] >= Self.shortest:
        if all > max(0, most - 1) { misplaced.insert(word) }
      case (1, _, 0...1):
        if isClean && all < least || all > 1 { misplaced.insert(word) }
      case (0, _, 0...1):
        if isClean && all < most || all > least + most { misplaced.insert(word) }
      default: break
      }
    }
    for (run, count) in runs where count[0] == 1 && count[1] <= 1 && count[2] <= 1 {
      if count[3] > min(count[1], count[2]) { misplaced.insert(run) }
    }
    return misplaced
  }

  /// Runs of three letters and digits or more, and the characters of scripts without spaces, hashed (FNV-1a): the word,
  /// the run of three in a sentence that ends with it, and its place. See `WordPart`.
  static func eachWord(
    _ bytes: ArraySlice<UInt8>, _ body: (_ word: UInt64, _ run: UInt64?, _ place: Range<Int>) -> Void
  ) {
    let prime: UInt64 = 0x100_0000_01B3
    var last: (UInt64, UInt64) = (0, 0)
    var known = 0
    func found(_ place: Range<Int>, runOf count: Int = 3) {
      let hash = bytes[place].reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* prime }
      let run = ((count == 3 ? last.0 &* prime : 0) ^ last.1) &* prime ^ hash
      known += 1
      body(hash, known >= count ? run : nil, place)
      last = (last.1, hash)
    }
    var (start, letters) = (bytes.startIndex, 0)
    var place = start
    while place <= bytes.endIndex {
      let (kind, length) = WordPart.read(bytes[place...])
      if kind == .letter {
        letters += length > 0 ? 1 : 0
      } else {
        if letters >= 3 { found(start..<place) }
        if kind == .character { found(place..<min(place + length, bytes.endIndex), runOf: 2) }
        // Sentences, items and rows may change places: no run goes over their ends.
        if kind == .mark, endsUnit(bytes, place) { known = 0 }
        start = place + max(1, length)
        letters = 0
      }
      place += max(1, length)
    }
  }

  /// Whether a sentence, a cell, an item or a paragraph ends with a mark.
  private static func endsUnit(_ bytes: ArraySlice<UInt8>, _ place: Int) -> Bool {
    guard place < bytes.endIndex else { return false }
    let next = place + 1 < bytes.endIndex ? bytes[place + 1] : 0x0A
    switch bytes[place] {
    case UInt8(ascii: "|"): return true
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return isBlank(next)
    case 0x0A:
      let line = bytes[(place + 1)...].prefix(40).drop { $0 == 0x20 || $0 == 0x09 }
      return line.first.map { $0 == 0x0A || "#>|".utf8.contains($0) } ?? true || ListMark(line) != nil
    case 0xE0, 0xE3, 0xEF:
      return ["。", "！", "？", "।"].contains { bytes[place...].starts(with: $0.utf8) }
    default: return false
    }
  }
}

/// What a second opinion on a merge takes a scalar for.
private enum WordPart {
  case letter
  /// A word, or much of one.
  case character
  /// Between words; or too frequent to tell anything: hiragana, and the letters of Thai, Lao, Khmer and Burmese.
  case mark

  /// The scalar that begins a text, and its bytes; none where one goes on.
  static func read(_ bytes: ArraySlice<UInt8>) -> (WordPart, length: Int) {
    guard let lead = bytes.first else { return (.mark, 1) }
    if lead < 0x80 { return (isWordByte(lead) ? .letter : .mark, 1) }
    // Latin-1's signs and no-break space, not its three letters.
    if lead == 0xC2, let next = bytes.dropFirst().first, ![0xAA, 0xB5, 0xBA].contains(next) {
      return (.mark, 2)
    }
    if lead < 0xE0 { return (.letter, lead < 0xC0 ? 0 : 1) }
    let length = lead < 0xF0 ? 3 : 4
    let value = bytes.dropFirst().prefix(length - 1).reduce(UInt32(lead) & (lead < 0xF0 ? 0x0F : 0x07)) {
      $0 << 6 | UInt32($1 & 0x3F)
    }
    switch value {
    case 0x2E80...0x2FDF, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF: return (.character, length)
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2000...0x309F, 0xFE00...0x1_FFFF:
      return (.mark, length)
    default: return (.letter, length)
    }
  }
}
