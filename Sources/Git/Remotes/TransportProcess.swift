internal import CGit
import System

/// A program of git's that speaks the smart protocol over pipes: on this machine, or on another through ssh.
///
/// Nothing here blocks for ever: reading, writing and ending each give up on a program that is silent for too
/// long. While it is written to, what it says is read, so that the two never wait for each other with full pipes.
final class TransportProcess {
  private let child: ChildProcess
  private var timeout: RemoteTimeout
  private var input: Int32
  private var output: Int32
  private var words: Int32
  private var isRunning = true
  /// What the program answered while it was written to.
  private var early: [UInt8] = []
  private var earlyTaken = 0
  private var isSilentForGood = false
  /// What the program said on stderr, bounded.
  private(set) var said: [UInt8] = []
  /// Its exit code, once it has ended by itself.
  private(set) var exitCode: Int32?
  /// Why it was stopped, in words: it was silent, or said too little, for too long.
  private(set) var timeOut: String?

  private static let mostWords = 64 << 10
  private static let mostEarly = 16 << 20

  /// - Parameters:
  ///   - arguments: the program, found on PATH, and its arguments.
  ///   - removing: environment variables that the program must not see.
  ///   - adding: variables in their place, as `NAME=value`.
  ///   - timeout: how long it may be silent, in seconds.
  init(
    _ arguments: [String], removing: Set<String>, adding: [String] = [], timeout: Int = RemoteTimeout.seconds
  ) throws(GitError) {
    self.timeout = RemoteTimeout(seconds: timeout)
    // With a person at the terminal ssh may ask for a passphrase there; else nothing may ask.
    child = try ChildProcess(
      arguments, variables: ChildProcess.environment(removing: removing) + adding, isDetached: isatty(0) == 0)
    (input, output, words) = (child.input, child.output, child.errors)
  }

  deinit { end() }

  /// - Returns: the count of bytes; 0 at the end; negative after an error or when nothing came for too long.
  func read(into buffer: UnsafeMutablePointer<CChar>, _ size: Int) -> Int {
    if earlyTaken < early.count { return takeEarly(into: buffer, size) }
    while true {
      let count = System.read(output, buffer, size)
      if count >= 0 {
        timeout.moved(count)
        guard AdvertisementLimit.take(count) else {
          child.signal(SIGKILL)
          return -1
        }
        return count
      }
      guard errno == EINTR || errno == EAGAIN, wait(toWrite: false) else { return -1 }
    }
  }

  private func takeEarly(into buffer: UnsafeMutablePointer<CChar>, _ size: Int) -> Int {
    let count = min(size, early.count - earlyTaken)
    UnsafeMutableRawBufferPointer(start: buffer, count: count).copyBytes(
      from: early[earlyTaken..<earlyTaken + count])
    earlyTaken += count
    if earlyTaken == early.count { (early, earlyTaken) = ([], 0) }
    return count
  }

  /// - Returns: whether all was written.
  func write(_ buffer: UnsafePointer<CChar>, _ size: Int) -> Bool {
    var done = 0
    while done < size {
      let count = System.write(input, buffer + done, size - done)
      if count > 0 {
        done += count
        timeout.moved(count)
        continue
      }
      guard count < 0, errno == EINTR || errno == EAGAIN, wait(toWrite: true) else { return false }
      keepEarly()
    }
    return true
  }

  /// Takes what the program answers before it was asked for.
  private func keepEarly() {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while early.count < Self.mostEarly {
      let count = System.read(output, &buffer, buffer.count)
      isSilentForGood = count == 0
      guard count > 0 else { return }
      timeout.moved(count)
      early += buffer[..<count]
    }
  }

