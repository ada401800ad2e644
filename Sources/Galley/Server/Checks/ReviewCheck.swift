import Editorial
import Git

extension PushCheck {
  /// One reviewer's branch: from a commit of the revision on, nothing but own annotations.
  func checkReview(
    _ slug: Slug, _ number: RevisionNumber, _ person: PersonID, _ old: ObjectID?, _ new: ObjectID
  ) throws {
    let branch = DeskBranch.review(slug, number, person).name
    try require(.annotate, branch, "annotate")
    let unknown = try newCommits(of: slug)
    let pushed = try revisionLines(of: slug, among: unknown)
    var written = WrittenPaths()
    var waiting = [new]
    var seen: Set<ObjectID> = [new]
    while let id = waiting.popLast(), !isRefused {
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
    if let known = pushedLines[slug] { return known }
    var found: Set<ObjectID> = []
    for one in pushed(slug) {
      guard case .revision = one.branch else { continue }
      var next = one.update.new
      while let id = next, let commit = unknown[id], found.insert(id).inserted { next = commit.parents.first }
    }
    pushedLines[slug] = found
    return found
  }

  private func checkBase(
    _ base: ObjectID, _ slug: Slug, _ number: RevisionNumber, _ old: ObjectID?, _ pushed: Set<ObjectID>,
    on branch: String
  ) throws {
    if let old, try old == base || desk.repository.isReachable(base, from: old) { return }
    let isOfRevision = try pushed.contains(base) || isOfRevision(ReviewBase(commit: base, slug: slug))
    guard isOfRevision else {
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

  /// Whether a commit is of the server's revisions of an article, or published.
  private func isOfRevision(_ base: ReviewBase) throws -> Bool {
    if let known = bases[base] { return known }
    let revisions = try served.article(base.slug)?.revisions.map(\.tip) ?? []
    let homes = revisions + (try desk.tip(.main).map { [$0] } ?? [])
    let isFine =
      try homes.contains { try desk.repository.isReachable(base.commit, from: $0) }
      && desk.isTree(of: base.slug, tree(base.commit))
    bases[base] = isFine
    return isFine
  }
}

/// Where a review begins.
struct ReviewBase: Hashable {
  let commit: ObjectID
  let slug: Slug
}
