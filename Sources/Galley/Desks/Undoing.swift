import Editorial
import Git

/// What somebody did last on a desk, and how it is taken back.
public struct LastAct: Sendable {
  /// `Save rivers r1`: the subject of its commit.
  public let words: String
  public let at: Timestamp
  /// What takes it back, where it was sent: `withdraw 60ca`; empty while it is only here, where it simply goes.
  public let events: [String]
  public var isSent: Bool { !events.isEmpty }

  let index: Int
  let act: ActLog.Act
  let steps: [UndoStep]
}

/// One event that takes another back.
enum UndoStep: Sendable, Hashable {
  case withdraw(AnnotationID)
  case reopen(AnnotationID)
  case verdict(Slug, RevisionNumber)
  case check(Slug, String)
  case override(Slug, String)
  case decision(Slug)
  case submission(Slug)
  /// Saves the text that stood in a commit.
  case text(Slug, ObjectID)

  var words: String {
    switch self {
    case .withdraw(let id): "withdraw \(id.description.suffix(6))"
    case .reopen(let id): "open \(id.description.suffix(6)) again"
    case .verdict(let slug, let number): "withdraw the verdict on \(slug) \(number)"
    case .check(let slug, let check): "take back the check \(check) of \(slug)"
    case .override(let slug, let rule): "let \(rule) hold again for \(slug)"
    case .decision(let slug): "take back the decision on \(slug)"
    case .submission(let slug): "take back the submission of \(slug)"
    case .text(let slug, let commit): "save the text of \(slug) as it was in \(commit.short)"
    }
  }
}

extension Desk {
  /// What this person did last here and hasn't taken back; nil when nothing is remembered.
  ///
  /// - Throws: ``Refusal`` when it can't be taken back; it says what can be done instead.
  public func lastAct() throws -> LastAct? {
    let (log, me) = (ActLog(of: self), try person().email)
    guard let index = log.acts.lastIndex(where: { !$0.isUndone && $0.email == me }) else { return nil }
    let act = log.acts[index]
    let words = try self.words(for: act)
    let isSent = try act.updates.contains(where: wasSent)
    if !isSent {
      for update in act.updates where try repository.reference(update.name) != update.new {
        throw Refusal(
          "\u{201C}\(words)\u{201D} can't be taken back: \(Self.branch(update)) has moved on since",
          "See what happened with 'galley log', and change it by what you do next.")
      }
    }
    let steps = isSent ? try steps(takingBack: act, words) : []
    return LastAct(words: words, at: act.at, events: steps.map(\.words), index: index, act: act, steps: steps)
  }

  /// Takes back what somebody did last.
  public func undo(_ last: LastAct) throws {
    if last.isSent {
      for step in last.steps { try take(step) }
    } else {
      try whileOthersWrite {
        try land(
          last.act.updates.reversed().map { ReferenceUpdate($0.name, from: $0.new, to: $0.old) },
          because: "galley undo", as: .noAct)
      }
    }
    var log = ActLog(of: self)
    guard log.acts.indices.contains(last.index), log.acts[last.index].at == last.act.at else { return }
    if last.isSent {
      // What took it back is no act of its own: the next undo goes on to the act before.
      log.forget(from: last.index)
    } else {
      log.mark(last.index, undone: true)
    }
    log.store(self)
  }

  /// Does again what this person took back last, where nothing was done since.
  ///
  /// - Returns: what it was; nil when there is nothing.
  public func redo() throws -> String? {
    var log = ActLog(of: self)
    let me = try person().email
    let last = log.acts.lastIndex { !$0.isUndone && $0.email == me } ?? -1
    guard
      let index = log.acts.indices.first(where: {
        $0 > last && log.acts[$0].isUndone && log.acts[$0].email == me
      })
    else { return nil }
    let act = log.acts[index]
    let words = try self.words(for: act)
    for update in act.updates {
      if let new = update.new, try !repository.has(new) {
        throw Refusal("git has cleaned up \u{201C}\(words)\u{201D} since", "Do it anew.")
      }
      guard try repository.reference(update.name) == update.old else {
        throw Refusal(
          "\u{201C}\(words)\u{201D} can't be done again: \(Self.branch(update)) has moved on since",
          "Do it anew.")
      }
    }
    try whileOthersWrite { try land(act.updates, because: "galley undo --redo", as: .noAct) }
    log.mark(index, undone: false)
    log.store(self)
    return words
  }

