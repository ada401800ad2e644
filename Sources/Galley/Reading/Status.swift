import Editorial
import Git

/// How far an open article is.
public enum Phase: String, Sendable {
  /// Being written; nobody was asked for reviews.
  case draft
  /// Reviews are asked for and not all in.
  case inReview = "in review"
  /// Reviews are in that nobody has merged.
  case toMerge = "reviews to merge"
  /// Remarks wait for an answer or a decision.
  case toRevise = "remarks to settle"
  /// People decided differently who did not know of one another.
  case toSettle = "contradictions to settle"
  /// The editor has declined it.
  case declined
  /// Laid aside until somebody takes it up again.
  case shelved
  /// Everything is answered, and a rule of galley.yaml doesn't hold.
  case notReady = "rules to satisfy"
  /// Nothing is left to do but to publish.
  case ready = "ready to publish"
  /// On main, and no next revision is begun.
  case published
  /// Taken off main.
  case retracted
}

/// One open article at a glance.
public struct ArticleStatus: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public let phase: Phase
  /// Whose turn it is: "author", "editor", or reviewers' e-mails.
  public let turn: [String]
  /// The command that takes it on.
  public let next: String
  public let remarks: Int
  public let openRemarks: Int
  public let openQueries: Int
  public let openSuggestions: Int
  public let openClaims: Int
  public let annotations: Int
  /// The remarks, and decisions, verdicts, checks and overrides of the revision, about which people disagree.
  public let contradictions: Int
  public let unmergedReviews: [PersonID]
  public let verdicts: [(person: PersonID, verdict: Verdict)]
  /// What its front matter says.
  public let title: String?
  public let due: Day?
  /// What the reviewers are asked to look at.
  public let brief: String?
  public let isBlind: Bool
  /// Whether the article's text was changed on `main` itself, and this revision hasn't that.
  public let isChangedOnMain: Bool
  /// Files in the review folders that can't be read.
  public let unreadable: [UnreadableFile]
}

extension Desk {
  /// All open articles and those of which something was said since they were published, or one. The cost grows with what is open, not with what is published.
  public func status(_ slug: Slug? = nil) throws -> [ArticleStatus] {
    if let slug {
      guard let article = try openArticle(slug), article.current != nil else {
        guard let status = try statusOfPublished(slug) else {
          // Plain git may have put it on main.
          guard try wasPublished(slug) else { throw try noArticle(slug) }
          return []
        }
        return [status]
      }
      return try [status(of: article)].compactMap { $0 }
    }
    return try map(openArticles()) { desk, article in
      guard article.current == nil else { return try desk.status(of: article) }
      return try desk.statusOfPublished(article.slug).flatMap { $0.turn.isEmpty ? nil : $0 }
    }.compactMap(\.self)
  }

  private func status(of article: OpenArticle) throws -> ArticleStatus? {
    guard let current = article.current else { return nil }
    let revision = FoundRevision(number: current.number, tip: current.tip, isOpen: true)
    let record = try record(of: article)
    let masks = try masks(for: record)
    var reanchoring = RemarkReanchoring(desk: self, slug: article.slug, revision: revision)
    let threads = record.threads
    let open = try threads.filter { try reanchoring.isOpen($0) }
    let facts = try RevisionFacts(desk: self, revision: revision, record: record)
    let unmerged = try unmergedReviews(article, into: current.tip)
    func shown(_ person: PersonID) -> PersonID { masks.id(of: person, in: current.number) }
    let contradictions = try contradictions(on: revision, record)
    let (phase, turn, next) = try step(
      facts, contradictions, unmerged: unmerged, open: open.filter(\.concernsPeople),
      isOwed: try !reanchoring.owed(threads).isEmpty, shown: shown)
    return ArticleStatus(
      slug: article.slug, number: current.number, phase: phase, turn: turn, next: next,
      remarks: threads.count, openRemarks: open.count,
      openQueries: open.count { $0.root.annotation.motivation == .questioning },
      openSuggestions: open.count { $0.root.annotation.replacement != nil },
      openClaims: open.count(where: \.root.annotation.isClaim),
      annotations: record.entries.count,
      contradictions: threads.count { !$0.disagreements.isEmpty }
        + contradictions.count,
      unmergedReviews: unmerged.map { masks.id(of: $0.person, in: $0.number) },
      verdicts: facts.verdicts.compactMap { person, entry in
        entry.annotation.verdict.map { (shown(person), $0) }
      }
      .sorted { $0.0.component < $1.0.component },
      title: FrontMatter(of: try textToShow(article.slug, revision, record)).title, due: facts.round?.due,
      brief: facts.round?.brief.map(masks.masked), isBlind: facts.round?.isBlind ?? false,
      isChangedOnMain: try correction(of: article.slug, missingIn: current.tip) != nil,
      unreadable: masks.masked(record).unreadable)
  }

  /// It waits for somebody when people have said something since it was published.
  ///
  /// - Returns: nil when plain git put the article on main.
  private func statusOfPublished(_ slug: Slug) throws -> ArticleStatus? {
    guard let number = try lastPublication(of: slug, lookingBack: true)?.revision.number else {
      return nil
    }
    let record = try record(of: slug)
    let threads = record.threads
    let open = threads.filter(\.isOpen)
    return ArticleStatus(
      slug: slug, number: number, phase: try isPublished(slug) ? .published : .retracted,
      turn: try turns(of: record),
      next: "galley revise \(slug)",
      remarks: threads.count,
      openRemarks: open.count, openQueries: open.count { $0.root.annotation.motivation == .questioning },
      openSuggestions: open.count { $0.root.annotation.replacement != nil },
      openClaims: open.count(where: \.root.annotation.isClaim),
      annotations: record.entries.count, contradictions: threads.count { !$0.disagreements.isEmpty },
      unmergedReviews: [], verdicts: [],
      title: try isPublished(slug)
        ? tip(.main).map { FrontMatter(of: try articleText(slug, in: $0)).title } ?? nil : nil,
      due: nil, brief: nil, isBlind: false, isChangedOnMain: false,
      unreadable: record.unreadable)
  }

