import Editorial
import Git
import System

extension RefRejection {
  /// Whether somebody else's push came first, as far as the remote's words tell: then trying again helps.
  var isRace: Bool {
    let words = [
      "fetch first", "non-fast-forward", "non-fastforward", "stale info", "failed to update ref",
      "cannot lock ref", "reference already exists", "already exists", "unable to create", "failed to lock",
    ]
    return words.contains { reason.contains($0) }
  }
}

extension RefRejection {
  /// Whether the remote looked at the whole push and declined all of it, maybe for one branch's sake.
  var isOfWholePush: Bool { reason.contains("pre-receive hook declined") }
}

extension SyncReport {
  /// What to say when the remote declined something.
  public var refusal: Refusal? {
    guard let first = declined.first else { return nil }
    let others = declined.count == 1 ? "" : " and \(declined.count - 1) more"
    return Refusal(
      "the remote declined \(first.branch)\(others): \(first.reason)",
      "It stays on this desk and nothing is lost; do what the remote says and run 'galley sync' again.",
      details: declined.map { "declined: \($0.branch): \($0.reason)" }
        + messages.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }).map { "remote: \($0)" })
  }

  mutating func noteRewritten(_ branch: DeskBranch) {
    let note =
      "\(branch.name) was rewritten on \(remote): commits that were there are gone from it. This desk keeps them and sends them again"
    if !notes.contains(note) { notes.append(note) }
  }
}

extension Desk {
  static func waitAfter(round: Int) {
    usleep(UInt32.random(in: 5_000...(20_000 * UInt32(min(round, 10)))))
  }

  static func alwaysBeaten(_ rejections: [RefRejection]) -> Refusal {
    Refusal(
      .remote, "somebody else was faster fifty times",
      "Nothing is lost; run 'galley sync' again in a moment.",
      details: rejections.map { "\($0.reference): \($0.reason)" })
  }

  static func unsettled(_ conflicts: [BranchConflict]) -> Refusal {
    let places = conflicts.map {
      "\($0.branch.name) \($0.path): \(counted($0.merge.open, "passage"))"
    }
    let troubles = conflicts.compactMap(\.trouble).map { "\($0.what). \($0.remedy) " }
    return Refusal(
      .conflict, "two sides changed the same words in \(places.joined(separator: "; "))",
      """
      \(troubles.joined())Both are kept; settle them with 'galley sync --edit', '--ours all', '--theirs all', or \
      passage by passage: '--ours 1,3 --theirs 2'.
      """,
      details: conflicts.flatMap(\.merge.lines))
  }
}
