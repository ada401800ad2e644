import JSON

extension Record {
  /// What each person last said of a named check, and that it is given.
  public func approvals(of check: String) -> [RecordEntry] {
    var last: [PersonID: RecordEntry] = [:]
    for entry in entries {
      if let isGiven = entry.annotation.isGiven(check: check) { last[entry.person] = isGiven ? entry : nil }
    }
    return last.values.sorted { $0.person < $1.person }
  }

  /// What was last said of the overriding of a rule in a revision, by somebody for whom `counts` is true; nil when the
  /// rule isn't overridden.
  public func override(
    of rule: String, in number: RevisionNumber, counts: (PersonID) -> Bool
  ) -> RecordEntry? {
    var last: RecordEntry?
    for entry in entries where entry.number == number && counts(entry.person) {
      if let isGiven = entry.annotation.isOverride(of: rule) { last = isGiven ? entry : nil }
    }
    return last
  }

  /// The decision that holds for a revision, of those by people for whom `counts` is true.
  public func decision(on number: RevisionNumber, counts: (PersonID) -> Bool) -> RecordEntry? {
    var last: RecordEntry?
    for entry in entries where entry.number == number && counts(entry.person) {
      if case .decision(let decision, _) = entry.annotation.kind { last = decision == .reopen ? nil : entry }
    }
    return last
  }

  /// Who took the decision on a revision back, where none holds since.
  public func reopening(of number: RevisionNumber, counts: (PersonID) -> Bool) -> RecordEntry? {
    let last = entries.last {
      $0.number == number && $0.annotation.decision != nil && counts($0.person)
    }
    return last?.annotation.decision == .reopen ? last : nil
  }

  /// What the next event of a kind must name as seen.
  public func latest(where isOfKind: (RecordEntry) -> Bool) -> [AnnotationID] {
    Editorial.latest(of: entries.filter(isOfKind))
  }
}

extension Annotation {
  /// The claims that there were when a check was given.
  public var claimsSeen: Set<AnnotationID> { Set(AnnotationID.list(raw["claims"], limit: .max)) }

  public func seeing(claims: [AnnotationID]) -> Annotation {
    adding("claims", .array(claims.map { .string($0.urn) }))
  }

  public var decision: Decision? {
    if case .decision(let decision, _) = kind { decision } else { nil }
  }
}
