import Editorial
import Git

/// Something that waits for a person.
public struct InboxItem: Sendable {
  public enum Kind: String, Sendable {
    case review, merge, answer, satisfied, settle, place, claim, approve, decide, revise, publish
  }

  public let slug: Slug
  public let number: RevisionNumber
  public let kind: Kind
  /// The remark, where it is about one.
  public let id: AnnotationID?
  /// What it is, as a clause.
  public let words: String
  /// The command that takes it on.
  public let next: String
  public let due: Day?
}

/// What waits for a person at one desk.
public struct Inbox: Sendable {
  public let items: [InboxItem]
  /// How many remarks the person has put off.
  public let snoozed: Int
}

extension Desk {
  /// What waits for this person, article by article. Asks no remote.
  public func inbox() throws -> Inbox {
    let me = try person()
    var items: [InboxItem] = []
    var snoozed = 0
    for article in try openArticles() {
      // Of what is published only what was said since is left here.
      guard
        let revision = try article.current.map({
          FoundRevision(number: $0.number, tip: $0.tip, isOpen: true)
        }) ?? lastPublication(of: article.slug)?.revision
      else { continue }
      var reader = try InboxReader(desk: self, article: article, revision: revision, me: me)
      try reader.read()
      items += reader.items
      snoozed += reader.snoozed
    }
    return Inbox(items: items, snoozed: snoozed)
  }

  /// Puts a remark off in this person's inbox; it comes back on that day, or when somebody else says something.
  public func snooze(_ typed: String, until day: Day) throws -> Annotated {
    try mayDo(.annotate)
    return try whileOthersWrite {
      let found = try findAnnotation(typed)
      _ = try thread(of: found, typed)
      return try respond(to: found, .snooze(until: day))
    }
  }
}

private struct InboxReader {
  let desk: Desk
  let slug: Slug
  let revision: FoundRevision
  let me: DeskPerson
  /// As it is, for deciding; and as the person may see it.
  let facts: RevisionFacts
  let shown: Record
  let configuration: DeskConfiguration
  let isAuthor: Bool
  let isEditor: Bool
  var items: [InboxItem] = []
  var snoozed = 0

  init(desk: Desk, article: OpenArticle, revision: FoundRevision, me: DeskPerson) throws {
    self.desk = desk
    slug = article.slug
    self.revision = revision
    self.me = me
    let record = try desk.record(of: slug)
    facts = try RevisionFacts(desk: desk, revision: revision, record: record)
    shown = try desk.recordToShow(record).record
    configuration = try desk.configuration()
    isAuthor = try desk.authors(of: slug, at: revision.tip).contains(me.id)
    isEditor =
      configuration.people.isEmpty
      ? isAuthor || record.submissions.contains { [me] in $0.by == me.id }
      : configuration.may(.decide, email: me.email)
  }

  mutating func read() throws {
    guard revision.isOpen else { return try readThreads() }
    let round = facts.round
    let contradictions = try desk.contradictions(on: revision, facts.record)
    let decision = facts.decision?.annotation.decision
    if isEditor, let first = contradictions.first, first.matter == .decision {
      add(.settle, first.words, first.settlingCommand(slug))
      return
    }
    guard decision != .decline, decision != .shelve else { return }
    for contradiction in contradictions where isMine(contradiction) {
      add(.settle, contradiction.words, contradiction.settlingCommand(slug))
    }
    readRound(round, isDecided: decision != nil)
    if isEditor { readEditorsPart(round, decision) }
    if isAuthor, decision == .revise {
      add(.revise, "the decision is to revise it", "galley revise \(slug)")
    }
    let isOwed = try readOwed()
    try readThreads()
    try readChecks(except: contradictions.map(\.matter))
    if isEditor, !isOwed, items.isEmpty, round != nil, try desk.readiness(of: slug).isReady {
      add(.publish, "it is ready to publish", "galley publish \(slug)")
    }
  }

  private mutating func add(
    _ kind: InboxItem.Kind, _ words: String, _ next: String, id: AnnotationID? = nil, due: Day? = nil
  ) {
    items.append(
      InboxItem(
        slug: slug, number: revision.number, kind: kind, id: id, words: words, next: next, due: due))
  }

  private mutating func readRound(_ round: Round?, isDecided: Bool) {
    guard let round, !isDecided, round.verdicts[me.id] == nil else { return }
    let roles = configuration.person(email: me.email)?.roles ?? []
    let isAsked =
      round.reviewers.isEmpty ? roles.contains(.reviewer) && !isAuthor : round.reviewers.contains(me.id)
    if isAsked { add(.review, "your review is asked for", "galley show \(slug)", due: round.due) }
  }

  private mutating func readEditorsPart(_ round: Round?, _ decision: Decision?) {
    let waiting = shown.unmergedRemarks.filter { $0.person != me.id }
    if !waiting.isEmpty {
      add(
        .merge, "\(counted(waiting.count, "remark waits", "remarks wait")) to be merged",
        "galley merge \(slug)")
    }
    guard let round, decision == nil, !round.verdicts.isEmpty,
      round.reviewers.allSatisfy({ round.verdicts[$0] != nil })
    else { return }
    add(.decide, "all verdicts are in", "galley decide \(slug) accept|revise|decline")
  }

