/// How a child process ended.
public enum ExitStatus: Sendable, Equatable {
  case exited(Int32)
  case killed(signal: Int32)
}

/// A child process could not be started or waited for.
public struct SpawnError: Error, CustomStringConvertible {
  public let program: String
  /// The value of errno.
  public let code: Int32

  public init(program: String, code: Int32) {
    self.program = program
    self.code = code
  }

  public var description: String { "\(program): \(systemErrorWords(code))" }
}

/// Starts a program found on PATH with our environment; SIGPIPE, SIGINT and SIGQUIT have their default effect
/// in it.
/// - Parameters:
///   - input: what becomes its standard input; ours when nil.
///   - output: what becomes its standard output; ours when nil.
///   - third: what becomes its file 3; nothing when nil.
public func spawn(
  _ words: [String], input: Int32? = nil, output: Int32? = nil, third: Int32? = nil
) throws(SpawnError) -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  // Before the others: theirs may be in its place.
  if let third { posix_spawn_file_actions_adddup2(&actions, third, 3) }
  if let input { posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) }
  if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }

  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var signals = sigset_t()
  sigemptyset(&signals)
  for number in [SIGPIPE, SIGINT, SIGQUIT] { sigaddset(&signals, number) }
  posix_spawnattr_setsigdefault(&attributes, &signals)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

  let arguments = words.map { strdup($0) } + [nil]
  defer { for argument in arguments { free(argument) } }
  var child: pid_t = 0
  let code = posix_spawnp(&child, words[0], &actions, &attributes, arguments, environ)
  if code != 0 { throw SpawnError(program: words[0], code: code) }
  return child
}

/// Starts a program that outlives us and says nothing to anybody: its streams are /dev/null, its session its own.
///
/// - Returns: false when it can't be started.
@discardableResult
public func startInBackground(_ words: [String]) -> Bool {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for stream in 0...2 {
    posix_spawn_file_actions_addopen(
      &actions, Int32(stream), "/dev/null", stream == 0 ? O_RDONLY : O_WRONLY, 0)
  }
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  posix_spawnattr_setflags(&attributes, newSession)
  let arguments = words.map { strdup($0) } + [nil]
  defer { for argument in arguments { free(argument) } }
  var child: pid_t = 0
  return posix_spawnp(&child, words[0], &actions, &attributes, arguments, environ) == 0
}

/// POSIX_SPAWN_SETSID, which Swift's Glibc leaves out.
#if os(Linux)
public let newSession: Int16 = 0x80
#else
public let newSession = Int16(POSIX_SPAWN_SETSID)
#endif

public func wait(for child: pid_t) throws(SpawnError) -> ExitStatus {
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0 {
    if errno != EINTR { throw SpawnError(program: "waitpid", code: errno) }
  }
  let signal = status & 0x7F
  return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
}

/// Runs the body while ^C and ^\ go to the child in the foreground and not to us.
public func leavingSignalsToChild<Result>(_ body: () throws(SpawnError) -> Result) throws(SpawnError)
  -> Result
{
  let interrupt = signal(SIGINT, SIG_IGN)
  let quit = signal(SIGQUIT, SIG_IGN)
  defer {
    _ = signal(SIGINT, interrupt)
    _ = signal(SIGQUIT, quit)
  }
  return try body()
}
