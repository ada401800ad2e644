import System

/// A text in which quotes are found without the text that they were taken from.
///
/// A quote that stands in several places is told from the others by the text around it; one that stands nowhere is
/// looked for with edits (`ApproximateSearch`) and has to be the nearer, the less of its surroundings stands around it.
/// So do Phelps and Wilensky ("Robust intra-document locations", 2000) and the Hypothesis client (fuzzy anchoring, 2013).
public struct QuoteSearch: Sendable {
  private let scalars: [UInt32]
  private let folding: TextFolding
  private let folded: TextFolding.Folded
  /// The text as it is and folded, for many quotes.
  private var indexes: (exact: TextIndex, folded: TextIndex)?

  /// - Parameter forMany: makes an index of the text, which pays for itself after some ten quotes.
  public init(in text: String, forMany: Bool = false) {
    let scalars = text.unicodeScalars.map(\.value)
    var folding = TextFolding()
    let folded = folding.fold(scalars)
    self.init(scalars, folded, folding)
    if forMany { indexes = (TextIndex(scalars), TextIndex(folded.units)) }
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
  public func place(_ anchor: Anchor) -> Placement { place(anchor, isSource: false) }

  /// - Parameter isSource: whether this is the text that the quote was taken from: then a lone short one is the quote.
  func place(_ anchor: Anchor, isSource: Bool) -> Placement {
    var folding = folding
    let (quote, context) = QuoteContext.fold(anchor, &folding)
    guard !quote.isEmpty else {
      return Placement(status: .orphan, range: nil, score: 0.95, method: .orphaned)
    }
    let exact = foldedPlaces(of: quote, limit: Self.mostPlaces)
    let candidates =
      exact.isEmpty
      ? edited(quote, context)
      : exact.map { exactly($0..<$0 + quote.count, anchor, context, isOnly: exact.count == 1) }
    return choose(candidates, anchor, isSource: isSource)
  }

  /// What ``Prose/occurrences(of:in:)`` finds.
  public func occurrences(of quote: String) -> [Range<Int>] {
    let wanted = quote.unicodeScalars.map(\.value)
    let exact = indexes?.exact.matches(of: wanted) ?? matches(of: wanted, in: scalars)
    let whole = wholePlaces(exact, of: wanted, in: scalars)
    if !whole.isEmpty || wanted.isEmpty { return whole }
    var folding = folding
    let pattern = folding.fold(wanted).trimmed()
    return foldedPlaces(of: pattern).map { folded.range(of: $0..<($0 + pattern.count)) }
  }

  private func foldedPlaces(of pattern: [UInt32], limit: Int = .max) -> [Int] {
    indexes?.folded.matches(of: pattern, limit: limit)
      ?? matches(of: pattern, in: folded.units, limit: limit)
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
    let odds: Double
    /// How well it fits beside other places.
    let fit: Double

    /// Three logistic regressions, fitted as those of `Placement.Evidence`: the longer a quote, the more tells a share
    /// of it; and the less is to be asked of its context where the whole quote stands in one place only.
    ///
    /// - Parameter likeness: the share of the quote that stands here as it was, 0…1.
    init(
      _ units: Range<Int>, isExact: Bool, isOnly: Bool = false, likeness: Double,
      context: QuoteContext.Likeness, length: Int
    ) {
      (self.units, self.isExact) = (units, isExact)
      let telling = likeness * log2(Double(length))
      fit = 11 * context.both + 2 * telling
      odds =
        if isOnly {
          -3.6 + 3.3 * context.better + 3.7 * context.unbroken + 0.67 * telling
        } else if isExact {
          -4.7 + 4.2 * context.better + 3.2 * context.unbroken + 0.55 * telling
        } else {
          -9.7 + 5.2 * context.both + 1.2 * context.unbroken + 2 * telling
        }
    }
  }

  /// Of two equal quotes in other typography the one that is equal scalar by scalar is a little more like it.
  private func exactly(
    _ units: Range<Int>, _ anchor: Anchor, _ context: QuoteContext, isOnly: Bool
  ) -> Candidate {
    let isSame = scalars[folded.range(of: units)].elementsEqual(anchor.exact.unicodeScalars.lazy.map(\.value))
    return Candidate(
      units, isExact: true, isOnly: isOnly, likeness: isSame ? 1 : 0.8,
      context: context.likeness(around: units, in: folded.units),
      length: units.count)
  }

  private func choose(_ candidates: [Candidate], _ anchor: Anchor, isSource: Bool) -> Placement {
    let ranked = candidates.map { candidate in
      let place = folded.range(of: candidate.units).lowerBound
      let distance = anchor.range.map { Double(abs(place - $0.lowerBound)) / Double(scalars.count) } ?? 0
      return (candidate: candidate, fit: candidate.fit - 5 * distance)
    }.sorted { ($0.fit, $1.candidate.units.lowerBound) > ($1.fit, $0.candidate.units.lowerBound) }
    guard let best = ranked.first else {
      return Placement(status: .orphan, range: nil, score: 0.95, method: .orphaned)
    }
    let likelihood = min(Placement.Evidence.surest, 1 / (1 + exp(-best.candidate.odds)))
    guard likelihood >= 0.5 || isSource && best.candidate.isExact else {
      return Placement(status: .orphan, range: nil, score: min(0.95, 1 - likelihood), method: .orphaned)
    }
    var certainty = 1.0
    if ranked.count > 1 {
      let lead = best.fit - ranked[1].fit
      certainty = 1 - exp(-lead / Self.tellingLead) / 2
      if lead < Self.leastLead {
        return Placement(status: .orphan, range: nil, score: certainty, method: .ambiguous)
      }
    }
    let place = folded.range(of: best.candidate.units)
    return best.candidate.isExact
      ? Placement(
        status: .kept, range: exactly(place, anchor), score: likelihood * certainty, method: .exact)
      : Placement(
        status: .changed, range: words(of: anchor, near: place), score: likelihood * certainty,
        method: .approximate)
  }

  /// In a longer run of dashes or white space a part is looked for at its beginning only.
  private static let longestSpare = 64

  /// A quote that begins or ends within a run of white space or dashes is not the whole run: where the text has it
  /// scalar by scalar, the place whose neighbours are the anchor's.
  private func exactly(_ place: Range<Int>, _ anchor: Anchor) -> Range<Int> {
    let exact = anchor.exact.unicodeScalars.map(\.value)
    let spare = place.count - exact.count
    guard spare > 0 else { return place }
    let before = anchor.prefix.unicodeScalars.last?.value
    let after = anchor.suffix.unicodeScalars.first?.value
    let tried = place.lowerBound...place.lowerBound + min(spare, Self.longestSpare)
    let starts = tried.filter { scalars[$0..<$0 + exact.count].elementsEqual(exact) }
    let likeness = { (start: Int) in
      (start > 0 && before == scalars[start - 1] ? 1 : 0)
        + (start + exact.count < scalars.count && after == scalars[start + exact.count] ? 1 : 0)
    }
    let best = starts.max { likeness($0) < likeness($1) }
    return best.map { $0..<$0 + exact.count } ?? place
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
  /// How much of it stands around a place; each 0…1, half of it where the anchor says nothing.
  struct Likeness {
    /// The share of prefix and suffix that stands there, in its order.
    var both = 0.5
    /// The same of the one that has more of it there.
    var better = 0.5
    /// The share that stands there from the quote outwards without a break.
    var unbroken = 0.5
  }

  private struct Side {
    /// From the quote outwards.
    let units: [UInt32]
    let search: ApproximateSearch

    init?(_ units: [UInt32]) {
      guard !units.isEmpty else { return nil }
      (self.units, search) = (units, ApproximateSearch(units))
    }

    func same<Text: Sequence>(in text: Text) -> (all: Int, unbroken: Int) where Text.Element == UInt32 {
      (units.count - search.distance(toBeginningOf: text), zip(units, text).prefix { $0 == $1 }.count)
    }
  }

  private let before: Side?
  private let after: Side?

  private static let longest = 64

  /// A quote, without white space at its ends, and its context, folded as one text: runs of dashes or white space and
  /// combining sequences that the quote's ends cut belong to the quote.
  static func fold(
    _ anchor: Anchor, _ folding: inout TextFolding
  ) -> (quote: [UInt32], context: QuoteContext) {
    let prefix = Array(anchor.prefix.unicodeScalars.suffix(Self.longest))
    let exact = Array(anchor.exact.unicodeScalars)
    let suffix = Array(anchor.suffix.unicodeScalars.prefix(Self.longest))
    let folded = folding.fold((prefix + exact + suffix).map(\.value))
    let isSpace = { folded.units[$0] == 0x20 }
    var first = folded.ends.firstIndex { $0 > prefix.count } ?? folded.units.count
    var end = folded.starts.firstIndex { $0 >= prefix.count + exact.count } ?? folded.units.count
    while first < end, isSpace(first) { first += 1 }
    while first < end, isSpace(end - 1) { end -= 1 }
    let context = QuoteContext(
      before: Side(folded.units[..<first].reversed()), after: Side(Array(folded.units[max(first, end)...])))
    return (first < end ? Array(folded.units[first..<end]) : [], context)
  }

  func likeness(around place: Range<Int>, in units: [UInt32]) -> Likeness {
    let reach = 2 * Self.longest
    let sides = [
      before.map {
        ($0.units.count, $0.same(in: units[max(0, place.lowerBound - reach)..<place.lowerBound].reversed()))
      },
      after.map {
        ($0.units.count, $0.same(in: units[place.upperBound..<min(units.count, place.upperBound + reach)]))
      },
    ].compactMap(\.self)
    let count = Double(sides.reduce(0) { $0 + $1.0 })
    guard count > 0 else { return Likeness() }
    return Likeness(
      both: Double(sides.reduce(0) { $0 + $1.1.all }) / count,
      better: sides.map { Double($0.1.all) / Double($0.0) }.max() ?? 0,
      unbroken: Double(sides.reduce(0) { $0 + $1.1.unbroken }) / count)
  }
}
