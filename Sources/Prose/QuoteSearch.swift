/// A text in which quotes are found without the text they were taken from.
public struct QuoteSearch: Sendable {
  private let text: String
  private let scalars: [Unicode.Scalar]

  public init(in text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
  }

  /// Whether a quote stands at a place, in any spelling that a reader takes for equal.
  func has(_ quote: String, at range: Range<Int>) -> Bool {
    let found = scalars[range.clamped(to: scalars.indices)]
    if found.elementsEqual(quote.unicodeScalars) { return true }
    return occurrences(of: quote, in: String(String.UnicodeScalarView(found))).count == 1
  }

  /// The one place where the quote stands, or the one of several that its surroundings and position favour.
  public func place(_ anchor: Anchor) -> Placement {
    let places = anchor.exact.isEmpty ? [] : occurrences(of: anchor.exact, in: text)
    guard !places.isEmpty else {
      return Placement(status: .orphan, range: nil, score: 0.7, method: .orphaned)
    }
    if places.count == 1 { return Placement(status: .kept, range: places[0], score: 0.95, method: .exact) }
    let scored = places.prefix(1_000).map { (place: $0, score: likeness(anchor, at: $0)) }
    let best = scored.max { $0.score < $1.score }
    guard let best, scored.count(where: { $0.score == best.score }) == 1 else {
      return Placement(status: .orphan, range: nil, score: 0.5, method: .ambiguous)
    }
    return Placement(status: .kept, range: best.place, score: 0.8, method: .exact)
  }

  /// How many scalars of the surroundings are as the anchor has them; the distance from its position decides ties.
  private func likeness(_ anchor: Anchor, at place: Range<Int>) -> Double {
    let around = context(of: place, in: text)
    let before = zip(around.prefix.unicodeScalars.reversed(), anchor.prefix.unicodeScalars.reversed()).prefix
    { $0 == $1 }
    let after = zip(around.suffix.unicodeScalars, anchor.suffix.unicodeScalars).prefix { $0 == $1 }
    let distance = anchor.range.map { abs($0.lowerBound - place.lowerBound) } ?? 0
    return Double(before.count + after.count) - Double(distance) / Double(distance + 1_000_000)
  }
}
