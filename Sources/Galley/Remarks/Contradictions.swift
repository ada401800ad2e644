import Editorial
import Git

/// A matter of a revision, rather than of one remark, about which people said different things at one time.
struct Contradiction {
  enum Matter: Hashable {
    case decision
    /// One reviewer's verdicts, given on two machines.
    case verdict(PersonID)
    case check(DeskConfiguration.Check)
    case override(rule: String)
  }

  let matter: Matter
  let disagreement: Disagreement

  /// What it is, as a clause that names nobody.
  var words: String {
    switch matter {
    case .decision: "two decisions contradict"
    case .verdict: "your verdicts contradict"
    case .check(let check): "the check \(check.name) was given and taken back"
    case .override(let rule): "\(rule) was overridden and not"
    }
  }

  /// The command that settles it.
  func settlingCommand(_ slug: Slug) -> String {
    switch matter {
    case .decision: "galley decide \(slug) accept|revise|decline"
    case .verdict: "galley verdict \(slug) accept|minor|major|reject"
    case .check(let check): "galley approve \(slug) \(check.name)"
    case .override(let rule): "galley override \(slug) \(rule) -m WHY"
    }
  }
}

extension Desk {
  /// What contradicts on a revision: the decision, verdicts by reviewer, checks, and overrides of rules that don't hold
  /// by themselves.
  func contradictions(on revision: FoundRevision, _ record: Record) throws -> [Contradiction] {
    let configuration = try configuration()
    var found: [Contradiction] = []
    if let decision = try disagreement(onDecisionOn: revision.number, record) {
      found.append(Contradiction(matter: .decision, disagreement: decision))
    }
    let verdicts = record.disagreements(onVerdictsOn: revision.number)
    found += verdicts.sorted { $0.key < $1.key }.map {
      Contradiction(matter: .verdict($0), disagreement: $1)
    }
    for check in configuration.rules.checks {
      if let disagreement = try disagreement(on: check, record, at: revision) {
        found.append(Contradiction(matter: .check(check), disagreement: disagreement))
      }
    }
    return try found + contradictedOverrides(on: revision, record)
  }

  private func contradictedOverrides(
    on revision: FoundRevision, _ record: Record
  ) throws -> [Contradiction] {
    let rules = Set(
      record.entries.compactMap { $0.number == revision.number ? $0.annotation.overriddenRule : nil })
    let found = try rules.sorted().compactMap { rule in
      try disagreement(onOverrideOf: rule, record, at: revision).map {
        Contradiction(matter: .override(rule: rule), disagreement: $0)
      }
    }
    guard !found.isEmpty else { return [] }
    let broken = try checkRules(record.slug, at: revision, record: record).filter { !$0.holds }.map(\.rule)
    return found.filter { contradiction in broken.contains { contradiction.matter == .override(rule: $0) } }
  }

  /// Where those who may give a check gave it and took it back, not knowing of one another.
  func disagreement(
    on check: DeskConfiguration.Check, _ record: Record, at revision: FoundRevision
  ) throws -> Disagreement? {
    let configuration = try configuration()
    return record.disagreement(onCheck: check.name) {
      $0.number <= revision.number && configuration.mayApprove(check.name, email: $0.person.email)
    }
  }

  /// Where those who may override a rule did so and took it back, not knowing of one another.
  func disagreement(
    onOverrideOf rule: String, _ record: Record, at revision: FoundRevision
  ) throws -> Disagreement? {
    let configuration = try configuration()
    return record.disagreement(onOverrideOf: rule, in: revision.number) {
      configuration.may(.decide, email: $0.email)
    }
  }
}
