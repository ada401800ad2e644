import Editorial
import Git
import Glibc

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

extension Desk {
  static func waitAfter(round: Int) {
    usleep(UInt32.random(in: 5_000...(20_000 * UInt32(min(round, 10)))))
  }

  static func declined(_ rejections: [RefRejection], messages: String) -> Refusal {
    let names = rejections.map { "\($0.reference.dropFirst("refs/heads/".count)): \($0.reason)" }
    return Refusal(
      "the remote declined \(rejections.count == 1 ? "a branch" : "\(rejections.count) branches")",
      "Nothing here is lost; do what it says and run 'galley sync' again.",
      details: names + messages.split(separator: "\n").map { "remote: \($0)" })
  }

  static func alwaysBeaten(_ rejections: [RefRejection]) -> Refusal {
    Refusal(
      .remote, "somebody else was faster fifty times",
      "Nothing is lost; run 'galley sync' again in a moment.",
      details: rejections.map { "\($0.reference): \($0.reason)" })
  }

  static func unsettled(_ conflicts: [BranchConflict]) -> Refusal {
    let places = conflicts.map {
      "\($0.branch.name) \($0.path): \($0.count) passage\($0.count == 1 ? "" : "s")"
    }
    return Refusal(
      .conflict, "two sides changed the same words in \(places.joined(separator: "; "))",
      """
      Both are kept; settle them with 'galley sync --edit', '--ours all', '--theirs all', or passage by \
      passage: '--ours 1,3 --theirs 2'.
      """,
      details: conflicts.flatMap {
        $0.marked.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      })
  }
}