  /// Waits until the program says something or can be written to, and takes its words from stderr.
  ///
  /// - Returns: false after it was silent for too long; then it is ended.
  private func wait(toWrite: Bool) -> Bool {
    var watched = [pollfd(fd: words, events: Int16(POLLIN), revents: 0)]
    if !toWrite || (early.count < Self.mostEarly && !isSilentForGood) {
      watched.append(pollfd(fd: output, events: Int16(POLLIN), revents: 0))
    }
    if toWrite { watched.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
    let isReady = timeout.wait(&watched)
    if watched[0].revents != 0 { drainWords() }
    guard !isReady else { return true }
    if let trouble = timeout.trouble, trouble != .broken { timeOut = timeout.words(of: trouble) }
    child.signal(SIGKILL)
    return false
  }

  /// Tells the program that no more comes.
  func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  private func drainWords() {
    guard words >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = System.read(words, &buffer, buffer.count)
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

  /// Closes the pipes and waits for the program, not for long: then it is asked to end, then made to. Its last
  /// words are read.
  func end() {
    guard isRunning else { return }
    isRunning = false
    closeInput()
    if output >= 0 { close(output) }
    output = -1
    var status: Int32 = 0
    var waited: UInt32 = 0
    while true {
      let ended = waitpid(child.pid, &status, WNOHANG)
      if ended == child.pid || (ended < 0 && errno != EINTR) { break }
      drainWords()
      if waited >= Self.grace { child.signal(waited >= Self.grace + 500_000 ? SIGKILL : SIGTERM) }
      let pause: UInt32 = waited < 10_000 ? 200 : 5_000
      usleep(pause)
      waited += pause
    }
    if status & 0x7F == 0 { exitCode = status >> 8 & 0xFF }
    drainWords()
    if words >= 0 { close(words) }
    words = -1
  }

  /// Microseconds that a program may take to end after its pipes are closed.
  private static let grace: UInt32 = 3_000_000

  /// What a program of git's on this machine answers to a question; nil when it answers nothing.
  ///
  /// It may ask a person at the terminal, who is given ten minutes.
  static func answer(of arguments: [String], to question: String = "") -> String? {
    let timeout = isatty(0) == 1 ? 600 : RemoteTimeout.seconds
    guard let process = try? TransportProcess(arguments, removing: [], timeout: timeout) else { return nil }
    _ = question.withCString { process.write($0, strlen($0)) }
    process.closeInput()
    var answer: [UInt8] = []
    var buffer = [CChar](repeating: 0, count: 4096)
    while answer.count < mostWords {
      let count = process.read(into: &buffer, buffer.count)
      guard count > 0 else { break }
      answer += buffer[..<count].map { UInt8(bitPattern: $0) }
    }
    return answer.isEmpty ? nil : String(decoding: answer, as: UTF8.self)
  }

  /// Runs a program of this machine to its end, or until it was silent for so many seconds.
  private static func finished(_ arguments: [String], timeout: Int) -> TransportProcess? {
    guard let process = try? TransportProcess(arguments, removing: [], timeout: timeout) else { return nil }
    process.closeInput()
    _ = process.readToEnd(keeping: 0)
    process.end()
    return process
  }

  /// Reads what the program says until its end.
  ///
  /// - Parameter most: how many bytes of it are kept.
  func readToEnd(keeping most: Int) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [CChar](repeating: 0, count: 1 << 16)
    while true {
      let count = read(into: &buffer, buffer.count)
      guard count > 0 else { return all }
      all += buffer[..<min(count, most - all.count)].map { UInt8(bitPattern: $0) }
    }
  }

  /// Does work that may take long: an hour in silence.
  static func succeeds(_ arguments: [String]) -> Bool { finished(arguments, timeout: 3_600)?.exitCode == 0 }

  /// What a program that fails at a small question says on stderr; nil when it doesn't fail, or doesn't come to an end.
  static func trouble(of question: [String]) -> String? {
    guard let process = finished(question, timeout: RemoteTimeout.seconds) else { return "it can't be run" }
    return process.exitCode == 0 || process.timeOut != nil
      ? nil : String(decoding: process.said, as: UTF8.self)
  }
}
