import System

/// A program that shows long output a screen at a time.
public struct Pager: Sendable, Equatable {
  /// Read by the shell, so it may have arguments.
  public var command: String

  public init(command: String) { self.command = command }

  /// The first of the variables that is set, then `less -FRX`; nil when it is empty or `cat`, which means
  /// none.
  public static func chosen(
    variables: [String] = ["PAGER"], environment: (String) -> String? = environmentVariable
  ) -> Pager? {
    let command = variables.lazy.compactMap(environment).first ?? "less -FRX"
    return command.isEmpty || command == "cat" ? nil : Pager(command: command)
  }

  /// Shows the bytes and waits until the reader is done; false when the pager could not be started, and
  /// nothing was shown.
  func show(_ bytes: [UInt8]) -> Bool {
    let status = try? leavingSignalsToChild { () throws(SpawnError) in try wait(for: feed(bytes)) }
    // 126 and 127 are the shell's own codes for a command that cannot be run.
    return status != nil && status != .exited(126) && status != .exited(127)
  }

  /// Starts the pager and writes to it until it has all, or has been left.
  private func feed(_ bytes: [UInt8]) throws(SpawnError) -> pid_t {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SpawnError(program: "pipe", code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    let child = try start(reading: ends[0])
    _ = writeAll(bytes, to: ends[1])
    return child
  }

  private func start(reading input: Int32) throws(SpawnError) -> pid_t {
    defer { close(input) }
    return try spawn(["sh", "-c", command], input: input)
  }
}
