internal import CGit
import System

/// A started program with pipes to its three streams: ours don't block, and no other child inherits them.
struct ChildProcess {
  let pid: pid_t
  let input: Int32
  let output: Int32
  let errors: Int32
  /// Whether the program leads a process group of its own, which can be ended as a whole.
  let leadsGroup: Bool

  /// - Parameters:
  ///   - arguments: the program, found on PATH, and its arguments.
  ///   - variables: its environment, as `NAME=value`.
  ///   - isDetached: gives it a session without a terminal. Then it can't ask anybody anything.
  init(_ arguments: [String], variables: [String], isDetached: Bool) throws(GitError) {
    var pipes: [[Int32]] = []
    for _ in 0..<3 {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else {
        pipes.joined().forEach { _ = close($0) }
        throw Self.trouble(errno, "make a pipe")
      }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      pipes.append(ends)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (stream, end) in [pipes[0][0], pipes[1][1], pipes[2][1]].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, end, Int32(stream))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The program must not inherit that we ignore SIGPIPE, nor what whoever started us has blocked: a shell waits
    // for its children by SIGCHLD.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | (isDetached ? newSession : 0))
    var words = arguments.map { strdup($0) } + [nil]
    var entries = variables.map { strdup($0) } + [nil]
    defer { (words + entries).forEach { free($0) } }
    var started: pid_t = 0
    let status = posix_spawnp(&started, arguments[0], &actions, &attributes, &words, &entries)
    for end in [pipes[0][0], pipes[1][1], pipes[2][1]] { close(end) }
    (pid, leadsGroup) = (started, isDetached)
    (input, output, errors) = (pipes[0][1], pipes[1][0], pipes[2][0])
    guard status == 0 else {
      for end in [input, output, errors] { close(end) }
      throw Self.trouble(status, "run \(arguments[0])")
    }
    for end in [input, output, errors] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  /// Sends a signal to the program, and to all that it started when it leads a group.
  func signal(_ number: Int32) { kill(leadsGroup ? -pid : pid, number) }

  private static func trouble(_ number: Int32, _ attempted: String) -> GitError {
    GitError(
      code: .other(-1), class: .operatingSystem, message: systemErrorWords(number),
      attempted: attempted)
  }

  /// This process's environment without these variables.
  static func environment(removing: Set<String>) -> [String] {
    var kept: [String] = []
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if !removing.contains(String(text.prefix { $0 != "=" })) { kept.append(text) }
      next += 1
    }
    return kept
  }
}
