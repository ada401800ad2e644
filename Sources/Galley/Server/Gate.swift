import Editorial
import Git
import System

/// What may be run for somebody who comes in: one of git's two services on one repository.
public struct GatePass: Sendable, Hashable {
  /// The program, found on PATH, and its arguments.
  public let arguments: [String]
  public var environment: [String: String]
  /// The repository, where what the client asks for is to go through a ``FetchFilter`` first.
  public var filtered: String?
  /// Whether what the client asks for comes compressed by gzip.
  public var isCompressed = false
}

/// The command that an ssh server forces on a key, or that a web server runs: lets one person fetch from and push to the
/// repositories below one folder, in their own name, and do nothing else.
public struct Gate {
  /// The folder that holds the repositories.
  let root: String
  let login: String
  let environment: [String: String]

  /// What a client may have had the server set is dropped, but for the protocol's version.
  private static let kept: Set<String> = [
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR", "GIT_PROTOCOL",
  ]

  /// - Throws: ``Refusal`` when the folder isn't there.
  public init(root: String, login: String, environment: [String: String]) throws {
    guard let path = realpath(root, nil) else {
      throw Refusal("the folder \(root) isn't there", "Who runs the server mends --root in authorized_keys.")
    }
    defer { free(path) }
    self.root = String(cString: path)
    self.login = login
    self.environment = environment
  }

  /// - Throws: ``Refusal`` for everything but a fetch from or a push to a repository below the folder.
  public func pass() throws -> GatePass {
    guard let command = environment["SSH_ORIGINAL_COMMAND"], !command.isEmpty else {
      throw Refusal("\(login) may not log in here", "Use the address with 'galley clone'.")
    }
    guard let (service, named) = Self.parse(command) else {
      throw Refusal("only git may be run here", "Use the address with 'galley clone' or 'galley sync'.")
    }
    guard let folder = try repository(named) else {
      throw Refusal("there is no repository \(named)", "Check the address with 'git remote -v'.")
    }
    var variables = environment.filter { Self.kept.contains($0.key) || $0.key.hasPrefix("LC_") }
    variables["GALLEY_USER"] = login
    let hidden = try hidden(in: folder)
    Self.hide(hidden.patterns, in: &variables)
    return GatePass(
      arguments: ["git", service, folder], environment: variables,
      filtered: service == "upload-pack" && !hidden.seesAll ? folder : nil)
  }

  /// The same for a CGI program: what the web server says of the request is passed on to git's http-backend.
  ///
  /// - Throws: ``Refusal`` for everything but git's smart protocol on a repository below the folder.
  public func webPass() throws -> GatePass {
    let path = environment["PATH_INFO"] ?? ""
    guard let call = ["/info/refs", "/git-upload-pack", "/git-receive-pack"].first(where: path.hasSuffix),
      let folder = try repository(String(path.dropLast(call.utf8.count).drop { $0 == "/" }))
    else { throw Refusal("there is no repository \(path)", "Check the address with 'git remote -v'.") }
    // Without it git answers with a list of all there is: its old protocol, in files.
    let services = ["service=git-upload-pack", "service=git-receive-pack"]
    guard call != "/info/refs" || services.contains(environment["QUERY_STRING"] ?? "") else {
      throw Refusal("only git's smart protocol is spoken here", "Use a git that isn't from before 2010.")
    }
    var variables = environment.filter { name, _ in
      !Pusher.variables.contains(name) && !name.hasPrefix("GIT_")
    }
    variables["REMOTE_USER"] = login.isEmpty ? nil : login
    variables["GIT_PROJECT_ROOT"] = root
    variables["GIT_HTTP_EXPORT_ALL"] = "1"
    variables["PATH_INFO"] = folder.dropFirst(root.count) + call
    let hidden = try hidden(in: folder)
    Self.hide(hidden.patterns, in: &variables)
    var pass = GatePass(arguments: ["git", "http-backend"], environment: variables)
    if call == "/git-upload-pack", !hidden.seesAll {
      // What is filtered is as long as it is; git reads to the end.
      pass.isCompressed = ["gzip", "x-gzip"].contains(variables["HTTP_CONTENT_ENCODING"] ?? "")
      for name in ["CONTENT_LENGTH", "HTTP_CONTENT_ENCODING"] { pass.environment[name] = nil }
      pass.filtered = folder
    }
    return pass
  }

  private func hidden(in folder: String) throws -> (patterns: [String], seesAll: Bool) {
    let desk = Desk(repository: try Repository(openingAt: folder), environment: environment)
    return try (desk.hiddenPatterns(from: login), desk.seesAllReviews(login))
  }

  /// Git's configuration by environment: nobody lists, fetches or pushes these branches.
  static func hide(_ patterns: [String], in variables: inout [String: String]) {
    guard !patterns.isEmpty else { return }
    let settings = strict.map { ($0, "false") } + patterns.map { ("transfer.hideRefs", $0) }
    variables["GIT_CONFIG_COUNT"] = String(settings.count)
    for (index, setting) in settings.enumerated() {
      variables["GIT_CONFIG_KEY_\(index)"] = setting.0
      variables["GIT_CONFIG_VALUE_\(index)"] = setting.1
    }
  }

  /// What hands out more than is listed: single objects, and over http files as they lie there.
  private static let strict = [
    "uploadpack.allowTipSHA1InWant", "uploadpack.allowReachableSHA1InWant", "uploadpack.allowAnySHA1InWant",
    "http.getanyfile", "http.uploadarchive",
  ]

  /// Reads `git-upload-pack 'PATH'` or `git upload-pack PATH`, as git's clients send it.
  static func parse(_ command: String) -> (service: String, path: String)? {
    for service in ["upload-pack", "receive-pack"] {
      for call in ["git-\(service) ", "git \(service) "] where command.hasPrefix(call) {
        guard let path = unquoted(command.dropFirst(call.count)) else { return nil }
        return (service, path)
      }
    }
    return nil
  }

  /// Undoes the shell's single quotes and backslashes; nil for more than one word, and for what only a shell
  /// could read.
  private static func unquoted(_ text: Substring) -> String? {
    var word = ""
    var isQuoted = false
    var rest = text
    while let next = rest.popFirst() {
      switch next {
      case "'": isQuoted.toggle()
      case "\\" where !isQuoted:
        guard let escaped = rest.popFirst() else { return nil }
        word.append(escaped)
      case " ", "\"", "$", "`", ";", "&", "|", "<", ">", "(", ")", "*", "?", "\n":
        guard isQuoted else { return nil }
        word.append(next)
      default: word.append(next)
      }
    }
    return isQuoted || word.isEmpty || word.utf8.contains(0) ? nil : word
  }

  /// The repository's folder, links followed; nil when it is outside the root or isn't there.
  private func repository(_ named: String) throws -> String? {
    guard !named.isEmpty else { return nil }
    for candidate in [named, named + ".git"] {
      let asked = candidate.hasPrefix(root + "/") ? candidate : "\(root)/\(candidate)"
      guard let path = realpath(asked, nil) else { continue }
      defer { free(path) }
      let folder = String(cString: path)
      if folder.hasPrefix(root + "/"), (try? Repository(openingAt: folder)) != nil { return folder }
    }
    return nil
  }
}
