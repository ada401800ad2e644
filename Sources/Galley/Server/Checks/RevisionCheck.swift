import Editorial
import Git

extension PushCheck {
  /// A revision's branch: its article, submissions, and reviews that somebody may merge.
  func checkRevision(
    _ slug: Slug, _ number: RevisionNumber, _ old: ObjectID?, _ new: ObjectID
  ) throws {
    let branch = DeskBranch.revision(slug, number).name
    guard try !served.hiddenObjects().commits.contains(new) else {
      throw BrokenRule(
        .history, branch, "it is a commit that wasn't sent", "Push your own, made with galley or git.")
    }
    if old == nil { try checkStart(of: slug, number, new, on: branch) }
    try checkRevisionLine(slug, old, new, on: branch)
    let said = try noted(new, slug)
    guard said == nil || said == number else {
      throw BrokenRule(
        .history, branch, "its commits say that they are \(said?.description ?? "")",
        "Push it as revision/\(slug)/\(said?.description ?? "").")
    }
  }

  /// The new commits of a revision, and what they change together.
  func checkRevisionLine(_ slug: Slug, _ old: ObjectID?, _ new: ObjectID, on branch: String) throws {
    var written = WrittenPaths()
    for commit in try unchecked(new, slug) where !isRefused {
      try check(commit, slug, .revision, on: branch, into: &written)
    }
    guard let text = try desk.textEntry(of: slug, in: tree(new)),
      text.mode == .file || text.mode == .executable
    else {
      throw BrokenRule(
        .tree, "\(branch) \(try desk.usualPlace(of: slug).text)", "the article's text is missing",
        "Keep it there; a revision always has its text.")
    }
    let bases = try old.map { [$0] } ?? earlierTips(of: slug, before: noted(new, slug) ?? .first)
    if !written.texts.isEmpty || !written.submissions.isEmpty {
      try mayWrite(
        slug, bases, place: "\(branch) \((written.texts + Array(written.submissions)).sorted()[0])")
    }
    try checkMergedReviews(slug, bases, new, on: branch)
  }

  /// A revision's new commits that no other branch of the push had; from now on they count as checked.
  private func unchecked(_ tip: ObjectID, _ slug: Slug) throws -> [Commit] {
    var new = try newCommits(of: slug)
    // What is published needs no branch.
    if new[tip] == nil, !checked.contains(tip) {
      for commit in try newCommits(tip, hiding: knownTips(of: slug)) { new[commit.id] = commit }
    }
    var (found, waiting) = ([Commit](), [tip])
    while let id = waiting.popLast() {
      guard let commit = new[id], checked.insert(id).inserted else { continue }
      found.append(commit)
      waiting += commit.parents
    }
    return found
  }

  /// The server's revisions of an article, newest first, then what is published.
  private func earlierTips(of slug: Slug, before number: RevisionNumber) throws -> [ObjectID] {
    let open = try served.article(slug)?.revisions.reversed().map(\.tip) ?? []
    return open + (try lastPublication(of: slug, before: number).map { [$0.tip] } ?? [])
  }

  /// Looked for through the whole of `main` only where nothing else can be before the revision.
  private func lastPublication(of slug: Slug, before number: RevisionNumber) throws -> FoundRevision? {
    let isAlone = try served.article(slug)?.revisions.isEmpty ?? true
    return try desk.lastPublication(of: slug, lookingBack: isAlone && number != .first)?.revision
  }

