internal import CGit
import System

/// How a remote's address is reached. Addresses are read as git reads them (connect.c).
enum TransportPlan: Equatable {
  /// By a program of git's on this machine.
  case local(path: String)
  /// By ssh and a program of git's on the other machine.
  case ssh(host: String, port: String?, path: String)
  /// By libgit2 itself: https.
  case builtIn
  /// By a remote helper of git's, which only git can run.
  case helper(String)

  var isBuiltIn: Bool { if case .builtIn = self { true } else { false } }

  /// - Parameter folder: where a relative path begins; git's answer is the top of the working tree.
  init(url: String, relativeTo folder: String = "") {
    if let decoded = Self.rest(of: url, after: "file://") {
      self = .local(path: decoded)
    } else if let rest = Self.rest(of: url, after: "ssh://", "git+ssh://", "ssh+git://") {
      self = Self.ssh(rest)
    } else if let helper = Self.helper(of: url) {
      self = .helper(helper)
    } else if url.contains("://") {
      self = .builtIn
    } else if let (host, path) = Self.shortForm(url), !url.hasPrefix("/"), access(url, F_OK) != 0 {
      let (name, port) = Self.split(host)
      self = .ssh(host: name, port: port, path: path)
    } else {
      let isRelative = !url.hasPrefix("/") && !folder.isEmpty
      self = .local(path: isRelative ? folder + (folder.hasSuffix("/") ? "" : "/") + url : url)
    }
  }

  /// What follows a scheme, with its %-escapes undone; nil for another scheme.
  private static func rest(of url: String, after schemes: String...) -> String? {
    guard let scheme = schemes.first(where: url.hasPrefix) else { return nil }
    var bytes: [UInt8] = []
    var rest = Array(url.utf8.dropFirst(scheme.utf8.count))[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let escaped = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), escaped != 0
      {
        bytes.append(escaped)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The helper of an address like `ext::…`.
  private static func helper(of url: String) -> String? {
    guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("::"), colon != url.startIndex,
      url[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
    else { return nil }
    return String(url[..<colon])
  }

  /// Host and path of `host:path`, where the host may stand in brackets: `[::1]:path`, `user@[host:port]:path`.
  private static func shortForm(_ url: String) -> (host: String, path: String)? {
    var end = url.firstIndex(of: ":")
    if let bracket = url.firstIndex(of: "["), let close = url[bracket...].firstIndex(of: "]"),
      bracket == url.startIndex || url[url.index(before: bracket)] == "@"
    {
      end = url[close...].firstIndex(of: ":")
    }
    guard let end, !url[..<end].contains("/") else { return nil }
    return (String(url[..<end]), String(url[url.index(after: end)...]))
  }

  private static func ssh(_ rest: String) -> TransportPlan {
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let (host, port) = split(String(rest[..<slash]))
    let path = String(rest[slash...])
    return .ssh(host: host, port: port, path: path.hasPrefix("/~") ? String(path.dropFirst()) : path)
  }

  /// Parts `user@host:port`, `user@[::1]:port` and `user@[host:port]`; a bare IPv6 address has no port.
  private static func split(_ authority: String) -> (host: String, port: String?) {
    let user = authority.lastIndex(of: "@").map { String(authority[...$0]) } ?? ""
    var host = String(authority.dropFirst(user.count))
    var port: String?
    if host.hasPrefix("["), let close = host.firstIndex(of: "]") {
      let after = host[host.index(after: close)...]
      if after.hasPrefix(":") { port = String(after.dropFirst()) }
      host = String(host[..<close].dropFirst())
    }
    if port == nil, host.count(where: { $0 == ":" }) == 1, let colon = host.firstIndex(of: ":") {
      port = String(host[host.index(after: colon)...])
      host = String(host[..<colon])
    }
    return (user + host, port?.isEmpty == true ? nil : port)
  }

  /// The command line that runs one of git's services there.
  ///
  /// - Parameters:
  ///   - service: `upload-pack` or `receive-pack`.
  ///   - sshCommand: what the user's configuration wants ssh to be.
  /// - Throws: ``GitError`` for an address that could be taken for an option, or that only git can use.
  func arguments(service: String, sshCommand: String?) throws(GitError) -> [String] {
    switch self {
    case .builtIn: throw Self.refused("libgit2 reaches this address itself")
    case .helper(let name): throw Self.refused("addresses of the remote helper '\(name)::' are not supported")
    case .local(let path): return ["git", service, "--", path]
    case .ssh(let host, let port, let path):
      let name = host[(host.lastIndex(of: "@").map(host.index(after:)) ?? host.startIndex)...]
      guard !name.isEmpty, !name.hasPrefix("-"), !host.hasPrefix("-") else {
        throw Self.refused("the host's name is empty or begins with '-'")
      }
      guard !path.isEmpty, !path.hasPrefix("-") else {
        throw Self.refused("the path on the host is empty or begins with '-'")
      }
      guard port.map({ UInt16($0) != nil }) ?? true else { throw Self.refused("the port isn't a number") }
      let place = port.map { ["-p", $0] } ?? []
      let quoted = path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      let there = place + [host, "git-\(service) '\(quoted)'"]
      if let command = getenv("GIT_SSH_COMMAND").map({ String(cString: $0) }) ?? sshCommand {
        // Like git: a plain program's name needs no shell.
        guard command.contains(where: { "|&;<>()$`\\\"' \t\n*?[#~=%".contains($0) }) else {
          return [command] + there
        }
        return ["sh", "-c", "\(command) \"$@\"", command] + there
      }
      if let program = getenv("GIT_SSH").map({ String(cString: $0) }) { return [program] + there }
      // Without a person at the terminal nothing may wait for a password.
      return ["ssh"] + (isatty(0) == 1 ? [] : ["-o", "BatchMode=yes"]) + there
    }
  }

  private static func refused(_ why: String) -> GitError {
    GitError(code: .other(-1), class: .network, message: why, attempted: "read the remote's address")
  }

  /// Variables that name this desk's repository: the other one's program must not see them.
  static let localVariables: Set<String> = [
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
    "GIT_PROTOCOL", "GIT_QUARANTINE_PATH", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE",
    "GIT_NO_REPLACE_OBJECTS", "GIT_CONFIG", "GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX",
  ]
}
