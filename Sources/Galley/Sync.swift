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

/// What a sync did.
public struct SyncReport: Sendable {
  public let remote: String
  public let url: String
  public internal(set) var branches: [SyncedBranch] = []
  /// How often the push was tried: more than once when somebody was faster.
  public internal(set) var rounds = 0
  /// What the remote's hooks said, as it came: show it only after making it safe for a terminal.
  public internal(set) var messages = ""
  public internal(set) var notes: [String] = []
}

/// How a person settles passages that two sides changed differently.
public struct Settling {
  /// Which passages, counted from 1 in the order of the text.
  public enum Passages: Sendable, Hashable {
    case all
    case these(Set<Int>)

    func contain(_ number: Int) -> Bool {
      if case .these(let numbers) = self { numbers.contains(number) } else { true }
    }
  }

  public var ours: Passages = .these([])
  public var theirs: Passages = .these([])
  /// Opens the marked text for a person; gives the settled one, or nil to leave it open.
  public var edit: ((_ path: String, _ marked: String) throws -> String?)?

  public init() {}
}

extension Desk {
  /// The remote to meet at: `galley.remote`, else `origin`, else the only one.
  ///
  /// - Throws: ``Refusal`` when there is none, or several and none is named.
  public func remoteName() throws -> String {
    if let named = repository.configuration("galley.remote") { return named }
    let remotes = try repository.remotes()
    if remotes.contains("origin") || remotes.count == 1 {
      return remotes.contains("origin") ? "origin" : remotes[0]
    }
    guard remotes.isEmpty else {
      throw Refusal(
        .remote, "this desk has several remotes: \(remotes.joined(separator: ", "))",
        "Name one with 'git config galley.remote NAME'.")
    }
    throw Refusal(.remote, "this desk has no remote", "Add one with 'git remote add origin URL'.")
  }

  /// Takes in what others did, merges it, and sends what was done here; again while somebody is faster.
  ///
  /// - Throws: ``Refusal`` of kind `.conflict` when two sides changed the same words (everything else is
  ///   synced all the same), `.refused` when the remote declines; ``RemoteError`` when it can't be reached.
  public func sync(
    settling: Settling = Settling(), onProgress: @escaping (TransferProgress) -> Void = { _ in }
  ) throws -> SyncReport {
    let name = try remoteName()
    var report = SyncReport(remote: name, url: repository.remoteURL(name) ?? "")
    while true {
      report.rounds += 1
      let isDone = try whileRemoteBreaksOff {
        try round(with: name, settling: settling, into: &report, onProgress: onProgress)
      }
      if isDone { return report }
      Self.waitAfter(round: report.rounds)
    }
  }

  /// Takes, merges and sends once.
  ///
  /// - Returns: false when somebody else's push came first.
  private func round(
    with name: String, settling: Settling, into report: inout SyncReport,
    onProgress: @escaping (TransferProgress) -> Void
  ) throws -> Bool {
    let remote = try Remote(repository, named: name)
    let seen = try take(from: remote, named: name, onProgress: onProgress)
    let conflicts = try integrate(seen, settling: settling, into: &report)
    let updates = try outgoing(seen, except: Set(conflicts.map(\.branch)))
    if !updates.isEmpty {
      let result = try remote.push(updates, onProgress: onProgress)
      report.messages += result.messages
      try noteAccepted(result, of: updates, remote: name, into: &report)
      let declined = result.rejected.filter { !$0.isRace }
      guard declined.isEmpty else { throw Self.declined(declined, messages: result.messages) }
      if !result.rejected.isEmpty {
        guard report.rounds < 50 else { throw Self.alwaysBeaten(result.rejected) }
        return false
      }
    }
    guard conflicts.isEmpty else { throw Self.unsettled(conflicts) }
    return true
  }

  private func noteAccepted(
    _ result: PushResult, of updates: [PushUpdate], remote: String, into report: inout SyncReport
  ) throws {
    let accepted = Set(result.accepted)
    var tracking: [ReferenceUpdate] = []
    for update in updates where accepted.contains(update.reference) {
      guard let branch = DeskBranch(reference: update.reference) else { continue }
      let name = branch.tracking(remote)
      tracking.append(ReferenceUpdate(name, from: try repository.reference(name), to: update.new))
      report.branches.append(
        SyncedBranch(branch: branch.name, change: update.new == nil ? .removed : .sent))
    }
    try repository.update(tracking, by: signature(), because: "galley sync: sent")
  }

  /// What to push: each branch that is ahead of the remote, and the removal of what is published.
  private func outgoing(_ seen: [DeskBranch: ObjectID], except held: Set<DeskBranch>) throws -> [PushUpdate] {
    var updates: [PushUpdate] = []
    let here = try deskBranches()
    for (branch, tip) in here.sorted(by: { $0.key.reference < $1.key.reference })
    where !held.contains(branch) && seen[branch] != tip {
      updates.append(PushUpdate(reference: branch.reference, old: seen[branch], new: tip))
    }
    // Only who publishes removes what is published: a server with rules would refuse anybody else.
    guard (try? mayDo(.publish)) != nil else { return updates }
    for (branch, tip) in seen.sorted(by: { $0.key.reference < $1.key.reference })
    where here[branch] == nil && !held.contains(branch) {
      guard try isPublished(branch, tip: tip) else { continue }
      updates.append(PushUpdate(reference: branch.reference, old: tip, new: nil))
    }
    return updates
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
      guard try isPublished(slug), let main = try self.tip(.main) else { return false }
      return try repository.isReachable(tip, from: main)
    }
  }
}
