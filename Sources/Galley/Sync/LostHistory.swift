import Editorial
import Git

/// What a person decided about branches of which the remote lost something: by name, or `all`.
public struct SyncChoices: Sendable {
  /// Branches that become as the remote has them; what is only here is kept under another name.
  public var letGo: Set<String>
  /// Branches that are merged and sent again.
  public var sendAgain: Set<String>

  public init(letGo: Set<String> = [], sendAgain: Set<String> = []) {
    (self.letGo, self.sendAgain) = (letGo, sendAgain)
  }

  func sendsAgain(_ branch: DeskBranch) -> Bool {
    sendAgain.contains(branch.name) || sendAgain.contains("all")
  }
}

/// A branch that is neither merged nor sent until somebody chooses.
struct HeldBranch {
  let branch: DeskBranch
  let ours: ObjectID
  let theirs: ObjectID?
  /// Commits that the remote had and has no more, newest first.
  let lost: [ObjectID]
  /// Whether only the branch is gone, and not something out of its history.
  var isRemoved: Bool { lost.isEmpty }
}

extension Desk {
  /// The branches that would bring back what the remote had once and has no more: somebody took it out of a history,
  /// or removed a branch.
  ///
  /// What the remote had is known from its branches as they were last seen, and from their logs: plain `git fetch`
  /// moves them without a question.
  func heldBranches(
    _ seen: SeenRemote, remote: String, _ choices: SyncChoices, into report: inout SyncReport
  ) throws -> [HeldBranch] {
    let ahead = try deskBranches().filter { branch, ours in
      guard let theirs = seen.tips[branch] else { return true }
      return try ours != theirs && !repository.isReachable(ours, from: theirs)
    }
    guard !ahead.isEmpty, try !isAnotherPlace(seen) else { return [] }
    let lost = try lostCommits(ahead, seen, remote: remote, report.memory)
    var held: [HeldBranch] = []
    for (branch, ours) in ahead.sorted(by: { $0.key.reference < $1.key.reference })
    where !choices.sendsAgain(branch) {
      let gone = lost.isEmpty ? [] : try commits(from: ours, missingIn: seen).filter(lost.contains)
      if !gone.isEmpty {
        report.memory.note(
          .waits, branch, ours,
          "its history was rewritten on \(report.remote). Choose with 'galley sync --let-go \(branch.name)' or 'galley sync --send-again \(branch.name)'"
        )
        held.append(HeldBranch(branch: branch, ours: ours, theirs: seen.tips[branch], lost: gone))
      } else if seen.gone.contains(branch), try staysAway(branch, ours, into: &report) {
        held.append(HeldBranch(branch: branch, ours: ours, theirs: nil, lost: []))
      }
    }
    return held
  }

  /// Whether a branch that is gone from the remote isn't sent again by itself: a review, which its person or an
  /// administrator took away; a revision when it was sent again once before.
  private func staysAway(
    _ branch: DeskBranch, _ ours: ObjectID, into report: inout SyncReport
  ) throws -> Bool {
    guard try !isPublished(branch, tip: ours) else { return false }
    switch branch {
    case .main: return false
    case .review: break
    case .revision:
      guard report.memory.holds(.sentAgain, branch, ours) else {
        report.memory.note(.sentAgain, branch, ours)
        return false
      }
    }
    if !report.memory.holds(.waits, branch, ours) {
      let words =
        "it was removed on \(report.remote). Send it with 'galley sync --send-again \(branch.name)', or let it go with 'galley sync --let-go \(branch.name)'"
      report.memory.note(.waits, branch, ours, words)
      report.notes.append("\(branch.name) stays on this desk and isn't sent again by itself: \(words)")
    }
    return true
  }

  /// The commits that the remote had and that no branch of it has any more.
  private func lostCommits(
    _ ahead: [DeskBranch: ObjectID], _ seen: SeenRemote, remote: String, _ memory: SyncMemory
  ) throws -> Set<ObjectID> {
    func isLost(_ commit: ObjectID) throws -> Bool {
      try commit != .zero && repository.has(commit) && !seen.has(commit, repository)
    }
    var ends = try memory.letGo.filter(isLost)
    for branch in ahead.keys where seen.tips[branch] != nil {
      let name = branch.tracking(remote)
      let known =
        try [repository.reference(name)].compactMap(\.self) + repository.formerValues(of: name).prefix(40)
      ends += try Set(known).filter(isLost)
    }
    guard !ends.isEmpty else { return [] }
    return Set(try commits(from: ends, missingIn: seen))
  }

