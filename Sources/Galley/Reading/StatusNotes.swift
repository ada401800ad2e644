import Editorial
import Git

extension Desk {
  /// What is good to know beside the open articles: what isn't here though it is open, and what waits to be sent.
  public func statusNotes() throws -> [String] {
    let missing = try missingRevisions().map { "\($0.what). \($0.remedy)" }
    guard let remote = try? remoteName() else { return missing }
    let declined = try SyncMemory(of: self).waiting.filter { branch, commit, reason in
      try repository.reference(branch.reference) == commit
        && (repository.reference(branch.tracking(remote)) != commit || reason.contains("removed"))
    }
    let told = Set(declined.map(\.branch))
    let notes =
      try declined.map {
        "\($0.branch.name) waits to be sent: \($0.reason)"
          + ($0.branch == .main ? try publishedHereOnly(remote) : "")
      }
      + (try distance(from: remote, except: told))
    guard !notes.isEmpty else { return missing }
    let masks = try allMasks()
    return missing + notes.map { note in masks.reduce(note) { $1.masked($0) } }
  }

  /// The articles that are published on this desk's `main` and not on the remote's, with the way to bring them there where
  /// a host takes `main` by pull requests only.
  private func publishedHereOnly(_ remote: String) throws -> String {
    guard let main = try repository.reference(DeskBranch.main.reference) else { return "" }
    var names: [String] = []
    let known = try repository.reference(DeskBranch.main.tracking(remote)).map { [$0] } ?? []
    try repository.walk(from: [main], hiding: known) { commit in
      if let note = CommitNote(message: commit.message), note.event == .publish {
        names.append("\(note.slug) \(note.number)")
      }
      return true
    }
    guard let first = names.last else { return "" }
    let branch = "publish-" + first.prefix { $0 != " " }.map { $0 == "/" ? "-" : $0 }
    return
      ". Published on this desk only: \(names.reversed().joined(separator: ", ")). Where the host takes pull requests "
      + "only, 'git push \(remote) main:\(branch)' makes a branch for one"
  }

  /// How far this desk's branches are ahead of the remote, and behind it, as the remote was when it was last seen.
  private func distance(from remote: String, except told: Set<DeskBranch>) throws -> [String] {
    let tracked = DeskBranch.tracked(remote)
    let seen = Dictionary(
      try repository.references(matching: "\(tracked)*").map { ($0.name, $0.target) },
      uniquingKeysWith: { first, _ in first })
    var (ahead, behind): ([(DeskBranch, ObjectID)], [(DeskBranch, ObjectID)]) = ([], [])
    let here = try deskBranches()
    for (branch, tip) in here.sorted(by: { $0.key.reference < $1.key.reference }) where !told.contains(branch)
    {
      let there = seen[branch.tracking(remote)]
      guard there != tip else { continue }
      if try there.map({ try !repository.isReachable(tip, from: $0) }) ?? true { ahead.append((branch, tip)) }
      if let there, try !repository.isReachable(there, from: tip) { behind.append((branch, there)) }
    }
    // An open revision that isn't here is told by itself.
    for (name, there) in seen.sorted(by: { $0.key < $1.key }) {
      guard let branch = DeskBranch(reference: DeskBranch.heads + name.dropFirst(tracked.count)),
        case .review = branch, here[branch] == nil, try !isPublished(branch, tip: there)
      else { continue }
      behind.append((branch, there))
    }
    return [
      try Self.told(ahead, count(ahead.map(\.1), without: Array(seen.values))).map {
        "not sent yet: \($0). Send it with 'galley sync'"
      },
      try Self.told(behind, count(behind.map(\.1), without: Array(here.values))).map {
        "not taken in yet from \(remote): \($0). Take it in with 'galley sync'"
      },
    ].compactMap(\.self)
  }

  private func count(_ tips: [ObjectID], without known: [ObjectID]) throws -> Int {
    guard !tips.isEmpty else { return 0 }
    var count = 0
    try repository.walk(from: tips, hiding: known) { _ in
      count += 1
      return true
    }
    return count
  }

  private static func told(_ branches: [(DeskBranch, ObjectID)], _ commits: Int) -> String? {
    guard !branches.isEmpty else { return nil }
    let names = branches.prefix(5).map(\.0.name).joined(separator: ", ")
    let more = branches.count > 5 ? " and \(branches.count - 5) more" : ""
    return "\(counted(commits, "commit")) on \(names)\(more)"
  }
}