  /// What was accepted with a change and isn't changed is the authors' to put in.
  private mutating func readOwed() throws -> Bool {
    var reanchoring = RemarkReanchoring(desk: desk, slug: slug, revision: revision)
    let owed = try reanchoring.owed(shown.threads)
    for thread in owed where isAuthor {
      let quote = (thread.root.annotation.text ?? thread.root.annotation.anchor?.exact ?? "").firstWords
      add(
        .revise, "accepted with a change, and not changed: \(quote)", "galley edit \(slug)",
        id: thread.root.id)
    }
    return !owed.isEmpty
  }

  private mutating func readThreads() throws {
    let today = desk.now().utc.day
    let short = facts.short
    var reanchoring = RemarkReanchoring(desk: desk, slug: slug, revision: revision)
    for placed in try reanchoring.place(revision.isOpen ? shown.threads : shown.lateThreads) {
      let thread = placed.thread
      guard thread.root.number <= revision.number else { continue }
      if placed.isOpen, thread.turn(in: revision.number, isReopened: placed.isReopened) != .nobody,
        thread.root.person == me.id || isEditor, !thread.isSnoozed(by: me.id, on: today)
      {
        try readPlace(placed, &reanchoring, short.tail(of: thread.root.id))
      }
      guard isMine(thread, placed.isReopened) else { continue }
      if thread.isSnoozed(by: me.id, on: today) {
        snoozed += 1
        continue
      }
      let tail = short.tail(of: thread.root.id)
      let quote = (thread.root.annotation.text ?? thread.root.annotation.anchor?.exact ?? "").firstWords
      if !thread.disagreements.isEmpty {
        add(
          .settle, "two \(thread.disputedThings) contradict: \(quote)", thread.settlingCommand(short),
          id: thread.root.id)
        continue
      }
      switch thread.turn(in: revision.number, isReopened: placed.isReopened) {
      case .factCheckers, .editors:
        let state = placed.isReopened ? "unchecked again" : thread.claimState?.rawValue ?? "unchecked"
        add(
          .claim, "a claim is \(state): \(quote)", "galley claim \(tail) supported --source S",
          id: thread.root.id)
      case .maker where !thread.isOpen(in: revision.number):
        let word = thread.resolution?.rawValue ?? "resolved"
        add(.satisfied, "your remark is \(word): \(quote)", "galley satisfied \(tail)", id: thread.root.id)
      default:
        let isSuggestion = thread.root.annotation.replacement != nil
        let command =
          isSuggestion ? "galley resolve \(tail) accepted|rejected" : "galley reply \(tail) TEXT"
        add(
          .answer,
          "\(thread.root.name) waits for an answer\(revision.isOpen ? "" : " on what is published"): \(quote)",
          revision.isOpen ? command : "\(command) (or correct it: galley revise \(slug))",
          id: thread.root.id)
      }
    }
  }

  /// A remark whose place is unsure is to be confirmed, one whose passage is gone and may stand elsewhere to be reattached.
  private mutating func readPlace(
    _ placed: PlacedThread, _ reanchoring: inout RemarkReanchoring, _ tail: String
  ) throws {
    let root = placed.thread.root
    let quote = (root.annotation.anchor?.exact ?? "").firstWords
    if placed.isUnsure {
      add(
        .place, "unsure whether a remark of \(root.name) still belongs to its passage: \(quote)",
        "galley reattach \(tail) --confirm (or --quote Q)", id: root.id)
    } else if placed.placement?.status == .orphan,
      try !reanchoring.candidates(for: placed.thread, in: reanchoring.text()).isEmpty
    {
      add(
        .place, "a remark of \(root.name) lost its passage, which may stand elsewhere: \(quote)",
        "galley reattach \(tail) --quote Q (see 'galley why \(tail)')", id: root.id)
    }
  }

  private func isMine(_ contradiction: Contradiction) -> Bool {
    switch contradiction.matter {
    case .decision, .override: isEditor
    case .verdict(let person): person == me.id
    case .check(let check): configuration.mayApprove(check.name, email: me.email)
    }
  }

  private func isMine(_ thread: Thread, _ isReopened: Bool) -> Bool {
    switch thread.turn(in: revision.number, isReopened: isReopened) {
    case .nobody: false
    case .maker: thread.root.person == me.id
    case .authors: isAuthor || (isEditor && thread.root.person != me.id)
    case .editors: isEditor
    case .factCheckers:
      configuration.people.isEmpty
        ? isEditor : configuration.person(email: me.email)?.roles.contains(.factChecker) ?? false
    }
  }

  /// Checks that this person gave and that don't hold any more; and, once the round is over, those not given.
  ///
  /// - Parameter contradicted: what is to be settled first.
  private mutating func readChecks(except contradicted: [Contradiction.Matter]) throws {
    for check in configuration.rules.checks
    where configuration.mayApprove(check.name, email: me.email) && !contradicted.contains(.check(check)) {
      let given = try desk.approvals(of: check, facts.record, at: revision)
      guard !given.contains(where: { $0.outdated == nil }) else { continue }
      let command = "galley approve \(slug) \(check.name)"
      if let mine = given.first(where: { [me] in $0.entry.person == me.id }) {
        add(
          .approve, "your check \(check.name) of \(mine.entry.number) is outdated: \(mine.outdated ?? "")",
          command)
      } else if facts.round != nil {
        add(.approve, "the check \(check.name) isn't given", command)
      }
    }
  }
}

extension Thread {
  fileprivate func isSnoozed(by person: PersonID, on today: Day) -> Bool {
    snooze(of: person).map { today < $0 } ?? false
  }
}

extension String {
  /// On one line, at most 60 characters.
  fileprivate var firstWords: String {
    let line = split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 60 ? "\(line.prefix(59))…" : line
  }
}
