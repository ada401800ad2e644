import System

extension Placement {
  /// What a placement rests on, for people who ask why.
  public struct Evidence: Hashable, Sendable {
    /// Words and marks of the passage.
    public let words: Int
    /// How many of them stand together in the new draft.
    public let surviving: Int
    /// Words and marks of the new draft from the first of these to the last.
    public let span: Int
    /// The share of the passage that survives when a rare word counts more than a common one, 0…1.
    public let share: Double
    /// The share of the text just before the passage that stands just before it still, 0…1.
    public let textBefore: Double
    /// The share of the text just after the passage that stands just after it still, 0…1.
    public let textAfter: Double
    /// The share of the rest of its sentence that stands in the sentence it is in now, 0…1; 1 for whole sentences.
    public let sentence: Double

    public var keepsTextBefore: Bool { textBefore >= 0.5 }
    public var keepsTextAfter: Bool { textAfter >= 0.5 }
  }
}

extension Placement.Evidence {
  /// No score says more: one in a hundred of the surest was wrong.
  static let surest = 0.99

  /// How likely all words of a passage, side by side, are the passage: away from its old place a common word or a mark
  /// is often another one, unless words around it came along.
  func likelihoodOfWhole(isMoved: Bool, weight: Int32, ofRun run: @autoclosure () -> Int) -> Double {
    guard isMoved else { return Self.surest }
    if weight >= Reanchoring.leastEvidence / 2 || run() >= 2 * Int(Reanchoring.leastEvidence) { return 0.94 }
    return textBefore + textAfter >= 0.75 ? 0.75 : 0.25
  }

  /// How likely a person says that this is the passage, changed: a logistic regression whose coefficients were
  /// fitted to passages followed through the histories of eleven repositories (docs/anchoring.md).
  var likelihood: Double {
    guard surviving > 0, words > 0, span > 0 else { return 0 }
    let sum =
      -7.4 + 8 * Double(surviving) / Double(words) + 2.7 * share + 1.7 * (textBefore + textAfter)
      + 2 * min(1, Double(words) / Double(span)) - 6.7 / Double(words)
    return min(Self.surest, 1 / (1 + exp(-sum)))
  }
}

extension Reanchoring {
  /// How many tokens around a passage are its surroundings.
  private static let reach = 12

  /// - Parameter isLenient: whether corrected words count as those that stand as they were.
  func evidence(
    _ tokens: Range<Int>, _ kept: KeptWords, isLenient: Bool = false
  ) -> Placement.Evidence {
    let total = alignment.weight(ofOld: tokens)
    let places = kept.places.filter { isLenient || new.ids[$0] == old.ids[alignment.origin[$0]] }
    let weight = alignment.weight(ofOld: places.map { alignment.origin[$0] })
    let reach = Self.reach
    var (before, after) = (0.0, 0.0)
    if let extent = kept.extent {
      before = share(
        of: tokens.lowerBound - reach..<tokens.lowerBound,
        in: extent.lowerBound - 2 * reach..<extent.lowerBound)
      after = share(
        of: tokens.upperBound..<tokens.upperBound + reach,
        in: extent.upperBound + 1..<extent.upperBound + 1 + 2 * reach)
    }
    return Placement.Evidence(
      words: tokens.count, surviving: places.count, span: kept.extent?.count ?? 0,
      share: Double(weight) / Double(max(1, total)), textBefore: before, textAfter: after,
      sentence: kept.extent.map { sentenceShare(tokens, $0) } ?? 0)
  }

  /// How much of the rest of a passage's sentence stands in the sentence of its place.
  private func sentenceShare(_ tokens: Range<Int>, _ extent: ClosedRange<Int>) -> Double {
    let (whole, place) = (
      old.sentence(around: tokens), new.sentence(around: extent.lowerBound..<extent.upperBound + 1)
    )
    var (all, there) = (0, 0)
    for token in whole where !tokens.contains(token) && old.kinds[token].isWord {
      let weight = Int(weights[Int(old.ids[token])])
      all += weight
      if place.contains(alignment.partner[token]) { there += weight }
    }
    return all == 0 ? 1 : Double(there) / Double(all)
  }

  /// How much of a stretch of the old draft stands in a stretch of the new one; all of it when both are past an end.
  private func share(of stretch: Range<Int>, in place: Range<Int>) -> Double {
    let tokens = stretch.clamped(to: 0..<old.count)
    let place = place.clamped(to: 0..<new.count)
    guard !tokens.isEmpty else { return place.count <= Self.reach ? 1 : 0 }
    var (all, there) = (0, 0)
    for token in tokens {
      let weight = Int(weights[Int(old.ids[token])])
      all += weight
      if place.contains(alignment.partner[token]) { there += weight }
    }
    return Double(there) / Double(all)
  }
}
