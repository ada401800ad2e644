/// A second opinion on a merge, by counting what stands at most once in each text.
///
/// A word that both sides left must be there once, one that a side added must be there; three words in a row that a side
/// took apart or away must not be there. Where it isn't so, somebody's words moved in a way that the alignment didn't see.
/// A word must not stand both in what is merged and in a conflict, either: a choice would double it.
struct MergedWords {
  /// By a hash of a word, or of three: how often it stands in the base, ours, theirs, what is merged, and in our and
  /// their sides of conflicts.
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
    Self.eachWord(bytes) { word, run, _ in
      words[word, default: .zero][text] += 1
      runs[run, default: .zero][text] += 1
    }
  }

  /// Counts only what is merged: a word that is in conflicts alone isn't lost or doubled.
  private mutating func addKnown(_ bytes: ArraySlice<UInt8>, to text: Int) {
    Self.eachWord(bytes) { word, run, _ in
      words[word]?[text] += 1
      runs[run]?[text] += 1
    }
  }

  /// The hashes of words and of runs that are missing, or there in spite of somebody.
  func misplaced() -> Set<UInt64> {
    var misplaced = Set<UInt64>()
    for (word, count) in words where count[0] <= 1 && count[1] <= 1 && count[2] <= 1 {
      let least = count[0] == 1 ? min(count[1], count[2]) : max(count[1], count[2])
      let most = count[0] == 1 ? 1 : count[1] + count[2]
      let all = count[3] + max(count[4], count[5])
      if isClean && all < least || all > most { misplaced.insert(word) }
    }
    for (run, count) in runs where count[0] == 1 && count[1] <= 1 && count[2] <= 1 {
      if count[3] > min(count[1], count[2]) { misplaced.insert(run) }
    }
    return misplaced
  }

  /// Runs of letters and digits of three bytes or more, hashed (FNV-1a): the word, the run of three that ends with it,
  /// and the place after it. Scripts of three bytes a letter aren't looked at: many have no words between spaces.
  static func eachWord(
    _ bytes: ArraySlice<UInt8>, _ body: (_ word: UInt64, _ run: UInt64, _ end: Int) -> Void
  ) {
    let empty: UInt64 = 0xCBF2_9CE4_8422_2325
    let prime: UInt64 = 0x100_0000_01B3
    var (hash, length) = (empty, 0)
    var last: (UInt64, UInt64) = (0, 0)
    var skipped = bytes.startIndex
    for place in bytes.startIndex...bytes.endIndex {
      if place < bytes.endIndex, bytes[place] >= 0xE0 { skipped = place + (bytes[place] < 0xF0 ? 3 : 4) }
      if place < bytes.endIndex, place >= skipped, isWordByte(bytes[place]) {
        hash = (hash ^ UInt64(bytes[place])) &* prime
        length += 1
      } else {
        if length >= 3 {
          body(hash, ((last.0 &* prime) ^ last.1) &* prime ^ hash, place)
          last = (last.1, hash)
        }
        (hash, length) = (empty, 0)
      }
    }
  }
}

/// ASCII letters, digits and the underscore, and whatever isn't ASCII.
private func isWordByte(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    || byte >= 0x80
}
