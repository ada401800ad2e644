import Editorial
import Git

extension Desk {
  /// What is good to know beside the open articles: what isn't here though it is open, and what waits to be sent.
  public func statusNotes() throws -> [String] {
    let missing = try missingRevisions().map { "\($0.what). \($0.remedy)" }
    let declined = SyncMemory(of: self).declined
    guard !declined.isEmpty, let remote = try? remoteName() else { return missing }
    return try missing
      + declined.compactMap { branch, commit, reason in
        guard try repository.reference(branch.reference) == commit,
          try repository.reference(branch.tracking(remote)) != commit
        else { return nil }
        return "\(branch.name) waits to be sent: \(remote) declined it (\(reason))"
      }
  }
}
