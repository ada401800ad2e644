import Editorial
import Git

/// What a commit of an article's line may change.
enum ArticleLine: Hashable {
  case revision
  /// Nothing but annotations in one person's folder of one round.
  case review(RevisionNumber, PersonID)
}

/// What the new commits of a revision wrote besides annotations.
struct WrittenPaths {
  var texts: Set<String> = []
  var submissions: Set<String> = []
}

extension PushCheck {
  static let maxAssetBytes = 32 << 20
  private static let maxCommitBytes = 1 << 20

  /// Checks who made a commit and everything it changes.
  func check(
    _ commit: Commit, _ slug: Slug, _ line: ArticleLine, on branch: String, into written: inout WrittenPaths
  ) throws {
    try checkMaker(of: commit, on: branch)
    let parents = try commit.parents.map { try tree($0) }
    // Where a review may begin is looked at by itself.
    for parent in parents
    where try line == .revision && desk.repository.entry(DeskPath.configuration, in: parent) != nil {
      throw BrokenRule(
        .history, "\(branch) commit \(commit.id.short)",
        "it takes in main, and an article has a line of its own",
        "Make it again without that merge; 'galley sync' and 'galley publish' merge what needs it.")
    }
    let others = Array(parents.dropFirst())
    if try commit.parents.contains(where: { try served.hiddenObjects().commits.contains($0) }) {
      throw BrokenRule(
        .history, "\(branch) commit \(commit.id.short)", "it is based on a commit that wasn't sent",
        "Base it on what 'galley sync' brings.")
    }
    for change in try changes.between(parents.first, commit.tree, in: branch) {
      let isInherited =
        switch layout.kind(of: change.path) {
        case _ where others.isEmpty: false
        case .article, .other: try merges.follows(change.new, at: change.path, from: commit)
        default: try others.contains { try isSame(change.new, at: change.path, in: $0) }
        }
      try check(change, commit, isInherited: isInherited, slug, line, on: branch, into: &written)
    }
    for other in others {
      for change in try changes.between(other, commit.tree, in: branch) {
        if change.old != nil { try refuseRewriting(change, on: branch) }
        try checkMerged(change, commit, slug, line, on: branch, into: &written)
      }
    }
  }

  /// A text that a merge has from its first parent may be one that another had changed since.
  private func checkMerged(
    _ change: FileChange, _ commit: Commit, _ slug: Slug, _ line: ArticleLine, on branch: String,
    into written: inout WrittenPaths
  ) throws {
    guard try desk.isOwn(change.path, of: slug, in: commit.tree),
      try !merges.follows(change.new, at: change.path, from: commit)
    else { return }
    guard try !merges.isAllItsOwn(change.new, at: change.path, from: commit) else {
      throw BrokenRule(
        .tree, "\(branch) \(change.path)",
        "the merge \(commit.id.short) changes it as none of its parents did",
        "Make the change in a commit of its own.")
    }
    guard line == .revision else {
      throw BrokenRule(
        .tree, "\(branch) \(change.path)",
        "a review adds annotations and nothing else, and this merge brings another text",
        "Make it again with 'galley sync'.")
    }
    written.texts.insert(change.path)
  }

  private func isSame(_ entry: RawTreeEntry?, at path: String, in tree: ObjectID) throws -> Bool {
    let found = try desk.repository.entry(path, in: tree)
    return found?.id == entry?.id && found?.mode.rawValue == entry?.mode
  }

