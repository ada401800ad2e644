import Editorial
import Git

extension PushCheck {
  private static let maxOtherBytes = 64 << 20

  /// `main`: galley.yaml and the team's own files by plain commits, articles by publishing them.
  func checkMain(_ old: ObjectID?, _ new: ObjectID) throws {
    let branch = DeskBranch.main.name
    try checkConfiguration(at: new, on: branch)
    try refuseTakingALogin(new, on: branch)
    let unknown = Dictionary(
      try newCommits(new, hiding: old.map { [$0] } ?? []).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    var (waiting, visited) = ([new], [Commit]())
    var seen: Set<ObjectID> = [new]
    while let id = waiting.popLast(), !isRefused {
      guard let commit = unknown[id] else { continue }
      visited.append(commit)
      for parent in try checkMainCommit(commit, isFirst: old == nil, on: branch)
      where seen.insert(parent).inserted { waiting.append(parent) }
    }
    for commit in visited { try checkNamesKept(by: commit, on: branch) }
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

  /// An editor names the people, and becomes none of the others by it: not for one push either.
  private func refuseTakingALogin(_ new: ObjectID, on branch: String) throws {
    guard let person = pusher.person, let login = pusher.login, let next = try configuration(at: new),
      let taken = next.person(login: login), taken.email.lowercased() != person.email.lowercased(),
      configuration.person(email: taken.email) != nil
    else { return }
    throw BrokenRule(
      .configuration, "\(branch) \(DeskPath.configuration)",
      "with it the server would take \(person.name) for \(taken.email)",
      "Leave 'login' and the e-mail of each to that person.")
  }

  /// Whether a commit is of main's own line rather than a revision's.
  private func isOfMain(_ id: ObjectID) throws -> Bool {
    try desk.repository.entry(DeskPath.configuration, in: tree(id)) != nil
  }

  /// - Returns: the parents that are on main's line and are to be checked as well.
  private func checkMainCommit(_ commit: Commit, isFirst: Bool, on branch: String) throws -> [ObjectID] {
    let place = "\(branch) commit \(commit.id.short)"
    let demands = try commit.parents.contains {
      try configuration(at: $0)?.rules.signedRequired ?? false
    }
    try checkMaker(of: commit, on: branch, signatureIsDemanded: demands)
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

  /// Every commit's galley.yaml is the rule of what is done upon it: once people are named, none of them names nobody.
  private func checkNamesKept(by commit: Commit, on branch: String) throws {
    guard !configuration.people.isEmpty, try configuration(at: commit.id)?.people.isEmpty == true else {
      return
    }
    let place = "\(branch) commit \(commit.id.short) \(DeskPath.configuration)"
    throw BrokenRule(
      .configuration, place, "it names nobody, so that everybody could do everything in anybody's name",
      "Keep the people; take out one by one who has left.")
  }

  /// A commit made by hand.
  private func checkPlainChanges(from parent: ObjectID?, _ commit: Commit, on branch: String) throws {
    for change in try changes.between(parent.map { try tree($0) }, commit.tree, in: branch) {
      let place = "\(branch) \(change.path)"
      try refuseRewriting(change, on: branch)
      try refuseHidden(change, place)
      switch layout.kind(of: change.path) {
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
    guard case .article = layout.kind(of: change.path), change.old == nil || change.new == nil,
      let slug = try desk.article(owning: change.path, in: change.new == nil ? before : commit.tree)
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
    guard entry?.id == file.id, try desk.place(of: slug, in: before) == nil else {
      throw refusal
    }
  }

  /// A merge of two desks' main: articles are those of the side that changed them, and no remark is missing.
  private func checkMainMerge(_ commit: Commit, on branch: String) throws {
    let sides = try commit.parents.map { try tree($0) }
    for (side, other) in [(sides[0], sides[1]), (sides[1], sides[0])] {
      for change in try changes.between(side, commit.tree, in: branch) {
        let isKept: Bool
        switch layout.kind(of: change.path) {
        case .other, .configuration: continue
        case .article: isKept = try merges.isOneSides(change.new, at: change.path, from: commit)
        case .annotation, .submission, .strayReview:
          isKept = try desk.repository.entry(change.path, in: other)?.id == change.new?.id
        }
        if change.old != nil { try refuseRewriting(change, on: branch) }
        guard isKept else {
          throw BrokenRule(
            .publication, "\(branch) \(change.path)", "the merge has words that neither side published last",
            "Take the side's that changed them, then publish the article again.")
        }
      }
    }
  }
}
