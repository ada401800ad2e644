import Editorial
import Git

/// The hooks for those who work on a desk with plain git: they say early what the server would say late.
public struct ClientHooks {
  let desk: Desk
  let environment: [String: String]

  public init(folder: String, environment: [String: String]) throws {
    let repository = try Repository(openingAt: environment["GIT_DIR"] ?? folder + "/.git")
    desk = Desk(repository: repository, environment: environment)
    self.environment = environment
  }

  /// Checks what is about to be committed: files can be read, no conflict is left, nothing said is rewritten.
  public func preCommit() throws -> HookAnswer {
    let repository = desk.repository
    let index = try repository.treeOfIndex(environment["GIT_INDEX_FILE"])
    let head = try currentCommit().map { try repository.commit($0).tree }
    let check = try PushCheck(desk, Pusher(nil), [])
    try check.gather {
      for change in try check.changes.between(head, index, in: "the commit") {
        try check.gather { try check.checkFile(change, on: "the commit") }
      }
    }
    return HookAnswer(broken: check.broken)
  }

  private func currentCommit() throws -> ObjectID? {
    switch try desk.repository.head() {
    case .branch(let name): try desk.repository.reference(name)
    case .detached(let id): id
    }
  }

  /// Checks a message: what it says in Galley's trailers can be read, and is of the branch it goes to.
  public func commitMessage(_ message: String) throws -> HookAnswer {
    let place = "the message"
    guard message.split(separator: "\n").contains(where: { $0.hasPrefix("Galley-") }) else {
      return HookAnswer()
    }
    guard let note = CommitNote(message: message) else {
      return HookAnswer(broken: [
        BrokenRule(
          .conflict, place, "its trailers Galley-Event and Galley-Revision can't be read",
          "Write 'Galley-Event: save' and 'Galley-Revision: SLUG/rN', or leave both out.")
      ])
    }
    guard case .branch(let head) = try desk.repository.head(), let branch = DeskBranch(reference: head)
    else { return HookAnswer() }
    let isFitting =
      switch branch {
      case .main: note.event == .publish || note.event == .retract
      case .revision(let slug, let number), .review(let slug, let number, _):
        note.slug == slug && note.number == number && note.event != .publish && note.event != .retract
      }
    guard !isFitting else { return HookAnswer() }
    return HookAnswer(broken: [
      BrokenRule(
        .conflict, place, "it says \(note.event.rawValue) of \(note.slug) \(note.number), on \(branch.name)",
        "Mend the trailers, or leave them out.")
    ])
  }

  /// Checks what is about to be pushed against the remote as it was last seen, with the server's rules.
  ///
  /// - Parameters:
  ///   - remote: its name; a push to a bare address is left to the server.
  ///   - input: `LOCALREF LOCALID REMOTEREF REMOTEID` a line.
  public func prePush(remote: String, _ input: [UInt8]) throws -> HookAnswer {
    guard try desk.repository.remotes().contains(remote) else { return HookAnswer() }
    let seen = Desk(repository: desk.repository, environment: environment, asSeenAt: remote)
    guard try seen.isDesk() else { return HookAnswer() }
    let updates = try input.split(separator: 0x0A).map { line in
      let parts = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      guard parts.count == 4 else { throw ServerHooks.malformed("LOCALREF LOCALID REMOTEREF REMOTEID") }
      return try ServerHooks.update(old: parts[3], new: parts[1], reference: parts[2])
    }
    let configuration = try seen.configuration()
    let person = configuration.people.isEmpty ? nil : configuration.person(email: try desk.person().email)
    // Somebody else may have pushed meanwhile: then git says so, and the old value isn't at hand.
    let known = try updates.filter { try $0.old.map { try desk.repository.has($0) } ?? true }
    return HookAnswer(broken: try PushCheck(seen, Pusher(person), known).run())
  }
}

extension PushCheck {
  /// Checks one changed file for itself.
  func checkFile(_ change: FileChange, on branch: String) throws {
    let place = "\(branch) \(change.path)"
    try refuseRewriting(change, on: branch)
    guard let file = change.new else { return }
    switch layout.kind(of: change.path) {
    case .annotation(let slug, let number, let person, let id):
      try checkAnnotation(file, path: change.path, id, slug, number, person, on: branch)
    case .submission(let slug, let number, let id): try checkSubmission(file, id, slug, number, place)
    case .article:
      try checkArticleFile(file, change.path, place)
      if layout.slug(ofText: change.path) != nil { try refuseConflictMarks(in: file, place) }
    case .strayReview:
      throw BrokenRule(
        .tree, place, "it is no annotation's place",
        "Annotations are \(layout.record)/SLUG/rN/YOU/UUID.json; take this file out.")
    case .configuration: try checkConfiguration(file.id, place)
    case .other: break
    }
  }

  private func refuseConflictMarks(in file: RawTreeEntry, _ place: String) throws {
    let bytes = try desk.repository.blob(file.id, limit: ArticleText.maxBytes)
    let marks = ["<<<<<<< ", ">>>>>>> ", "||||||| "].map { Array($0.utf8) }
    for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where marks.contains(where: { line.starts(with: $0) }) {
      throw BrokenRule(
        .conflict, place, "line \(number + 1) has a mark of a conflict that isn't settled",
        "Choose the words, and take the marks out.")
    }
  }
}
