import Editorial
import Git
import Prose

/// A branch that two desks changed in the same words.
struct BranchConflict {
  let branch: DeskBranch
  let path: String
  let merge: SettledMerge
  /// Why the editor didn't settle it.
  let trouble: Refusal?
}

/// Stops the merge of one branch; the others go on.
struct ConflictFound: Error {
  let conflict: BranchConflict
}

/// Where the remote's branches stand.
struct SeenRemote {
  var tips: [DeskBranch: ObjectID] = [:]
  /// The branches that were there the last time and aren't now.
  var gone: Set<DeskBranch> = []
  /// The names of all its references.
  var names: Set<String> = []

  /// Whether a branch that isn't there any more was published, or merged as a review.
  func hasTakenIn(_ branch: DeskBranch, at tip: ObjectID, _ repository: Repository) throws -> Bool {
    var goals = tips.filter { $0.key == .main }
    if case .review = branch {
      for (other, tip) in tips { if case .revision = other { goals[other] = tip } }
    }
    return try SeenRemote(tips: goals).has(tip, repository)
  }

  /// Whether a commit is part of what any of its branches has.
  func has(_ commit: ObjectID, _ repository: Repository) throws -> Bool {
    let all = Set(tips.values)
    return try all.contains(commit)
      || repository.has(commit)
        && all.contains { try repository.isReachable(commit, from: $0) }
  }
}

extension Remote {
  /// The branch that the host builds and shows, where that isn't `main` and the remote has no `main`.
  func branchInPlaceOfMain(among heads: [RemoteHead]) -> Substring? {
    guard let other = defaultBranch, heads.contains(where: { $0.name == other }),
      !heads.contains(where: { $0.name == DeskBranch.main.reference })
    else { return nil }
    return other.dropFirst("refs/heads/".count)
  }
}

extension Desk {
  /// Fetches what the remote has new and writes down where its branches stand. No branch of this desk moves.
  ///
  /// Branches of the remote whose names are not a desk's are left alone. What is written down goes forwards
  /// only: a branch that was rewritten there stays written down as it was until a push settles it.
  func take(
    from remote: Remote, named name: String, into report: inout SyncReport,
    onProgress: @escaping (TransferProgress) -> Void
  ) throws -> SeenRemote {
    let all = try remote.list(onProgress: onProgress)
    let heads = all.filter { DeskBranch(reference: $0.name) != nil }
    if let name = remote.branchInPlaceOfMain(among: all) {
      throw Refusal(
        "the remote's branch is \(name), and this desk publishes on main",
        "Rename it at the host, in its settings or with 'git branch -m \(name) main', and here too; then run 'galley sync' "
          + "again. Nothing was sent: a second branch main would not be what the host builds.")
    }
    try remote.download(heads, onProgress: onProgress)
    var seen = SeenRemote()
    seen.names = Set(all.map(\.name))
    for head in heads {
      if let branch = DeskBranch(reference: head.name) { seen.tips[branch] = head.target }
    }
    var updates: [ReferenceUpdate] = []
    let known = try repository.references(matching: "refs/remotes/\(name)/*")
    let prefix = "refs/remotes/\(name)/"
    for reference in known {
      guard let branch = DeskBranch(name: reference.name.dropFirst(prefix.count)) else { continue }
      let tip = seen.tips[branch]
      if let tip, try !isReachable(reference.target, from: tip) { continue }
      if tip == nil {
        if try !seen.hasTakenIn(branch, at: reference.target, repository) {
          seen.gone.insert(branch)
          // Known until it is sent again or let go.
          if try repository.reference(branch.reference) != nil { continue }
        }
      }
      updates.append(ReferenceUpdate(reference.name, from: reference.target, to: tip))
    }
    let old = Set(known.map(\.name))
    try removeNamesInTheWay(known, of: seen, remote: name)
    for (branch, tip) in seen.tips where !old.contains(branch.tracking(name)) {
      updates.append(ReferenceUpdate(branch.tracking(name), from: nil, to: tip))
    }
    try repository.update(updates, by: signature(), because: "galley sync: taken")
    return seen
  }

  /// What is known of branches that aren't there any more must not be in the way of the names that are, or
  /// that go there.
  private func removeNamesInTheWay(_ known: [Reference], of seen: SeenRemote, remote: String) throws {
    let prefix = "refs/remotes/\(remote)/"
    let wanted = try Set(Set(seen.tips.keys).union(deskBranches().keys).map { $0.tracking(remote) })
    let stale = known.filter { reference in
      let isThere = seen.names.contains("refs/heads/" + reference.name.dropFirst(prefix.count))
      return !isThere
        && wanted.contains { $0.hasPrefix(reference.name + "/") || reference.name.hasPrefix($0 + "/") }
    }
    try repository.update(
      stale.map { ReferenceUpdate($0.name, from: $0.target, to: nil) }, by: signature(),
      because: "galley sync: gone")
    // A log that stays would be in the way of the names' folder.
    for reference in stale { repository.removeLog(of: reference.name) }
  }

  /// Whether a tip written down earlier is part of what the remote has now. One that was lost here isn't asked for.
  private func isReachable(_ old: ObjectID, from new: ObjectID) throws -> Bool {
    try old == new || !repository.has(old) || repository.isReachable(old, from: new)
  }

