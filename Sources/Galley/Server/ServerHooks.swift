import Editorial
import Git
import System

/// What a hook answers git, and the person at the other end.
public struct HookAnswer: Sendable {
  public let broken: [BrokenRule]
  /// What is good to know.
  public let notes: [String]

  public init(broken: [BrokenRule] = [], notes: [String] = []) {
    self.broken = broken
    self.notes = notes
  }
}

/// The hooks that guard a shared remote. Git runs them in the repository's folder.
public struct ServerHooks {
  let desk: Desk
  let environment: [String: String]

  /// - Throws: ``GitError`` when the repository, or the objects of the push, can't be opened: then nothing goes in.
  public init(folder: String, environment: [String: String]) throws {
    let repository = try Repository(openingAt: environment["GIT_DIR"] ?? folder)
    // Git keeps the objects of a push apart until its hook agrees.
    if let apart = environment["GIT_QUARANTINE_PATH"] ?? environment["GIT_OBJECT_DIRECTORY"] {
      try repository.useQuarantine(apart)
    }
    desk = Desk(repository: repository, environment: environment)
    self.environment = environment
  }

  /// Checks everything about a push, before any reference moves. No other push is checked until this one's references
  /// have moved: two that are good each by itself need not be so together.
  ///
  /// What doesn't start from where a branch stands is left out: git won't move that branch, so nothing may lean on it.
  ///
  /// - Parameters:
  ///   - arguments: git's process that takes the push.
  ///   - input: `OLD NEW REFERENCE` a line.
  public func preReceive(_ arguments: [String] = [], _ input: [UInt8]) throws -> HookAnswer {
    let updates = try Self.updates(input)
    return try inTurn(arguments.first) { turn in
      try turn?.begin()
      let answer = try check(updates.filter { try desk.repository.reference($0.reference) == $0.old }) {
        try $0.run()
      }
      if answer.broken.isEmpty { try turn?.goOn() } else { try turn?.end() }
      return answer
    }
  }

  /// Checks again, just before references move, that the pusher may move this one, and that no other push can have
  /// come between.
  ///
  /// - Parameter arguments: the reference, its old and new value, and git's process that takes the push.
  public func update(_ arguments: [String]) throws -> HookAnswer {
    guard 3...4 ~= arguments.count else { throw Self.malformed("REFERENCE OLD NEW") }
    return try inTurn(arguments.dropFirst(3).first) { turn in
      let answer = try checkAgain(arguments)
      if answer.broken.isEmpty { try turn?.goOn() }
      return answer
    }
  }

  private func checkAgain(_ arguments: [String]) throws -> HookAnswer {
    let update = try Self.update(old: arguments[1], new: arguments[2], reference: arguments[0])
    // In an atomic push main hasn't moved yet: whether it has what goes is then seen in the transaction.
    let isSeenLater = HookInstaller.seesTransactions(of: desk.repository)
    return try check([update]) { try $0.runAccessOnly(exceptRemoved: isSeenLater) }
  }

  /// Checks, while the references of one transaction are locked, that nothing is removed that `main` won't have.
  ///
  /// - Parameter arguments: git's word for the state, and the process that moves the references.
  public func referenceTransaction(_ arguments: [String], _ input: [UInt8]) throws -> HookAnswer {
    guard arguments.first == "prepared", Self.isPush(arguments.dropFirst().first) else { return HookAnswer() }
    let updates = try Self.updates(input)
    let moved = updates.first { $0.reference == DeskBranch.main.reference }
    var broken: [BrokenRule] = []
    for update in updates where update.new == nil {
      guard let branch = DeskBranch(reference: update.reference), branch != .main,
        let tip = try desk.repository.reference(update.reference)
      else { continue }
      do {
        try desk.refuseLosing(tip, main: moved?.new ?? desk.tip(.main), update.name)
      } catch let rule as BrokenRule {
        broken.append(rule)
      }
    }
    return HookAnswer(broken: broken)
  }

  /// Whether a process takes a push. Who works on the server itself may do as they like.
  private static func isPush(_ process: String?) -> Bool {
    process.flatMap { Int32($0) }.flatMap(RunningProcess.takesPush) ?? true
  }

  private func check(
    _ updates: [PushedUpdate], _ run: (PushCheck) throws -> [BrokenRule]
  ) throws -> HookAnswer {
    let pusher: Pusher
    do {
      pusher = try Pusher(desk.configuration(), environment: environment)
    } catch let broken as BrokenRule {
      return HookAnswer(broken: [broken])
    }
    return HookAnswer(broken: try run(PushCheck(desk, pusher, updates)))
  }

  private func inTurn(
    _ process: String?, _ work: (PushTurn?) throws -> HookAnswer
  ) throws -> HookAnswer {
    do {
      return try work(turn(of: process))
    } catch let broken as BrokenRule {
      return HookAnswer(broken: [broken])
    }
  }

  private func turn(of process: String?) -> PushTurn? {
    PushTurn(folder: desk.repository.commonFolder, process: process.flatMap { Int32($0) })
  }

  /// Says whose turn it is now with each article of the push.
  ///
  /// - Parameters:
  ///   - arguments: git's process that takes the push.
  ///   - input: `OLD NEW REFERENCE` a line.
  public func postReceive(_ arguments: [String] = [], _ input: [UInt8]) throws -> HookAnswer {
    try turn(of: arguments.first)?.end()
    var slugs: Set<Slug> = []
    for update in try Self.updates(input) {
      switch DeskBranch(reference: update.reference) {
      case .revision(let slug, _), .review(let slug, _, _): slugs.insert(slug)
      case .main, nil: continue
      }
    }
    // As the pusher may see it, whoever the server's account is.
    let pusher = try? Pusher(desk.configuration(), environment: environment).person
    let environment = environment.merging([
      "GIT_AUTHOR_EMAIL": pusher?.email ?? "", "GIT_AUTHOR_NAME": pusher?.name ?? "",
    ]) { $1 }
    let desk = pusher == nil ? desk : Desk(repository: desk.repository, environment: environment)
    let rows = try slugs.sorted().prefix(20).flatMap { slug in
      try desk.openArticle(slug) == nil ? [] : desk.status(slug)
    }
    return HookAnswer(
      notes: rows.map { row in
        "\(row.slug) \(row.number): \(row.phase.rawValue)"
          + (row.turn.isEmpty ? "" : ", next: \(row.turn.joined(separator: ", "))")
      })
  }

  static func updates(_ input: [UInt8]) throws -> [PushedUpdate] {
    try input.split(separator: 0x0A).map { line in
      let parts = line.split(separator: 0x20, maxSplits: 2).map { String(decoding: $0, as: UTF8.self) }
      guard parts.count == 3 else { throw malformed("OLD NEW REFERENCE") }
      return try update(old: parts[0], new: parts[1], reference: parts[2])
    }
  }

  static func update(old: String, new: String, reference: String) throws -> PushedUpdate {
    guard let from = ObjectID(hex: old), let to = ObjectID(hex: new) else {
      throw malformed("object ids of 40 hex digits")
    }
    return PushedUpdate(reference, from: from == .zero ? nil : from, to: to == .zero ? nil : to)
  }

  static func malformed(_ expected: String) -> Refusal {
    Refusal(.usage, "a hook gets \(expected) from git, and got something else", "Let git run the hook.")
  }
}
