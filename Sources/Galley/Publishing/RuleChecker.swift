import Editorial
import Git
import Prose

/// Looks at one revision by the rules that are on, one after another.
struct RuleChecker {
  static let embargo = "embargo"

  let desk: Desk
  let facts: RevisionFacts
  let configuration: DeskConfiguration
  /// Whom the one who asks must not know.
  let masks: Masks

  private var rules: DeskConfiguration.Rules { configuration.rules }
  private var slug: Slug { facts.slug }
  private var revision: FoundRevision { facts.revision }
  private var record: Record { facts.record }

  func results() throws -> [RuleResult] {
    var results: [RuleResult] = []
    if rules.noOpenQuery { results.append(openQueries()) }
    if rules.noOpenClaim { results.append(try openClaims()) }
    if rules.noUnmergedReview { results.append(unmergedReviews()) }
    if rules.acceptingVerdicts > 0 { results.append(try acceptingVerdicts()) }
    if rules.acceptingDecision { results.append(decision()) }
    results += try rules.checks.map(check)
    if let correction = try correctionOnMain() { results.append(correction) }
    return try results + onText(desk.articleText(slug, in: revision.tip))
  }

  // MARK: What was said

  private func openQueries() -> RuleResult {
    let open = record.openQueries(in: revision.number)
    return RuleResult(
      "no-open-query", holds: open.isEmpty,
      open.isEmpty
        ? "no query is open" : "\(counted(open.count, "query is", "queries are")) open",
      remedy: "Answer each with 'galley reply ID TEXT', then 'galley resolve ID answered'.",
      details: open.map { detail($0.root, $0.root.annotation.text) }, clearedBy: who(.resolve))
  }

  private func openClaims() throws -> RuleResult {
    let claims = try desk.claims(of: record, in: revision)
    guard !claims.isEmpty else { return RuleResult("no-open-claim", .notApplicable, "no claim is marked") }
    let open = claims.filter { !$0.isSettled }
    return RuleResult(
      "no-open-claim", holds: open.isEmpty,
      open.isEmpty
        ? "every claim is settled"
        : "\(open.count) of \(counted(claims.count, "claim")) \(open.count == 1 ? "isn't" : "aren't") settled",
      remedy: "Check each with 'galley claim ID supported --source S'; see 'galley claims \(slug) --open'.",
      details: open.map { claim in
        let state = claim.placed.isReopened ? "unchecked again" : claim.state.rawValue
        return detail(
          claim.thread.root,
          "\(state): \u{201C}\(claim.passage ?? claim.thread.root.annotation.anchor?.exact ?? "")\u{201D}")
      },
      clearedBy: who(.checkClaims))
  }

  private func unmergedReviews() -> RuleResult {
    let waiting = record.unmergedRemarks
    return RuleResult(
      "no-unmerged-review", holds: waiting.isEmpty,
      waiting.isEmpty
        ? "no review waits to be merged"
        : "\(counted(waiting.count, "remark waits", "remarks wait")) to be merged",
      remedy: "Take them in with 'galley merge \(slug)'.", clearedBy: who(.mergeReviews))
  }

  private func acceptingVerdicts() throws -> RuleResult {
    let needed = rules.acceptingVerdicts
    let own = rules.authorAcceptsOwn
    let authors = own ? [] : try desk.authors(of: slug, at: revision.tip)
    let disputed = record.disagreements(onVerdictsOn: revision.number)
    let accepting = facts.verdicts.filter { person, entry in
      entry.annotation.verdict == .accept && !authors.contains(person) && disputed[person] == nil
        && (configuration.may(.giveVerdict, email: person.email) || isAskedUnnamed(person))
    }
    return RuleResult(
      "accepting-verdicts", holds: accepting.count >= needed,
      "\(accepting.count) of \(needed) accepting verdicts on \(revision.number)\(own ? "" : " by others than its authors")",
      remedy:
        "Ask for reviews with 'galley submit \(slug)'; a reviewer accepts with 'galley verdict \(slug) accept'.",
      details: disputed.sorted { $0.key < $1.key }.map { _, disagreement in
        let said = disagreement.entries.compactMap(\.annotation.verdict?.rawValue)
        return "  \(masks.name(of: disagreement.holds)) said \(said.joined(separator: " and ")) at one time"
      },
      clearedBy: who(.giveVerdict))
  }

  /// Whether somebody was asked under a pseudonym: who that is only the editor knows, who brought the verdict in.
  private func isAskedUnnamed(_ person: PersonID) -> Bool {
    person.isPseudonym && facts.round?.reviewers.contains(person) ?? false
  }

  private func decision() -> RuleResult {
    let word = facts.decision?.annotation.decision?.rawValue
    if let disagreement = facts.decisionDisagreement {
      return RuleResult(
        "accepting-decision", .notSatisfied, "the decisions on \(revision.number) contradict one another",
        remedy: "Settle it: 'galley decide \(slug) accept|revise|decline'.",
        details: disagreement.entries.map {
          "  \(masks.name(of: $0)): \($0.annotation.decision?.rawValue ?? "")"
        }, clearedBy: who(.decide))
    }
    return RuleResult(
      "accepting-decision", holds: facts.decision?.annotation.decision == .accept,
      word.map { "the decision on \(revision.number) is '\($0)'" }
        ?? "nobody has decided on \(revision.number)",
      remedy: "An editor decides with 'galley decide \(slug) accept'.", clearedBy: who(.decide))
  }

