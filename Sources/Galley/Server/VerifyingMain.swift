import Editorial
import Git

extension Verifier {
  /// Every file of the revision's record is in what was published, and in main now.
  mutating func verifyRecord(
    _ slug: Slug, revision: ObjectID, publication: Commit, _ place: String
  ) throws {
    let repository = desk.repository
    let inRevision = try repository.entry(layout.reviews(slug), in: repository.commit(revision).tree)
    for later in [publication.id, main].compactMap({ $0 }) {
      let kept = try repository.entry(layout.reviews(slug), in: repository.commit(later).tree)
      for change in try changes.between(inRevision?.id, kept?.id, in: place) where change.old != nil {
        note(
          .record, "\(place) \(layout.reviews(slug))/\(change.path)",
          change.new == nil
            ? "it isn't in \(later.short)" : "it has other words in \(later.short)",
          "Bring it back with 'git checkout \(revision.short) -- …' in a commit of its own.")
      }
    }
    faultsOfTrees.found = []
  }

  /// What names another annotation finds it, and the rules of galley.yaml held as they were then.
  mutating func verifyRules(
    _ note: CommitNote, revision: ObjectID, publication: Commit, _ place: String
  ) throws {
    let record = try desk.record(of: note.slug, commits: [publication.id], reviews: [])
    verifyCreators(of: record, place)
    let ids = Set(record.entries.map(\.id))
    found.annotations += ids.count
    for entry in record.entries {
      guard let parent = entry.annotation.parent, !ids.contains(parent) else { continue }
      self.note(
        .record, "\(place) annotation \(entry.id)", "it answers \(parent), which isn't there",
        "Merge the review that has it: 'galley merge \(note.slug)'.")
    }
    for file in record.unreadable {
      self.note(
        .record, "\(place) \(file.path)", "it can't be read: \(file.why)", "Mend or remove it on main.")
    }
    let then = try configuration(at: publication.parents[0])
    let past = Desk(
      repository: desk.repository, environment: desk.environment,
      configuration: try then ?? desk.configuration())
    let at = FoundRevision(number: note.number, tip: revision, isOpen: false)
    for rule in try past.checkRules(note.slug, at: at, record: record) where !rule.holds {
      self.note(.publication, place, "\(rule.rule): \(rule.why)", rule.remedy)
    }
  }

  /// A commit on `main` that publishes nothing: where people are named it takes articles away as a whole, or brings them
  /// back as they were published.
  mutating func verifyHandmade(_ commit: Commit, _ parents: [ObjectID]) throws {
    guard let first = parents.first, try people(at: first)?.people.isEmpty == false else { return }
    var told: Set<String> = []
    for parent in commit.parents {
      let before = try desk.repository.commit(parent).tree
      for change in try changes.between(before, commit.tree, in: DeskBranch.main.name) {
        guard case .article = layout.kind(of: change.path), try !isAllowed(change, commit, after: first),
          told.insert(change.path).inserted
        else { continue }
        note(
          .publication, "main \(change.path)",
          "commit \(commit.id.short) by \(commit.author.email) changed it without publishing it",
          "Compare with what was published: 'git log main -- \(change.path)'.")
      }
    }
  }

  private mutating func isAllowed(_ change: FileChange, _ commit: Commit, after first: ObjectID) throws
    -> Bool
  {
    guard commit.parents.count == 1 else {
      return try merges.isOneSides(change.new, at: change.path, from: commit)
    }
    let tree = change.new == nil ? try desk.repository.commit(first).tree : commit.tree
    guard let slug = try desk.article(owning: change.path, in: tree) else { return change.new == nil }
    guard let file = change.new else { return try desk.articleFiles(of: slug, in: commit.tree).isEmpty }
    if try isOfRevision(change, of: slug) { return true }
    guard try desk.place(of: slug, in: desk.repository.commit(first).tree) == nil else {
      return false
    }
    var published: ObjectID?
    try desk.repository.walk(from: [first], firstParentOnly: true) { earlier in
      guard let note = CommitNote(message: earlier.message), note.event == .publish, note.slug == slug else {
        return true
      }
      published = earlier.tree
      return false
    }
    return try published.flatMap { try desk.repository.entry(change.path, in: $0) }?.id == file.id
  }

  /// What is published is what publishing makes of the revision.
  mutating func verifyPublished(_ slug: Slug, _ commit: Commit, _ place: String) throws {
    let (main, revision) = (commit.parents[0], commit.parents[1])
    let (repository, theirs) = (desk.repository, try desk.repository.commit(revision).tree)
    if try people(at: main)?.people.isEmpty == false {
      let expected = try desk.publishedTree(slug, main: main, revision: revision) { [desk] in
        try desk.mergedOntoMain($0) ?? $0.theirs
      }
      guard let first = try changes.between(expected, commit.tree, in: place).first else { return }
      return note(
        .publication, "\(place) \(first.path)",
        "what was published isn't what publishing the revision makes of it",
        "Compare with 'git diff \(revision.short) \(commit.id.short) -- \(first.path)'.")
    }
    func files(_ tree: ObjectID) throws -> [String] {
      try desk.articleFiles(of: slug, in: tree).map { "\($0.path) \($0.entry.id)" }
    }
    guard try files(theirs) != files(commit.tree) else { return }
    let base = try desk.mergeBase(main: main, revision: revision)
    // Words that were changed on main itself are merged in by publishing; they are of no revision.
    guard try base.map({ try files(repository.commit($0).tree) }) ?? [] == files(repository.commit(main).tree)
    else { return }
    note(
      .publication, place, "what was published isn't the revision's text",
      "Compare with 'git diff \(revision.short) \(commit.id.short) -- \(try desk.usualPlace(of: slug).text)'."
    )
  }
}
