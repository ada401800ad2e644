/// Words that stood in earlier drafts of a text and went, so that what is pasted again is known when it comes back.
///
/// A run comes back when at least `shortest` words stand together as they stood, marks not counted. Of several runs that
/// went the last is meant. Linear in the words that it is given (Karp and Rabin 1987).
public struct VanishedWords: Sendable {
  /// The fewest words that are taken for the same that went.
  private static let shortest = 5
  /// What went longest ago is forgotten in portions of so many words.
  private static let mostWords = 1 << 19

  private var recent = Store()
  private var older = Store()

  public init() {}

  private struct Store: Sendable {
    /// The words, run after run; each run ends with a word that is none.
    var words: [UInt64] = []
    var origins: [Int] = []
    /// By the hash of `shortest` words, the place of the last such run.
    var places: [UInt64: Int] = [:]
  }

  private static let none: UInt64 = 0

  /// Takes in what went of a draft.
  ///
  /// - Parameter origins: for each word that went what is known of it, to be given back when it comes back; nil for a word
  ///   that stayed.
  public mutating func add(_ origins: [Int?], of draft: TracedDraft) {
    var run = 0..<0
    for index in 0..<draft.count where origins[index] != nil {
      if run.upperBound != index {
        store(run, origins, draft)
        run = index..<index
      }
      run = run.lowerBound..<index + 1
    }
    store(run, origins, draft)
  }

  private mutating func store(_ run: Range<Int>, _ origins: [Int?], _ draft: TracedDraft) {
    guard run.count >= Self.shortest else { return }
    if recent.words.count > Self.mostWords { (older, recent) = (recent, Store()) }
    let start = recent.words.count
    recent.words += run.map { draft.mark($0) }
    recent.origins += run.map { origins[$0] ?? 0 }
    for place in start...recent.words.count - Self.shortest {
      recent.places[Self.hash(recent.words[place..<place + Self.shortest])] = place
    }
    recent.words.append(Self.none)
    recent.origins.append(0)
  }

  /// For the words of a draft that are new to it what is known of those that went and come back in them.
  ///
  /// - Parameter isNew: for each word.
  public func origins(of draft: TracedDraft, where isNew: [Bool]) -> [(word: Int, origin: Int)] {
    guard !recent.words.isEmpty else { return [] }
    let words = (0..<draft.count).map { isNew[$0] ? draft.mark($0) : Self.none }
    var found: [(word: Int, origin: Int)] = []
    var index = 0
    while index + Self.shortest <= words.count {
      guard let (store, place) = place(of: words[index..<index + Self.shortest]) else {
        index += 1
        continue
      }
      var length = 0
      while index + length < words.count, words[index + length] != Self.none,
        words[index + length] == store.words[place + length]
      { length += 1 }
      if (index..<index + length).count(where: { draft.isWord($0) }) >= Self.shortest {
        found += (0..<length).map { (index + $0, store.origins[place + $0]) }
      }
      index += max(1, length)
    }
    return found
  }

  private func place(of words: ArraySlice<UInt64>) -> (Store, Int)? {
    guard !words.contains(Self.none) else { return nil }
    let hash = Self.hash(words)
    for store in [recent, older] {
      if let place = store.places[hash], store.words[place..<place + words.count] == words {
        return (store, place)
      }
    }
    return nil
  }

  private static func hash(_ words: ArraySlice<UInt64>) -> UInt64 {
    words.reduce(0) { ($0 ^ $1) &* 0x9E37_79B9_7F4A_7C15 &+ ($0 >> 29) }
  }
}