  private static func branch(_ update: ReferenceUpdate) -> String {
    DeskBranch(reference: update.name)?.name ?? update.name
  }

  private func words(for act: ActLog.Act) throws -> String {
    for update in act.updates {
      if let new = update.new, try repository.has(new) { return try repository.commit(new).subject }
    }
    return act.reason
  }

  private func wasSent(_ update: ReferenceUpdate) throws -> Bool {
    guard let new = update.new, try repository.has(new) else { return false }
    return try repository.references(matching: "refs/remotes/*").contains { known in
      try known.target == new
        || repository.has(known.target) && repository.isReachable(new, from: known.target)
    }
  }

  // MARK: What was sent

  private func steps(takingBack act: ActLog.Act, _ words: String) throws -> [UndoStep] {
    func refusal(_ remedy: String) -> Refusal {
      Refusal("\u{201C}\(words)\u{201D} was sent, and can't be taken back by itself", remedy)
    }
    guard let update = act.updates.first(where: { $0.new != nil }), let new = update.new else {
      throw refusal("See 'galley log'.")
    }
    switch DeskBranch(reference: update.name) {
    case .review(let slug, let number, let person):
      let entries = try added(slug, number, person, from: update.old, to: new)
      let steps = try entries.map { entry -> UndoStep in
        guard let step = try step(takingBack: entry, of: slug) else {
          throw refusal("Say it better with 'galley edit-remark', 'galley reply' or 'galley resolve'.")
        }
        return step
      }
      guard !steps.isEmpty else { throw refusal("See 'galley log \(slug)'.") }
      return steps
    case .revision(let slug, let number):
      let commit = try repository.commit(new)
      switch CommitNote(message: commit.message)?.event {
      case .submit: return [.submission(slug)]
      case .save:
        guard let before = commit.parents.first else { break }
        return [.text(slug, before)]
      default: break
      }
      throw refusal("Go on in \(slug) \(number): others may have it.")
    case .main:
      let slug = CommitNote(message: try repository.commit(new).message)?.slug.description ?? "SLUG"
      throw refusal("Take an article off main with 'galley retract \(slug) -m WHY'.")
    case nil: throw refusal("See 'galley log'.")
    }
  }

  private func added(
    _ slug: Slug, _ number: RevisionNumber, _ person: PersonID, from old: ObjectID?, to new: ObjectID
  ) throws -> [RecordEntry] {
    let path = try layout().review(slug, number, person)
    func names(_ commit: ObjectID?) throws -> Set<String> {
      guard let commit, let folder = try repository.entry(path, in: repository.commit(commit).tree) else {
        return []
      }
      return Set(try repository.entries(of: folder.id).map(\.name))
    }
    let files = try names(new).subtracting(names(old))
    return try record(of: slug).entries.filter { files.contains("\($0.id).json") }.reversed()
  }

  private func step(takingBack entry: RecordEntry, of slug: Slug) throws -> UndoStep? {
    switch entry.annotation.kind {
    case .resolution(let resolution, _) where resolution != .reopened && resolution != .redacted:
      return entry.annotation.parent.map { .reopen($0) }
    case .verdict: return .verdict(slug, entry.number)
    case .approval(let check, true, _): return .check(slug, check)
    case .override(let rule, true, _): return .override(slug, rule)
    case .decision(let decision, _) where decision != .reopen: return .decision(slug)
    default: return entry.annotation.isRemark ? .withdraw(entry.id) : nil
    }
  }

  private func take(_ step: UndoStep) throws {
    switch step {
    case .withdraw(let id): _ = try resolve(id.description, .withdrawn, message: nil)
    case .reopen(let id): _ = try reopen([id.description], message: nil)
    case .verdict(let slug, let number): _ = try withdrawVerdict(slug, message: nil, revision: number)
    case .check(let slug, let check):
      _ = try approve(slug, check, message: nil, quote: nil, occurrence: nil, undo: true)
    case .override(let slug, let rule): _ = try override(slug, rule: rule, why: nil, undo: true)
    case .decision(let slug): _ = try decide(slug, .reopen, message: nil)
    case .submission(let slug): _ = try unsubmit(slug, message: nil)
    case .text(let slug, let commit):
      let words = "Take back a change of \(slug)"
      _ = try save(slug, input: Array(articleText(slug, in: commit).utf8), message: words)
    }
  }
}
