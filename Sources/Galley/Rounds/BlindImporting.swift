import Editorial
import Git

/// Reviews that came back from a repository that `blind export` made.
public struct BlindImport: Sendable {
  public struct Review: Sendable {
    public let branch: String
    public let reviewer: Pseudonym
    /// How many annotations it brought.
    public let count: Int
  }

  public let slug: Slug
  public let reviews: [Review]
  public let notes: [String]
}

extension Desk {
  /// Takes what the reviewers of such a repository said into this desk, each under the pseudonym that they worked
  /// under.
  ///
  /// Their commits stay behind, with their names, time zones and hours: whoever imports vouches for the reviews, in
  /// commits of their own on the revision that was exported. An annotation that is here already is left out, so it can
  /// be done as often as there is news.
  ///
  /// - Throws: ``Refusal`` when there is no review, or one of them is of a text that was never this revision's.
  public func importBlind(_ slug: Slug, from url: String) throws -> BlindImport {
    try mayDo(.mergeReviews)
    let remote = try Remote(repository, url: url)
    var heads: [(RemoteHead, DeskBranch, RevisionNumber, Pseudonym)] = []
    for head in try remote.list() {
      guard let branch = DeskBranch(reference: head.name),
        case .review(slug, let number, let person) = branch,
        let pseudonym = Pseudonym(of: person)
      else { continue }
      heads.append((head, branch, number, pseudonym))
    }
    guard !heads.isEmpty else {
      throw Refusal(
        "there is no review of \(slug) by anybody @blind.invalid in \(url)",
        "The reviewers set git config user.email to the address they were given, and sync.")
    }
    try remote.download(heads.map(\.0))
    return try whileOthersWrite {
      let record = try record(of: slug)
      var known = Set(record.entries.map(\.id))
      var updates: [ReferenceUpdate] = []
      var reviews: [BlindImport.Review] = []
      var notes: [String] = []
      for (head, branch, number, pseudonym) in heads {
        let read = try ExportedText(of: slug, number, asAt: head.target, desk: self)
        var reader = BlindReviewReader(
          read: read, slug: slug, number: number, reviewer: pseudonym,
          masks: try masks(of: pseudonym, record, number, at: head.target))
        try reader.readFolder(at: head.target, desk: self)
        notes += reader.notes
        let new = reader.found.filter { known.insert($0.id).inserted }
        guard !new.isEmpty else { continue }
        let tip = try tip(branch)
        var edit = TreeEdit()
        for annotation in new {
          try edit.put(
            repository.writeBlob(annotation.fileBytes),
            at: layout().annotation(annotation.id, slug, number, pseudonym.id))
        }
        let commit = try commit(
          edit, parents: [tip ?? read.commit],
          message: CommitNote(.review, slug, number).message(
            "Take in the review of \(slug) \(number) by \(pseudonym.name)"))
        updates.append(ReferenceUpdate(branch.reference, from: tip, to: commit))
        reviews.append(BlindImport.Review(branch: branch.name, reviewer: pseudonym, count: new.count))
      }
      try land(updates, because: "galley blind import \(slug)", as: .noAct)
      return BlindImport(slug: slug, reviews: reviews, notes: notes)
    }
  }
}

extension Desk {
  /// What a reviewer may have signed with: as their commits there call them, and as this desk knows who was asked.
  private func masks(
    of pseudonym: Pseudonym, _ record: Record, _ number: RevisionNumber, at tip: ObjectID
  ) throws -> Masks {
    var names: [PersonID: Set<String>] = [:]
    let configuration = try configuration()
    for (person, shown) in record.pseudonyms where shown == pseudonym && !person.isPseudonym {
      names[person, default: []].formUnion([configuration.person(id: person)?.name].compactMap(\.self))
    }
    // Under the pseudonym's own e-mail somebody may still go by their name.
    let writer = try PersonID(email: "writer@blind.invalid")
    try repository.walk(from: [tip], firstParentOnly: true) { commit in
      if CommitNote(message: commit.message)?.event == .review {
        names[writer, default: []].insert(commit.author.name)
      }
      return true
    }
    return Masks(
      reviewers: Dictionary(names.keys.map { ($0, pseudonym) }, uniquingKeysWith: { $1 }), others: [],
      authors: [],
      rounds: [number], names: names)
  }
}

