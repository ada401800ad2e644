import Editorial
import Git

/// What `publish` did.
public struct Published: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  /// Of its text.
  public let path: String
  public let commit: ObjectID
  /// The branch that has it: `main`, or one for a pull request.
  public let branch: String
  /// Whether galley.yaml names no people, so that everybody who can push may publish.
  public let isOpenToAll: Bool
  public let removedBranches: [String]
  public let mergedReviews: Int
  public let notes: [String]
}

extension Desk {
  /// Merges the current revision into `main`, when the rules of galley.yaml hold, and removes the branches that
  /// are reachable from `main` then.
  ///
  /// Reviews that wait to be merged are merged first, so that nothing said is left behind.
  ///
  /// - Parameter asBranch: leaves `main` as it is, and makes a branch off it that a pull request can be made of; nothing is
  ///   removed. Published is the article when the host has merged that, in whatever way.
  /// - Throws: ``Refusal`` that lists the rules that don't hold.
  public func publish(_ slug: Slug, asBranch: Bool = false) throws -> Published {
    try mayDo(.publish)
    let rules = try checkRules(slug)
    let broken = rules.filter { !$0.holds }
    guard broken.isEmpty else {
      let why = broken.map { $0.rule.hasPrefix("check:") ? "\($0.rule): \($0.why)" : $0.why }
      throw Refusal(
        "\(slug) can't be published: \(why.joined(separator: "; "))", broken[0].remedy,
        details: broken.flatMap(\.details))
    }
    var published = try whileOthersWrite { try land(slug, asBranch: asBranch) }
    if asBranch { return published }
    let cleaned = try removeBranches(of: slug)
    published = Published(
      slug: slug, number: published.number, path: published.path, commit: published.commit,
      branch: published.branch,
      isOpenToAll: published.isOpenToAll,
      removedBranches: cleaned.removed, mergedReviews: published.mergedReviews,
      notes: published.notes + cleaned.notes)
    return published
  }

  private func land(_ slug: Slug, asBranch: Bool) throws -> Published {
    let draft = try openDraft(of: slug)
    guard let main = try tip(.main), let article = try openArticle(slug) else { throw try noArticle(slug) }
    let merged = try mergeCommit(slug, draft, unmergedReviews(article, into: draft.tip))
    let tip = merged.commit ?? draft.tip
    let tree = try publishedTree(slug, main: main, revision: tip) { try mergeOntoMain($0, slug) }
    let commit = try commit(
      tree: tree, parents: [main, tip],
      message: CommitNote(.publish, slug, draft.number).message("Publish \(slug) \(draft.number)"))
    let branch = asBranch ? Self.branchToPull(slug, draft.number) : DeskBranch.main.name
    let reference = DeskBranch.heads + branch
    var updates = [
      ReferenceUpdate(reference, from: asBranch ? try repository.reference(reference) : main, to: commit)
    ]
    if asBranch, tip != draft.tip {
      let revision = DeskBranch.revision(slug, draft.number).reference
      updates.append(ReferenceUpdate(revision, from: draft.tip, to: tip))
    }
    try land(updates, because: "galley publish \(slug)")
    return try Published(
      slug: slug, number: draft.number, path: textPath(of: slug, at: tip), commit: commit, branch: branch,
      isOpenToAll: configuration().people.isEmpty,
      removedBranches: [], mergedReviews: merged.reviews.count, notes: merged.notes)
  }

  /// The name of a branch that publishes a revision by a pull request.
  static func branchToPull(_ slug: Slug, _ number: RevisionNumber) -> String {
    "publish-\(slug.components.joined(separator: "-"))-\(number)"
  }

  /// - Throws: ``Refusal`` where `main` and the draft can't be merged.
  private func mergeOntoMain(_ conflict: PathConflict, _ slug: Slug) throws -> TreeEntry {
    if let entry = try mergedOntoMain(conflict) { return entry }
    guard let result = try merged(conflict) else {
      throw Refusal(
        .conflict, "\(conflict.path), which isn't text, was changed both on main and in the draft",
        "Commit the one to keep on the other's branch as well ('git checkout BRANCH -- FILE'), then publish again."
      )
    }
    throw Refusal(
      .conflict, "\(conflict.path) was changed on main in the same words",
      "Put main's words into the draft with 'galley edit \(slug)', then publish again.",
      details: result.text(ours: "main", theirs: slug.description)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  /// Removes the branches of a published article that `main` has all of.
  private func removeBranches(of slug: Slug) throws -> (removed: [String], notes: [String]) {
    let branches = try deskBranches().filter { branch, tip in
      switch branch {
      case .revision(slug, _), .review(slug, _, _): try isPublished(branch, tip: tip)
      default: false
      }
    }
    let checkedOut = try repository.checkouts(of: Set(branches.keys.map(\.reference)))
    let (kept, gone) = (
      branches.keys.filter { checkedOut[$0.reference] != nil },
      branches.filter { checkedOut[$0.key.reference] == nil }
    )
    try land(
      gone.map { ReferenceUpdate($0.key.reference, from: $0.value, to: nil) },
      because: "galley publish \(slug)", as: .restOfAct)
    return (
      gone.keys.map(\.name).sorted(),
      kept.map {
        "\($0.name) is checked out and was kept; the next 'galley sync' removes it once you have left it"
      }
    )
  }
}
