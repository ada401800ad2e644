import Editorial
import Git

/// A rule of galley.yaml and whether it holds for a revision.
public struct RuleResult: Sendable, Hashable {
  public enum State: Sendable, Hashable {
    case satisfied
    case notSatisfied
    /// It doesn't hold, and an editor said that it needn't.
    case overridden(by: PersonID, name: String, why: String?)
    /// There is nothing that it could be about.
    case notApplicable
  }

  /// Its key in galley.yaml; `check:NAME` for a named check.
  public let rule: String
  public internal(set) var state: State
  /// What is the case, as a clause.
  public let why: String
  /// The next step, as a sentence, where it doesn't hold.
  public let remedy: String
  public let details: [String]
  /// Who can do that: names, or "everyone" at a desk that names no people.
  public internal(set) var clearedBy: [String] = []

  /// Whether it stands in nobody's way.
  public var holds: Bool { state != .notSatisfied }

  var isOverridden: Bool {
    if case .overridden = state { true } else { false }
  }

  init(
    _ rule: String, _ state: State, _ why: String, remedy: String = "", details: [String] = [],
    clearedBy: [String] = []
  ) {
    self.rule = rule
    self.state = state
    self.why = why
    self.remedy = remedy
    self.details = details
    self.clearedBy = clearedBy
  }

  init(
    _ rule: String, holds: Bool, _ why: String, remedy: String, details: [String] = [], clearedBy: [String]
  ) {
    self.init(
      rule, holds ? .satisfied : .notSatisfied, why, remedy: remedy, details: details, clearedBy: clearedBy)
  }
}

extension RuleResult {
  /// Not overridden, since of those who may say so one says that it is and another that it isn't.
  fileprivate func contradicted(
    _ disagreement: Disagreement, _ slug: Slug, _ masks: Masks
  ) -> RuleResult {
    let lines = disagreement.entries.map { entry in
      let isOverridden = entry.annotation.isOverride(of: rule) == true
      let reason = entry.annotation.text.map { ": \(masks.masked($0))" } ?? ""
      return "  \(masks.name(of: entry)) \(isOverridden ? "overrode it" : "took that back")\(reason)"
    }
    return RuleResult(
      rule, .notSatisfied, "\(why); that it is overridden is contradicted",
      remedy: "\(remedy) Or an editor settles it: 'galley override \(slug) \(rule) -m WHY' or '--undo'.",
      details: details + lines, clearedBy: clearedBy)
  }

  /// Without the names of people who are hidden; who may clear it is told by name only where nobody of them is.
  fileprivate func masked(by masks: Masks) -> RuleResult {
    guard !masks.isEmpty else { return self }
    let people = clearedBy.filter { !masks.hides($0) }
    return RuleResult(
      rule, state, masks.masked(why), remedy: masks.masked(remedy), details: details.map(masks.masked),
      clearedBy: people.count == clearedBy.count ? people : people + ["others"])
  }
}

/// Whether a revision may be published.
public struct Readiness: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public let commit: ObjectID
  /// Those that are on, in a fixed order.
  public let rules: [RuleResult]
  /// Remarks that were accepted with a change, and whose passages say what they said. They stop nobody.
  public let owed: [Thread]
  /// For short ids.
  public let ids: ShortIDs

  public var isReady: Bool { rules.allSatisfy(\.holds) }
}

extension Desk {
  /// Every rule of galley.yaml, as `main` has it, for an article's open revision.
  public func checkRules(_ slug: Slug) throws -> [RuleResult] { try readiness(of: slug).rules }

  /// Whether an article's open revision may be published, and what stands in the way.
  public func readiness(of slug: Slug) throws -> Readiness {
    let draft = try openDraft(of: slug)
    let revision = FoundRevision(number: draft.number, tip: draft.tip, isOpen: true)
    let record = try record(of: slug)
    var reanchoring = RemarkReanchoring(desk: self, slug: slug, revision: revision)
    return Readiness(
      slug: slug, number: draft.number, commit: draft.tip,
      rules: try checkRules(slug, at: revision, record: record),
      owed: try reanchoring.owed(recordToShow(record).record.threads),
      ids: ShortIDs(record.entries.map(\.id)))
  }

  /// The same for a revision's commit and the record that belongs to it, such as a server's hook sees before
  /// any branch has moved.
  public func checkRules(
    _ slug: Slug, at revision: FoundRevision, record: Record
  ) throws -> [RuleResult] {
    try checkRules(RevisionFacts(desk: self, revision: revision, record: record))
  }