  private func check(
    _ change: FileChange, _ commit: Commit, isInherited: Bool, _ slug: Slug, _ line: ArticleLine,
    on branch: String,
    into written: inout WrittenPaths
  ) throws {
    let place = "\(branch) \(change.path)"
    try refuseRewriting(change, on: branch)
    try refuseHidden(change, place)
    switch (layout.kind(of: change.path), line) {
    case (.annotation(slug, let number, let person, let id), _):
      if case .review(number, person) = line {
      } else if case .review(let own, let reviewer) = line {
        throw BrokenRule(
          .annotation, place, "this review's folder is \(layout.review(slug, own, reviewer))",
          "Add annotations there only.")
      }
      guard !isInherited, let file = change.new else { return }
      try gather {
        try checkAnnotation(file, path: change.path, id, slug, number, person, on: branch)
      }
    case (.submission(slug, let number, let id), .revision):
      guard !isInherited, let file = change.new else { return }
      written.submissions.insert(change.path)
      try checkSubmission(file, id, slug, number, place)
    case (.article, .revision) where try desk.isOwn(change.path, of: slug, in: commit.tree),
      (.other, .revision)
    where try isPictureGone(change) || desk.isOwn(change.path, of: slug, in: commit.tree):
      if !isInherited { written.texts.insert(change.path) }
      try refuseOthersFile(change, slug, place)
      if let file = change.new { try checkArticleFile(file, change.path, place) }
    case (_, .review):
      throw BrokenRule(
        .tree, place, "a review adds annotations and nothing else",
        "Change the text on its revision, or suggest the change with 'galley annotate --suggest'.")
    case (.configuration, _), (.other, _):
      throw BrokenRule(
        .tree, place, "a revision holds its article and its reviews only", "Change this file on main.")
    case (.strayReview, _):
      throw BrokenRule(
        .tree, place, "it is no annotation's place",
        "Annotations are \(layout.record)/SLUG/rN/YOU/UUID.json; take this file out.")
    default:
      throw BrokenRule(
        .tree, place, "it belongs to another article than \(slug)",
        "Change each article on its own revision.")
    }
  }

  /// A picture that the text shows no more.
  private func isPictureGone(_ change: FileChange) -> Bool {
    change.new == nil && layout.kind(of: change.path) == .other && isMedia(change.path)
  }

  /// A file in the folder of an article that stands inside of this one's is that article's.
  private func refuseOthersFile(_ change: FileChange, _ slug: Slug, _ place: String) throws {
    guard let file = change.new, let other = try served.article(inside: slug, holding: change.path) else {
      return
    }
    // A copy of what is published there changes nothing.
    let published = try desk.tip(.main).flatMap { try desk.repository.entry(change.path, in: tree($0)) }
    guard published?.id == file.id else {
      throw BrokenRule(
        .tree, place, "it belongs to the article \(other)",
        "Put it elsewhere; each article has its own files.")
    }
  }

  /// Who knows the id of a file of somebody's hidden review gets it by no detour.
  func refuseHidden(_ change: FileChange, _ place: String) throws {
    guard let file = change.new, try served.hiddenObjects().files.contains(file.id) else { return }
    throw BrokenRule(
      .tree, place, "it names content that wasn't sent", "Make the commit again with git or galley.")
  }

  /// The record only grows.
  func refuseRewriting(_ change: FileChange, on branch: String) throws {
    guard change.old != nil else { return }
    switch layout.kind(of: change.path) {
    case .annotation, .submission:
      throw BrokenRule(
        .record, "\(branch) \(change.path)", change.new == nil ? "it was removed" : "it was rewritten",
        "What was said is never changed: reply to it, or resolve it as withdrawn.")
    default: break
    }
  }

  /// - Throws: ``BrokenRule`` unless the pusher is the commit's author and committer, and signed it where that is
  ///   a rule.
  ///
  /// - Parameter isDemanded: whether a commit before it in the same push brings the rule that it must be signed.
  func checkMaker(of commit: Commit, on branch: String, signatureIsDemanded isDemanded: Bool = false) throws {
    let place = "\(branch) commit \(commit.id.short)"
    let (_, size) = try desk.repository.header(commit.id)
    guard size <= Self.maxCommitBytes else {
      throw BrokenRule(.size, place, "its message has \(size) bytes", "Make it shorter.")
    }
    if let fault = try desk.repository.fault(inCommit: commit.id) {
      throw BrokenRule(
        .author, place, fault,
        "Make it again with git or galley, in UTF-8 (see 'git config i18n.commitEncoding').")
    }
    for maker in [commit.author, commit.committer] where !pusher.isNamed(maker.email) {
      throw BrokenRule(
        .author, place,
        "it was made by \(maker.email), and you are \(pusher.person?.email ?? "somebody else")",
        "Make it in your own name (see 'git config user.email'); \(maker.email) pushes their own.")
    }
    for maker in [commit.author, commit.committer] { try refuseBorrowedName(maker.name, place) }
    // The rule binds from the commit on that brings it: what comes in one push with that commit, too.
    let isOfMain = branch == DeskBranch.main.name
    let comes = try isOfMain ? nil : pushedMain?.new.flatMap { try self.configuration(at: $0) }
    if isDemanded || configuration.rules.signedRequired || comes?.rules.signedRequired == true {
      try checkSignature(of: commit, place)
    }
  }

