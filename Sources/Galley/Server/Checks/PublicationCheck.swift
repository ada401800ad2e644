import Editorial
import Git
import Prose

extension PushCheck {
  /// A publication: main gets the revision's article and its record, nothing else, and the rules hold.
  func checkPublication(
    _ commit: Commit, main: ObjectID, revision: ObjectID, on branch: String
  ) throws {
    let place = "\(branch) commit \(commit.id.short)"
    guard let note = CommitNote(message: commit.message), note.event == .publish,
      try desk.repository.entry(DeskPath.text(note.slug), in: tree(revision)) != nil
    else {
      throw BrokenRule(
        .publication, place, "it merges something that it doesn't say it publishes",
        "Publish with 'galley publish SLUG'.")
    }
    let slug = note.slug
    let said = try noted(revision, slug)
    guard said == nil || said == note.number else {
      throw BrokenRule(
        .publication, place,
        "it says that it publishes \(note.number), and publishes \(said?.description ?? "")",
        "Publish with 'galley publish \(slug)'.")
    }
    try checkRevisionLine(slug, nil, revision, on: branch)
    try checkPublishedTree(commit, main: main, revision: revision, slug, on: branch)
    try checkRules(slug, FoundRevision(number: note.number, tip: revision, isOpen: false), place)
  }

  private func checkPublishedTree(
    _ commit: Commit, main: ObjectID, revision: ObjectID, _ slug: Slug, on branch: String
  ) throws {
    let expected = try desk.publishedTree(slug, main: main, revision: revision) {
      try mergedText($0) ?? $0.theirs
    }
    let differing = try changes.between(expected, commit.tree, in: branch)
    guard let first = differing.first else { return }
    throw BrokenRule(
      .publication, "\(branch) \(first.path)", "it isn't what publishing \(slug) makes of it",
      "Publish with 'galley publish \(slug)'; change other files in a commit of their own.")
  }

  /// The text where main's was changed by hand as well: merged by word, as `publish` does.
  private func mergedText(_ conflict: PathConflict) throws -> TreeEntry? {
    guard let theirs = conflict.theirs, let ours = conflict.ours else { return nil }
    let texts = try [conflict.base, ours, theirs].map { entry in
      try entry.flatMap { String(validating: try desk.repository.blob($0.id), as: UTF8.self) } ?? ""
    }
    let result = Prose.merge(base: texts[0], ours: texts[1], theirs: texts[2])
    guard result.isClean else { return nil }
    return TreeEntry(
      name: theirs.name, id: try desk.repository.writeBlob(Array(result.text().utf8)), mode: theirs.mode)
  }

  /// The rules of the server's galley.yaml, on all that is said of the article: in the revision, and in reviews
  /// that the server has or gets with this push.
  private func checkRules(_ slug: Slug, _ revision: FoundRevision, _ place: String) throws {
    var reviews: [DeskBranch: ObjectID] = [:]
    for review in try desk.openArticle(slug)?.reviews ?? [] {
      reviews[.review(slug, review.number, review.person)] = review.tip
    }
    for update in updates {
      if let branch = DeskBranch(reference: update.reference), case .review(slug, _, _) = branch {
        reviews[branch] = update.new ?? update.old
      }
    }
    let branches = reviews.compactMap { branch, tip -> ReviewBranch? in
      guard case .review(_, let number, let person) = branch else { return nil }
      return ReviewBranch(number: number, person: person, tip: tip)
    }
    let commits = [revision.tip] + (try desk.tip(.main).map { [$0] } ?? [])
    let record = try desk.record(
      of: slug, commits: commits,
      reviews: branches.sorted { ($0.number, $0.person) < ($1.number, $1.person) })
    for result in try desk.checkRules(slug, at: revision, record: record) where !result.holds {
      note(
        BrokenRule(
          .publication, "\(place) \(slug) \(revision.number)", "\(result.rule): \(result.why)", result.remedy)
      )
    }
  }
}
