import Foundation
import System

/// A server that a test started; it ends with this object, and with it all that it started.
///
/// Not Foundation's Process: that takes a child that closes the files it inherited, as daemons do, for ended, waits
/// for it in the one thread that all children share, and so no test would ever see a child end again.
final class ServerProcess {
  let pid: pid_t

  /// - Parameter log: the file that gets what it writes.
  init(_ words: [String], log: String, environment: [String: String] = [:]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The test's thread blocks signals that a server or its shell waits for.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    var arguments = words.map { strdup($0) } + [nil]
    var entries = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { (arguments + entries).forEach { free($0) } }
    var started: pid_t = 0
    let status = posix_spawnp(&started, words[0], &actions, &attributes, &arguments, &entries)
    guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: status) ?? .ENOENT) }
    pid = started
  }

  deinit {
    kill(-pid, SIGTERM)
    var status: Int32 = 0
    for _ in 0..<200 where waitpid(pid, &status, WNOHANG) == 0 { usleep(10_000) }
    kill(-pid, SIGKILL)
    waitpid(pid, &status, WNOHANG)
  }
}
