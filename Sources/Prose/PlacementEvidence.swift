import Glibc

extension Placement {
  /// What a placement rests on, for people who ask why.
  public struct Evidence: Hashable, Sendable {
    /// Words and marks of the passage.
    public let words: Int
    /// How many of them stand together in the new draft.
    public let surviving: Int
    /// The share of the passage that they make up when a rare word counts more than a common one, 0…1.
    public let share: Double
    /// Whether the text just before the passage stands just before them.
    public let keepsTextBefore: Bool
    /// Whether the text just after the passage stands just after them.
    public let keepsTextAfter: Bool
  }
}

extension Placement.Evidence {
  /// How likely a person says that this is the passage, changed: a logistic regression whose coefficients were
  /// fitted to passages followed through the histories of three repositories (docs/anchoring.md).
  var likelihood: Double {
    guard surviving > 0, words > 0 else { return 0 }
    let kept = Double(surviving) / Double(words)
    let surroundings = (keepsTextBefore ? 1.0 : 0) + (keepsTextAfter ? 1.0 : 0)
    return 1 / (1 + exp(11 - 10.6 * kept - 7 * share - 3.2 * surroundings))
  }
}

extension Reanchoring {
  func evidence(_ tokens: Range<Int>, _ survivors: Survivors) -> Placement.Evidence {
    let total = tokens.reduce(0) { $0 + Int(weights[Int(old.ids[$1])]) }
    let before = tokens.lowerBound > 0 ? alignment.partner[tokens.lowerBound - 1] : -1
    let after = tokens.upperBound < old.count ? alignment.partner[tokens.upperBound] : new.count
    var keepsBefore = false
    var keepsAfter = false
    if let extent = survivors.extent {
      let near = 1 + tokens.count
      keepsBefore =
        before < extent.lowerBound && extent.lowerBound - before <= near
        && (before >= 0 || tokens.lowerBound == 0)
      keepsAfter = after > extent.upperBound && after - extent.upperBound <= near
    }
    return Placement.Evidence(
      words: tokens.count, surviving: survivors.places.count,
      share: Double(survivors.weight) / Double(max(1, total)), keepsTextBefore: keepsBefore,
      keepsTextAfter: keepsAfter)
  }
}
