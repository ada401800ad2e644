/// Two drafts, aligned once, in which passages of the older one are found in the newer.
///
/// A passage is where most of its words are, wherever the alignment of the drafts (`DraftAlignment`) has them: in place
/// or moved. Its extent in the new draft runs from the first surviving word to the last. A passage of which too little
/// survives may still stand whole at a place that the alignment gave to nobody, or among the same words as before.
/// What is neither is an orphan: a lone equal phrase elsewhere is no evidence that this one was moved there.
public struct Reanchoring: Sendable {
  let old: DraftTokens
  let new: DraftTokens
  let alignment: DraftAlignment
  /// By token number: see `DraftVocabulary`.
  let weights: [Int32]
  /// In the new draft.
  let places: TokenPlaces
  private let oldText: QuoteSearch
  private let newText: QuoteSearch

  public init(old: String, new: String) {
    self.init(oldScalars: old.unicodeScalars.map(\.value), newScalars: new.unicodeScalars.map(\.value))
  }

  init(oldScalars: [UInt32], newScalars: [UInt32]) {
    var vocabulary = DraftVocabulary()
    let (oldTokens, oldFolded) = vocabulary.read(oldScalars)
    let (newTokens, newFolded) = vocabulary.read(newScalars)
    weights = vocabulary.weights()
    var alignment = DraftAlignment(oldTokens, newTokens, weights: weights)
    alignment.matchRespelt { x, y in
      isRespelt(
        oldScalars[oldTokens.starts[x]..<oldTokens.ends[x]],
        newScalars[newTokens.starts[y]..<newTokens.ends[y]])
    }
    alignment.matchParts(oldTokens, newTokens)
    self.alignment = alignment
    places = TokenPlaces(newTokens.ids, count: weights.count)
    oldText = QuoteSearch(oldScalars, oldFolded, vocabulary.folding)
    newText = QuoteSearch(newScalars, newFolded, vocabulary.folding)
    (self.old, self.new) = (oldTokens, newTokens)
  }

  /// Where a passage of the old draft stands in the new one.
  ///
  /// An anchor without a position, or with one that doesn't hold its quote, is looked up in the old draft first.
  public func place(_ anchor: Anchor) -> Placement {
    guard let range = range(of: anchor) else { return newText.place(anchor) }
    let tokens = old.touched(by: range)
    guard !tokens.isEmpty else { return placeSpace(range, before: tokens.lowerBound) }
    let kept = KeptWords(of: tokens, in: self)
    let evidence = evidence(tokens, kept)
    let allCopies = { self.copies(of: tokens) }
    if let extent = kept.extent, isWhole(tokens, extent, kept) {
      if evidence.textBefore + evidence.textAfter >= 0.25 || kept.weight >= Self.leastEvidence {
        let likelihood = evidence.likelihoodOfWhole(
          isMoved: !alignment.keepsOrder(tokens, to: extent), weight: kept.weight,
          ofRun: Int(kept.weight) + weightBeside(tokens, extent))
        if isChance(tokens, extent, kept, evidence) {
          return Placement(
            status: .orphan, range: nil, score: 0.6, method: .orphaned, evidence: evidence)
        }
        if likelihood >= 0.5 { return placement(.kept, range, tokens, extent, likelihood, evidence) }
        return Placement(
          status: .orphan, range: nil, score: 1 - likelihood, method: .orphaned, evidence: evidence)
      }
      if allCopies()?.count == 1 { return placement(.kept, range, tokens, extent, 0.8, evidence) }
      return Placement(status: .orphan, range: nil, score: 0.5, method: .ambiguous, evidence: evidence)
    }
    let copies = allCopies()
    if let copy = copies?.first(where: { kept.meets($0.tokens) }) {
      return placement(.kept, range, tokens, copy.extent, 0.97, evidence)
    }
    let likelihood = evidence.likelihood
    let replacement = replacement(of: tokens)
    if let extent = kept.extent, saysSomething(tokens, kept) {
      if likelihood >= 0.5 {
        return placement(.changed, range, tokens, widened(extent, tokens), likelihood, evidence)
      }
      if evidence.surviving < kept.places.count,
        self.evidence(tokens, kept, isLenient: true).likelihood >= 0.5
      {
        let score = replacement.map(extent.overlaps) == true ? Placement.certain : 0.6
        return placement(.changed, range, tokens, widened(extent, tokens), score, evidence)
      }
    }
    switch elsewhere(tokens, copies) {
    case .one(let copy): return placement(.kept, range, tokens, copy.extent, 0.6, evidence)
    case .several:
      return Placement(status: .orphan, range: nil, score: 0.5, method: .ambiguous, evidence: evidence)
    case .none:
      if let replacement, isRewriting(tokens, evidence) {
        return placement(.changed, range, tokens, replacement, 0.55, evidence)
      }
      return Placement(
        status: .orphan, range: nil, score: min(0.97, 1 - likelihood), method: .orphaned, evidence: evidence)
    }
  }

