internal import CGit
import Glibc

/// A program of git's that speaks the smart protocol over pipes: on this machine, or on another through ssh.
final class TransportProcess {
  private(set) var input: Int32 = -1
  private(set) var output: Int32 = -1
  private var words: Int32 = -1
  private var pid: pid_t = 0
  /// What the program said on stderr, bounded.
  private(set) var said: [UInt8] = []
  /// Whether it was stopped because it was silent for too long.
  private(set) var didTimeOut = false

  private static let mostWords = 64 << 10

  /// - Parameters:
  ///   - arguments: the program, found on PATH, and its arguments.
  ///   - removing: environment variables that the program must not see.
  init(_ arguments: [String], removing: Set<String>) throws(GitError) {
    var (toChild, fromChild, errors) = (
      [Int32](repeating: -1, count: 2), [Int32](repeating: -1, count: 2), [Int32](repeating: -1, count: 2)
    )
    guard pipe(&toChild) == 0, pipe(&fromChild) == 0, pipe(&errors) == 0 else {
      throw Self.trouble("make a pipe")
    }
    for end in toChild + fromChild + errors { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
    posix_spawn_file_actions_adddup2(&actions, errors[1], 2)
    var words = arguments.map { strdup($0) } + [nil]
    var variables = Self.environment(removing: removing).map { strdup($0) } + [nil]
    defer { (words + variables).forEach { free($0) } }
    let status = posix_spawnp(&pid, arguments[0], &actions, nil, &words, &variables)
    for end in [toChild[0], fromChild[1], errors[1]] { close(end) }
    (input, output, self.words) = (toChild[1], fromChild[0], errors[0])
    guard status == 0 else {
      errno = status
      pid = 0
      throw Self.trouble("run \(arguments[0])")
    }
    _ = fcntl(self.words, F_SETFL, O_NONBLOCK)
  }

  deinit { end() }

  private static func trouble(_ attempted: String) -> GitError {
    GitError(
      code: .other(-1), class: .operatingSystem, message: String(cString: strerror(errno)),
      attempted: attempted)
  }

  private static func environment(removing: Set<String>) -> [String] {
    var kept: [String] = []
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if !removing.contains(String(text.prefix { $0 != "=" })) { kept.append(text) }
      next += 1
    }
    return kept
  }

  /// Seconds without a byte after which the program counts as hanging.
  private static let patience: Int32 = getenv("GALLEY_TIMEOUT").flatMap { Int32(String(cString: $0)) } ?? 60

  /// - Returns: the count of bytes; 0 at the end; negative after an error or when nothing came for too long.
  func read(into buffer: UnsafeMutablePointer<CChar>, _ size: Int) -> Int {
    while true {
      var watched = [
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: words, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&watched, words >= 0 ? 2 : 1, Self.patience * 1_000)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else {
        didTimeOut = ready == 0
        kill(pid, SIGKILL)
        return -1
      }
      if words >= 0, watched[1].revents != 0 { drainWords() }
      guard watched[0].revents != 0 else { continue }
      let count = Glibc.read(output, buffer, size)
      if count < 0, errno == EINTR { continue }
      return count
    }
  }

  /// - Returns: whether all was written.
  func write(_ buffer: UnsafePointer<CChar>, _ size: Int) -> Bool {
    var done = 0
    while done < size {
      let count = Glibc.write(input, buffer + done, size - done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

  /// Tells the program that no more comes.
  func closeInput() {
    guard input >= 0 else { return }
    close(input)
    input = -1
  }

  private func drainWords() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(words, &buffer, buffer.count)
      if count > 0 {
        said += buffer[..<count].prefix(max(0, Self.mostWords - said.count))
      } else if count < 0, errno == EINTR {
        continue
      } else {
        if count == 0 {
          close(words)
          words = -1
        }
        return
      }
    }
  }

  /// Closes the pipes and waits for the program. Its last words are read first.
  func end() {
    guard pid > 0 else { return }
    if input >= 0 { close(input) }
    if output >= 0 { close(output) }
    (input, output) = (-1, -1)
    var status: Int32 = 0
    var waited = 0
    while waitpid(pid, &status, WNOHANG) == 0 {
      if words >= 0 { drainWords() }
      waited += 1
      if waited > 2_000 { kill(pid, SIGKILL) }
      usleep(waited < 50 ? 200 : 5_000)
    }
    if words >= 0 { drainWords() }
    if words >= 0 { close(words) }
    words = -1
    pid = 0
  }
}
