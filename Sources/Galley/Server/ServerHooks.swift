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

  /// Checks everything about a push, before any reference moves, and puts down what was checked: nothing else may be
  /// written. No other push is let in until this one's references have moved: two that are good each by itself need
  /// not be so together.
  ///
  /// What doesn't start from where a branch stands is left out: nothing may lean on it, and it isn't written.
  ///
  /// - Parameters:
  ///   - arguments: git's process that takes the push.
  ///   - input: `OLD NEW REFERENCE` a line.
  public func preReceive(_ arguments: [String] = [], _ input: [UInt8]) throws -> HookAnswer {
    let updates = try Self.updates(input)
    var names: Set<String> = []
    for update in updates where !names.insert(update.reference).inserted {
      return HookAnswer(broken: [
        BrokenRule(.branch, update.name, "the push names it twice", "Push each branch once.")
      ])
    }
    return try answering {
      guard let turn = turn(of: arguments.first) else {
        return HookAnswer(broken: try look(at: updates, state()).broken)
      }
      do {
        return try check(updates, in: turn)
      } catch {
        try turn.end()
        throw error
      }
    }
  }

  /// All that can be looked at before the turn is: a push that takes long to check holds nobody up.
  private func check(_ updates: [PushedUpdate], in turn: PushTurn) throws -> HookAnswer {
    let slugs = Set(updates.compactMap { DeskBranch(reference: $0.reference)?.slug })
    var looked = try look(at: updates, state())
    var (isOurTurn, looks) = (false, 1)
    while looked.broken.isEmpty {
      if !isOurTurn { try turn.begin() }
      isOurTurn = true
      let now = try state()
      guard now.isOther(than: looked.state, for: slugs) else {
        // What others may have said of other articles meanwhile.
        if now.references != looked.state.references { looked.broken = try looked.check?.recheckIDs() ?? [] }
        break
      }
      if looked.milliseconds > Self.shortCheck, looks < Self.mostLooks {
        try turn.end()
        isOurTurn = false
      }
      looks += 1
      looked = try look(at: updates, now)
    }
    guard looked.broken.isEmpty else {
      if isOurTurn { try turn.end() }
      return HookAnswer(broken: looked.broken)
    }
    let head: String? = if case .branch(let name) = try desk.repository.head() { name } else { nil }
    try checked(by: turn).write(looked.fresh, head: head, until: turn.goOn(moving: looked.fresh.count))
    return HookAnswer()
  }

  /// In milliseconds: a check that takes no longer is done again in one's turn when others came before.
  private static let shortCheck = 500
  private static let mostLooks = 4

  /// What was found of a push, and when.
  private struct Look {
    let state: ServedReferences
    /// What starts from where its branch stands: git writes nothing else.
    let fresh: [PushedUpdate]
    /// nil where it wasn't come to that.
    var check: PushCheck?
    var broken: [BrokenRule] = []
    var milliseconds = 0
  }

  private func look(at updates: [PushedUpdate], _ state: ServedReferences) throws -> Look {
    let start = monotonicMilliseconds()
    var look = Look(state: state, fresh: updates.filter { state.references[$0.reference] == $0.old })
    do {
      let check = try pushCheck(look.fresh)
      look.broken = try check.run()
      look.check = check
    } catch let broken as BrokenRule {
      look.broken = [broken]
    }
    look.milliseconds = monotonicMilliseconds() - start
    return look
  }

  private func state() throws -> ServedReferences {
    ServedReferences(try desk.repository.references(matching: "refs/*"))
  }

  private func checked(by turn: PushTurn) -> CheckedPush {
    CheckedPush(in: desk.repository.commonFolder, of: turn.owner)
  }

  /// Checks again, just before references move, that this change was looked at as it is, and that no other push can have
  /// come between.
  ///
  /// - Parameter arguments: the reference, its old and new value, and git's process that takes the push.
  public func update(_ arguments: [String]) throws -> HookAnswer {
    guard 3...4 ~= arguments.count else { throw Self.malformed("REFERENCE OLD NEW") }
    let update = try Self.update(old: arguments[1], new: arguments[2], reference: arguments[0])
    return try answering {
      let turn = turn(of: arguments.dropFirst(3).first)
      if let turn, HookInstaller.checksPushes(to: desk.repository) {
        guard checked(by: turn).allows([update]) else { return Self.unchecked(update) }
      }
      // In an atomic push main hasn't moved yet: whether it has what goes is then seen in the transaction.
      let isSeenLater = HookInstaller.seesTransactions(of: desk.repository)
      let broken = try pushCheck([update]).runAccessOnly(exceptRemoved: isSeenLater)
      if broken.isEmpty { try turn?.goOn() }
      return HookAnswer(broken: broken)
    }
  }

  private static func unchecked(_ update: PushedUpdate) -> HookAnswer {
    HookAnswer(broken: [
      BrokenRule(
        .history, update.name, "it isn't what was checked of this push",
        "Take in the others' work with 'galley sync' and push again.")
    ])
  }

  /// Checks, while the references of one transaction are locked, that all of it was looked at, and that nothing is removed
  /// that `main` won't have.
  ///
  /// - Parameter arguments: git's word for the state, and the process that moves the references.
  public func referenceTransaction(_ arguments: [String], _ input: [UInt8]) throws -> HookAnswer {
    guard arguments.first == "prepared", Self.isPush(arguments.dropFirst().first) else { return HookAnswer() }
    let updates = try Self.updates(input)
    if let turn = turn(of: arguments.dropFirst().first), HookInstaller.checksPushes(to: desk.repository) {
      let allowed = checked(by: turn)
      if let update = updates.first(where: { !allowed.allows([$0]) }) { return Self.unchecked(update) }
    }
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

  /// - Throws: ``BrokenRule`` when nobody knows who pushes.
  private func pushCheck(_ updates: [PushedUpdate]) throws -> PushCheck {
    // What was read of the desk before may be old by now.
    let desk = Desk(repository: desk.repository, environment: environment)
    return try PushCheck(desk, Pusher(desk.configuration(), environment: environment), updates)
  }

  private func answering(_ work: () throws -> HookAnswer) throws -> HookAnswer {
    do {
      return try work()
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
    if let turn = turn(of: arguments.first) {
      checked(by: turn).remove()
      try turn.end()
    }
    let slugs = Set(try Self.updates(input).compactMap { DeskBranch(reference: $0.reference)?.slug })
    // As the pusher may see it, whoever the server's account is, and whatever others have said that is hidden.
    let login = Pusher.login(environment)?.value
    let pusher = try? Pusher(desk.configuration(), environment: environment).person
    let environment = environment.merging([
      "GIT_AUTHOR_EMAIL": pusher?.email ?? "", "GIT_AUTHOR_NAME": pusher?.name ?? "",
    ]) { $1 }
    let hidden = try desk.hiddenReviews(from: login ?? "")
    let desk = Desk(
      repository: desk.repository, environment: pusher == nil ? self.environment : environment,
      withoutReviews: hidden)
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
