import Editorial
import Git

extension Desk {
  /// Starts the first revision of an article that `main` has and nobody took up: its files as they stand there, byte for
  /// byte, in a commit without parents that names `main`'s commit as its base.
  ///
  /// - Throws: ``Refusal`` when `main` hasn't the article, it is open, or it was published from a revision.
  public func adopt(_ slug: Slug) throws -> SavedDraft {
    try mayDo(.write)
    if let open = try openArticle(slug)?.current {
      throw Refusal("\(slug) is open already, at \(open.number)", "Go on with 'galley status \(slug)'.")
    }
    guard let main = try tip(.main), try isPublished(slug) else {
      throw Refusal(
        "main has no \(DeskPath.text(slug))", "Start the article with 'galley new \(slug) --from FILE'.")
    }
    guard try lastPublication(of: slug) == nil else {
      throw Refusal("\(slug) was published from a revision", "Start the next with 'galley revise \(slug)'.")
    }
    let text = try articleText(slug, in: main)
    _ = try FrontMatter.checked(text)
    let tree = try adoptedTree(slug, in: main)
    let number = RevisionNumber.first
    let message =
      CommitNote(.new, slug, number).message("Adopt \(slug) as main has it") + Self.trailer(ofBase: main)
    let commit = try commit(tree: tree, parents: [], message: message)
    try landing("galley adopt \(slug)") {
      [ReferenceUpdate(DeskBranch.revision(slug, number).reference, from: nil, to: commit)]
    }
    return SavedDraft(
      slug: slug, number: number, commit: commit, isChanged: true, title: FrontMatter(of: text).title,
      mended: [], notes: [])
  }

  /// Whether `main` has an article that no revision of this desk ever was: then it can be adopted.
  public func canAdopt(_ slug: Slug) throws -> Bool {
    try isPublished(slug) && openArticle(slug)?.current == nil && lastPublication(of: slug) == nil
  }

  /// The tree of an article's files alone, as a commit of `main` has them.
  func adoptedTree(_ slug: Slug, in main: ObjectID) throws -> ObjectID {
    var edit = TreeEdit()
    for file in try articleFiles(of: slug, in: repository.commit(main).tree) {
      edit.put(file.entry.id, at: file.path, mode: file.entry.mode)
    }
    return try edit.write(to: repository, over: nil)
  }
}
