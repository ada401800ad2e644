extension Record {
  /// Where people for whom `counts` is true decided differently on a revision.
  public func disagreement(
    onDecisionOn number: RevisionNumber, counts: (PersonID) -> Bool
  ) -> Disagreement? {
    let decisions = entries.filter { $0.number == number && $0.annotation.decision != nil }
    return Disagreement(among: decisions.filter { counts($0.person) }, of: decisions) {
      $0.annotation.decision
    }
  }

  /// The reviewers who gave different verdicts on a revision at one time, such as on two machines of theirs.
  public func disagreements(onVerdictsOn number: RevisionNumber) -> [PersonID: Disagreement] {
    allVerdicts(on: number).compactMapValues { verdicts in
      Disagreement(among: verdicts, of: verdicts) { $0.annotation.verdict }
    }
  }

  /// Where one gave a named check, and another, or the same person elsewhere, took it back.
  ///
  /// - Parameter counts: which approvals do.
  public func disagreement(onCheck check: String, counts: (RecordEntry) -> Bool) -> Disagreement? {
    let all = entries.filter { $0.annotation.isGiven(check: check) != nil }
    return Disagreement(among: all.filter(counts), of: all) { $0.annotation.isGiven(check: check) }
  }

  /// Where one of the people for whom `counts` is true overrode a rule in a revision, and another took that back.
  public func disagreement(
    onOverrideOf rule: String, in number: RevisionNumber, counts: (PersonID) -> Bool
  ) -> Disagreement? {
    let all = entries.filter { $0.number == number && $0.annotation.isOverride(of: rule) != nil }
    return Disagreement(among: all.filter { counts($0.person) }, of: all) {
      $0.annotation.isOverride(of: rule)
    }
  }
}

extension Annotation {
  /// Whether it gives a check, or takes it back; nil when it does neither.
  public func isGiven(check: String) -> Bool? {
    if case .approval(check, let isGiven, _) = kind { isGiven } else { nil }
  }

  /// The rule that it overrides or says must hold again.
  public var overriddenRule: String? {
    if case .override(let rule, _, _) = kind { rule } else { nil }
  }

  /// Whether it overrides a rule, or takes that back; nil when it does neither.
  public func isOverride(of rule: String) -> Bool? {
    if case .override(rule, let isGiven, _) = kind { isGiven } else { nil }
  }
}
