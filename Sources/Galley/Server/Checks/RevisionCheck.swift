import Editorial
import Git

extension PushCheck {
  /// A revision's branch: its article, submissions, and reviews that somebody may merge.
  func checkRevision(
    _ slug: Slug, _ number: RevisionNumber, _ old: ObjectID?, _ new: ObjectID
  ) throws {
    let branch = DeskBranch.revision(slug, number).name
    if old == nil { try checkStart(of: slug, number, new, on: branch) }
    try checkRevisionLine(slug, old, new, on: branch)
  }

  /// The new commits of a revision, and what they change together.
  func checkRevisionLine(_ slug: Slug, _ old: ObjectID?, _ new: ObjectID, on branch: String) throws {
    var written = WrittenPaths()
    for commit in try newCommits(new, hiding: knownTips(of: slug)) where checked.insert(commit.id).inserted {
      try check(commit, slug, .revision, on: branch, into: &written)
    }
    guard let text = try desk.repository.entry(DeskPath.text(slug), in: tree(new)),
      text.mode == .file || text.mode == .executable
    else {
      throw BrokenRule(
        .tree, "\(branch) \(DeskPath.text(slug))", "the article's text is missing",
        "Keep it there; a revision always has its text.")
    }
    let bases = try old.map { [$0] } ?? earlierTips(of: slug, before: noted(new, slug) ?? .first)
    if !written.texts.isEmpty || !written.submissions.isEmpty {
      try mayWrite(
        slug, bases, place: "\(branch) \((written.texts + Array(written.submissions)).sorted()[0])")
    }
    try checkMergedReviews(slug, bases, new, on: branch)
  }

  /// The server's revisions of an article, newest first, then what is published.
  private func earlierTips(of slug: Slug, before number: RevisionNumber) throws -> [ObjectID] {
    let open = try desk.openArticle(slug)?.revisions.reversed().map(\.tip) ?? []
    return open + (try lastPublication(of: slug, before: number).map { [$0.tip] } ?? [])
  }

  /// Looked for through the whole of `main` only where nothing else can be before the revision.
  private func lastPublication(of slug: Slug, before number: RevisionNumber) throws -> FoundRevision? {
    let isAlone = try desk.openArticle(slug)?.revisions.isEmpty ?? true
    return try desk.lastPublication(of: slug, lookingBack: isAlone && number != .first)?.revision
  }

  private func checkStart(
    of slug: Slug, _ number: RevisionNumber, _ new: ObjectID, on branch: String
  ) throws {
    let published = try lastPublication(of: slug, before: number)
    if let published, published.number >= number {
      throw BrokenRule(
        .history, branch, "\(slug) \(published.number) is published already",
        "Start the next with 'galley revise \(slug)'.")
    }
    let known = try desk.openArticle(slug)?.revisions ?? []
    guard number != .first || (known.isEmpty && published == nil) else { return }
    let said = try noted(new, slug)
    guard said == nil || said == number else {
      throw BrokenRule(
        .history, branch, "its commits say that they are \(said?.description ?? "")",
        "Push it as revision/\(slug)/\(said?.description ?? "").")
    }
    guard number != .first else { return }
    let pushed = updates.compactMap { update -> RevisionNumber? in
      guard update.new != nil, case .revision(slug, let other) = DeskBranch(reference: update.reference)
      else { return nil }
      return other
    }
    let last = (known.map(\.number) + [published?.number].compactMap(\.self) + pushed.filter { $0 < number })
      .max()
    guard let last, number.value <= last.value + 1 else {
      throw BrokenRule(
        .history, branch, "the last revision before it is \(last?.description ?? "none")",
        "Number them one after the other, as 'galley revise \(slug)' does.")
    }
    let bases =
      known.reversed().map(\.tip) + [published?.tip].compactMap(\.self)
      + updates.filter { $0.new != new }.compactMap(\.new)
    guard try bases.contains(where: { try desk.repository.mergeBase($0, new) != nil }) else {
      throw BrokenRule(
        .history, branch, "it isn't based on an earlier revision of \(slug)",
        "Make it with 'galley revise \(slug)'.")
    }
  }

  /// The revision that the nearest commit of Galley's on the first-parent line says it is of.
  func noted(_ tip: ObjectID, _ slug: Slug) throws -> RevisionNumber? {
    var found: RevisionNumber?
    try desk.repository.walk(from: [tip], firstParentOnly: true) { commit in
      guard let note = CommitNote(message: commit.message), note.slug == slug, note.event != .review else {
        return true
      }
      found = note.number
      return false
    }
    return found
  }

  /// Whose article it is: of those who wrote its text, and whom its front matter names, as the server has it; an
  /// editor's too. A new article is of who starts it.
  private func mayWrite(_ slug: Slug, _ bases: [ObjectID], place: String) throws {
    try require(.write, place, "change texts")
    guard let person = pusher.person, !person.roles.contains(.editor), let base = bases.first else { return }
    var authors: Set<PersonID> = []
    for base in bases { authors.formUnion(try desk.authors(of: slug, at: base)) }
    let named = FrontMatter(of: try desk.articleText(slug, in: base)).authors
    let isNamed = named.contains { author in
      author.email.map { pusher.isNamed($0) } ?? (author.name == person.name)
    }
    guard authors.contains(person.id) || isNamed else {
      throw BrokenRule(
        .permission, place, "\(slug) isn't an article of \(person.name)'s",
        "Suggest the change with 'galley annotate --suggest', or have an author add you to its front matter.")
    }
  }

  /// Others' annotations come into a revision by an editor's merge only.
  private func checkMergedReviews(
    _ slug: Slug, _ bases: [ObjectID], _ new: ObjectID, on branch: String
  ) throws {
    guard let person = pusher.person, !configuration.may(.mergeReviews, email: person.email) else { return }
    let trees = try bases.map { try tree($0) }
    for change in try changes.between(trees.first, tree(new), in: branch) {
      guard case .annotation(_, _, let other, _) = DeskPlace(path: change.path), !pusher.isNamed(other),
        let file = change.new,
        try !trees.dropFirst().contains(where: {
          try desk.repository.entry(change.path, in: $0)?.id == file.id
        })
      else { continue }
      try require(.mergeReviews, "\(branch) \(change.path)", "merge reviews")
    }
  }
}
