import Glibc

/// A text in which quotes are found without the text that they were taken from.
///
/// A quote that stands in several places is told from the others by the text around it; one that stands nowhere is
/// looked for with edits (`ApproximateSearch`) and has to be the nearer, the less of its surroundings stands around it.
/// So do Phelps and Wilensky ("Robust intra-document locations", 2000) and the Hypothesis client (fuzzy anchoring, 2013).
public struct QuoteSearch: Sendable {
  private let scalars: [UInt32]
  private let folding: TextFolding
  private let folded: TextFolding.Folded

  public init(in text: String) {
    let scalars = text.unicodeScalars.map(\.value)
    var folding = TextFolding()
    let folded = folding.fold(scalars)
    self.init(scalars, folded, folding)
  }

  /// - Parameter folding: the value that folded the text, or a later state of it.
  init(_ scalars: [UInt32], _ folded: TextFolding.Folded, _ folding: TextFolding) {
    (self.scalars, self.folded, self.folding) = (scalars, folded, folding)
  }

  /// How many places are compared.
  private static let mostPlaces = 500
  /// How much more than the next the best of several places must be worth, and how much makes it fairly certain.
  private static let leastLead = 0.1
  private static let tellingLead = 0.3

  /// The place of a quote, or why it has none.
  public func place(_ anchor: Anchor) -> Placement {
    var folding = folding
    let quote = folding.fold(anchor.exact.unicodeScalars.map(\.value)).trimmed()
    guard !quote.isEmpty else {
      return Placement(status: .orphan, range: nil, score: 0.95, method: .orphaned)
    }
    let context = QuoteContext(anchor, &folding)
    let exact = matches(of: quote, in: folded.units, limit: Self.mostPlaces)
    let candidates =
      exact.isEmpty
      ? edited(quote, context)
      : exact.map { exactly($0..<$0 + quote.count, anchor, context) }
    return choose(candidates, anchor)
  }

  /// Whether a quote stands at a place, in any spelling that a reader takes for equal.
  func has(_ quote: String, at range: Range<Int>) -> Bool {
    let found = scalars[range.clamped(to: scalars.indices)]
    if found.elementsEqual(quote.unicodeScalars.lazy.map(\.value)) { return true }
    var folding = folding
    let wanted = folding.fold(quote.unicodeScalars.map(\.value)).trimmed()
    return !wanted.isEmpty && wanted == folding.fold(Array(found)).trimmed()
  }

  /// A place that may be the quote's.
  private struct Candidate {
    /// Folded units.
    let units: Range<Int>
    let isExact: Bool
    /// The logarithm of the odds that a person says that the quote is here.
    let worth: Double

    /// Two logistic regressions, fitted as those of `Placement.Evidence`: the longer a quote, the more tells a share of it.
    ///
    /// - Parameters:
    ///   - likeness: the share of the quote that stands here as it was, 0…1.
    ///   - context: the share of the anchor's prefix and suffix that stands around it; nil when it has neither.
    init(_ units: Range<Int>, isExact: Bool, likeness: Double, context: Double?, length: Int) {
      (self.units, self.isExact) = (units, isExact)
      let telling = likeness * log2(Double(length))
      let context = context ?? 0.5
      worth = isExact ? -4 + 11 * context + 0.55 * telling : -12 + 6.8 * context + 2.6 * telling
    }
  }

  /// Of two equal quotes in other typography the one that is equal scalar by scalar is a little more like it.
  private func exactly(_ units: Range<Int>, _ anchor: Anchor, _ context: QuoteContext) -> Candidate {
    let isSame = scalars[folded.range(of: units)].elementsEqual(anchor.exact.unicodeScalars.lazy.map(\.value))
    return Candidate(
      units, isExact: true, likeness: isSame ? 1 : 0.8,
      context: context.likeness(around: units, in: folded.units),
      length: units.count)
  }

