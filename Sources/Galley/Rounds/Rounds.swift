import Editorial
import Git

/// A round of reviews as this person may see it.
public struct RoundStatus: Sendable {
  public let slug: Slug
  public let round: Round
  public let decision: RecordEntry?
  /// Who took the last decision back, where none holds since.
  public let reopening: RecordEntry?
  /// Others who decided at the same time, and differently; and reviewers who gave two verdicts at one time.
  public let disagreements: [Disagreement]
  /// Those who were asked and have given no verdict.
  public let waiting: [PersonID]
}

extension Desk {
  /// The rounds of an article, by revision, each with its verdicts and the decision that holds.
  public func rounds(of slug: Slug) throws -> [RoundStatus] {
    _ = try currentRevision(of: slug)
    let record = try record(of: slug)
    let masks = try masks(for: record)
    let shown = try recordToShow(record).record
    let configuration = try configuration()
    return try shown.rounds.map { round in
      RoundStatus(
        slug: slug, round: round,
        decision: try decision(on: round.number, record).map(masks.masked),
        reopening: record.reopening(of: round.number) { configuration.may(.decide, email: $0.email) }
          .map(masks.masked),
        disagreements: [try disagreement(onDecisionOn: round.number, masks.masked(record))].compactMap(\.self)
          + shown.disagreements(onVerdictsOn: round.number).sorted { $0.key < $1.key }.map(\.value),
        waiting: round.reviewers.filter { round.verdicts[$0] == nil })
    }
  }
}
