import Editorial
import Git

/// What two desks made of one branch, put together.
extension Desk {
  /// Merges two desks' states of one branch into a commit.
  func merge(
    _ branch: DeskBranch, _ ours: ObjectID, _ theirs: ObjectID, settling: Settling, passages: inout Int
  ) throws -> ObjectID {
    let base = try repository.mergeBase(ours, theirs)
    if base == nil, branch == .main { try refuseAnotherDesk(ours, theirs) }
    let tree = try repository.mergeTrees(
      base: base.map { try repository.commit($0).tree }, ours: repository.commit(ours).tree,
      theirs: repository.commit(theirs).tree
    ) { conflict in
      try settle(conflict, on: branch, settling: settling, passages: &passages)
    }
    let subject = "Merge what others did on \(branch.name)"
    let message =
      switch branch {
      case .revision(let slug, let number): CommitNote(.sync, slug, number).message(subject)
      case .review(let slug, let number, _): CommitNote(.review, slug, number).message(subject)
      case .main: subject + "\n\nGalley-Event: sync\n"
      }
    return try commit(tree: tree, parents: [ours, theirs], message: message)
  }

  /// Two people began articles of one name: to merge them would mix two texts.
  func refusalOfTwoArticles(
    _ branch: DeskBranch, _ ours: ObjectID, _ theirs: ObjectID
  ) throws -> Refusal? {
    guard case .revision(let slug, let number) = branch, try repository.mergeBase(ours, theirs) == nil else {
      return nil
    }
    return Refusal(
      "there are two articles \(slug): one was started here, another on the remote",
      "Keep yours under another name: 'git show \(branch.name):\(try textPath(of: slug, at: ours)) | galley new NAME --from -', then let the "
        + "remote's have this one: 'git branch -f \(branch.name) \(theirs.short)' and 'galley sync'.",
      details: ["\(slug) \(number) here begins with \(ours.short), on the remote with \(theirs.short)"])
  }

  /// Two histories without a common beginning become one only when one of them holds nothing but its rules.
  private func refuseAnotherDesk(_ ours: ObjectID, _ theirs: ObjectID) throws {
    guard try !isFresh(ours), try !isFresh(theirs) else { return }
    throw Refusal(
      "the remote's main has another history than this desk's: it isn't a copy of this desk",
      "Check its address with 'git remote -v'. Nothing was sent; two desks can be joined with 'git merge "
        + "--allow-unrelated-histories'.")
  }

  /// Whether a `main` holds nothing but its rules.
  private func isFresh(_ main: ObjectID) throws -> Bool {
    try repository.entries(of: repository.commit(main).tree).allSatisfy { $0.name == DeskPath.configuration }
  }

  /// Whether the remote is one that never had this desk, and so lost nothing of it: an empty or fresh one to move to, or
  /// something else altogether.
  func isAnotherPlace(_ seen: SeenRemote) throws -> Bool {
    guard let theirs = seen.tips[.main] else { return seen.tips.isEmpty }
    guard let ours = try repository.reference(DeskBranch.main.reference),
      try repository.mergeBase(ours, theirs) == nil
    else { return false }
    return try isFresh(theirs)
      || repository.entry(DeskPath.configuration, in: repository.commit(theirs).tree) == nil
  }

  /// Merges a file that both sides changed, by word.
  private func settle(
    _ conflict: PathConflict, on branch: DeskBranch, settling: Settling, passages: inout Int
  ) throws -> TreeEntry? {
    guard let ours = conflict.ours ?? conflict.theirs else { return nil }
    guard let result = try merged(conflict) else {
      throw Refusal(
        .conflict, "both sides changed \(conflict.path), which isn't text",
        "Merge it with git: 'git merge' on that branch, then 'galley sync'.")
    }
    let merge = SettledMerge(
      result, settling, first: passages + 1, ours: "this desk", theirs: "the remote")
    passages += merge.count
    var text = merge.text
    if merge.open > 0 {
      do {
        guard let edit = settling.edit else {
          throw ConflictFound(
            conflict: BranchConflict(branch: branch, path: conflict.path, merge: merge, trouble: nil))
        }
        text = try edit(merge.openText(at: conflict.path))
      } catch let refusal as Refusal {
        throw ConflictFound(
          conflict: BranchConflict(branch: branch, path: conflict.path, merge: merge, trouble: refusal))
      }
    }
    return TreeEntry(name: ours.name, id: try repository.writeBlob(Array(text.utf8)), mode: ours.mode)
  }
}