  private func choose(_ candidates: [Candidate], _ anchor: Anchor) -> Placement {
    let ranked = candidates.map { candidate in
      let place = folded.range(of: candidate.units).lowerBound
      let distance = anchor.range.map { Double(abs(place - $0.lowerBound)) / Double(scalars.count) } ?? 0
      return (candidate: candidate, worth: candidate.worth - 5 * distance)
    }.sorted {
      ($0.worth, $1.candidate.units.lowerBound) > ($1.worth, $0.candidate.units.lowerBound)
    }
    guard let best = ranked.first else {
      return Placement(status: .orphan, range: nil, score: 0.95, method: .orphaned)
    }
    let likelihood = 1 / (1 + exp(-best.candidate.worth))
    guard likelihood >= 0.5 else {
      return Placement(status: .orphan, range: nil, score: min(0.95, 1 - likelihood), method: .orphaned)
    }
    var certainty = 1.0
    if ranked.count > 1 {
      let lead = best.worth - ranked[1].worth
      certainty = 1 - exp(-lead / Self.tellingLead) / 2
      if lead < Self.leastLead {
        return Placement(status: .orphan, range: nil, score: certainty, method: .ambiguous)
      }
    }
    let place = folded.range(of: best.candidate.units)
    return best.candidate.isExact
      ? Placement(status: .kept, range: place, score: likelihood * certainty, method: .exact)
      : Placement(
        status: .changed, range: words(of: anchor, near: place), score: likelihood * certainty,
        method: .approximate)
  }

  // MARK: With edits

  /// How much of a long quote is looked for, and the edits that it may have.
  private static let longestPattern = 1_024
  private static let mostEdits = 0.6

  private func edited(_ quote: [UInt32], _ context: QuoteContext) -> [Candidate] {
    let pattern = Array(quote.prefix(Self.longestPattern))
    let found = ApproximateSearch(pattern).matches(
      in: folded.units, within: folded.units.indices, maximum: Int(Self.mostEdits * Double(pattern.count)),
      limit: 16)
    return found.filter { !$0.range.isEmpty }.map { match in
      let end = min(folded.units.count, match.range.upperBound + quote.count - pattern.count)
      let units = match.range.lowerBound..<end
      return Candidate(
        units, isExact: false, likeness: 1 - Double(match.distance) / Double(pattern.count),
        context: context.likeness(around: units, in: folded.units), length: pattern.count)
    }
  }

  /// From the first word of a quote near a place that it was found at to the last: quote and context are aligned with
  /// the text there like an old draft with a new one.
  private func words(of anchor: Anchor, near place: Range<Int>) -> Range<Int> {
    let margin = 96 + place.count / 2
    let room = max(0, place.lowerBound - margin)..<min(scalars.count, place.upperBound + margin)
    let parts = [anchor.prefix, anchor.exact, anchor.suffix].map { $0.unicodeScalars.map(\.value) }
    let drafts = Reanchoring(oldScalars: Array(parts.joined()), newScalars: Array(scalars[room]))
    let found = drafts.survivingWords(of: parts[0].count..<parts[0].count + parts[1].count)
    return found.map { $0.lowerBound + room.lowerBound..<$0.upperBound + room.lowerBound } ?? place
  }
}

/// What an anchor says of the text around it.
private struct QuoteContext {
  private let before: ApproximateSearch?
  private let after: ApproximateSearch?
  private let lengths: (before: Int, after: Int)

  private static let longest = 64

  init(_ anchor: Anchor, _ folding: inout TextFolding) {
    let prefix = folding.fold(anchor.prefix.unicodeScalars.suffix(Self.longest).map(\.value)).units
    let suffix = folding.fold(anchor.suffix.unicodeScalars.prefix(Self.longest).map(\.value)).units
    before = prefix.isEmpty ? nil : ApproximateSearch(prefix.reversed())
    after = suffix.isEmpty ? nil : ApproximateSearch(suffix)
    lengths = (prefix.count, suffix.count)
  }

  func likeness(around place: Range<Int>, in units: [UInt32]) -> Double? {
    guard before != nil || after != nil else { return nil }
    let reach = 2 * Self.longest
    var same = 0
    if let before {
      let text = units[max(0, place.lowerBound - reach)..<place.lowerBound].reversed()
      same += lengths.before - before.distance(toBeginningOf: text)
    }
    if let after {
      let text = units[place.upperBound..<min(units.count, place.upperBound + reach)]
      same += lengths.after - after.distance(toBeginningOf: text)
    }
    return Double(same) / Double(lengths.before + lengths.after)
  }
}
