import Editorial
import Git

extension Desk {
  /// What is good to know beside the open articles: what isn't here though it is open, and what waits to be sent.
  public func statusNotes() throws -> [String] {
    let missing = try missingRevisions().map { "\($0.what). \($0.remedy)" }
    let waiting = SyncMemory(of: self).waiting
    guard !waiting.isEmpty, let remote = try? remoteName() else { return missing }
    let masks = try allMasks()
    return try missing
      + waiting.compactMap { branch, commit, reason in
        guard try repository.reference(branch.reference) == commit,
          try repository.reference(branch.tracking(remote)) != commit || reason.contains("removed")
        else { return nil }
        return masks.reduce("\(branch.name) waits to be sent: \(reason)") { $1.masked($0) }
      }
  }
}
