import Editorial
import Git
import Prose

/// Which suggestions become part of the next revision.
public struct Decisions: Sendable, Hashable {
  public var acceptAll = false
  /// Ids or their tails.
  public var accept: [String] = []
  public var reject: [String] = []

  public init() {}
}

/// What `revise` made.
public struct Revised: Sendable {
  public let slug: Slug
  /// The new revision.
  public let number: RevisionNumber
  public let commit: ObjectID
  public let accepted: [AnnotationID]
  public let rejected: [AnnotationID]
  /// Suggestions that nobody has decided on yet.
  public let undecided: [AnnotationID]
  /// How many reviews were merged on the way.
  public let mergedReviews: Int
  public internal(set) var notes: [String]
}

extension Desk {
  /// Makes the next revision: the current text with the accepted suggestions, merged by word with what was
  /// changed since they were made.
  ///
  /// Suggestions that were resolved as accepted, and are not in a text yet, are taken too.
  ///
  /// - Parameter beforeOrphaning: hears of the remarks whose passages the new text has no more; may throw to stop.
  /// - Throws: ``Refusal`` of kind `.conflict` when accepted suggestions touch the same words differently, or
  ///   words that were changed since; nothing is written then.
  public func revise(
    _ slug: Slug, _ decisions: Decisions, settling: Settling = Settling(),
    beforeOrphaning: ((OrphanedRemarks) throws -> Void)? = nil
  ) throws -> Revised {
    try mayDo(.write, of: slug)
    let hear = OrphanedRemarks.once(beforeOrphaning)
    if try takeUp(slug), decisions == Decisions() {
      let first = try currentRevision(of: slug)
      return Revised(
        slug: slug, number: first.number, commit: first.tip, accepted: [], rejected: [], undecided: [],
        mergedReviews: 0, notes: ["it is what main has, taken up as it stands"])
    }
    return try whileOthersWrite {
      let current = try currentRevision(of: slug)
      let record = try record(of: slug)
      let decided = try decide(decisions, record, slug, in: current.number)
      let applied = try apply(
        decided.accepted.map { $0.anchored(in: current.number) }, to: articleText(slug, in: current.tip),
        slug, settling, remedy: { try self.remedy(decisions, decided, slug, $0) })
      let (text, isCorrected) = try takingCorrection(slug, current.tip, into: applied, settling)
      let gone = Set((decided.accepted + decided.rejected).map(\.root.id))
      try warn(hear, of: record, except: gone, slug, from: current, to: text)
      var revised = try write(decided, record, text, over: current, slug)
      if isCorrected { revised.notes.insert("what was corrected on main is in it", at: 0) }
      return revised
    }
  }

  private struct Decided {
    var accepted: [Thread] = []
    var rejected: [Thread] = []
    var undecided: [Thread] = []
  }

  private func decide(
    _ decisions: Decisions, _ record: Record, _ slug: Slug, in number: RevisionNumber
  ) throws -> Decided {
    let threads = record.threads.filter { $0.root.annotation.replacement != nil }
    let accepted = try Set(decisions.accept.map { try suggestion($0, in: threads, of: record, slug) })
    let rejected = try Set(decisions.reject.map { try suggestion($0, in: threads, of: record, slug) })
    if let both = accepted.intersection(rejected).first {
      throw Refusal(
        .usage, "\(ShortIDs(threads.map(\.root.id)).tail(of: both)) is both accepted and rejected",
        "Choose one.")
    }
    var decided = Decided()
    for thread in threads {
      // What people disagree about waits until somebody says which it is.
      let isDisputed = !thread.disagreements.isEmpty
      let isOpen = thread.isOpen(in: number)
      if rejected.contains(thread.root.id) {
        decided.rejected.append(thread)
      } else if accepted.contains(thread.root.id)
        || !isDisputed && (thread.waitsToBeApplied || decisions.acceptAll && isOpen)
      {
        decided.accepted.append(thread)
      } else if isOpen || isDisputed {
        decided.undecided.append(thread)
      }
    }
    return decided
  }

  /// The command that makes the same decisions, but rejects some of the suggestions as well.
  private func remedy(
    _ decisions: Decisions, _ decided: Decided, _ slug: Slug, _ alsoRejected: [AnnotationID]
  ) throws -> String {
    let short = try ShortIDs(record(of: slug).entries.map(\.id))
    func list(_ ids: [AnnotationID]) -> String { ids.map { short.tail(of: $0) }.joined(separator: ",") }
    let accepted = decided.accepted.map(\.root.id).filter { !alsoRejected.contains($0) }
    let taken = decisions.acceptAll ? "--accept-all" : "--accept \(list(accepted))"
    return "galley revise \(slug) \(taken) --reject \(list(alsoRejected + decided.rejected.map(\.root.id)))"
  }