  /// Who is to answer what was said since the article was published.
  private func turns(of record: Record) throws -> [String] {
    let masks = try masks(for: record)
    let all = record.lateThreads.filter(\.isOpen).compactMap { thread -> String? in
      switch thread.turn(in: thread.root.number) {
      case .authors: "author"
      case .editors: "editor"
      case .factCheckers: "fact-checker"
      case .maker: masks.id(of: thread.root.person, in: thread.root.number).email
      case .nobody: nil
      }
    }
    return Set(all).sorted()
  }

  /// How far it is, whose turn it is, and the command that takes it on; the table is in docs/ledger.md.
  private func step(
    _ facts: RevisionFacts, _ contradictions: [Contradiction], unmerged: [ReviewBranch], open: [Thread],
    isOwed: Bool, shown: (PersonID) -> PersonID
  ) throws -> (Phase, [String], String) {
    let (slug, round) = (facts.slug, facts.round)
    let decision = facts.decision?.annotation.decision
    if let first = contradictions.first, first.matter == .decision {
      return (.toSettle, ["editor"], first.settlingCommand(slug))
    }
    if decision == .shelve { return (.shelved, ["nobody"], "galley shelve \(slug) --take-up") }
    if decision == .decline { return (.declined, ["nobody"], "galley decide \(slug) reopen") }
    if let first = contradictions.first, case .verdict(let person) = first.matter {
      return (.toSettle, [shown(person).email], first.settlingCommand(slug))
    }
    let waiting = facts.awaited
    let news =
      facts.record.unmergedRemarks
      + facts.record.entries.filter { !$0.isMerged && $0.annotation.verdict != nil }
    let isAwaited = !waiting.isEmpty || (facts.verdicts.isEmpty && news.isEmpty && open.isEmpty)
    if round != nil, decision == nil, isAwaited {
      let names = waiting.map { shown($0).email }.sorted()
      return (
        .inReview, names.isEmpty ? ["reviewers"] : names, "galley annotate \(slug) --quote Q --comment T"
      )
    }
    if unmerged.contains(where: { review in news.contains { $0.person == review.person } }) {
      return (.toMerge, ["editor"], "galley merge \(slug)")
    }
    if let first = contradictions.first {
      let turn = if case .check(let check) = first.matter { check.by.sorted() } else { ["editor"] }
      return (.toSettle, turn, first.settlingCommand(slug))
    }
    if let step = remarksToSettle(facts, open) { return step }
    if isOwed { return (.toRevise, ["author"], "galley edit \(slug)") }
    if decision == .revise { return (.toRevise, ["author"], "galley revise \(slug)") }
    guard round != nil else { return (.draft, ["author"], "galley submit \(slug)") }
    let broken = try checkRules(facts).filter { !$0.holds }
    return broken.isEmpty
      ? (.ready, ["editor"], "galley publish \(slug)")
      : (.notReady, broken[0].clearedBy, "galley ready \(slug)")
  }

  private func remarksToSettle(_ facts: RevisionFacts, _ open: [Thread]) -> (Phase, [String], String)? {
    let (slug, short) = (facts.slug, facts.short)
    if let disputed = facts.record.threads.first(where: { !$0.disagreements.isEmpty }) {
      return (.toSettle, ["editor"], disputed.settlingCommand(short))
    }
    if let query = open.first(where: { $0.root.annotation.motivation == .questioning }) {
      let id = short.tail(of: query.root.id)
      return (
        .toRevise, ["author"],
        query.replies.isEmpty ? "galley reply \(id) TEXT" : "galley resolve \(id) answered"
      )
    }
    if let claim = open.first(where: \.root.annotation.isClaim) {
      return (
        .toRevise, ["fact-checker"], "galley claim \(short.tail(of: claim.root.id)) supported --source S"
      )
    }
    if open.contains(where: { $0.root.annotation.replacement != nil }) {
      return (.toRevise, ["editor"], "galley triage \(slug)")
    }
    if facts.record.threads.contains(where: \.waitsToBeApplied) {
      return (.toRevise, ["editor"], "galley revise \(slug)")
    }
    return open.first.map { remark in
      (.toRevise, ["editor"], "galley resolve \(short.tail(of: remark.root.id)) answered")
    }
  }
}

extension Thread {
  /// What it is that people disagree about first, in one word.
  var disputedThings: String {
    if case .reattachment = disagreements.first?.holds.annotation.kind { "places" } else { "answers" }
  }

  /// The command that settles what people disagree about.
  func settlingCommand(_ short: ShortIDs) -> String {
    let tail = short.tail(of: root.id)
    let event = disagreements.first?.holds.annotation
    if event?.satisfaction != nil { return "galley satisfied \(tail)" }
    if case .reattachment = event?.kind { return "galley reattach \(tail) --quote Q" }
    if event?.claimState != nil { return "galley claim \(tail) supported|disputed|unverifiable" }
    return "galley resolve \(tail) accepted|rejected|answered"
  }
}
