import Editorial
import Git

extension Verifier {
  /// A remark, or a call for reviews, comes in a commit by who made it; that of somebody without a name in one by who
  /// vouches for them.
  mutating func verifyMaker(of change: FileChange, _ commit: Commit, on place: String) throws {
    guard change.old == nil, let file = change.new else { return }
    let maker: PersonID
    let slug: Slug
    switch layout.kind(of: change.path) {
    case .annotation(let article, _, let person, _): (slug, maker) = (article, person)
    case .submission(let article, let number, let id):
      slug = article
      let bytes = try? desk.repository.blob(file.id, limit: AnnotationReader.maxFileBytes)
      guard let call = bytes.flatMap({ Submission(id: id, number: number, parsing: $0) }) else { return }
      maker = call.by
    default: return
    }
    let isInherited = try commit.parents.dropFirst().contains {
      try desk.repository.entry(change.path, in: desk.repository.commit($0).tree)?.id == file.id
    }
    guard try !isInherited && !isBy(maker, commit.author.email) else { return }
    if try place == DeskBranch.main.name && isOfRevision(change, of: slug) { return }
    note(
      .author, "\(place) \(change.path)",
      "it is in the name of \(maker.email), and \(commit.author.email) made commit \(commit.id.short), which brought it",
      "Ask \(maker.email) whether they said so.")
  }

  /// Whether a file that came to `main` is one of a revision whose branch is there, as when a host squashes what it merges:
  /// then that branch says who made it.
  func isOfRevision(_ change: FileChange, of slug: Slug) throws -> Bool {
    try (desk.openArticle(slug, withPublished: true)?.revisions ?? []).contains { revision in
      try desk.isOnMain(slug, revision.number, revision.tip)
        && desk.repository.entry(change.path, in: desk.repository.commit(revision.tip).tree)?.id
          == change.new?.id
    }
  }

  private func isBy(_ person: PersonID, _ email: String) throws -> Bool {
    let configuration = try desk.configuration()
    if person.isPseudonym {
      return configuration.people.isEmpty || configuration.may(.mergeReviews, email: email)
        || configuration.person(email: email) == nil
    }
    return configuration.person(email: email)?.id == person || (try? PersonID(email: email)) == person
      || person.email.lowercased() == email.lowercased()
  }

  /// A remark lies in the folder of the person that it names.
  mutating func verifyCreators(of record: Record, _ place: String) {
    for entry in record.entries where toldCreators.insert(entry.id).inserted {
      guard let email = entry.annotation.creator?.email, (try? isBy(entry.person, email)) == false,
        !entry.person.isPseudonym
      else { continue }
      note(
        .annotation, "\(place) annotation \(entry.id)",
        "it names \(email) and lies in the folder of \(entry.person.email)",
        "Ask both who said it; 'git log' of the file says who brought it.")
    }
  }

  /// A merge brings no text of its own where its parents agree on what it is.
  mutating func verifyMerged(_ change: FileChange, _ commit: Commit, on place: String) throws {
    guard case .article = layout.kind(of: change.path),
      try merges.isAllItsOwn(change.new, at: change.path, from: commit) || isTurnedBack(change, commit),
      toldMerges.insert("\(commit.id) \(change.path)").inserted
    else { return }
    note(
      .tree, "\(place) \(change.path)",
      "the merge \(commit.id.short) by \(commit.author.email) changes it as none of its parents did",
      "See it with 'git show \(commit.id.short)'.")
  }

  /// Whether a merge has an older text than one of its parents, and who made it may not write it.
  private mutating func isTurnedBack(_ change: FileChange, _ commit: Commit) throws -> Bool {
    guard let slug = try desk.article(owning: change.path, in: commit.tree),
      try !merges.isOneSides(change.new, at: change.path, from: commit),
      try !merges.isChosen(at: change.path, from: commit)
    else { return false }
    let configuration = try desk.configuration()
    guard !configuration.people.isEmpty else { return false }
    let email = commit.author.email
    if configuration.may(.publish, email: email) { return false }
    let authors = try commit.parents.map { try desk.authors(of: slug, at: $0) }
    return try !authors.contains { try $0.contains { try isBy($0, email) } }
  }
}
