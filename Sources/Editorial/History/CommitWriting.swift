import Git
import System

extension Desk {
  /// Writes a commit that changes its first parent's tree; no reference moves.
  ///
  /// - Parameter parents: the first is the commit whose tree is changed; none starts a history.
  public func commit(_ edit: TreeEdit, parents: [ObjectID], message: String) throws -> ObjectID {
    let base = try parents.first.map { try repository.commit($0).tree }
    return try commit(tree: edit.write(to: repository, over: base), parents: parents, message: message)
  }

  /// Writes a commit of a whole tree; no reference moves.
  public func commit(tree: ObjectID, parents: [ObjectID], message: String) throws -> ObjectID {
    try repository.writeCommit(
      tree: tree, parents: parents, author: person().signature(at: now()), message: message,
      signer: CommitSigner(repository))
  }

  /// Does `work` again, from the start, when another process changed a reference meanwhile or holds it locked.
  ///
  /// From the third time on the other processes of Galley's wait meanwhile, so that each gets its turn.
  ///
  /// - Parameter isQuick: false when `work` may wait for a person; then nobody waits for it.
  /// - Throws: ``Refusal`` when a reference stays locked for some twenty seconds.
  public func whileOthersWrite<R>(isQuick: Bool = true, _ work: () throws -> R) throws -> R {
    let start = ContinuousClock.now
    for attempt in 0... {
      do {
        guard isQuick, attempt > 1 else { return try work() }
        return try repository.whileOthersWait(work)
      } catch let error as GitError where error.code == .modified || error.code == .locked {
        // A person may have been asked something meanwhile, and thought about it.
        guard attempt < 200, attempt < 3 || start.duration(to: .now) < .seconds(20) else {
          throw Refusal(
            "another process holds this desk: \(error.attempted): \(error.message)",
            "Wait for it to end. If none is running, 'galley doctor --repair' removes the lock it left.")
        }
        usleep(UInt32.random(in: 500...(2_000 + UInt32(min(attempt, 48)) * 1_000)))
      }
    }
    fatalError("unreachable: the loop returns or throws")
  }
}
