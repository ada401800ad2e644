import Glibc

/// How a remote's address is reached.
enum TransportPlan {
  /// By a program of git's on this machine.
  case local(path: String)
  /// By ssh and a program of git's on the other machine.
  case ssh(host: String, port: String?, path: String)
  /// By libgit2 itself: https.
  case builtIn

  init(url: String) {
    if url.hasPrefix("file://") {
      self = .local(path: String(url.dropFirst(7)))
    } else if url.hasPrefix("ssh://") || url.hasPrefix("git+ssh://") {
      self = Self.ssh(url: url)
    } else if url.contains("://") {
      self = .builtIn
    } else if let colon = url.firstIndex(of: ":"), !url[..<colon].contains("/"), access(url, F_OK) != 0 {
      self = .ssh(host: String(url[..<colon]), port: nil, path: String(url[url.index(after: colon)...]))
    } else {
      self = .local(path: url)
    }
  }

  private static func ssh(url: String) -> TransportPlan {
    let rest = url[(url.firstIndex(of: "/") ?? url.startIndex)...].dropFirst(2)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var host = String(rest[..<slash])
    var path = String(rest[slash...])
    if path.hasPrefix("/~") { path.removeFirst() }
    var port: String?
    let bracket = host.lastIndex(of: "]") ?? host.startIndex
    if let colon = host[bracket...].lastIndex(of: ":") {
      port = String(host[host.index(after: colon)...])
      host = String(host[..<colon])
    }
    host.removeAll { $0 == "[" || $0 == "]" }
    return .ssh(host: host, port: port, path: path)
  }

  /// The command line that runs one of git's services there.
  ///
  /// - Parameters:
  ///   - service: `upload-pack` or `receive-pack`.
  ///   - sshCommand: what the user's configuration wants ssh to be.
  /// - Returns: nil for an address that could be taken for an option.
  func arguments(service: String, sshCommand: String?) -> [String]? {
    switch self {
    case .builtIn: return nil
    case .local(let path): return ["git", service, "--", path]
    case .ssh(let host, let port, let path):
      guard !host.isEmpty, !host.hasPrefix("-"), !path.hasPrefix("-"), port?.allSatisfy(\.isNumber) ?? true
      else { return nil }
      let ports = port.map { ["-p", $0] } ?? []
      let there =
        "git-\(service) '\(path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
      if let command = getenv("GIT_SSH_COMMAND").map({ String(cString: $0) }) ?? sshCommand {
        return ["sh", "-c", "\(command) \"$@\"", command] + ports + [host, there]
      }
      if let program = getenv("GIT_SSH").map({ String(cString: $0) }) {
        return [program] + ports + [host, there]
      }
      // Without a person at the terminal nothing may wait for a password.
      let quiet = isatty(0) == 1 ? [] : ["-o", "BatchMode=yes"]
      return ["ssh"] + quiet + ports + [host, there]
    }
  }

  /// Variables that name this desk's repository: the other one's program must not see them.
  static let localVariables: Set<String> = [
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
    "GIT_PROTOCOL",
    "GIT_QUARANTINE_PATH",
  ]
}
