import Editorial
import Git

extension Desk {
  /// Writes down an editor's decision on the current revision. A later one takes its place.
  ///
  /// - Throws: ``Refusal`` when it is decided so already, or there is no decision to take back.
  public func decide(_ slug: Slug, _ decision: Decision, message: String?) throws -> Annotated {
    try mayDo(.decide)
    let message = try message.map { try Self.checked($0) }
    return try whileOthersWrite {
      let draft = try openDraft(of: slug)
      let revision = FoundRevision(number: draft.number, tip: draft.tip, isOpen: true)
      let record = try record(of: slug)
      let before = try self.decision(on: draft.number, record)?.annotation.decision
      let isDisputed = try disagreement(onDecisionOn: draft.number, record) != nil
      if decision == .reopen, before == nil, !isDisputed {
        throw Refusal("nobody has decided on \(slug) \(draft.number)", "There is nothing to take back.")
      }
      guard before != decision || isDisputed else {
        throw Refusal(
          "the decision on \(slug) \(draft.number) is '\(decision.rawValue)' already",
          "Nothing needs to be done.")
      }
      return try judge(.decision(decision, message: message), slug, revision, record) { entry in
        entry.annotation.decision != nil && entry.number == draft.number
      }
    }
  }

  /// Where those who may decide decided differently on a revision, not knowing of one another.
  func disagreement(onDecisionOn number: RevisionNumber, _ record: Record) throws -> Disagreement? {
    let configuration = try configuration()
    return record.disagreement(onDecisionOn: number) { configuration.may(.decide, email: $0.email) }
  }

  /// The decision that holds for a revision: the last one by somebody who may decide.
  func decision(on number: RevisionNumber, _ record: Record) throws -> RecordEntry? {
    let configuration = try configuration()
    return record.decision(on: number) { configuration.may(.decide, email: $0.email) }
  }
}

extension Desk {
  /// Lays an article aside, or takes it up again.
  ///
  /// - Throws: ``Refusal`` when it is shelved already, or isn't and is to be taken up.
  public func shelve(_ slug: Slug, message: String?, takesUp: Bool) throws -> Annotated {
    let draft = try openDraft(of: slug)
    let isShelved = try decision(on: draft.number, record(of: slug))?.annotation.decision == .shelve
    guard isShelved == takesUp else {
      throw takesUp
        ? Refusal("\(slug) isn't shelved", "Go on with it; 'galley status \(slug)' says how.")
        : Refusal("\(slug) is shelved already", "Take it up again with 'galley shelve \(slug) --take-up'.")
    }
    return try decide(slug, takesUp ? .reopen : .shelve, message: message)
  }
}
