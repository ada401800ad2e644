/// Who knows whom in a round of reviews.
public enum RoundMethod: String, Sendable, Hashable, CaseIterable {
  case open
  /// The authors don't know the reviewers.
  case singleAnonymous = "single-anonymous"
  /// Nor do the reviewers know the authors.
  case doubleAnonymous = "double-anonymous"

  var strictness: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A revision that was submitted for review, with what came of it.
public struct Round: Sendable {
  public let number: RevisionNumber
  /// In the order in which they were asked. Empty when everybody is.
  public let reviewers: [PersonID]
  /// Who submitted it.
  public let submitters: [PersonID]
  public let brief: String?
  public let due: Day?
  public let isBlind: Bool
  /// The strictest that any submission named: what was promised stays so.
  public let method: RoundMethod
  /// Each reviewer's last.
  public let verdicts: [PersonID: RecordEntry]
}

extension Record {
  /// The rounds, by revision.
  public var rounds: [Round] {
    Set(submissions.map(\.number)).sorted().map { number in
      let calls = submissions(of: number)
      var reviewers: [PersonID] = []
      for person in calls.flatMap(\.reviewers) where !reviewers.contains(person) { reviewers.append(person) }
      return Round(
        number: number, reviewers: reviewers, submitters: calls.map(\.by),
        brief: calls.last { $0.brief != nil }?.brief, due: calls.last { $0.due != nil }?.due,
        isBlind: calls.contains(where: \.isBlind),
        method: calls.map(\.method).max { $0.strictness < $1.strictness } ?? .open,
        verdicts: verdicts(on: number))
    }
  }

  public func round(_ number: RevisionNumber) -> Round? { rounds.first { $0.number == number } }
}
