import Editorial
import Git
import System

/// One push at a time: from the last look at a push until its references have moved no other push is let in, so what was
/// looked at is still so.
///
/// Git calls a hook for each step, and none of them lives as long as the push does. So a file says whose turn it is: the
/// process that takes the push, and until when nobody worries about it; below, who waits, in the order in which they
/// came. It is read and written under a lock of its own, which dies with the hook. A turn ends with `post-receive`, with
/// the process, or when nothing was heard of it for so long that ``goOn(moving:)`` refuses.
struct PushTurn {
  private let folder: String
  private var path: String { folder + "galley-push-turn" }
  /// The process that takes the push.
  let owner: RunningProcess

  /// For how many seconds after its last word a push may still move references; another goes on that much later.
  private static let seconds = 60
  /// Git moves a reference, with our hooks, in far less.
  private static let referencesASecond = 10
  private static let longestWait = 600
  /// More are never there at once: what is in the file beyond that is none of ours.
  private static let maxFileBytes = 1 << 20

  /// - Parameters:
  ///   - process: git's process that takes the push; nil for the one that called this.
  /// - Returns: nil when that doesn't take a push, such as when somebody tries a hook by hand.
  init?(folder: String, process: Int32?) {
    guard let owner = RunningProcess(process ?? getppid()), RunningProcess.takesPush(owner.id) == true else {
      return nil
    }
    self.folder = folder
    self.owner = owner
  }

  /// Waits until no other push that came before is between its check and the moving of its references.
  ///
  /// - Throws: ``BrokenRule`` when that takes too long; ``Refusal`` when the file can't be written.
  func begin() throws {
    let start = secondsSinceBoot()
    while true {
      let isOurs = try change { state in
        state.waiting.removeAll { $0 != owner && !$0.isRunning }
        let mayBegin = state.held.map(isOver) ?? true
        guard mayBegin, (state.waiting.first ?? owner) == owner else {
          if !state.waiting.contains(owner) { state.waiting.append(owner) }
          return false
        }
        state.waiting.removeAll { $0 == owner }
        state.held = Held(
          owner: owner, until: secondsSinceBoot() + Self.seconds, checker: RunningProcess(getpid()))
        return true
      }
      if isOurs { return }
      guard secondsSinceBoot() - start < Self.longestWait else {
        throw BrokenRule(
          .pusher, "the push", "others' pushes have kept it waiting for \(Self.longestWait) seconds",
          "Push again.")
      }
      usleep(20_000)
    }
  }

  /// Says that the push goes on: its check is over, or one of its references moves next.
  ///
  /// - Parameter count: how many references are still to be moved.
  /// - Returns: until which second since the machine's start it may move them.
  /// - Throws: ``BrokenRule`` when it took so long that another push may have come between.
  @discardableResult
  func goOn(moving count: Int = 1) throws -> Int {
    var until = secondsSinceBoot() + Self.seconds + count / Self.referencesASecond
    let isOurs = try change { state in
      // Nobody ever had a turn where the hook before the check isn't ours.
      guard let held = state.held else { return true }
      guard held.owner == owner, held.checker != nil || secondsSinceBoot() < held.until else { return false }
      if held.checker == nil { until = max(until, held.until) }
      state.held = Held(owner: owner, until: until, checker: nil)
      return true
    }
    guard isOurs else {
      throw BrokenRule(
        .history, "the push", "it stood still for so long that another may have come between", "Push again.")
    }
    return until
  }

  func end() throws {
    _ = try change { state in
      state.waiting.removeAll { $0 == owner }
      if state.held?.owner == owner { state.held = Held(owner: owner, until: Held.over, checker: nil) }
      return true
    }
  }

  private func isOver(_ held: Held) -> Bool {
    guard held.owner != owner, held.owner.isRunning else { return true }
    if let checker = held.checker { return !checker.isRunning }
    return secondsSinceBoot() > held.until + Self.seconds
  }

  /// Changes what the file says.
  ///
  /// - Returns: what `change` returns.
  private func change(_ change: (inout TurnState) -> Bool) throws -> Bool {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard file >= 0 else { throw trouble() }
    defer { close(file) }
    // Others of the team may push as other users of this machine: who may write in the folder may write this.
    var status = stat()
    if stat(folder, &status) == 0 { fchmod(file, status.st_mode & 0o666) }
    guard flock(file, LOCK_EX) == 0 else { throw trouble() }
    let before = TurnState(
      parsing: readToEnd(file, limit: Self.maxFileBytes).map { String(decoding: $0, as: UTF8.self) } ?? "")
    var state = before
    let answer = change(&state)
    guard state != before else { return answer }
    let bytes = Array(state.text.utf8)
    guard ftruncate(file, 0) == 0, pwrite(file, bytes, bytes.count, 0) == bytes.count else { throw trouble() }
    return answer
  }

  private func trouble() -> Refusal {
    Refusal(
      "\(path) can't be written: \(systemErrorWords())",
      "Who runs the server lets those who push write in the repository's folder.")
  }
}

/// Whose turn it is, and who waits.
private struct TurnState: Equatable {
  var held: Held?
  /// In the order in which they came.
  var waiting: [RunningProcess] = []

  init(parsing text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    held = lines.first.flatMap { Held(parsing: String($0)) }
    waiting = lines.dropFirst().compactMap { line in
      let numbers = line.split(separator: " ").compactMap { Int($0) }
      guard numbers.count == 2, let id = Int32(exactly: numbers[0]) else { return nil }
      return RunningProcess(id: id, started: numbers[1])
    }
  }

  var text: String {
    (held?.line ?? "\n") + waiting.map { "\($0.id) \($0.started)\n" }.joined()
  }
}

/// Whose turn it is, or was last.
private struct Held: Equatable {
  /// Long before anything that happens.
  static let over = -1_000_000

  let owner: RunningProcess
  /// In seconds since the machine's start.
  let until: Int
  /// The hook that looks at the push, while it does.
  let checker: RunningProcess?

  init(owner: RunningProcess, until: Int, checker: RunningProcess?) {
    self.owner = owner
    self.until = until
    self.checker = checker
  }

  init?(parsing line: String) {
    let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    guard numbers.count == 5, let owner = Int32(exactly: numbers[0]), let checker = Int32(exactly: numbers[3])
    else { return nil }
    self.init(
      owner: RunningProcess(id: owner, started: numbers[1]), until: numbers[2],
      checker: checker == 0 ? nil : RunningProcess(id: checker, started: numbers[4]))
  }

  var line: String {
    "\(owner.id) \(owner.started) \(until) \(checker?.id ?? 0) \(checker?.started ?? 0)\n"
  }
}