  /// A phrase of no more words that weighs less is one of everyday words.
  private static let shortPhrase = (words: 3, weight: 64)

  /// Whether everyday words stand in a sentence that has nothing else of theirs, in a text that was written anew.
  private func isChance(
    _ tokens: Range<Int>, _ extent: ClosedRange<Int>, _ kept: KeptWords, _ evidence: Placement.Evidence
  ) -> Bool {
    old.kinds[tokens].count(where: \.isWord) <= Self.shortPhrase.words
      && Int(kept.weight) + weightBeside(tokens, extent) < Self.shortPhrase.weight
      && evidence.sentence < 0.2 && evidence.textBefore + evidence.textAfter < 0.75
  }

  /// Whether what is left of a passage is more than the number of an item, which the next item has now.
  private func saysSomething(_ tokens: Range<Int>, _ kept: KeptWords) -> Bool {
    let kinds = kept.places.map { new.kinds[$0] }
    return kinds.contains(.word) || !kinds.contains(.number) || !old.kinds[tokens].contains(.word)
  }

  /// Whether other words between a passage's neighbours are the passage written anew: of a word or two they may be
  /// anything.
  private func isRewriting(_ tokens: Range<Int>, _ evidence: Placement.Evidence) -> Bool {
    let (fewest, leastShare) = (8, 0.2)
    return tokens.count >= fewest || evidence.share >= leastShare
  }

  /// From the first surviving word of a passage to the last.
  func survivingWords(of range: Range<Int>) -> Range<Int>? {
    let tokens = old.touched(by: range)
    return KeptWords(of: tokens, in: self).extent.map {
      scalars(under: widened($0, tokens), of: range, tokens, isWhole: false)
    }
  }

  /// The anchor's own position when the old draft has its quote there; else where the old draft has it.
  func range(of anchor: Anchor) -> Range<Int>? {
    if let range = anchor.range, !range.isEmpty, range.lowerBound >= 0, range.upperBound <= old.scalarCount,
      anchor.exact.isEmpty || oldText.has(anchor.exact, at: range)
    {
      return range
    }
    let found = oldText.place(anchor, isSource: true)
    return found.status == .kept ? found.range : nil
  }

  /// Whether all words of a passage stand together as they were, in their order and with nothing between them.
  private func isWhole(_ tokens: Range<Int>, _ extent: ClosedRange<Int>, _ kept: KeptWords) -> Bool {
    kept.places.count == tokens.count && extent.count == tokens.count
      && zip(extent, tokens).allSatisfy { alignment.origin[$0] == $1 && new.ids[$0] == old.ids[$1] }
  }

  /// The weight of the words beside a passage that stand beside its new place still, without a break.
  func weightBeside(_ tokens: Range<Int>, _ extent: ClosedRange<Int>) -> Int {
    let reach = 8
    let before = (1...reach).prefix {
      tokens.lowerBound >= $0 && alignment.partner[tokens.lowerBound - $0] == extent.lowerBound - $0
    }
    let after = (0..<reach).prefix {
      tokens.upperBound + $0 < old.count
        && alignment.partner[tokens.upperBound + $0] == extent.upperBound + 1 + $0
    }
    return alignment.weight(ofOld: tokens.lowerBound - before.count..<tokens.lowerBound)
      + alignment.weight(ofOld: tokens.upperBound..<tokens.upperBound + after.count)
  }

  private func placement(
    _ status: AnchorStatus, _ range: Range<Int>, _ tokens: Range<Int>, _ extent: ClosedRange<Int>,
    _ score: Double, _ evidence: Placement.Evidence
  ) -> Placement {
    let isMoved = !alignment.keepsOrder(tokens, to: extent)
    return Placement(
      status: status, range: scalars(under: extent, of: range, tokens, isWhole: status == .kept),
      score: score,
      method: isMoved ? .moved : status == .kept ? .exact : .edited, evidence: evidence)
  }
}
