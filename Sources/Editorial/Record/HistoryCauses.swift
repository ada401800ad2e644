import Git

/// What git's history tells of the order of events that don't say themselves what their writers had seen: those that
/// were written by hand or by other tools.
///
/// Whoever commits a file has the tree of the commit before: what is there was there to be seen. Only events that
/// would otherwise stand side by side are looked for, and each commit is looked at once for the files that are traced
/// through it.
struct HistoryCauses {
  private struct Traced: Hashable {
    let id: AnnotationID
    let path: String
  }

  private let desk: Desk
  private let reviews: String
  /// The files of the events that compete with one, by its id.
  private var rivals: [AnnotationID: [Traced]] = [:]
  private var pending: Set<Traced> = []
  /// What was there before an event, in every history that has it.
  private var seen: [AnnotationID: Set<AnnotationID>] = [:]

  init(desk: Desk, slug: Slug, entries: [RecordEntry]) throws {
    self.desk = desk
    let layout = try desk.layout()
    reviews = layout.reviews(slug)
    let parents = Dictionary(
      entries.map { ($0.id, $0.annotation.parent) }, uniquingKeysWith: { first, _ in first })
    for group in Dictionary(grouping: entries, by: { Matter(of: $0, parents) }).values where group.count > 1 {
      let files = group.map {
        Traced(id: $0.id, path: layout.annotation($0.id, slug, $0.number, $0.person))
      }
      for (entry, file) in zip(group, files)
      where !entry.annotation.isRemark && !entry.annotation.saysWhatItSaw {
        rivals[entry.id] = files
        pending.insert(file)
      }
    }
  }

  /// - Parameter tips: where the branches stand that have the events.
  /// - Returns: for events that don't say it, which of those that they compete with their writers had before them.
  func causes(from tips: [ObjectID]) throws -> [AnnotationID: [AnnotationID]] {
    guard !pending.isEmpty else { return [:] }
    var search = self
    try search.trace(from: tips)
    return search.seen.mapValues { $0.sorted() }
  }

  private mutating func trace(from tips: [ObjectID]) throws {
    var waiting: [(commit: ObjectID, files: Set<Traced>)] = try tips.map {
      ($0, try present(pending, in: $0))
    }
    var looked: [ObjectID: Set<Traced>] = [:]
    while let (id, all) = waiting.popLast() {
      let files = all.subtracting(looked[id] ?? [])
      guard !files.isEmpty else { continue }
      looked[id, default: []].formUnion(files)
      let commit = try desk.repository.commit(id)
      let folder = try self.folder(commit.tree)
      var left = files
      for parent in commit.parents {
        let isSame = try self.folder(desk.repository.commit(parent).tree) == folder
        let there = isSame ? files : try present(files, in: parent)
        left.subtract(there)
        if !there.isEmpty { waiting.append((parent, there)) }
      }
      for file in left { try note(file, addedIn: commit) }
    }
  }

  private mutating func note(_ file: Traced, addedIn commit: Commit) throws {
    var before: Set<AnnotationID> = []
    let others = Set(rivals[file.id] ?? []).subtracting([file])
    for parent in commit.parents { before.formUnion(try present(others, in: parent).map(\.id)) }
    seen[file.id] = seen[file.id].map { $0.intersection(before) } ?? before
  }

  private func folder(_ tree: ObjectID) throws -> ObjectID? {
    try desk.repository.entry(reviews, in: tree)?.id
  }

  private func present(_ files: Set<Traced>, in commit: ObjectID) throws -> Set<Traced> {
    let tree = try desk.repository.commit(commit).tree
    return try files.filter { try desk.repository.entry($0.path, in: tree) != nil }
  }
}

/// What events must share to stand against one another.
private enum Matter: Hashable {
  /// One remark, with all that is said of it.
  case thread(AnnotationID)
  case verdict(RevisionNumber, PersonID)
  case approval(String)
  case override(String, RevisionNumber)
  case decision(RevisionNumber)

  init(of entry: RecordEntry, _ parents: [AnnotationID: AnnotationID?]) {
    switch entry.annotation.kind {
    case .verdict: self = .verdict(entry.number, entry.person)
    case .approval(let check, _, _): self = .approval(check)
    case .override(let rule, _, _): self = .override(rule, entry.number)
    case .decision: self = .decision(entry.number)
    default:
      var root = entry.id
      // A loop made by hand ends somewhere.
      for _ in 0..<64 {
        guard let parent = parents[root] ?? nil else { break }
        root = parent
      }
      self = .thread(root)
    }
  }
}