  private func suggestion(
    _ typed: String, in threads: [Thread], of record: Record, _ slug: Slug
  ) throws -> AnnotationID {
    let short = ShortIDs(record.entries.map(\.id))
    guard case .one(let id) = short.resolve(typed) else {
      if case .many(let ids) = short.resolve(typed) {
        throw Refusal("\(typed) means \(ids.count) annotations of \(slug)", "Type more of its end.")
      }
      throw Refusal("\(slug) has no annotation \(typed)", "List them with 'galley annotations \(slug)'.")
    }
    guard let thread = threads.first(where: { $0.root.id == id }) else {
      throw Refusal(
        "\(typed) isn't a suggestion",
        "Answer it with 'galley reply \(typed) TEXT' and 'galley resolve \(typed) answered'.")
    }
    if let resolution = thread.resolution, resolution != .deferred, !thread.waitsToBeApplied,
      thread.disagreements.isEmpty
    {
      throw Refusal("\(typed) is resolved as \(resolution.rawValue) already", "Leave it out.")
    }
    return id
  }

  private func write(
    _ decided: Decided, _ record: Record, _ text: String, over current: FoundRevision, _ slug: Slug
  ) throws -> Revised {
    let draft = OpenRevision(number: current.number, tip: current.tip)
    let merged = try mergeCommit(slug, draft, reviewsToTakeAlong(decided, current, slug))
    let parent = merged.commit ?? current.tip
    let next = try current.number.next
    var edit = TreeEdit()
    try edit.put(repository.writeBlob(Array(text.utf8)), at: textPath(of: slug, at: current.tip))
    for (threads, resolution) in [(decided.accepted, Resolution.accepted), (decided.rejected, .rejected)] {
      for thread in threads { try put(resolution, of: thread, appliedIn: next, slug, into: &edit) }
    }
    let note = CommitNote(.revise, slug, next)
    let commit = try commit(
      edit, parents: [parent],
      message: note.message("Revise \(slug): \(next)", body: Self.body(decided, record, current.number)))
    var updates = [ReferenceUpdate(DeskBranch.revision(slug, next).reference, from: nil, to: commit)]
    if current.isOpen, let mergeCommit = merged.commit {
      updates.append(
        ReferenceUpdate(
          DeskBranch.revision(slug, current.number).reference, from: current.tip, to: mergeCommit))
    }
    try land(updates, because: "galley revise \(slug)")
    return Revised(
      slug: slug, number: next, commit: commit, accepted: decided.accepted.map(\.root.id),
      rejected: decided.rejected.map(\.root.id), undecided: decided.undecided.map(\.root.id),
      mergedReviews: merged.reviews.count, notes: merged.notes)
  }

  /// The reviews that wait to be merged, when this person may merge them.
  ///
  /// - Throws: ``Refusal`` when a decision is about one that this person may not merge.
  private func reviewsToTakeAlong(
    _ decided: Decided, _ current: FoundRevision, _ slug: Slug
  ) throws -> [ReviewBranch] {
    let article = try openArticle(slug) ?? OpenArticle(slug: slug)
    let waiting = try unmergedReviews(article, into: current.tip)
    guard !waiting.isEmpty, (try? mayDo(.mergeReviews)) == nil else { return waiting }
    guard (decided.accepted + decided.rejected).contains(where: { !$0.root.isMerged }) else { return [] }
    throw Refusal(
      "a suggestion that was chosen is in a review that isn't merged yet",
      "Ask an editor to run 'galley merge \(slug)', then revise.")
  }

  private func put(
    _ resolution: Resolution, of thread: Thread, appliedIn number: RevisionNumber, _ slug: Slug,
    into edit: inout TreeEdit
  ) throws {
    let annotation = Annotation(
      .resolution(resolution), on: .annotation(thread.root.id), by: try creator(), at: now()
    ).decided(in: number).coming(after: thread.latest)
    try edit.put(
      repository.writeBlob(annotation.fileBytes),
      at: layout().annotation(annotation.id, slug, thread.root.number, try person().id))
  }

  /// Names the remarks that the new revision answers.
  private static func body(_ decided: Decided, _ record: Record, _ number: RevisionNumber) -> String? {
    let answered = record.threads.filter { thread in
      thread.root.number == number && !thread.isOpen && thread.resolved?.annotation.decidedIn == nil
        && thread.resolution != .deferred && !decided.accepted.contains { $0.root.id == thread.root.id }
    }
    let lines =
      decided.accepted.map { "Accepted: \($0.root.id)\(record.by($0.root))" }
      + decided.rejected.map { "Rejected: \($0.root.id)\(record.by($0.root))" }
      + answered.map {
        "Answers: \($0.root.id)\(record.by($0.root)), \($0.resolution?.rawValue ?? "checked")"
      }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}

extension Thread {
  /// Whether somebody resolved a suggestion as accepted and no revision has taken it in yet.
  public var waitsToBeApplied: Bool {
    root.annotation.replacement != nil && resolution == .accepted && resolved?.annotation.decidedIn == nil
      && resolved?.annotation.isWithChange == false
  }
}

extension Record {
  /// Who made an entry, for a commit's message; nobody in an anonymous round.
  fileprivate func by(_ entry: RecordEntry) -> String {
    round(entry.number).map { $0.method == .open } ?? true ? " by \(entry.person.email)" : ""
  }
}