  func configuration(at commit: ObjectID) throws -> DeskConfiguration? {
    guard let entry = try desk.repository.entry(DeskPath.configuration, in: tree(commit)) else { return nil }
    if let known = configurations[entry.id] { return known }
    let read = try? DeskConfiguration(parsing: desk.repository.blob(entry.id, limit: 1 << 20))
    configurations[entry.id] = .some(read)
    return read
  }

  /// People are shown by the names that they give themselves: nobody gives themself the name of another.
  func refuseBorrowedName(_ name: String?, _ place: String) throws {
    guard let person = pusher.person, let name else { return }
    func folded(_ name: String) -> String { name.lowercased().filter { !$0.isWhitespace } }
    let borrowed = configuration.people.first { other in
      other.id != person.id && [other.name, other.email].contains { folded($0) == folded(name) }
        && folded(name) != folded(person.name)
    }
    guard let borrowed else { return }
    throw BrokenRule(
      .author, place, "it calls its maker \(name), who is \(borrowed.email), and you are \(person.email)",
      "Use your own name (see 'git config user.name').")
  }

  private func checkSignature(of commit: Commit, _ place: String) throws {
    let check = try signatures ?? desk.signatureCheck(keysAt: desk.tip(.main), isServer: true)
    signatures = check
    switch try desk.signature(of: commit, check) {
    case .good: return
    case .none:
      throw BrokenRule(
        .signature, place, "it isn't signed",
        "Set git's user.signingkey and commit.gpgsign, then make it again; see docs/signatures.md.")
    case .bad(let why):
      throw BrokenRule(
        .signature, place, "its signature is not good: \(why)",
        "Have an editor put your key into \(DeskPath.allowedSigners) on main.")
    }
  }

  func checkArticleFile(_ file: RawTreeEntry, _ path: String, _ place: String) throws {
    guard layout.slug(ofText: path) != nil else {
      return try checkSize(of: file, atMost: Self.maxAssetBytes, place)
    }
    try checkSize(of: file, atMost: ArticleText.maxBytes, place)
    do {
      let bytes = try desk.repository.blob(file.id, limit: ArticleText.maxBytes)
      let text = try ArticleText(normalizing: bytes, name: "it")
      _ = try FrontMatter.checked(text.text, name: path)
    } catch let error as InvalidValue {
      throw BrokenRule(.tree, place, "it can't be read: \(error.why)", error.remedy + ".")
    }
  }

  func checkSubmission(
    _ file: RawTreeEntry, _ id: AnnotationID, _ slug: Slug, _ number: RevisionNumber, _ place: String
  ) throws {
    try checkSize(of: file, atMost: AnnotationReader.maxFileBytes, place)
    let bytes = try desk.repository.blob(file.id, limit: AnnotationReader.maxFileBytes)
    guard let submission = Submission(id: id, number: number, parsing: bytes) else {
      throw BrokenRule(.annotation, place, "it is no submission", "Ask for reviews with 'galley submit'.")
    }
    guard pusher.isNamed(submission.by) else {
      throw BrokenRule(
        .annotation, place, "it was made by \(submission.by.email)",
        "Ask for reviews in your own name, with 'galley submit'.")
    }
    try refuseSecondAsker(of: submission, slug, place)
  }

  /// While nobody is named, who asked for blind reviews sees them: nobody else gets to see them by asking too.
  private func refuseSecondAsker(of call: Submission, _ slug: Slug, _ place: String) throws {
    guard configuration.people.isEmpty, call.isBlind || call.method != .open else { return }
    let before = try desk.submissions(of: slug).filter {
      $0.number == call.number && ($0.isBlind || $0.method != .open)
    }
    guard !before.isEmpty, !before.contains(where: { $0.by == call.by }), let first = before.first else {
      return
    }
    throw BrokenRule(
      .permission, place, "\(first.by.email) asked for these reviews, which are blind",
      "Leave it to them, or have people named in \(DeskPath.configuration).")
  }
}
