import Git

/// One annotation file of an article's record.
public struct RecordEntry: Sendable {
  public let annotation: Annotation
  /// The revision whose review it belongs to.
  public let number: RevisionNumber
  /// Whose folder it is in: who put it there, whatever the file says.
  public let person: PersonID
  /// Whether it is in the revision's own tree, rather than on a reviewer's branch only.
  public internal(set) var isMerged: Bool

  public var id: AnnotationID { annotation.id }
}

/// A file in a review's folder that can't be read as an annotation.
public struct UnreadableFile: Sendable, Hashable {
  public let path: String
  public let why: String
}

/// All that was said of an article, on all its revisions: the union of what every branch at hand holds.
public struct Record: Sendable {
  public let slug: Slug
  /// By id, which orders them by the time they were made.
  public internal(set) var entries: [RecordEntry] = []
  /// What was asked for: one a `submit`, oldest first.
  public internal(set) var submissions: [Submission] = []
  /// Files that are no annotations: shown, not dropped silently.
  public internal(set) var unreadable: [UnreadableFile] = []

  /// Every remark with what became of it.
  public var threads: [Thread] { Thread.all(of: entries) }
}

extension Desk {
  /// Reads an article's record from its revisions' trees, its reviewers' branches and `main`.
  ///
  /// Folders that several branches share are read once.
  public func record(of slug: Slug) throws -> Record {
    var reader = RecordReader(desk: self, slug: slug)
    let open = try openArticle(slug)
    for revision in (open?.revisions ?? []).reversed() { try reader.read(commit: revision.tip) }
    if let main = try tip(.main) { try reader.read(commit: main) }
    for review in open?.reviews ?? [] { try reader.read(review: review) }
    return reader.finish()
  }
}

private struct RecordReader {
  let desk: Desk
  let slug: Slug
  private var record: Record
  private var seenFolders: Set<String> = []
  private var places: [AnnotationID: Int] = [:]
  private var submissionIDs: Set<AnnotationID> = []

  init(desk: Desk, slug: Slug) {
    self.desk = desk
    self.slug = slug
    record = Record(slug: slug)
  }

  mutating func read(commit: ObjectID) throws {
    let repository = desk.repository
    let root = try repository.commit(commit).tree
    guard let folder = try repository.entry(DeskPath.reviews(slug), in: root), folder.mode == .folder else {
      return
    }
    for round in try repository.entries(of: folder.id) where round.mode == .folder {
      guard let number = try? RevisionNumber(component: round.name) else { continue }
      for entry in try repository.entries(of: round.id) where entry.mode == .folder {
        if entry.name == DeskPath.submissionsFolder {
          try readSubmissions(entry.id, number)
        } else if let person = try? PersonID(component: entry.name) {
          try read(folder: entry.id, number, person, isMerged: true)
        }
      }
    }
  }

  mutating func read(review: ReviewBranch) throws {
    let repository = desk.repository
    let path = DeskPath.review(slug, review.number, review.person)
    guard let folder = try repository.entry(path, in: repository.commit(review.tip).tree),
      folder.mode == .folder
    else { return }
    try read(folder: folder.id, review.number, review.person, isMerged: false)
  }

  private mutating func read(
    folder: ObjectID, _ number: RevisionNumber, _ person: PersonID, isMerged: Bool
  ) throws {
    guard seenFolders.insert("\(number)/\(person.component)/\(folder)").inserted else { return }
    for file in try desk.repository.entries(of: folder) {
      guard file.name.hasSuffix(".json"), file.mode == .file,
        let id = try? AnnotationID(String(file.name.dropLast(5)))
      else {
        note(file.name, number, person, "it isn't an annotation's file name")
        continue
      }
      guard places[id] == nil else { continue }
      do {
        let bytes = try desk.repository.blob(file.id, limit: AnnotationReader.maxFileBytes)
        let annotation = try AnnotationReader(name: file.name).annotation(parsing: bytes)
        guard annotation.id == id else {
          note(file.name, number, person, "its id is another than its name says")
          continue
        }
        places[id] = record.entries.count
        record.entries.append(
          RecordEntry(annotation: annotation, number: number, person: person, isMerged: isMerged))
      } catch let error as InvalidValue {
        note(file.name, number, person, error.why)
      }
    }
  }

  private mutating func readSubmissions(_ folder: ObjectID, _ number: RevisionNumber) throws {
    for file in try desk.repository.entries(of: folder)
    where file.mode == .file && file.name.hasSuffix(".json") {
      guard let id = try? AnnotationID(String(file.name.dropLast(5))), !submissionIDs.contains(id) else {
        continue
      }
      let bytes = try desk.repository.blob(file.id, limit: AnnotationReader.maxFileBytes)
      guard let submission = Submission(id: id, number: number, parsing: bytes) else {
        record.unreadable.append(
          UnreadableFile(path: DeskPath.submission(id, slug, number), why: "it isn't a submission"))
        continue
      }
      submissionIDs.insert(id)
      record.submissions.append(submission)
    }
  }

  private mutating func note(_ file: String, _ number: RevisionNumber, _ person: PersonID, _ why: String) {
    record.unreadable.append(
      UnreadableFile(path: "\(DeskPath.review(slug, number, person))/\(file)", why: why))
  }

  func finish() -> Record {
    var record = record
    record.entries.sort { $0.id < $1.id }
    record.submissions.sort { $0.id < $1.id }
    return record
  }
}
