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
  /// The newest publication of an article: the merge into `main` and what it published, whether `publish` made it
  /// or plain git.
  ///
  /// That of an article that was retracted since, too. Follows `main` until it finds one, so the cost grows with what
  /// was published since.
  ///
  /// - Parameter lookingBack: also where nothing of the article is left on `main`: one that was retracted, and of which
  ///   nobody had said anything. Then the cost grows with all that was published.
  public func lastPublication(
    of slug: Slug, lookingBack: Bool = false
  ) throws -> (commit: Commit, revision: FoundRevision)? {
    guard try lookingBack || wasPublished(slug) else { return nil }
    if let byHost = try hostPublication(of: slug) { return byHost }
    var found: (Commit, FoundRevision)?
    try followMain(of: slug) { commit in
      guard commit.parents.count > 1, try !isMergeOfMains(commit) else { return true }
      let number: RevisionNumber?
      if let note = CommitNote(message: commit.message) {
        number = note.event == .publish && note.slug == slug ? note.number : nil
      } else {
        number = try revisionMerged(by: commit, of: slug)
      }
      guard let number else { return true }
      found = (commit, FoundRevision(number: number, tip: commit.parents[1], isOpen: false))
      return false
    }
    return found
  }

  /// The commit that took a published article off `main`; nil while it is there, or when it never was.
  public func retraction(of slug: Slug) throws -> Commit? {
    guard try !isPublished(slug) else { return nil }
    var found: Commit?
    var later: Commit?
    try followMain(of: slug) { commit in
      let isThere = try place(of: slug, in: commit.tree) != nil
      if isThere { found = later }
      later = commit
      return !isThere
    }
    return found
  }

  /// The revision of an article whose text a merge by plain git brought to `main`.
  private func revisionMerged(by merge: Commit, of slug: Slug) throws -> RevisionNumber? {
    let before = try textEntry(of: slug, in: repository.commit(merge.parents[0]).tree)
    guard let merged = try textEntry(of: slug, in: repository.commit(merge.parents[1]).tree),
      merged != before, try textEntry(of: slug, in: merge.tree) != before
    else { return nil }
    var number: RevisionNumber?
    try repository.walk(from: [merge.parents[1]], firstParentOnly: true) { commit in
      number = CommitNote(message: commit.message, ofRevisionOf: slug)?.number
      return number == nil
    }
    return number
  }

  /// The article's current revision: the highest that is open, else the last published.
  ///
  /// - Throws: ``Refusal`` when there is no such article; it names what is close.
  public func currentRevision(of slug: Slug) throws -> FoundRevision {
    if let open = try openArticle(slug)?.current {
      return FoundRevision(number: open.number, tip: open.tip, isOpen: true)
    }
    if let published = try lastPublication(of: slug, lookingBack: true) { return published.revision }
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
  ///
  /// Followed by first parents: a revision begins with the commit that `revise` or `new` made, and the one before it
  /// ends with that commit's parent, whoever made it. Commits by plain git belong to the revision they sit on.
  public func earlierRevisions(
    of slug: Slug, from current: FoundRevision
  ) throws -> [RevisionNumber: FoundRevision] {
    var found = [current.number: current]
    func end(_ number: RevisionNumber, at tip: ObjectID) {
      if found[number] == nil { found[number] = FoundRevision(number: number, tip: tip, isOpen: false) }
    }
    try repository.walk(from: [current.tip], firstParentOnly: true) { commit in
      guard let note = CommitNote(message: commit.message, ofRevisionOf: slug) else { return true }
      // A branch that was made by hand has no commit of revise where it begins.
      end(note.number, at: commit.id)
      if note.event == .revise, let previous = note.number.previous, let parent = commit.parents.first {
        end(previous, at: parent)
      }
      return note.event != .new
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
    if let missing = try missingRevisionRefusal(of: slug) { return missing }
    if try isPublished(slug) {
      return Refusal(
        "main has \(slug), and no revision of it was ever made",
        "Take it up as it stands there with 'galley adopt \(slug)'.")
    }
    let known = try openArticles(withPublished: true).filter { $0.current != nil }.map(\.slug.description)
    let start = "Start it with 'galley new \(slug)'"
    let others = known.isEmpty ? "." : ", or name one of: \(known.prefix(8).joined(separator: ", "))."
    return Refusal("there is no article \(slug)", start + others)
  }

  /// The text of an article in a commit.
  ///
  /// - Throws: ``Refusal`` when the commit has no text of it.
  public func articleText(_ slug: Slug, in commit: ObjectID) throws -> String {
    guard let place = try place(of: slug, in: repository.commit(commit).tree),
      let text = try text(at: place.text, in: commit)
    else { throw try noText(of: slug, in: commit) }
    return text
  }

  /// The refusal for a commit without the article's text.
  public func noText(of slug: Slug, in commit: ObjectID) throws -> Refusal {
    Refusal(
      "commit \(commit.short) has no \(try usualPlace(of: slug).text)",
      try layout().isStandard
        ? "Save the text again with 'galley save \(slug) --from FILE'."
        : "Let 'articles' of \(DeskPath.configuration) name the place where it stands.")
  }
}
