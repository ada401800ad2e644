import Git

extension Desk {
  /// Reads an article's record from its revisions' trees, its reviewers' branches and `main`.
  ///
  /// Folders that several branches share are read once.
  public func record(of slug: Slug) throws -> Record {
    try record(of: openArticle(slug, withPublished: true) ?? OpenArticle(slug: slug))
  }

  /// The same for an article whose branches were listed already.
  public func record(of article: OpenArticle) throws -> Record {
    let commits = article.revisions.reversed().map(\.tip) + (try tip(.main).map { [$0] } ?? [])
    return try record(of: article.slug, commits: commits, reviews: article.reviews)
  }

  /// What was asked for of an article, in the order of the fold, without reading what was said.
  public func submissions(of slug: Slug) throws -> [Submission] {
    let revisions = try openArticle(slug, withPublished: true)?.revisions.reversed().map(\.tip) ?? []
    var reader = try RecordReader(desk: self, slug: slug, readsAnnotations: false)
    for commit in revisions + (try tip(.main).map { [$0] } ?? []) { try reader.read(commit: commit) }
    return try reader.finish(tips: []).submissions
  }

  /// The record that these commits' trees and these reviewers' branches hold together.
  public func record(of slug: Slug, commits: [ObjectID], reviews: [ReviewBranch]) throws -> Record {
    var reader = try RecordReader(desk: self, slug: slug)
    for commit in commits { try reader.read(commit: commit) }
    for review in reviews { try reader.read(review: review) }
    return try reader.finish(tips: commits + reviews.map(\.tip))
  }
}

private struct RecordReader {
  /// What makes two files the same event.
  private struct File: Hashable {
    let number: RevisionNumber
    let person: PersonID
    let name: String
    let content: ObjectID

    func hash(into hasher: inout Hasher) { hasher.combine(content) }
  }

  let desk: Desk
  let slug: Slug
  private let layout: DeskLayout
  private var entries: [RecordEntry] = []
  private var submissions: [Submission] = []
  private var unreadable: Set<UnreadableFile> = []
  private var seenFolders: Set<String> = []
  private var seenFiles: Set<File> = []
  private var seenSubmissions: Set<ObjectID> = []

  private let readsAnnotations: Bool

  init(desk: Desk, slug: Slug, readsAnnotations: Bool = true) throws {
    self.desk = desk
    layout = try desk.layout()
    self.slug = slug
    self.readsAnnotations = readsAnnotations
  }

  mutating func read(commit: ObjectID) throws {
    let repository = desk.repository
    let root = try repository.commit(commit).tree
    guard let folder = try repository.entry(layout.reviews(slug), in: root), folder.mode == .folder else {
      return
    }
    for round in try repository.entries(of: folder.id) where round.mode == .folder {
      guard let number = try? RevisionNumber(component: round.name) else { continue }
      for entry in try repository.entries(of: round.id) where entry.mode == .folder {
        if entry.name == DeskPath.submissionsFolder {
          try readSubmissions(entry.id, number)
        } else if readsAnnotations, let person = try? PersonID(component: entry.name) {
          try read(folder: entry.id, number, person, isMerged: true)
        }
      }
    }
  }

  mutating func read(review: ReviewBranch) throws {
    let repository = desk.repository
    let path = layout.review(slug, review.number, review.person)
    guard let folder = try repository.entry(path, in: repository.commit(review.tip).tree),
      folder.mode == .folder
    else { return }
    try read(folder: folder.id, review.number, review.person, isMerged: false)
  }

  /// Merged files are read first, so what is seen again is merged already.
  private mutating func read(
    folder: ObjectID, _ number: RevisionNumber, _ person: PersonID, isMerged: Bool
  ) throws {
    guard seenFolders.insert("\(number)/\(person.component)/\(folder)").inserted else { return }
    var files: [TreeEntry] = []
    for file in try desk.repository.entries(of: folder) {
      guard file.name.hasSuffix(".json"), file.mode == .file,
        (try? AnnotationID(Substring(file.name.utf8.dropLast(5)))) != nil
      else {
        note(file.name, number, person, "it isn't an annotation's file name")
        continue
      }
      let key = File(number: number, person: person, name: file.name, content: file.id)
      if seenFiles.insert(key).inserted { files.append(file) }
    }
    for (file, content) in zip(files, try contents(of: files)) {
      switch content {
      case .annotation(let annotation):
        entries.append(
          RecordEntry(annotation: annotation, number: number, person: person, isMerged: isMerged))
      case .unreadable(let why): note(file.name, number, person, why)
      }
    }
  }

  private enum Content: Sendable {
    case annotation(Annotation)
    case unreadable(String)
  }

  /// Reads annotations, where there are many on all processors.
  private func contents(of files: [TreeEntry]) throws -> [Content] {
    let size = 64
    if files.count >= 8 * size {
      let parts = stride(from: 0, to: files.count, by: size).map {
        Array(files[$0..<min($0 + size, files.count)])
      }
      // What only this desk has in hand, such as a push that isn't in yet, the other threads' desks can't read.
      let read = try? desk.map(parts) { desk, part in try part.map { try Self.content(of: $0, desk) } }
      if let read { return read.flatMap(\.self) }
    }
    return try files.map { try Self.content(of: $0, desk) }
  }

  private static func content(of file: TreeEntry, _ desk: Desk) throws -> Content {
    do {
      let bytes = try desk.repository.blob(file.id, limit: AnnotationReader.maxFileBytes)
      let annotation = try AnnotationReader(name: file.name).annotation(parsing: bytes)
      guard (try? AnnotationID(Substring(file.name.utf8.dropLast(5)))) == annotation.id else {
        return .unreadable("its id is another than its name says")
      }
      return .annotation(annotation)
    } catch let error as InvalidValue {
      return .unreadable(error.why)
    }
  }

  private mutating func readSubmissions(_ folder: ObjectID, _ number: RevisionNumber) throws {
    for file in try desk.repository.entries(of: folder)
    where file.mode == .file && file.name.hasSuffix(".json") {
      guard let id = try? AnnotationID(Substring(file.name.utf8.dropLast(5))),
        seenSubmissions.insert(file.id).inserted
      else { continue }
      let bytes = try desk.repository.blob(file.id, limit: AnnotationReader.maxFileBytes)
      guard let submission = Submission(id: id, number: number, parsing: bytes) else {
        unreadable.insert(
          UnreadableFile(path: layout.submission(id, slug, number), why: "it isn't a submission"))
        continue
      }
      submissions.append(submission)
    }
  }

  private mutating func note(_ file: String, _ number: RevisionNumber, _ person: PersonID, _ why: String) {
    unreadable.insert(
      UnreadableFile(path: "\(layout.review(slug, number, person))/\(file)", why: why))
  }

  /// - Parameter tips: whose histories tell the order of what doesn't tell it itself.
  func finish(tips: [ObjectID]) throws -> Record {
    let seen = try HistoryCauses(desk: desk, slug: slug, entries: entries).causes(from: tips)
    return Record(
      slug: slug, layout: layout, entries: entries.map { entry in seen[entry.id].map(entry.having) ?? entry },
      submissions: submissions, unreadable: Array(unreadable))
  }
}
