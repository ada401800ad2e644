import Editorial
import Git

/// What `merge` took into the revision.
public struct MergedReviews: Sendable {
  public let slug: Slug
  /// The revision that took them in.
  public let number: RevisionNumber
  public let reviews: [ReviewBranch]
  /// How many annotations each brought, in the order of `reviews`.
  public let counts: [Int]
  /// nil when every review was merged already, and nothing was changed on `main`.
  public let commit: ObjectID?
  /// Whether the text has now what was changed on `main` itself meanwhile.
  public var isCorrected = false
  public let notes: [String]
}

extension Desk {
  /// The reviews of an article that are not yet in a revision.
  public func unmergedReviews(_ article: OpenArticle, into tip: ObjectID) throws -> [ReviewBranch] {
    try article.reviews.filter { try !repository.isReachable($0.tip, from: tip) }
  }

  /// Merges the reviewers' branches into the open revision: one commit with their tips as further parents. What was
  /// changed in the text on `main` itself meanwhile is taken in by a commit of its own.
  ///
  /// Only annotation files are taken; whatever else a branch holds is left behind and told.
  public func mergeReviews(_ slug: Slug) throws -> MergedReviews {
    try mayDo(.mergeReviews)
    return try whileOthersWrite {
      let draft = try openDraft(of: slug)
      guard let article = try openArticle(slug) else { throw try noArticle(slug) }
      let merged = try mergeCommit(slug, draft, unmergedReviews(article, into: draft.tip))
      let correction = try correctionCommit(slug, draft.number, on: merged.commit ?? draft.tip)
      guard let commit = correction ?? merged.commit else { return merged }
      try land(
        [ReferenceUpdate(DeskBranch.revision(slug, draft.number).reference, from: draft.tip, to: commit)],
        because: "galley merge \(slug)")
      let masks = try masks(for: slug)
      let shown = merged.reviews.map {
        ReviewBranch(number: $0.number, person: masks.id(of: $0.person, in: $0.number), tip: $0.tip)
      }
      return MergedReviews(
        slug: slug, number: draft.number, reviews: shown, counts: merged.counts, commit: commit,
        isCorrected: correction != nil, notes: merged.notes)
    }
  }

  /// A commit that takes in what was changed on `main`; nil when nothing was, or this person may not write.
  private func correctionCommit(
    _ slug: Slug, _ number: RevisionNumber, on tip: ObjectID
  ) throws -> ObjectID? {
    guard (try? mayDo(.write)) != nil else { return nil }
    let (text, isTaken) = try takingCorrection(slug, tip, into: articleText(slug, in: tip), Settling())
    guard isTaken else { return nil }
    var edit = TreeEdit()
    try edit.put(repository.writeBlob(Array(text.utf8)), at: textPath(of: slug, at: tip))
    return try commit(
      edit, parents: [tip],
      message: CommitNote(.save, slug, number).message("Take in what was changed on main"))
  }

  /// Writes the commit that merges reviews into a revision; no reference moves.
  func mergeCommit(_ slug: Slug, _ draft: OpenRevision, _ reviews: [ReviewBranch]) throws -> MergedReviews {
    var edit = TreeEdit()
    var counts: [Int] = []
    var notes: [String] = []
    let tree = try repository.commit(draft.tip).tree
    for review in reviews {
      try takeRecord(beneath: review, slug, over: draft, into: &edit)
      counts.append(try take(review, slug, over: tree, into: &edit, notes: &notes))
    }
    guard !reviews.isEmpty else {
      return MergedReviews(slug: slug, number: draft.number, reviews: [], counts: [], commit: nil, notes: [])
    }
    let pseudonyms = try pseudonyms(of: slug)
    let people = reviews.map { pseudonyms[$0.person]?.id.email ?? $0.person.email }
    let commit = try commit(
      edit, parents: [draft.tip] + reviews.map(\.tip),
      message: CommitNote(.merge, slug, draft.number).message(
        "Merge \(reviews.count == 1 ? "the review" : counted(reviews.count, "review")) of \(slug) \(draft.number)",
        body:
          "By \(people.joined(separator: ", ")).\nReviewed-by: \(people.joined(separator: "\nReviewed-by: "))"
      ))
    return MergedReviews(
      slug: slug, number: draft.number, reviews: reviews, counts: counts, commit: commit, notes: notes)
  }

  /// Adds what the revision that a review began at has on record and the draft hasn't: merging the review makes git take
  /// that revision for merged, so what is left behind now would be taken for removed later.
  private func takeRecord(
    beneath review: ReviewBranch, _ slug: Slug, over draft: OpenRevision, into edit: inout TreeEdit
  ) throws {
    var base: Commit?
    try repository.walk(from: [review.tip], firstParentOnly: true) { commit in
      base = commit
      return CommitNote(message: commit.message)?.event == .review
    }
    guard let base, try !repository.isReachable(base.id, from: draft.tip) else { return }
    let tree = try repository.commit(draft.tip).tree
    guard let rounds = try repository.entry(layout().reviews(slug), in: base.tree) else { return }
    func take(_ folder: ObjectID, _ path: String, depth: Int) throws {
      for entry in try repository.entries(of: folder) {
        let inner = "\(path)/\(entry.name)"
        if entry.mode == .folder, depth < 2 {
          try take(entry.id, inner, depth: depth + 1)
        } else if entry.mode == .file, entry.name.hasSuffix(".json"),
          try repository.entry(inner, in: tree) == nil
        {
          edit.put(entry.id, at: inner)
        }
      }
    }
    if rounds.mode == .folder { try take(rounds.id, layout().reviews(slug), depth: 0) }
  }

  /// Adds a review's annotation files that the revision doesn't have. A file there already stays as it is.
  private func take(
    _ review: ReviewBranch, _ slug: Slug, over tree: ObjectID, into edit: inout TreeEdit,
    notes: inout [String]
  ) throws -> Int {
    let path = try layout().review(slug, review.number, review.person)
    let reviewTree = try repository.commit(review.tip).tree
    guard let folder = try repository.entry(path, in: reviewTree), folder.mode == .folder else { return 0 }
    let known = try repository.entry(path, in: tree).map { try repository.entries(of: $0.id) } ?? []
    let names = Dictionary(known.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
    var count = 0
    for file in try repository.entries(of: folder.id) {
      guard file.mode == .file, file.name.hasSuffix(".json") else {
        notes.append("\(path)/\(file.name) isn't an annotation and was not merged")
        continue
      }
      if let known = names[file.name] {
        if known != file.id {
          notes.append("\(path)/\(file.name) was rewritten after it was merged; the first is kept")
        }
        continue
      }
      edit.put(file.id, at: "\(path)/\(file.name)")
      count += 1
    }
    return count
  }
}
