import Editorial
import Git
import System

extension Desk {
  /// Saves the text as it stands in the working tree where the article's revision is checked out.
  ///
  /// - Throws: ``Refusal`` when the revision is checked out nowhere or its text isn't there.
  public func saveCheckedOut(
    _ slug: Slug, message: String?, beforeOrphaning: ((OrphanedRemarks) throws -> Void)? = nil
  ) throws -> SavedDraft {
    let draft = try openDraft(of: slug)
    let branch = DeskBranch.revision(slug, draft.number)
    guard let folder = try checkout(of: branch)?.folder else {
      throw Refusal(
        .usage, "there is no text to save: --from isn't given and \(slug) \(draft.number) isn't checked out",
        "Give --from FILE, use 'galley edit \(slug)', or change it after 'git switch \(branch.name)'.")
    }
    let path = try textPath(of: slug, at: draft.tip)
    let file = folder + path
    guard let text = readFile(file) else {
      throw Refusal("\(file) can't be read", "Bring it back with 'git restore \(path)'.")
    }
    let saved = try save(
      slug, input: text, message: message, isCheckedOut: true, beforeOrphaning: beforeOrphaning)
    try Repository.stage(path, in: folder)
    return saved
  }

  /// What is new and changed beside the text, where the revision is checked out.
  func checkedOutFiles(
    _ slug: Slug, _ draft: OpenRevision, in tree: ObjectID
  ) throws -> ([String: [UInt8]], [String]) {
    guard let folder = try checkout(of: .revision(slug, draft.number))?.folder else { return ([:], []) }
    return try filesInCheckout(slug, at: folder, in: tree)
  }

  private func checkout(of branch: DeskBranch) throws -> Checkout? {
    try repository.checkouts(of: [branch.reference])[branch.reference]?.first
  }
}
