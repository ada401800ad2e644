import Editorial
import Git
import Prose

/// What happened to one branch in a sync.
public struct SyncedBranch: Sendable, Hashable {
  public enum Change: String, Sendable {
    case received, sent, merged, removed
  }

  /// The branch's name: `revision/rivers/r1`.
  public let branch: String
  public let change: Change
}

/// A branch that the remote declined, in its words.
public struct DeclinedBranch: Sendable, Hashable {
  public let branch: String
  public let reason: String
}

/// What a sync did.
public struct SyncReport: Sendable {
  public let remote: String
  public let url: String
  public internal(set) var branches: [SyncedBranch] = []
  /// What the remote declined. Everything else is synced all the same.
  public internal(set) var declined: [DeclinedBranch] = []
  /// How often the push was tried: more than once when somebody was faster.
  public internal(set) var rounds = 0
  /// What the remote's hooks said, as it came: show it only after making it safe for a terminal.
  public internal(set) var messages = ""
  public internal(set) var notes: [String] = []
  /// Whether branches wait for somebody to choose; status says which.
  public internal(set) var holdsBranches = false
  var memory = SyncMemory()
  /// Branches whose checkouts could not follow.
  var waiting: [(branch: DeskBranch, refusal: Refusal)] = []
  /// How often a branch's push was beaten while it stood at the same commit there.
  var attempts: [String: (old: ObjectID?, count: Int)] = [:]

  var hasContent: Bool { !(branches.isEmpty && declined.isEmpty && messages.isEmpty && notes.isEmpty) }
}

/// A sync that could not be brought to its end, after it had done something.
public struct StoppedSync: Error {
  /// What was done until then; it stands.
  public let report: SyncReport
  /// A ``Refusal`` or a ``RemoteError``.
  public let cause: any Error
}

extension Desk {
  /// Takes in what others did, merges it, and sends what was done here; again while somebody is faster.
  ///
  /// - Returns: also what the remote declined: that stops no other branch.
  /// - Throws: ``Refusal`` of kind `.conflict` when two sides changed the same words, or the remote's history was
  ///   rewritten (everything else is synced all the same); ``RemoteError`` when the remote can't be reached; either in a ``StoppedSync`` when
  ///   something was done before.
  public func sync(
    settling: Settling = Settling(), choices: SyncChoices = SyncChoices(),
    onProgress: @escaping (TransferProgress) -> Void = { _ in }
  ) throws -> SyncReport {
    guard !repository.isShallow else { throw IncompleteClone.shallow.refusal }
    let name = try remoteName()
    var report = SyncReport(remote: name, url: withoutCredentials(repository.remoteURL(name) ?? ""))
    if let note = try noteOfRemote(name) { report.notes.append(note) }
    let before = SyncMemory(of: self)
    report.memory = before
    defer { report.memory.store(self, instead: before) }
    do {
      while true {
        report.rounds += 1
        let isDone = try whileRemoteBreaksOff {
          try round(
            with: name, settling: settling, choices: choices, into: &report, onProgress: onProgress)
        }
        if isDone { break }
        Self.waitAfter(round: report.rounds)
      }
      sendToMirrors(of: name, into: &report)
    } catch {
      guard report.hasContent else { throw error }
      throw StoppedSync(report: try masked(report), cause: error)
    }
    tidyWhenDue()
    return try masked(report)
  }

  /// The report as this person may see it: in an anonymous round without the names of reviewers.
  private func masked(_ report: SyncReport) throws -> SyncReport {
    let branches = (report.branches.map(\.branch) + report.declined.map(\.branch)).compactMap {
      DeskBranch(name: $0)
    }
    var slugs: Set<Slug> = []
    for case .review(let slug, _, _) in branches { slugs.insert(slug) }
    return try slugs.reduce(report) { report, slug in
      let masks = try masks(for: slug)
      guard !masks.isEmpty else { return report }
      var shown = report
      shown.branches = report.branches.map {
        SyncedBranch(branch: masks.masked($0.branch), change: $0.change)
      }
      shown.declined = report.declined.map {
        DeclinedBranch(branch: masks.masked($0.branch), reason: masks.masked($0.reason))
      }
      shown.messages = masks.masked(report.messages)
      shown.notes = report.notes.map(masks.masked)
      return shown
    }
  }

  /// Takes, merges and sends once.
  ///
  /// - Returns: false when somebody else's push came first.
  private func round(
    with name: String, settling: Settling, choices: SyncChoices, into report: inout SyncReport,
    onProgress: @escaping (TransferProgress) -> Void
  ) throws -> Bool {
    let remote = try Remote(repository, named: name)
    let seen = try take(from: remote, named: name, into: &report, onProgress: onProgress)
    var held = try heldBranches(seen, remote: name, choices, into: &report)
    if report.rounds == 1, !choices.letGo.isEmpty {
      try letGo(choices, held, remote: name, into: &report)
      held = try heldBranches(seen, remote: name, choices, into: &report)
    }
    report.waiting = []
    report.holdsBranches = !held.isEmpty
    let waits = Set(held.map(\.branch))
    let conflicts = try integrate(
      seen.tips.filter { !waits.contains($0.key) }, settling: settling, into: &report)
    let stopped = waits.union(conflicts.map(\.branch)).union(report.waiting.map(\.branch))
    let declined = Set(report.declined.map { "refs/heads/\($0.branch)" })
    var updates = try outgoing(seen.tips, report.memory).filter { update in
      !declined.contains(update.reference)
        && DeskBranch(reference: update.reference).map(stopped.contains) != true
    }
    updates = report.notingNamesInTheWay(updates, on: seen.names)
    if try !isAnotherPlace(seen) { report.noteRestored(updates, gone: seen.gone) }
    if !updates.isEmpty {
      let result = try sendInTurn(
        updates, main: seen.tips[.main], to: remote, named: name, onProgress: onProgress)
      try noteAccepted(result, of: updates, remote: name, into: &report)
      report.noteDeclined(result, updates)
      guard !report.isBeaten(result, updates) else {
        guard report.rounds < 50 else { throw Self.alwaysBeaten(result.rejected.filter(\.isRace)) }
        return false
      }
    }
    guard conflicts.isEmpty else { throw Self.unsettled(conflicts) }
    if let refusal = try refusal(of: held, remote: name) { throw refusal }
    if let first = report.waiting.first { throw first.refusal }
    return true
  }

  /// This desk's branches. Branches of other names are the user's own business.
  func deskBranches() throws -> [DeskBranch: ObjectID] {
    var found: [DeskBranch: ObjectID] = [:]
    for reference in try repository.references(matching: "refs/heads/*") {
      guard let branch = DeskBranch(reference: reference.name) else { continue }
      found[branch] = reference.target
    }
    return found
  }

  /// Whether everything on a revision's or review's branch is reachable from `main`: then the branch is not
  /// needed any more.
  func isPublished(_ branch: DeskBranch, tip: ObjectID) throws -> Bool {
    switch branch {
    case .main: return false
    case .revision(let slug, _), .review(let slug, _, _):
      guard try wasPublished(slug), let main = try self.tip(.main) else { return false }
      return try repository.isReachable(tip, from: main)
    }
  }
}
