import Editorial
import Git
import System

/// One push at a time: from the check of a push until its references have moved no other push is checked, so what was
/// looked at is still so.
///
/// Git calls a hook for each step, and none of them lives as long as the push does. So a file says whose turn it is: the
/// process that takes the push, and since when. It is read and written under a lock of its own, which dies with the
/// hook. A turn ends with `post-receive`, with the process, or when nothing was heard of it for so long that
/// ``goOn()`` refuses.
struct PushTurn {
  private let folder: String
  private var path: String { folder + "galley-push-turn" }
  /// The process that takes the push.
  private let owner: RunningProcess

  /// For how many seconds after its last word a push may still move references; another goes on after twice that.
  private static let seconds = 60
  private static let longestWait = 600

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

  /// Waits until no other push is between its check and the moving of its references.
  ///
  /// - Throws: ``BrokenRule`` when that takes too long; ``Refusal`` when the file can't be written.
  func begin() throws {
    let start = secondsSinceBoot()
    while try !change({ held in
      guard held.map(isOver) ?? true else { return nil }
      return Held(owner: owner, since: secondsSinceBoot(), checker: RunningProcess(getpid()))
    }) {
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
  /// - Throws: ``BrokenRule`` when it took so long that another push may have come between.
  func goOn() throws {
    let isOurs = try change { held in
      // Nobody ever had a turn where the hook before the check isn't ours.
      guard let held else { return Held?.none }
      guard held.owner == owner, held.checker != nil || secondsSinceBoot() - held.since < Self.seconds else {
        return nil
      }
      return Held(owner: owner, since: secondsSinceBoot(), checker: nil)
    }
    guard isOurs else {
      throw BrokenRule(
        .history, "the push", "it stood still for so long that another may have come between", "Push again.")
    }
  }

  func end() throws {
    _ = try change { $0?.owner == owner ? Held(owner: owner, since: Held.over, checker: nil) : nil }
  }

  private func isOver(_ held: Held) -> Bool {
    guard held.owner != owner, held.owner.isRunning else { return true }
    if let checker = held.checker { return !checker.isRunning }
    return secondsSinceBoot() - held.since > 2 * Self.seconds
  }

  /// Puts what `change` makes of the holder in its place; false when it makes nil.
  private func change(_ change: (Held?) -> Held??) throws -> Bool {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard file >= 0 else { throw trouble() }
    defer { close(file) }
    // Others of the team may push as other users of this machine: who may write in the folder may write this.
    var status = stat()
    if stat(folder, &status) == 0 { fchmod(file, status.st_mode & 0o666) }
    guard flock(file, LOCK_EX) == 0 else { throw trouble() }
    let held = readToEnd(file, limit: 256).flatMap { Held(parsing: String(decoding: $0, as: UTF8.self)) }
    guard let next = change(held) else { return false }
    let bytes = Array((next?.line ?? "").utf8)
    guard ftruncate(file, 0) == 0, pwrite(file, bytes, bytes.count, 0) == bytes.count else { throw trouble() }
    return true
  }

  private func trouble() -> Refusal {
    Refusal(
      "\(path) can't be written: \(systemErrorWords())",
      "Who runs the server lets those who push write in the repository's folder.")
  }
}

/// Whose turn it is, or was last.
private struct Held {
  /// Long before anything that happens.
  static let over = -1_000_000

  let owner: RunningProcess
  let since: Int
  /// The hook that looks at the push, while it does.
  let checker: RunningProcess?

  init(owner: RunningProcess, since: Int, checker: RunningProcess?) {
    self.owner = owner
    self.since = since
    self.checker = checker
  }

  init?(parsing line: String) {
    let numbers = line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    guard numbers.count == 5, let owner = Int32(exactly: numbers[0]), let checker = Int32(exactly: numbers[3])
    else { return nil }
    self.init(
      owner: RunningProcess(id: owner, started: numbers[1]), since: numbers[2],
      checker: checker == 0 ? nil : RunningProcess(id: checker, started: numbers[4]))
  }

  var line: String {
    "\(owner.id) \(owner.started) \(since) \(checker?.id ?? 0) \(checker?.started ?? 0)\n"
  }
}
