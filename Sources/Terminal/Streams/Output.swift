import System

/// A failure to write the results, other than a reader who went away.
public struct OutputError: Error, CustomStringConvertible {
  /// The value of errno.
  public let code: Int32

  /// `No space left on device`, in the words of the C library.
  public var description: String { systemErrorWords(code) }
}

/// Buffered writing to a file descriptor, through a pager when one is given.
///
/// A closed pipe is no error: what follows is dropped, and `isClosed` says so, so that `galley log | head`
/// ends quietly. Other failures are kept and thrown by `finish`, which must be called. Making one ignores
/// SIGPIPE in the whole process.
public final class Output {
  public let screen: Screen
  /// The reader went away; more output is useless.
  public private(set) var isClosed = false
  private let descriptor: Int32
  private let pager: Pager?
  private var buffer: [UInt8] = []
  private var failure: OutputError?

  private static let capacity = 1 << 16

  public init(descriptor: Int32 = STDOUT_FILENO, screen: Screen, pager: Pager? = nil) {
    self.descriptor = descriptor
    self.screen = screen
    self.pager = screen.isTerminal ? pager : nil
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Text for people, with its styles where the screen has colour.
  public func write(_ text: Styled) { writeVerbatim(text.rendered(colour: screen.isColoured)) }

  /// The text and a line feed.
  public func writeLine(_ text: Styled = "") {
    write(text)
    writeVerbatim("\n")
  }

  /// Bytes as they are: JSON, a patch, an article's own text for a pipe.
  public func writeVerbatim(_ text: String) {
    guard !isClosed, failure == nil else { return }
    buffer.append(contentsOf: text.utf8)
    if pager == nil, buffer.count >= Output.capacity { flush() }
  }

  /// Writes what is buffered, except for a pager, which gets all at the end.
  public func flush() {
    guard pager == nil else { return }
    flush(to: descriptor)
  }

  /// Writes the rest, waits for the pager, and tells what went wrong.
  public func finish() throws(OutputError) {
    if let pager, !buffer.isEmpty, pager.show(buffer) { buffer = [] }
    flush(to: descriptor)
    if let failure { throw failure }
  }

  private func flush(to target: Int32) {
    guard !buffer.isEmpty, !isClosed, failure == nil else { return }
    let code = writeAll(buffer, to: target)
    buffer.removeAll(keepingCapacity: true)
    if code == EPIPE {
      isClosed = true
    } else if code != 0 {
      failure = OutputError(code: code)
    }
  }
}

/// Writes all bytes, through interruptions and full pipes; returns 0 or errno.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  bytes.withUnsafeBytes { all in
    var rest = all[...]
    while !rest.isEmpty {
      let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wanted, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}

/// Writes a message to standard error at once; a failure to do so has no one to be told to.
public func writeError(_ text: Styled) {
  let screen = Screen.current(descriptor: STDERR_FILENO)
  _ = writeAll(Array(text.rendered(colour: screen.isColoured).utf8), to: STDERR_FILENO)
}
