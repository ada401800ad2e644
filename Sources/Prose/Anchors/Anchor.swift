/// What ties an annotation to a passage: the W3C text quote selector, and the position it had.
public struct Anchor: Hashable, Sendable {
  /// The passage as it stood in the text that the annotation was made on.
  public var exact: String
  /// The text just before the passage, usually up to 32 scalars. May be empty.
  public var prefix: String
  /// The text just after the passage, usually up to 32 scalars. May be empty.
  public var suffix: String
  /// Unicode scalar offsets in the text that the annotation was made on; nil for an imported annotation.
  public var range: Range<Int>?

  public init(exact: String, prefix: String = "", suffix: String = "", range: Range<Int>? = nil) {
    self.exact = exact
    self.prefix = prefix
    self.suffix = suffix
    self.range = range
  }
}

/// What became of an annotated passage in a later draft.
public enum AnchorStatus: String, Hashable, Sendable {
  /// The same words; white space, quotes, dashes and Unicode normalisation may differ.
  case kept
  /// Reworded, but recognisably the same passage.
  case changed
  /// Gone, or in so many equal places that none can be named.
  case orphan
}

/// Where an anchor stands in a later draft, how that was found, and how sure it is.
public struct Placement: Hashable, Sendable {
  /// How a placement was found.
  public enum Method: String, Hashable, Sendable {
    /// The same words, in their old surroundings or named by them.
    case exact
    /// Most of the words, followed through the word alignment of the two drafts.
    case edited
    /// Left its old surroundings; found again elsewhere.
    case moved
    /// Found by approximate search, with its context, without the text that it was taken from.
    case approximate
    /// Several places fit equally well: an orphan, for a person to decide.
    case ambiguous
    /// Too little of it is left.
    case orphaned
  }

  public let status: AnchorStatus
  /// Unicode scalar offsets in the later draft, half open; nil when the status is `orphan`.
  public let range: Range<Int>?
  /// How likely the answer is right, 0…1: of those that say 0.9, nine of ten are.
  public let score: Double
  public let method: Method
  /// nil where a quote was looked for without the draft that it was taken from.
  public let evidence: Evidence?

  /// Whether it is placed, and that can be relied on: of the placements that score 0.9 or more, 97 of 100 are right. What
  /// isn't certain is told as unsure wherever it is shown, until a person confirms it or names another place.
  public var isCertain: Bool { range != nil && score >= Self.certain }
  /// The least score of a certain placement.
  static let certain = 0.9

  public init(
    status: AnchorStatus, range: Range<Int>?, score: Double, method: Method, evidence: Evidence? = nil
  ) {
    self.status = status
    self.range = range
    self.score = score
    self.method = method
    self.evidence = evidence
  }
}