  /// Brings this desk's branches up to what the remote has, by fast-forward or by merging.
  ///
  /// - Returns: the branches whose sides changed the same words; they stay as they are.
  func integrate(
    _ seen: [DeskBranch: ObjectID], settling: Settling, into report: inout SyncReport
  ) throws -> [BranchConflict] {
    var conflicts: [BranchConflict] = []
    // Passages are numbered through all branches, settled ones too: the numbers stay those that were shown.
    var passages = 0
    func take(_ branch: DeskBranch, _ theirs: ObjectID) throws {
      do {
        try integrate(branch, theirs, settling: settling, passages: &passages, into: &report)
      } catch let conflict as ConflictFound {
        conflicts.append(conflict.conflict)
      }
    }
    // main first: what it has published decides whether the other branches are needed.
    if let main = seen[.main] { try take(.main, main) }
    let others = seen.filter { $0.key != .main }.sorted { $0.key.reference < $1.key.reference }
    let received = conflicts.isEmpty ? try receiveTogether(others, into: &report) : []
    for (branch, theirs) in others where !received.contains(branch) { try take(branch, theirs) }
    try removePublished(into: &report)
    return conflicts
  }

  /// Takes many branches that only moved on there in one change of references: one by one, each waits for the disk.
  ///
  /// - Returns: those that were taken; none when they are few, or a single one can't be taken so.
  private func receiveTogether(
    _ others: [(key: DeskBranch, value: ObjectID)], into report: inout SyncReport
  ) throws -> Set<DeskBranch> {
    guard others.count >= 32 else { return [] }
    do {
      let taken = try whileOthersWrite {
        var updates: [ReferenceUpdate] = []
        var branches: [DeskBranch] = []
        for (branch, theirs) in others {
          let ours = try repository.reference(branch.reference)
          if let ours {
            guard ours != theirs, try repository.isReachable(ours, from: theirs) else { continue }
          } else if try isPublished(branch, tip: theirs) {
            continue
          }
          updates.append(ReferenceUpdate(branch.reference, from: ours, to: theirs))
          branches.append(branch)
        }
        try land(updates, because: "galley sync", as: .noAct)
        return branches
      }
      report.branches += taken.map { SyncedBranch(branch: $0.name, change: .received) }
      return Set(taken)
    } catch is GitError {
      return []
    } catch is Refusal {
      return []
    }
  }

  private func integrate(
    _ branch: DeskBranch, _ theirs: ObjectID, settling: Settling, passages: inout Int,
    into report: inout SyncReport
  ) throws {
    let before = passages
    let change = try whileOthersWrite(isQuick: settling.edit == nil) { () -> SyncedBranch.Change? in
      passages = before
      let ours = try repository.reference(branch.reference)
      guard ours != theirs else { return nil }
      var new = theirs
      var change = SyncedBranch.Change.received
      var kept: [ReferenceUpdate] = []
      if let ours {
        if try repository.isReachable(theirs, from: ours) { return nil }
        if try !repository.isReachable(ours, from: theirs) {
          if let refusal = try refusalOfTwoArticles(branch, ours, theirs) {
            report.waiting.append((branch, refusal))
            return nil
          }
          new = try merge(branch, ours, theirs, settling: settling, passages: &passages)
          change = .merged
          if branch == .main, try repository.commit(new).tree == repository.commit(theirs).tree {
            kept = try branchesOfPublications(from: ours, missingIn: theirs)
            (new, change) = (theirs, .received)
          }
        }
      } else if try isPublished(branch, tip: theirs) {
        return nil
      }
      do {
        try land(
          [ReferenceUpdate(branch.reference, from: ours, to: new)] + kept, because: "galley sync", as: .noAct)
        return change
      } catch let refusal as Refusal {
        report.waiting.append((branch, refusal))
        return nil
      }
    }
    if let change { report.branches.append(SyncedBranch(branch: branch.name, change: change)) }
  }

  /// A host may have published in commits of its own what this desk's `main` has in others: nothing is left to merge or to
  /// send then. The revisions that only those had, and which remarks name, become branches again.
  private func branchesOfPublications(
    from ours: ObjectID, missingIn theirs: ObjectID
  ) throws -> [ReferenceUpdate] {
    var updates: [ReferenceUpdate] = []
    try repository.walk(from: [ours], hiding: [theirs], firstParentOnly: true) { commit in
      guard let note = CommitNote(message: commit.message), note.event == .publish, commit.parents.count == 2
      else {
        return true
      }
      let branch = DeskBranch.revision(note.slug, note.number)
      if try repository.reference(branch.reference) == nil {
        updates.append(ReferenceUpdate(branch.reference, from: nil, to: commit.parents[1]))
      }
      return true
    }
    return updates
  }

  /// Removes the branches of what `main` has published.
  func removePublished(into report: inout SyncReport) throws {
    let removed = try whileOthersWrite { () -> [(DeskBranch, Refusal?)] in
      let gone = try deskBranches().filter { try isPublished($0.key, tip: $0.value) }
      return try gone.sorted { $0.key.reference < $1.key.reference }.map { branch, tip in
        do {
          try land(
            [ReferenceUpdate(branch.reference, from: tip, to: nil)], because: "galley sync: published",
            as: .noAct)
          return (branch, nil)
        } catch let refusal as Refusal {
          return (branch, refusal)
        }
      }
    }
    for (branch, refusal) in removed {
      if let refusal {
        report.notes.append(
          "\(branch.name) is published but stays here: \(refusal.what). \(refusal.remedy)")
      } else {
        report.branches.append(SyncedBranch(branch: branch.name, change: .removed))
      }
    }
  }
}