  /// An article that `main` has begins with what `main` has of it, byte for byte, and says of which commit.
  private func checkAdoption(of slug: Slug, _ new: ObjectID, on branch: String) throws {
    guard let main = try desk.tip(.main),
      try desk.place(of: slug, in: tree(main)) != nil
    else { return }
    var root: Commit?
    try desk.repository.walk(from: [new], firstParentOnly: true) { commit in
      if commit.parents.isEmpty { root = commit }
      return true
    }
    guard let root, let base = Desk.adoptedBase(inMessage: root.message), try desk.repository.has(base),
      try desk.repository.isReachable(base, from: main),
      try desk.adoptedTree(slug, in: base) == root.tree
    else {
      throw BrokenRule(
        .history, branch, "main has \(slug) already, and this doesn't begin with what main has",
        "Take it up with 'galley adopt \(slug)'.")
    }
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
    let known = try served.article(slug)?.revisions ?? []
    guard number != .first || (known.isEmpty && published == nil) else { return }
    if number == .first {
      try refuseTakenFolder(of: slug, new, on: branch)
      try checkAdoption(of: slug, new, on: branch)
    }
    let said = try noted(new, slug)
    guard said == nil || said == number else {
      throw BrokenRule(
        .history, branch, "its commits say that they are \(said?.description ?? "")",
        "Push it as revision/\(slug)/\(said?.description ?? "").")
    }
    guard number != .first else { return }
    let others = pushed(slug).filter { $0.update.new != nil }
    let pushed = others.compactMap { other -> RevisionNumber? in
      if case .revision(_, let number) = other.branch { number } else { nil }
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
      + others.compactMap(\.update.new).filter { $0 != new }
    guard try bases.contains(where: { try desk.repository.mergeBase($0, new) != nil }) else {
      throw BrokenRule(
        .history, branch, "it isn't based on an earlier revision of \(slug)",
        "Make it with 'galley revise \(slug)'.")
    }
    try mayWrite(
      slug, known.reversed().map(\.tip) + [published?.tip].compactMap(\.self), place: branch)
  }

  /// An article's folder may be in another's, and then holds nothing of that one's.
  private func refuseTakenFolder(of slug: Slug, _ new: ObjectID, on branch: String) throws {
    var parts = slug.description.split(separator: "/").dropLast()
    let bundle = try desk.place(of: slug, in: tree(new))?.bundle
    while !parts.isEmpty {
      let outer = try Slug(parts.joined(separator: "/"))
      let homes =
        try (served.article(outer)?.revisions.map(\.tip) ?? []) + [desk.tip(.main)].compactMap(\.self)
      for home in homes {
        let files = try desk.articleFiles(of: outer, in: tree(home))
        guard let bundle, let taken = files.first(where: { $0.path.hasPrefix(bundle + "/") }) else {
          continue
        }
        throw BrokenRule(
          .tree, branch, "\(taken.path) is a file of \(outer)",
          "Give the article another name, or have that file moved first.")
      }
      parts = parts.dropLast()
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
    guard let person = pusher.person else { return }
    guard try desk.isArticle(slug, of: person, at: bases) else {
      throw BrokenRule(
        .permission, place, "\(slug) isn't an article of \(person.name)'s",
        "Suggest the change with 'galley annotate --suggest', or have an author add you to its front matter.")
    }
  }

  /// Others' remarks are settled by an article's authors and by editors.
  func maySettle(_ slug: Slug, _ place: String) throws {
    try require(.resolve, place, "resolve remarks of others")
    guard let person = pusher.person else { return }
    let open = try served.article(slug)?.revisions.reversed().map(\.tip) ?? []
    let bases = try open.isEmpty ? [desk.lastPublication(of: slug)?.revision.tip].compactMap(\.self) : open
    guard try !desk.isArticle(slug, of: person, at: bases) else { return }
    throw BrokenRule(
      .permission, place,
      "\(slug) isn't an article of \(person.name)'s, and only its authors and editors settle remarks of others",
      "Reply to it instead.")
  }

  /// Others' annotations come into a revision by an editor's merge only.
  private func checkMergedReviews(
    _ slug: Slug, _ bases: [ObjectID], _ new: ObjectID, on branch: String
  ) throws {
    guard let person = pusher.person, !configuration.may(.mergeReviews, email: person.email) else { return }
    let trees = try bases.map { try tree($0) }
    for change in try changes.between(trees.first, tree(new), in: branch) {
      guard case .annotation(_, _, let other, _) = layout.kind(of: change.path), !pusher.isNamed(other),
        let file = change.new,
        try !trees.dropFirst().contains(where: {
          try desk.repository.entry(change.path, in: $0)?.id == file.id
        })
      else { continue }
      try require(.mergeReviews, "\(branch) \(change.path)", "merge reviews")
    }
  }
}