/// The text that reviewers of a blind repository read, and the commit of this desk that it was exported from.
private struct ExportedText {
  let commit: ObjectID
  /// The file as the reviewers have it.
  let blob: ObjectID

  /// - Throws: ``Refusal`` when no commit of the revision had that text.
  init(of slug: Slug, _ number: RevisionNumber, asAt tip: ObjectID, desk: Desk) throws {
    let read = try desk.articleText(slug, in: tip)
    guard let blob = try desk.textEntry(of: slug, in: desk.repository.commit(tip).tree)?.id else {
      throw Refusal("that repository has no text of \(slug)", "Name the one that 'galley blind export' made.")
    }
    var found: ObjectID?
    var seen: Set<ObjectID> = []
    try desk.repository.walk(from: [desk.revision(number, of: slug).tip], firstParentOnly: true) { commit in
      if let file = try desk.textEntry(of: slug, in: commit.tree), seen.insert(file.id).inserted {
        let text = try desk.articleText(slug, in: commit.id)
        if text == read || FrontMatter.hiding(FrontMatter.authorKeys, in: text) == read {
          found = commit.id
        }
      }
      return found == nil
    }
    guard let found else {
      throw Refusal(
        "the text that was reviewed there was never that of \(slug) \(number)",
        "Nothing was taken; export the revision again with 'galley blind export \(slug) DIR'.")
    }
    (commit, self.blob) = (found, blob)
  }
}

/// Reads one reviewer's annotations of a blind repository and puts them on the text of this desk.
private struct BlindReviewReader {
  let read: ExportedText
  let slug: Slug
  let number: RevisionNumber
  let reviewer: Pseudonym
  /// For what may stand in the remarks themselves.
  let masks: Masks
  private(set) var found: [Annotation] = []
  private(set) var notes: [String] = []

  init(read: ExportedText, slug: Slug, number: RevisionNumber, reviewer: Pseudonym, masks: Masks) {
    self.masks = masks
    self.read = read
    self.slug = slug
    self.number = number
    self.reviewer = reviewer
  }

  mutating func readFolder(at tip: ObjectID, desk: Desk) throws {
    let path = try desk.layout().review(slug, number, reviewer.id)
    guard let folder = try desk.repository.entry(path, in: desk.repository.commit(tip).tree),
      folder.mode == .folder
    else { return }
    for file in try desk.repository.entries(of: folder.id) {
      do {
        found.append(try annotation(file, desk))
      } catch let error as InvalidValue {
        leaveOut(file, error.why)
      } catch let error as LeftOut {
        leaveOut(file, error.why)
      }
    }
    found.sort { $0.id < $1.id }
  }

  private mutating func leaveOut(_ file: TreeEntry, _ why: String) {
    notes.append("\(file.name) of \(reviewer.name) was left out: \(why)")
  }

  private func annotation(_ file: TreeEntry, _ desk: Desk) throws -> Annotation {
    guard file.mode == .file else { throw LeftOut(why: "it is no file") }
    let bytes = try desk.repository.blob(file.id, limit: AnnotationReader.maxFileBytes)
    let annotation = try AnnotationReader(name: file.name).annotation(parsing: bytes)
    guard file.name == "\(annotation.id).json" else {
      throw LeftOut(why: "its id is another than its name says")
    }
    guard annotation.isOfReviewer else { throw LeftOut(why: "a reviewer without a name doesn't decide") }
    let bare = masks.masked(annotation.withoutTraces())
    return try bare.anonymous(as: Annotation.Creator(name: reviewer.name, email: reviewer.id.email))
      .mappingPassages { passage in
        guard let commit = passage.commit.flatMap(ObjectID.init(hex:)), try desk.repository.has(commit),
          try passage.source == desk.textPath(of: slug, at: commit),
          try desk.textEntry(of: slug, in: desk.repository.commit(commit).tree)?.id == read.blob
        else { throw LeftOut(why: "it is on another text") }
        return Annotation.Passage(
          source: passage.source, commit: read.commit.description, quote: passage.quote,
          position: passage.position)
      }
  }

  private struct LeftOut: Error {
    let why: String
  }
}
