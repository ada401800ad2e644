import Editorial
import Git

/// What `retract` did.
public struct Retracted: Sendable {
  public let slug: Slug
  /// The revision that was published.
  public let number: RevisionNumber
  public let commit: ObjectID
  public let files: Int
}

extension Desk {
  /// Takes a published article off `main`: its text and what is beside it. What was said of it stays there, and the
  /// next revision can be begun from what was published.
  ///
  /// - Parameter reason: kept in the commit's message.
  /// - Throws: ``Refusal`` when it isn't published.
  public func retract(_ slug: Slug, because reason: String) throws -> Retracted {
    try mayDo(.publish)
    return try whileOthersWrite {
      guard let main = try tip(.main), try isPublished(slug) else {
        guard try retraction(of: slug) == nil else {
          throw Refusal(
            "\(slug) is retracted already",
            "See why with 'galley log \(slug)'; 'galley revise \(slug)' goes on.")
        }
        guard try openArticle(slug) == nil else {
          throw Refusal("\(slug) isn't published", "End it with 'galley decide \(slug) decline'.")
        }
        throw try noArticle(slug)
      }
      let number = try lastPublication(of: slug)?.revision.number ?? .first
      let base = try repository.commit(main).tree
      let files = try articleFiles(of: slug, in: base)
      var edit = TreeEdit()
      for file in files { edit.remove(file.path) }
      let commit = try commit(
        edit, parents: [main],
        message: CommitNote(.retract, slug, number).message("Retract \(slug) \(number)", body: reason))
      try land(
        [ReferenceUpdate(DeskBranch.main.reference, from: main, to: commit)],
        because: "galley retract \(slug)")
      return Retracted(slug: slug, number: number, commit: commit, files: files.count)
    }
  }

  /// A tree; of `main`'s, which somebody merged into a revision by hand, what is the article's own. Else what the
  /// revision hasn't got would go from `main`.
  private func ownTree(_ slug: Slug, in tree: ObjectID) throws -> ObjectID {
    guard try repository.entry(DeskPath.configuration, in: tree) != nil else { return tree }
    var edit = TreeEdit()
    for file in try articleFiles(of: slug, in: tree) {
      edit.put(file.entry.id, at: file.path, mode: file.entry.mode)
    }
    let reviews = try layout().reviews(slug)
    if let folder = try repository.entry(reviews, in: tree), folder.mode == .folder {
      for round in try repository.entries(of: folder.id)
      where (try? RevisionNumber(component: round.name)) != nil {
        edit.put(round.id, at: "\(reviews)/\(round.name)", mode: round.mode)
      }
    }
    return try edit.write(to: repository, over: nil)
  }

  /// What publishing makes of `main` and a revision.
  ///
  /// - Parameter settling: is asked for a file that both changed.
  func publishedTree(
    _ slug: Slug, main: ObjectID, revision: ObjectID, settling: (PathConflict) throws -> TreeEntry?
  ) throws -> ObjectID {
    let base = try mergeBase(main: main, revision: revision).map {
      try ownTree(slug, in: repository.commit($0).tree)
    }
    let (ours, theirs) = (try repository.commit(main).tree, try repository.commit(revision).tree)
    let isThere = try place(of: slug, in: ours) != nil
    // What is in the folder of an article inside of this one's is that article's.
    let inner = try otherArticles(inside: slug, in: ours)
    let merged = try repository.mergeTrees(
      base: base, ours: ours, theirs: theirs
    ) { conflict in
      if inner.contains(where: { (conflict.path + "/").hasPrefix($0.path + "/") }) { return conflict.ours }
      // An article that was retracted comes back as the revision has it.
      if !isThere, conflict.ours == nil { return conflict.theirs }
      return try settling(conflict)
    }
    var edit = TreeEdit()
    if !isThere, base != nil {
      for file in try articleFiles(of: slug, in: theirs) {
        edit.put(file.entry.id, at: file.path, mode: file.entry.mode)
      }
    }
    for other in inner where try repository.entry(other.path, in: merged)?.id != other.entry.id {
      edit.put(other.entry.id, at: other.path, mode: other.entry.mode)
    }
    return edit.isEmpty ? merged : try edit.write(to: repository, over: merged)
  }
}
