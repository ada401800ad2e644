import Editorial
import Git

extension PushCheck {
  /// A publication: main gets the revision's article and its record, nothing else, and the rules hold.
  func checkPublication(
    _ commit: Commit, main: ObjectID, revision: ObjectID, on branch: String
  ) throws {
    let place = "\(branch) commit \(commit.id.short)"
    guard let note = CommitNote(message: commit.message), note.event == .publish,
      try desk.place(of: note.slug, in: tree(revision)) != nil
    else {
      throw BrokenRule(
        .publication, place, "it merges something that it doesn't say it publishes",
        "Publish with 'galley publish SLUG'.")
    }
    let slug = note.slug
    guard
      try !desk.repository.isReachable(revision, from: main)
        || desk.place(of: slug, in: tree(main)) == nil
    else {
      throw BrokenRule(
        .publication, place, "it publishes what main had already, or an earlier draft of that",
        "Publish the next revision: 'galley revise \(slug)', then 'galley publish \(slug)'.")
    }
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
      try desk.mergedOntoMain($0) ?? $0.theirs
    }
    let differing = try changes.between(expected, commit.tree, in: branch)
    guard let first = differing.first else { return }
    throw BrokenRule(
      .publication, "\(branch) \(first.path)", "it isn't what publishing \(slug) makes of it",
      "Publish with 'galley publish \(slug)'; change other files in a commit of their own.")
  }

  /// The rules of the server's galley.yaml, on all that is said of the article: in the revision, and in reviews
  /// that the server has or gets with this push.
  private func checkRules(_ slug: Slug, _ revision: FoundRevision, _ place: String) throws {
    var reviews: [DeskBranch: ObjectID] = [:]
    for review in try served.article(slug)?.reviews ?? [] {
      reviews[.review(slug, review.number, review.person)] = review.tip
    }
    for one in pushed(slug) {
      if case .review = one.branch { reviews[one.branch] = one.update.new ?? one.update.old }
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
