import Git

/// A host that takes `main` by pull requests may squash or rebase what was published: then `main` has a revision's text and
/// record, and not its commits. It is published all the same.
extension Desk {
  /// Whether `main` has, or had, a revision's text and record, however they came there, and the revision is more than what
  /// it began with.
  ///
  /// Looks at two trees and the revision's own commits; at `main`'s history only where its record has all that was said of
  /// the revision, and its text is another by now.
  /// - Parameter main: a commit of `main`; where it stands now if not given.
  public func isOnMain(
    _ slug: Slug, _ number: RevisionNumber, _ tip: ObjectID, at main: ObjectID? = nil
  ) throws -> Bool {
    guard let main = try main ?? self.tip(.main) else { return false }
    let now = try State(of: slug, at: tip, self)
    let published = try State(of: slug, at: main, self)
    guard let text = now.text, published.text != nil, try isPart(now.record, of: published.record) else {
      return false
    }
    let before = try beginning(of: slug, number, tip)
    if text == published.text { return before.map { $0 != now } ?? true }
    guard now.record != nil, now.record != before?.record else { return false }
    var wasThere = false
    try followMain(of: slug, from: main) { commit in
      let then = try State(of: slug, in: commit.tree, self)
      // The record only grows: before it had all of the revision's, it wasn't published.
      guard try isPart(now.record, of: then.record) else { return false }
      wasThere = then.text == text
      return !wasThere
    }
    return wasThere
  }

  /// The publication of an article that a host made of commits of its own: the commit that brought it to `main`.
  func hostPublication(of slug: Slug) throws -> (commit: Commit, revision: FoundRevision)? {
    let known = try openArticle(slug, withPublished: true)?.revisions ?? []
    for revision in known.reversed() where try isOnMain(slug, revision.number, revision.tip) {
      let published = try State(of: slug, at: revision.tip, self)
      var found: Commit?
      try followMain(of: slug) { commit in
        let then = try State(of: slug, in: commit.tree, self)
        if then.text == published.text { found = commit }
        return found == nil || then.text == published.text
      }
      return found.map {
        ($0, FoundRevision(number: revision.number, tip: revision.tip, isOpen: false))
      }
    }
    return nil
  }

  /// The last commit of a revision's own line that `main` has the text and the record of, where a host published it: the
  /// base of a merge with `main`.
  func hostBase(main: ObjectID, revision: ObjectID) throws -> ObjectID? {
    var line: [(commit: ObjectID, note: CommitNote?)] = []
    try repository.walk(from: [revision], hiding: [main], firstParentOnly: true) { commit in
      line.append((commit.id, CommitNote(message: commit.message)))
      return true
    }
    // A commit by plain git is of the revision that the one before it is of.
    var note: CommitNote?
    let known = line.reversed().map { one in
      note = one.note ?? note
      return (commit: one.commit, note: note)
    }
    for one in known.reversed() {
      if let note = one.note, try isOnMain(note.slug, note.number, one.commit, at: main) { return one.commit }
    }
    return nil
  }

  /// What an article was before a revision: the end of the one before, or what `main` had when it was taken up; nil for one
  /// that began with the revision.
  private func beginning(of slug: Slug, _ number: RevisionNumber, _ tip: ObjectID) throws -> State? {
    var before: ObjectID?
    try repository.walk(from: [tip], firstParentOnly: true) { commit in
      if commit.parents.isEmpty { before = Self.adoptedBase(inMessage: commit.message) }
      guard let note = CommitNote(message: commit.message, ofRevisionOf: slug), note.event == .revise,
        note.number == number
      else { return true }
      before = commit.parents.first
      return false
    }
    guard let before, try repository.has(before) else { return nil }
    return try State(of: slug, at: before, self)
  }

  /// Whether all files of one record are in another.
  private func isPart(_ record: ObjectID?, of other: ObjectID?) throws -> Bool {
    guard let record, record != other else { return true }
    guard let other else { return false }
    let there = Dictionary(
      try repository.entries(of: other).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return try repository.entries(of: record).allSatisfy { entry in
      guard let same = there[entry.name], same.mode == entry.mode else { return false }
      return try same.id == entry.id || (entry.mode == .folder && isPart(entry.id, of: same.id))
    }
  }

  /// An article's text and record in a tree.
  private struct State: Equatable {
    let text: ObjectID?
    let record: ObjectID?

    init(of slug: Slug, at commit: ObjectID, _ desk: Desk) throws {
      try self.init(of: slug, in: desk.repository.commit(commit).tree, desk)
    }

    init(of slug: Slug, in tree: ObjectID, _ desk: Desk) throws {
      text = try desk.textEntry(of: slug, in: tree)?.id
      let folder = try desk.repository.entry(desk.layout().reviews(slug), in: tree)
      record = folder?.mode == .folder ? folder?.id : nil
    }
  }
}
