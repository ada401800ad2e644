/// Follows words through the drafts of a text.
///
/// A word is a run of letters and digits; a mark, and a letter of a script written without spaces, is one of its own.
public struct WordTracer: Sendable {
  private var vocabulary = DraftVocabulary()

  public init() {}

  /// Cuts a draft into words. Linear.
  public mutating func read(_ text: String) -> TracedDraft {
    TracedDraft(tokens: vocabulary.read(text), scalars: Array(text.unicodeScalars))
  }

  /// For each word of a draft the word of another that it is, kept or moved, spelled the same; nil for new words.
  ///
  /// Both drafts must have been read by this tracer. Linear; see `DraftAlignment`.
  public func sources(of new: TracedDraft, in old: TracedDraft) -> [Int?] {
    let alignment = DraftAlignment(old.tokens, new.tokens, weights: vocabulary.weights())
    var matches = Matches(new: new, old: old)
    for (place, source) in alignment.origin.enumerated() where source >= 0 { matches.match(place, source) }
    matches.join()
    return matches.sources
  }
}

/// Which words of a draft are which of another, one to one.
private struct Matches {
  let new: TracedDraft
  let old: TracedDraft
  private(set) var sources: [Int?]
  private var places: [Int?]

  init(new: TracedDraft, old: TracedDraft) {
    self.new = new
    self.old = old
    sources = Array(repeating: nil, count: new.count)
    places = Array(repeating: nil, count: old.count)
  }

  mutating func match(_ place: Int, _ source: Int) {
    guard new.spelling(place).elementsEqual(old.spelling(source)) else { return }
    sources[place] = source
    places[source] = place
  }

  /// Gives words without a match, and those whose match has none of its neighbours beside it, the match that
  /// continues a neighbour's: common words at the ends of moved passages don't show where they came from alone.
  mutating func join() {
    for place in sources.indices where isLoose(place) { join(place, to: place - 1) }
    for place in sources.indices.reversed() where isLoose(place) { join(place, to: place + 1) }
  }

  /// Whether a word has no match, or one that stands beside neither neighbour's.
  private func isLoose(_ place: Int) -> Bool {
    sources[place].map { !isBesideNeighbours(place, $0) } ?? true
  }

  private func isBesideNeighbours(_ place: Int, _ source: Int) -> Bool {
    place > 0 && sources[place - 1] == source - 1
      || place + 1 < sources.count && sources[place + 1] == source + 1
  }

  /// Another free match of a word that continues a neighbour's.
  private func elsewhere(_ place: Int, than source: Int) -> Int? {
    let ways = [
      place > 0 ? sources[place - 1].map { $0 + 1 } : nil,
      place + 1 < sources.count ? sources[place + 1].map { $0 - 1 } : nil,
    ]
    return ways.compactMap(\.self).first {
      $0 != source && places.indices.contains($0) && places[$0] == nil
        && new.spelling(place).elementsEqual(old.spelling($0))
    }
  }

  private mutating func join(_ place: Int, to neighbour: Int) {
    guard sources.indices.contains(neighbour), let beside = sources[neighbour] else { return }
    let source = beside + place - neighbour
    guard places.indices.contains(source), new.spelling(place).elementsEqual(old.spelling(source)) else {
      return
    }
    if let other = places[source] {
      sources[other] = nil
      if let way = elsewhere(other, than: source) {
        match(other, way)
      } else if !isBesideNeighbours(other, source) {
        places[source] = nil
      } else {
        return match(other, source)
      }
    }
    if let before = sources[place] { places[before] = nil }
    match(place, source)
  }
}

/// A draft cut into words, which are counted from 0.
public struct TracedDraft: Sendable {
  fileprivate let tokens: DraftTokens
  private let scalars: [Unicode.Scalar]

  fileprivate init(tokens: DraftTokens, scalars: [Unicode.Scalar]) {
    self.tokens = tokens
    self.scalars = scalars
  }

  public var count: Int { tokens.count }

  /// A word alone, in Unicode scalars.
  public func word(_ index: Int) -> Range<Int> { tokens.starts[index]..<tokens.ends[index] }

  /// A word with the white space after it, in Unicode scalars; the first has the white space before it too.
  public func extent(_ index: Int) -> Range<Int> {
    let start = index == 0 ? 0 : tokens.starts[index]
    return start..<(index + 1 < count ? tokens.starts[index + 1] : scalars.count)
  }

  /// The text of a range within the draft, in Unicode scalars.
  public func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  fileprivate func spelling(_ index: Int) -> ArraySlice<Unicode.Scalar> { scalars[word(index)] }

  /// A word's spelling as a number, not 0: by a hash of 64 bits, not compared further.
  func mark(_ index: Int) -> UInt64 { spellingHash(spelling(index).lazy.map(\.value)) | 1 }

  /// Whether it is a word or a letter, and no mark.
  func isWord(_ index: Int) -> Bool { isWordUnit(scalars[word(index).lowerBound].value) }
}
