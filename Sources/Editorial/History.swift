import Git

/// A revision found by its number: open, or published and found in the history.
public struct FoundRevision: Sendable, Hashable {
  public let number: RevisionNumber
  public let tip: ObjectID
  public let isOpen: Bool

  public init(number: RevisionNumber, tip: ObjectID, isOpen: Bool) {
    self.number = number
    self.tip = tip
    self.isOpen = isOpen
  }
}

extension Desk {
  /// The newest publication of an article: the publishing commit on `main` and what it published.
  ///
  /// Walks `main` by first parents until it finds one, so the cost grows with what was published since.
  public func lastPublication(of slug: Slug) throws -> (commit: Commit, revision: FoundRevision)? {
    guard let main = try tip(.main), try isPublished(slug) else { return nil }
    var found: (Commit, FoundRevision)?
    try repository.walk(from: [main], firstParentOnly: true) { commit in
      guard commit.parents.count > 1, let note = CommitNote(message: commit.message), note.event == .publish,
        note.slug == slug
      else { return true }
      found = (commit, FoundRevision(number: note.number, tip: commit.parents[1], isOpen: false))
      return false
    }
    return found
  }

  /// The article's current revision: the highest that is open, else the last published.
  ///
  /// - Throws: ``Refusal`` when there is no such article; it names what is close.
  public func currentRevision(of slug: Slug) throws -> FoundRevision {
    if let open = try openArticle(slug)?.current {
      return FoundRevision(number: open.number, tip: open.tip, isOpen: true)
    }
    if let published = try lastPublication(of: slug) { return published.revision }
    throw try noArticle(slug)
  }

  /// A revision by its number.
  ///
  /// - Throws: ``Refusal`` when the article has no such revision.
  public func revision(_ number: RevisionNumber, of slug: Slug) throws -> FoundRevision {
    if let open = try openArticle(slug)?.revision(number) {
      return FoundRevision(number: number, tip: open.tip, isOpen: true)
    }
    let current = try currentRevision(of: slug)
    if let found = try earlierRevisions(of: slug, from: current)[number] { return found }
    throw Refusal(
      "\(slug) has no revision \(number); its current one is \(current.number)",
      "See its history with 'galley log \(slug)'.")
  }

  /// All revisions up to a known one that its history shows, each with its last commit.
  public func earlierRevisions(
    of slug: Slug, from current: FoundRevision
  ) throws -> [RevisionNumber: FoundRevision] {
    var found = [current.number: current]
    try repository.walk(from: [current.tip]) { commit in
      if let note = CommitNote(message: commit.message), note.slug == slug, note.event != .review,
        found[note.number] == nil
      {
        found[note.number] = FoundRevision(number: note.number, tip: commit.id, isOpen: false)
      }
      return true
    }
    return found
  }

  /// The numbers of all revisions of an article, ascending.
  ///
  /// - Throws: ``Refusal`` when there is no such article.
  public func revisionNumbers(of slug: Slug) throws -> [RevisionNumber] {
    let open = try openArticle(slug)?.revisions.map(\.number) ?? []
    return try Set(open).union(earlierRevisions(of: slug, from: currentRevision(of: slug)).keys).sorted()
  }

  /// The refusal for a slug that names nothing, with the open articles to choose from.
  public func noArticle(_ slug: Slug) throws -> Refusal {
    let known = try openArticles().map(\.slug.description)
    let start = "Start it with 'galley new \(slug)'"
    let others = known.isEmpty ? "." : ", or name one of: \(known.prefix(8).joined(separator: ", "))."
    return Refusal("there is no article \(slug)", start + others)
  }

  /// The text of an article in a commit.
  ///
  /// - Throws: ``Refusal`` when the commit has no text of it.
  public func articleText(_ slug: Slug, in commit: ObjectID) throws -> String {
    guard let text = try text(at: DeskPath.text(slug), in: commit) else {
      throw Refusal(
        "commit \(commit.short) has no \(DeskPath.text(slug))",
        "Save the text again with 'galley save \(slug) --from FILE'.")
    }
    return text
  }
}