  func checkRules(_ facts: RevisionFacts) throws -> [RuleResult] {
    let (record, revision) = (facts.record, facts.revision)
    let configuration = try configuration()
    let checker = try RuleChecker(
      desk: self, facts: facts, configuration: configuration, masks: masks(for: record))
    return try checker.results().map { $0.masked(by: checker.masks) }.map { result in
      guard !result.holds, result.rule != RuleChecker.embargo else { return result }
      if let disagreement = try disagreement(onOverrideOf: result.rule, record, at: revision) {
        return result.contradicted(disagreement, facts.slug, checker.masks)
      }
      guard
        let override = record.override(
          of: result.rule, in: revision.number, counts: { configuration.may(.decide, email: $0.email) })
      else { return result }
      var result = result
      let shown = checker.masks.masked(override)
      result.state = .overridden(by: shown.person, name: shown.name, why: shown.annotation.text)
      return result
    }
  }

  /// Says that a rule needn't hold for the current revision, and why; or that it must again.
  ///
  /// - Throws: ``Refusal`` for a rule that isn't on, for an embargo, and when there is nothing to take back.
  public func override(_ slug: Slug, rule: String, why: String?, undo: Bool) throws -> Annotated {
    try mayDo(.decide)
    let why = try why.map { try Self.checked($0) }
    return try whileOthersWrite {
      let ready = try readiness(of: slug)
      let record = try record(of: slug)
      let revision = FoundRevision(number: ready.number, tip: ready.commit, isOpen: true)
      guard let result = ready.rules.first(where: { $0.rule == rule }) else {
        let known = ready.rules.map(\.rule).joined(separator: ", ")
        throw Refusal(
          "no rule \(rule) is on at this desk",
          known.isEmpty ? "No rule is on; see \(DeskPath.configuration) on main." : "Those on are: \(known).")
      }
      guard rule != RuleChecker.embargo else {
        throw Refusal(
          "an embargo can't be overridden",
          "Change the embargo in the text's front matter, where everybody sees it.")
      }
      if undo {
        let isDisputed = try disagreement(onOverrideOf: rule, record, at: revision) != nil
        guard result.isOverridden || isDisputed else {
          throw Refusal("\(rule) isn't overridden on \(slug) \(ready.number)", "Nothing needs to be done.")
        }
      } else if result.holds {
        throw Refusal("\(rule) holds on \(slug) \(ready.number) already", "Nothing needs to be overridden.")
      }
      return try judge(.override(rule: rule, isGiven: !undo, message: why), slug, revision, record) {
        $0.number == revision.number && $0.annotation.isOverride(of: rule) != nil
      }
    }
  }

  /// Writes an event on a revision as a whole, or on a passage of it, after those of its kind that were seen.
  func judge(
    _ kind: Annotation.Kind, _ slug: Slug, _ revision: FoundRevision, _ record: Record,
    on passage: Annotation.Passage? = nil, with change: (Annotation) -> Annotation = { $0 },
    after isOfKind: (RecordEntry) -> Bool
  ) throws -> Annotated {
    let whole = Annotation.Passage(
      source: try textPath(of: slug, at: revision.tip), commit: revision.tip.description)
    let annotation = Annotation(kind, on: .passage(passage ?? whole), by: try creator(), at: now())
      .coming(after: record.latest(where: isOfKind))
    return try write([change(annotation)], slug, revision)
  }

  /// Who wrote an article's text: the authors of the commits that changed it, but for `revise`, which applies
  /// what others suggested.
  public func authors(of slug: Slug, at tip: ObjectID) throws -> Set<PersonID> {
    Set(try authorNames(of: slug, at: tip).keys)
  }

  /// The same with what those commits call them.
  func authorNames(of slug: Slug, at tip: ObjectID) throws -> [PersonID: Set<String>] {
    var authors: [PersonID: Set<String>] = [:]
    try repository.walk(from: [tip]) { commit in
      if commit.parents.count < 2, CommitNote(message: commit.message)?.event != .revise {
        let now = try articleState(slug, in: commit.tree)
        let before = try commit.parents.first.flatMap {
          try articleState(slug, in: repository.commit($0).tree)
        }
        if now != before {
          let known = try configuration().person(email: commit.author.email)?.email ?? commit.author.email
          if let id = try? PersonID(email: known) { authors[id, default: []].insert(commit.author.name) }
        }
      }
      return true
    }
    return authors
  }
}
