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
    Set(submissions.map(\.number)).sorted().compactMap { number in
      let all = submissions(of: number)
      let calls = all.suffix(while: { !$0.isWithdrawn })
      guard !calls.isEmpty else { return nil }
      var reviewers: [PersonID] = []
      for call in calls {
        for person in call.reviewers where !reviewers.contains(person) { reviewers.append(person) }
        reviewers.removeAll(where: call.without.contains)
      }
      return Round(
        number: number, reviewers: reviewers, submitters: calls.map(\.by),
        brief: calls.last { $0.brief != nil }?.brief, due: calls.last { $0.due != nil }?.due,
        isBlind: all.contains(where: \.isBlind),
        method: all.map(\.method).max { $0.strictness < $1.strictness } ?? .open,
        verdicts: verdicts(on: number))
    }
  }

  /// The calls that hold for a revision: those since one was taken back.
  public func calls(for number: RevisionNumber) -> [Submission] {
    submissions(of: number).suffix(while: { !$0.isWithdrawn })
  }

  public func round(_ number: RevisionNumber) -> Round? { rounds.first { $0.number == number } }
}

extension Array {
  /// The longest end whose elements all fit.
  fileprivate func suffix(while fits: (Element) -> Bool) -> [Element] {
    Array(self[((lastIndex { !fits($0) }).map { $0 + 1 } ?? startIndex)...])
  }
}
