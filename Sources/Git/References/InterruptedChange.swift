internal import CGit
import System

extension Repository {
  /// Ends what a process that died in the middle had begun: as it was before, or as it was to be.
  ///
  /// Does nothing while a living process is at work. One look at a file when there is nothing to do.
  public func finishInterruptedChange() throws(GitError) {
    guard Journal.hasPlan(in: commonFolder), let journal = try? Journal(in: commonFolder, waiting: 0) else {
      return
    }
    try finish(journal)
  }

  func finish(_ journal: Journal) throws(GitError) {
    let text = journal.read()
    guard !text.isEmpty else { return }
    if let plan = PlannedChange(parsing: text) { _ = try finish(plan) }
    journal.clear()
  }

  /// References that didn't move yet move, when another of the same change did: their checkouts had moved before.
  /// Otherwise the checkouts go back.
  ///
  /// - Returns: false when none had moved: all is as before.
  func finish(_ plan: PlannedChange) throws(GitError) -> Bool {
    try removeLocks(of: plan)
    var hasBegun = false
    var rest: [ReferenceUpdate] = []
    for update in plan.updates {
      let current = try reference(update.name)
      if current == update.old {
        rest.append(update)
      } else if try hasMoved(update, to: current) {
        hasBegun = true
      }
    }
    guard hasBegun else {
      for move in plan.checkouts { move.takeBack(afterKill: true) }
      return false
    }
    let who = Signature(
      name: "galley", email: "galley@localhost", seconds: Int64(time(nil)), offsetMinutes: 0)
    try move(rest, by: who, because: "galley: finish what was interrupted", hasBegun: &hasBegun)
    return true
  }

  /// Whether a reference stands where the change was to bring it, or further.
  private func hasMoved(_ update: ReferenceUpdate, to current: ObjectID?) throws(GitError) -> Bool {
    guard let new = update.new, let current else { return update.new == nil && current == nil }
    guard current != new else { return true }
    guard try has(new) else { return false }
    return try isReachable(new, from: current)
  }

  private func removeLocks(of plan: PlannedChange) throws(GitError) {
    for update in plan.updates {
      let lock = LockFile(commonFolder + update.name + ".lock")
      // libgit2 makes it empty and fills it with the new value; another's would hold another value.
      guard let content = lock.content else { continue }
      guard content.isEmpty || content.hasPrefix(update.new?.description ?? "-") else { continue }
      lock.removeIfUnused()
    }
    if Self.arePacked(plan.updates) || plan.updates.contains(where: { $0.new == nil }) {
      LockFile(commonFolder + "packed-refs.lock").removeIfAbandoned()
    }
  }
}