  private func check(_ check: DeskConfiguration.Check) throws -> RuleResult {
    let clearedBy =
      configuration.people.isEmpty
      ? ["everyone"]
      : configuration.people.filter { !$0.roleNames.isDisjoint(with: check.by) }.map(\.name)
    if let disagreement = try desk.disagreement(on: check, record, at: revision) {
      return RuleResult(
        "check:\(check.name)", .notSatisfied, "one has given it and another taken it back",
        remedy: "Read \(revision.number) for it, then settle it: 'galley approve \(slug) \(check.name)'.",
        details: disagreement.entries.map {
          let word = $0.annotation.isGiven(check: check.name) == true ? "gave it" : "took it back"
          return "  \(masks.name(of: $0)) \(word) on \($0.number)"
        }, clearedBy: clearedBy)
    }
    let all = try desk.approvals(of: check, record, at: revision)
    let standing = all.filter { $0.outdated == nil }
    let why =
      standing.first.map { "\(masks.name(of: $0.entry)) has given it on \($0.entry.number)" }
      ?? (all.isEmpty ? "nobody has given it" : "what was given is outdated")
    return RuleResult(
      "check:\(check.name)", holds: !standing.isEmpty, why,
      remedy: "Read \(revision.number) for it, then 'galley approve \(slug) \(check.name)'.",
      details: standing.isEmpty
        ? all.map { "  \(masks.name(of: $0.entry)) gave it on \($0.entry.number): \($0.outdated ?? "")" }
        : [],
      clearedBy: clearedBy)
  }

  /// What people judge is what goes out: a text that was changed on `main` meanwhile is one that nobody has judged.
  private func correctionOnMain() throws -> RuleResult? {
    let isJudged = !rules.checks.isEmpty || rules.acceptingVerdicts > 0 || rules.acceptingDecision
    guard isJudged, try desk.correction(of: slug, missingIn: revision.tip) != nil else { return nil }
    return RuleResult(
      "main-taken-in", .notSatisfied, "main's text was changed since, and \(revision.number) hasn't that",
      remedy: "Take it in with 'galley merge \(slug)', and have it read again.", clearedBy: who(.write))
  }

  // MARK: What is written

  private func onText(_ text: String) throws -> [RuleResult] {
    let frontMatter = FrontMatter(of: text, name: try desk.textPath(of: slug, at: revision.tip))
    var results: [RuleResult] = []
    if rules.noMarkLeft { results.append(leftMarks(text)) }
    if rules.byline { results.append(byline(frontMatter)) }
    if rules.imageCredits { results.append(imageCredits(frontMatter)) }
    if rules.embargo, let embargo = embargo(frontMatter) { results.append(embargo) }
    return results
  }

  private func leftMarks(_ text: String) -> RuleResult {
    let marks = Editorial.leftMarks(in: text)
    return RuleResult(
      "no-mark-left", holds: marks.isEmpty,
      marks.isEmpty
        ? "no mark is left in the text"
        : "\(counted(marks.count, "line has", "lines have")) a mark left",
      remedy: "Finish them with 'galley edit \(slug)'.",
      details: marks.map { "  line \($0.line): \($0.excerpt)" }, clearedBy: who(.write))
  }

  private func byline(_ frontMatter: FrontMatter) -> RuleResult {
    let authors = frontMatter.authors.filter { $0.name?.contains { !$0.isWhitespace } ?? false }
    return RuleResult(
      "byline", holds: !authors.isEmpty,
      authors.isEmpty ? "the front matter names no author" : "the front matter names an author",
      remedy: "Put 'author: NAME' there with 'galley edit \(slug)'.", clearedBy: who(.write))
  }

  private func imageCredits(_ frontMatter: FrontMatter) -> RuleResult {
    let (images, without) = imagesWithoutCredit(in: frontMatter)
    guard images > 0 else { return RuleResult("image-credits", .notApplicable, "there is no image") }
    return RuleResult(
      "image-credits", holds: without.isEmpty,
      without.isEmpty
        ? "every image has a credit"
        : "\(without.count) of \(counted(images, "image has", "images have")) no credit",
      remedy:
        "Give each a title, as in ![alt](file \"Photo: Ann\"), or list it under 'credits' in the front matter.",
      details: without.map { "  \($0)" }, clearedBy: who(.write))
  }

  /// nil when neither the text has one nor galley.yaml speaks of it.
  private func embargo(_ frontMatter: FrontMatter) -> RuleResult? {
    guard let field = frontMatter.fields?["embargo"], !field.isNull else {
      return configuration.yaml["rules"]?["embargo"] == nil
        ? nil : RuleResult(Self.embargo, .notApplicable, "there is no embargo")
    }
    let text = field.text ?? ""
    let start =
      (try? Timestamp(text)) ?? (try? Day(text)).map { Timestamp(seconds: $0.daysSince1970 * 86_400) }
    guard let start else {
      return RuleResult(
        Self.embargo, .notSatisfied, "the embargo is no time that can be read",
        remedy: "Write it as 'embargo: 2026-12-01T06:00:00Z' in the front matter.", clearedBy: who(.write))
    }
    let isOver = start.seconds <= desk.clock().seconds
    return RuleResult(
      Self.embargo, holds: isOver,
      isOver
        ? "the embargo ended at \(start)" : "it is embargoed until \(start)",
      remedy: "Publish it after that time.", clearedBy: ["nobody before that time"])
  }

  // MARK: Words

  private func who(_ action: DeskConfiguration.Action) -> [String] {
    configuration.people.isEmpty ? ["everyone"] : configuration.people(whoMay: action).map(\.name)
  }

  private func detail(_ entry: RecordEntry, _ words: String?) -> String {
    let person = masks.id(of: entry.person, in: entry.number)
    return "  \(facts.short.tail(of: entry.id))  \(person.email): \(words ?? "")"
  }
}
