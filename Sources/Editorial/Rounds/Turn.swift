/// Whom something waits for.
public enum Turn: String, Sendable, Hashable {
  /// Who made the remark.
  case maker
  case authors, editors
  case factCheckers = "fact-checkers"
  case nobody
}

extension Thread {
  /// Whose turn it is, by the rules of docs/ledger.md.
  ///
  /// - Parameters:
  ///   - number: the revision that is being worked on.
  ///   - isReopened: whether this is a claim that says something else than what was checked.
  public func turn(in number: RevisionNumber, isReopened: Bool = false) -> Turn {
    guard concernsPeople else { return .nobody }
    if let disagreement = disagreements.first {
      return disagreement.holds.annotation.satisfaction == nil ? .editors : .maker
    }
    guard isReopened || isOpen(in: number) else {
      return resolved.map { $0.person != root.person && isSatisfied == nil } ?? false ? .maker : .nobody
    }
    if let claimState, resolution == nil {
      return isReopened || claimState == .unchecked ? .factCheckers : .editors
    }
    guard root.annotation.replacement == nil, isSatisfied != false,
      let last = replies.last(where: { !$0.annotation.isByTool })
    else { return .authors }
    return last.person == root.person ? .authors : .maker
  }

  /// Until when a person doesn't want to hear of it; nil when others have said something since.
  public func snooze(of person: PersonID) -> Day? {
    var until: Day?
    for event in events {
      if case .snooze(let day) = event.annotation.kind {
        if event.person == person { until = day }
      } else if event.person != person {
        until = nil
      }
    }
    return until
  }
}
