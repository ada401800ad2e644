import Editorial
import Git

extension PushCheck {
  /// One reviewer's branch: from a commit of the revision on, nothing but own annotations.
  func checkReview(
    _ slug: Slug, _ number: RevisionNumber, _ person: PersonID, _ old: ObjectID?, _ new: ObjectID
  ) throws {
    let branch = DeskBranch.review(slug, number, person).name
    try require(.annotate, branch, "annotate")
    let unknown = Dictionary(
      try newCommits(new, hiding: knownTips(of: slug)).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    let pushed = try revisionLines(of: slug, among: unknown)
    var written = WrittenPaths()
    var waiting = [new]
    var seen: Set<ObjectID> = [new]
    while let id = waiting.popLast() {
      guard let commit = unknown[id], !pushed.contains(id) else {
        try checkBase(id, slug, number, old, pushed, on: branch)
        continue
      }
      checked.insert(id)
      try check(commit, slug, .review(number, person), on: branch, into: &written)
      guard !commit.parents.isEmpty else {
        throw BrokenRule(
          .history, branch, "it isn't based on a revision of \(slug)", "Start it with 'galley annotate'.")
      }
      for parent in commit.parents where seen.insert(parent).inserted { waiting.append(parent) }
    }
  }

  /// The commits of revisions that come with the same push, which a review may be based on.
  private func revisionLines(of slug: Slug, among unknown: [ObjectID: Commit]) throws -> Set<ObjectID> {
    var found: Set<ObjectID> = []
    for update in updates {
      guard case .revision(slug, _) = DeskBranch(reference: update.reference) else { continue }
      var next = update.new
      while let id = next, found.insert(id).inserted {
        next = try (unknown[id] ?? desk.repository.commit(id)).parents.first
      }
    }
    return found
  }

  private func checkBase(
    _ base: ObjectID, _ slug: Slug, _ number: RevisionNumber, _ old: ObjectID?, _ pushed: Set<ObjectID>,
    on branch: String
  ) throws {
    if let old, try desk.repository.isReachable(base, from: old) { return }
    let revisions = try desk.openArticle(slug)?.revisions.map(\.tip) ?? []
    let homes = revisions + (try desk.tip(.main).map { [$0] } ?? [])
    let isOfRevision =
      try pushed.contains(base) || homes.contains { try desk.repository.isReachable(base, from: $0) }
    let top = Set(try desk.repository.entries(of: tree(base)).map(\.name))
    guard isOfRevision, top.isSubset(of: ["articles", "reviews"]),
      try desk.repository.entry(DeskPath.text(slug), in: tree(base)) != nil
    else {
      throw BrokenRule(
        .history, branch, "it isn't based on a commit of \(slug) \(number)",
        "Start it with 'galley annotate \(slug) --rev \(number)'.")
    }
    if let said = try noted(base, slug), said != number {
      throw BrokenRule(
        .history, branch, "it is based on \(said), and says that \(number) was read",
        "Read \(number) and annotate that, or push it as a review of \(said).")
    }
  }
}
