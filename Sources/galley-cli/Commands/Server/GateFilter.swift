import Editorial
import Galley
import System

/// The process that stands between a client and git's upload-pack and passes on what may be asked: see ``FetchFilter``.
///
/// Git itself becomes the process that the server waits for; this one goes when git does.
enum GateFilter {
  /// Starts it, so that this process's input is what it passes on.
  ///
  /// - Throws: ``Refusal`` when that can't be done: then nothing may be fetched.
  static func stand(before pass: GatePass, login: String, isWeb: Bool) throws {
    guard let folder = pass.filtered else { return }
    do {
      var input = STDIN_FILENO
      if pass.isCompressed {
        let (read, write) = try makePipe()
        _ = try spawn(["gzip", "-dc"], output: write)
        close(write)
        input = read
      }
      let (read, write) = try makePipe()
      let words = [ownPath(), "gate"] + (isWeb ? ["--http"] : []) + ["--filter", folder, "--", login]
      // What it tells the client itself goes where git's answers go.
      _ = try spawn(words, input: input, output: write, third: isWeb ? nil : STDOUT_FILENO)
      close(write)
      guard dup2(read, STDIN_FILENO) >= 0 else { throw SpawnError(program: "dup2", code: errno) }
      close(read)
    } catch let error as SpawnError {
      throw Refusal("a filter can't be started: \(error)", "Who runs the server looks at its limits.")
    }
  }

  private static func ownPath() -> String {
    guard let path = realpath("/proc/self/exe", nil) else { return "galley" }
    defer { free(path) }
    return String(cString: path)
  }

  private static func makePipe() throws(SpawnError) -> (read: Int32, write: Int32) {
    var files: [Int32] = [0, 0]
    guard pipe(&files) == 0 else { throw SpawnError(program: "pipe", code: errno) }
    for file in files { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
    return (files[0], files[1])
  }

  /// Passes lines on from standard input to standard output until the client, or git, has gone.
  static func run(_ filter: FetchFilter, tellsClient: Bool) {
    var (filter, lines) = (filter, FetchFilter.Lines())
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var files = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: STDOUT_FILENO, events: 0, revents: 0),
      ]
      guard poll(&files, 2, -1) >= 0 || errno == EINTR else { return }
      guard files[1].revents == 0 else { return }
      guard files[0].revents != 0 else { continue }
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      lines.add(buffer[..<count])
      do {
        while let part = try lines.next() {
          switch part {
          case .mark(let bytes): guard write(bytes, to: STDOUT_FILENO) else { return }
          case .line(let line):
            switch try filter.answer(line) {
            case .pass(let line):
              guard write(FetchFilter.Lines.packed(line), to: STDOUT_FILENO) else { return }
            case .end(let words):
              if tellsClient { _ = write(FetchFilter.Lines.packed(Array("ERR \(words)".utf8)), to: 3) }
              return
            }
          }
        }
      } catch {
        return
      }
    }
  }

  private static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { System.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
