import Editorial
import Git

extension Desk {
  func noteAccepted(
    _ result: PushResult, of updates: [PushUpdate], remote: String, into report: inout SyncReport
  ) throws {
    let accepted = Set(result.accepted)
    var tracking: [ReferenceUpdate] = []
    for update in updates where accepted.contains(update.reference) {
      guard let branch = DeskBranch(reference: update.reference) else { continue }
      let name = branch.tracking(remote)
      tracking.append(ReferenceUpdate(name, from: try repository.reference(name), to: update.new))
      report.memory.forget(.waits, branch)
      report.branches.append(
        SyncedBranch(branch: branch.name, change: update.new == nil ? .removed : .sent))
    }
    try repository.update(tracking, by: signature(), because: "galley sync: sent")
  }

  /// What to push: each branch that is ahead of the remote, and the removal of what is published.
  func outgoing(_ seen: [DeskBranch: ObjectID], _ memory: SyncMemory) throws -> [PushUpdate] {
    var updates: [PushUpdate] = []
    let here = try deskBranches()
    for (branch, tip) in here.sorted(by: { $0.key.reference < $1.key.reference })
    where seen[branch] != tip {
      updates.append(PushUpdate(reference: branch.reference, old: seen[branch], new: tip))
    }
    // Only who publishes removes what is published: a server with rules would refuse anybody else.
    guard (try? mayDo(.publish)) != nil else { return updates }
    for (branch, tip) in seen.sorted(by: { $0.key.reference < $1.key.reference })
    where here[branch] == nil {
      // A host that keeps its branches was asked once.
      guard try isPublished(branch, tip: tip), !memory.holds(.kept, branch, tip) else { continue }
      updates.append(PushUpdate(reference: branch.reference, old: tip, new: nil))
    }
    return updates
  }

  /// Pushes what grows, and then removes what the remote's `main` has by now.
  func sendInTurn(
    _ updates: [PushUpdate], main: ObjectID?, to remote: Remote, named name: String,
    onProgress: @escaping (TransferProgress) -> Void
  ) throws -> PushResult {
    let growing = updates.filter { $0.new != nil }
    var result = PushResult(accepted: [], rejected: [], messages: "")
    if !growing.isEmpty {
      let hook = PrePushHook(repository, remote: name, url: remote.pushURL, growing)
      if let trouble = hook.trouble(passingOver: HookInstaller.mark) {
        throw Refusal(
          "nothing was sent: \(trouble)", "Mend that and run 'galley sync' again; nothing is lost.")
      }
      result = try send(growing, to: remote, onProgress: onProgress)
    }
    let mainReference = DeskBranch.main.reference
    let sent = growing.first { $0.reference == mainReference && result.accepted.contains(mainReference) }
    guard let main = sent?.new ?? main else { return result }
    let due = try updates.filter { update in
      guard update.new == nil, let old = update.old else { return false }
      return try repository.isReachable(old, from: main)
    }
    return due.isEmpty ? result : try result + send(due, to: remote, onProgress: onProgress)
  }

  /// Pushes. When the remote declines the push as a whole, pushes its halves on their own, so that what it
  /// declines stops nothing else.
  func send(
    _ updates: [PushUpdate], to remote: Remote, onProgress: @escaping (TransferProgress) -> Void
  ) throws -> PushResult {
    let result = try remote.push(updates, onProgress: onProgress)
    guard updates.count > 1, result.accepted.isEmpty, result.rejected.allSatisfy(\.isOfWholePush) else {
      return result
    }
    let middle = updates.count / 2
    let first = try send(Array(updates[..<middle]), to: remote, onProgress: onProgress)
    let second = try send(Array(updates[middle...]), to: remote, onProgress: onProgress)
    return first + second
  }
}

extension PushResult {
  static func + (first: PushResult, second: PushResult) -> PushResult {
    PushResult(
      accepted: first.accepted + second.accepted, rejected: first.rejected + second.rejected,
      messages: first.messages + second.messages)
  }
}

extension SyncReport {
  /// Takes down what the remote declined and said.
  ///
  /// When somebody was faster, what it declined before any reference moved may lean on a branch that was beaten: it is
  /// sent again with that, and what was said of it isn't so any more.
  mutating func noteDeclined(_ result: PushResult, _ updates: [PushUpdate]) {
    let wasBeaten = result.rejected.contains(where: \.isRace)
    if !wasBeaten || !result.rejected.contains(where: \.isOfWholePush) {
      messages += withoutCredentials(result.messages)
    }
    for rejection in result.rejected where !rejection.isRace && !(wasBeaten && rejection.isOfWholePush) {
      let update = updates.first { $0.reference == rejection.reference }
      let branch = DeskBranch(reference: rejection.reference)
      let reason = withoutCredentials(rejection.reason)
      if let branch, let update, update.new == nil, let old = update.old {
        // What is published and stays there does no harm.
        memory.note(.kept, branch, old, reason)
        notes.append(
          "\(branch.name) is published and stays on \(remote), which keeps its branches: \(reason)")
        continue
      }
      if let branch, let new = update?.new {
        memory.note(.waits, branch, new, "\(remote) declined it: \(reason)")
      }
      declined.append(
        DeclinedBranch(branch: String(rejection.reference.dropFirst("refs/heads/".count)), reason: reason))
    }
  }

  /// Tells of branches that somebody removed on the remote and that go there again.
  mutating func noteRestored(_ updates: [PushUpdate], gone: Set<DeskBranch>) {
    for branch in gone where updates.contains(where: { $0.reference == branch.reference && $0.old == nil }) {
      let note =
        "\(branch.name) was removed on \(remote) and isn't published: this desk keeps it and sends it again"
      if !notes.contains(note) { notes.append(note) }
    }
  }
}
