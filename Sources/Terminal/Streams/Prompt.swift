import System

/// Whether a person can read a question and answer it.
public func canAsk(input: Int32 = STDIN_FILENO, output: Int32 = STDERR_FILENO) -> Bool {
  isatty(input) == 1 && isatty(output) == 1
}

/// Asks a question to be answered by yes or no, on standard error.
/// - Returns: the answer, the default for an empty line; nil when standard input or standard error is not a
///   terminal (then nothing is read), or when it ends or holds no answer three times over.
public func askYesNo(
  _ question: Styled, default: Bool, input: Int32 = STDIN_FILENO, output: Int32 = STDERR_FILENO
) -> Bool? {
  guard canAsk(input: input, output: output) else { return nil }
  let prompt: Styled = question + (`default` ? " [Y/n] " : " [y/N] ")
  for _ in 0..<3 {
    let text = prompt.rendered(colour: Screen.current(descriptor: output).isColoured)
    guard writeAll(Array(text.utf8), to: output) == 0, let line = readLine(from: input) else { return nil }
    switch line.filter({ !$0.isWhitespace }).lowercased() {
    case "": return `default`
    case "y", "yes": return true
    case "n", "no": return false
    default: continue
    }
  }
  return nil
}

/// Asks for a line of text, on standard error.
///
/// - Returns: the line without white space around it; nil when standard input or standard error is not a terminal (then
///   nothing is read), when the input ends, and when the person types Ctrl-C.
public func askLine(
  _ prompt: Styled, input: Int32 = STDIN_FILENO, output: Int32 = STDERR_FILENO
) -> String? {
  guard canAsk(input: input, output: output) else { return nil }
  let text = prompt.rendered(colour: Screen.current(descriptor: output).isColoured)
  // A signal that is caught ends the waiting; one that isn't would end the program and what was decided before.
  let handlers = [SIGINT, SIGTERM, SIGHUP].map { ($0, signal($0) { _ in }) }
  defer { for (number, handler) in handlers { _ = signal(number, handler) } }
  guard writeAll(Array(text.utf8), to: output) == 0, waitForInput(input) else { return nil }
  guard let line = readLine(from: input, limit: 1 << 16) else { return nil }
  return String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
}

/// Whether there is something to read; not when a signal came first.
private func waitForInput(_ descriptor: Int32) -> Bool {
  var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  return poll(&wanted, 1, -1) == 1
}

/// A line, byte by byte so that nothing behind it is swallowed; nil at the end.
private func readLine(from descriptor: Int32, limit: Int = 1024) -> String? {
  var bytes: [UInt8] = []
  var byte: UInt8 = 0
  while bytes.count < limit {
    let count = read(descriptor, &byte, 1)
    if count < 0, errno == EINTR { continue }
    if count <= 0 { return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self) }
    if byte == 0x0A { break }
    bytes.append(byte)
  }
  return String(decoding: bytes, as: UTF8.self)
}