  private func commits(from tip: ObjectID, missingIn seen: SeenRemote) throws -> [ObjectID] {
    try commits(from: [tip], missingIn: seen)
  }

  private func commits(from tips: [ObjectID], missingIn seen: SeenRemote) throws -> [ObjectID] {
    var found: [ObjectID] = []
    try repository.walk(from: tips, hiding: Array(Set(seen.tips.values))) { commit in
      found.append(commit.id)
      return true
    }
    return found
  }

  /// Lets the branches become as the remote has them. What is only here stays under another name.
  ///
  /// - Throws: ``Refusal`` when a branch is named that doesn't wait for a choice.
  func letGo(
    _ choices: SyncChoices, _ held: [HeldBranch], remote: String, into report: inout SyncReport
  ) throws {
    guard !choices.letGo.isEmpty else { return }
    let names = Set(held.map(\.branch.name))
    for name in choices.letGo.sorted() where name != "all" && !names.contains(name) {
      throw Refusal(
        "\(name) has nothing that \(remote) lost and that could be let go",
        names.isEmpty
          ? "Run 'galley sync' without --let-go." : "Name one of: \(names.sorted().joined(separator: ", ")).")
    }
    for one in held where choices.letGo.contains(one.branch.name) || choices.letGo.contains("all") {
      let kept = "kept/\(one.branch.name.split(separator: "/").joined(separator: "-"))-\(one.ours.short)"
      let tracking = one.branch.tracking(remote)
      // Those that no other of them builds on.
      let inner = try Set(one.lost.flatMap { try repository.commit($0).parents })
      for commit in one.lost where !inner.contains(commit) { report.memory.note(.letGo, one.branch, commit) }
      try land(
        [
          ReferenceUpdate(
            "refs/heads/\(kept)", from: repository.reference("refs/heads/\(kept)"), to: one.ours),
          ReferenceUpdate(one.branch.reference, from: one.ours, to: one.theirs),
        ], because: "galley sync: let go", as: .noAct)
      try repository.update(
        [ReferenceUpdate(tracking, from: repository.reference(tracking), to: one.theirs)], by: signature(),
        because: "galley sync: let go")
      report.branches.append(
        SyncedBranch(branch: one.branch.name, change: one.theirs == nil ? .removed : .received))
      report.notes.append("what was only here of \(one.branch.name) is kept as the branch \(kept)")
    }
  }

  /// What to say of branches that wait for a choice; nil when none does but those of which only the branch is gone.
  func refusal(of held: [HeldBranch], remote: String) throws -> Refusal? {
    let rewritten = held.filter { !$0.isRemoved }
    guard let first = rewritten.first else { return nil }
    let names = rewritten.map(\.branch.name).joined(separator: ", ")
    let commits = Set(rewritten.flatMap(\.lost)).count
    let details = try rewritten.flatMap { one in
      try one.lost.prefix(5).map { id in
        let subject = try repository.commit(id).message.prefix { !$0.isNewline }
        return "gone from \(remote): \(one.branch.name) \(id.short) \(subject)"
      } + (one.lost.count > 5 ? ["gone from \(remote): \(one.branch.name), \(one.lost.count - 5) more"] : [])
    }
    let which = rewritten.count == 1 ? first.branch.name : "all"
    return Refusal(
      .conflict,
      "\(first.branch.name) was rewritten on \(remote): \(commits) commit\(commits == 1 ? " that was there is" : "s that were there are") gone from it, and this desk still has \(commits == 1 ? "it" : "them") in \(names)",
      """
      Nothing of that was sent. Take the remote's with 'galley sync --let-go \(which)' (what is only here is kept \
      under another name), or send yours again with 'galley sync --send-again \(which)'.
      """, details: details)
  }
}
