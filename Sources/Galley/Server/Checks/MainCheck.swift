import Editorial
import Git

extension PushCheck {
  private static let maxOtherBytes = 64 << 20

  /// `main`: galley.yaml and the team's own files by plain commits, articles by publishing them.
  func checkMain(_ old: ObjectID?, _ new: ObjectID) throws {
    let branch = DeskBranch.main.name
    try checkConfiguration(at: new, on: branch)
    let unknown = Dictionary(
      try newCommits(new, hiding: old.map { [$0] } ?? []).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    var waiting = [new]
    var seen: Set<ObjectID> = [new]
    while let id = waiting.popLast() {
      guard let commit = unknown[id] else { continue }
      for parent in try checkMainCommit(commit, isFirst: old == nil, on: branch)
      where seen.insert(parent).inserted { waiting.append(parent) }
    }
  }

  private func checkConfiguration(at commit: ObjectID, on branch: String) throws {
    let place = "\(branch) \(DeskPath.configuration)"
    guard let entry = try desk.repository.entry(DeskPath.configuration, in: tree(commit)),
      entry.mode == .file || entry.mode == .executable
    else {
      throw BrokenRule(.configuration, place, "it is missing", "Keep it: it makes main a desk.")
    }
    try checkConfiguration(entry.id, place)
  }

  func checkConfiguration(_ blob: ObjectID, _ place: String) throws {
    do {
      let bytes = try desk.repository.blob(blob, limit: 1 << 20)
      let next = try DeskConfiguration(parsing: bytes, name: "it")
      guard next.people.isEmpty || !next.people(whoMay: .publish).isEmpty else {
        throw BrokenRule(
          .configuration, place, "it names people and no editor, so nobody could change it again",
          "Give somebody the role 'editor'.")
      }
    } catch let error as InvalidValue {
      throw BrokenRule(.configuration, place, "it can't be used: \(error.why)", error.remedy + ".")
    }
  }

  /// Whether a commit is of main's own line rather than a revision's.
  private func isOfMain(_ id: ObjectID) throws -> Bool {
    try desk.repository.entry(DeskPath.configuration, in: tree(id)) != nil
  }

  /// - Returns: the parents that are on main's line and are to be checked as well.
  private func checkMainCommit(_ commit: Commit, isFirst: Bool, on branch: String) throws -> [ObjectID] {
    let place = "\(branch) commit \(commit.id.short)"
    try checkMaker(of: commit, on: branch)
    guard let first = commit.parents.first else {
      guard isFirst else {
        throw BrokenRule(.history, place, "it begins another history", "Base it on main.")
      }
      try checkPlainChanges(from: nil, commit, on: branch)
      return []
    }
    guard try isOfMain(commit.id), try isFirst || isOfMain(first), commit.parents.count < 3 else {
      throw BrokenRule(
        .history, place, "it isn't a commit on main", "Base it on main, or publish with 'galley publish'.")
    }
    guard commit.parents.count == 2 else {
      try checkPlainChanges(from: first, commit, on: branch)
      return [first]
    }
    let second = commit.parents[1]
    if try isOfMain(second) {
      try checkMainMerge(commit, on: branch)
      return [first, second]
    }
    try checkPublication(commit, main: first, revision: second, on: branch)
    return [first]
  }

  /// A commit made by hand.
  private func checkPlainChanges(from parent: ObjectID?, _ commit: Commit, on branch: String) throws {
    for change in try changes.between(parent.map { try tree($0) }, commit.tree, in: branch) {
      let place = "\(branch) \(change.path)"
      try refuseRewriting(change, on: branch)
      switch DeskPlace(path: change.path) {
      case .other, .configuration:
        // A submodule's commit is in another repository.
        if let file = change.new, file.mode != 0o160000 {
          try checkSize(of: file, atMost: Self.maxOtherBytes, place)
        }
      case .article, .annotation, .submission, .strayReview:
        if pusher.person != nil, let parent { try checkRetraction(change, from: parent, commit, place) }
        if let file = change.new { try checkSize(of: file, atMost: Self.maxOtherBytes, place) }
      }
    }
  }

  /// An article goes from main as a whole, and comes back as it was published last; what was said of it stays.
  private func checkRetraction(
    _ change: FileChange, from parent: ObjectID, _ commit: Commit, _ place: String
  ) throws {
    let refusal = BrokenRule(
      .publication, place, "articles and reviews come to main by publishing only",
      "Change the article on a revision, then 'galley publish' it; 'galley retract' takes it off main.")
    let before = try tree(parent)
    guard case .article = DeskPlace(path: change.path), change.old == nil || change.new == nil,
      let slug = try owner(of: change.path, in: change.new == nil ? before : commit.tree)
    else { throw refusal }
    guard let file = change.new else {
      guard try desk.articleFiles(of: slug, in: commit.tree).isEmpty else {
        throw BrokenRule(
          .publication, place, "it goes from main without the rest of \(slug)",
          "Take the whole article off main with 'galley retract \(slug)', or leave it as it is.")
      }
      return
    }
    let published = try desk.lastPublication(of: slug)?.commit.tree
    let entry = try published.flatMap { try desk.repository.entry(change.path, in: $0) }
    guard entry?.id == file.id, try desk.repository.entry(DeskPath.text(slug), in: before) == nil else {
      throw refusal
    }
  }

  /// The article that a file belongs to: the innermost folder around it that has a text.
  private func owner(of path: String, in tree: ObjectID) throws -> Slug? {
    var parts = path.split(separator: "/").dropLast()
    while parts.count > 1 {
      let text = parts.joined(separator: "/") + "/index.md"
      if let slug = DeskPath.slug(ofText: text), try desk.repository.entry(text, in: tree) != nil {
        return slug
      }
      parts = parts.dropLast()
    }
    return nil
  }

  /// A merge of two desks' main: articles and reviews are those of one side.
  private func checkMainMerge(_ commit: Commit, on branch: String) throws {
    let (ours, theirs) = (try tree(commit.parents[0]), try tree(commit.parents[1]))
    for change in try changes.between(ours, commit.tree, in: branch) {
      switch DeskPlace(path: change.path) {
      case .other, .configuration: continue
      case .article, .annotation, .submission, .strayReview:
        let found = try desk.repository.entry(change.path, in: theirs)
        guard found?.id == change.new?.id else {
          throw BrokenRule(
            .publication, "\(branch) \(change.path)", "the merge has words that neither side published",
            "Take one side's, then publish the article again.")
        }
      }
    }
    for side in [ours, theirs] {
      for change in try changes.between(side, commit.tree, in: branch) where change.old != nil {
        try refuseRewriting(change, on: branch)
      }
    }
  }
}
