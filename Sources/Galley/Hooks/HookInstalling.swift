import Editorial
import Git
import System

/// Git's hooks that Galley answers.
public enum HookName: String, Sendable, CaseIterable {
  case preReceive = "pre-receive"
  case update
  case referenceTransaction = "reference-transaction"
  case postReceive = "post-receive"
  case preCommit = "pre-commit"
  case commitMessage = "commit-msg"
  case prePush = "pre-push"

  static let ofServer: [HookName] = [.preReceive, .update, .referenceTransaction, .postReceive]
  static let ofDesk: [HookName] = [.preCommit, .commitMessage, .prePush]

  /// Whether git tells it on stdin what happens.
  var readsInput: Bool {
    switch self {
    case .preReceive, .referenceTransaction, .postReceive, .prePush: true
    case .update, .preCommit, .commitMessage: false
    }
  }
}

/// What `hooks install` did.
public struct InstalledHooks: Sendable {
  public let folder: String
  public let isServer: Bool
  public let installed: [HookName]
  /// Hooks that were there and go on being called first.
  public let chained: [HookName]
  /// Values that were set in the repository's configuration.
  public let settings: [(key: String, value: String)]
  public let notes: [String]
}

/// Installs the hooks of a desk, or of a remote when the repository is bare. Doing it twice changes nothing.
public struct HookInstaller {
  static let mark = "# Made by Galley: see docs/server.md."
  private static let setAside = ".before-galley"

  let repository: Repository
  /// The program that the hooks call, as an absolute path.
  let program: String

  public init(_ folder: String, program: String) throws {
    let repository: Repository
    do {
      repository = try Repository(holding: folder)
    } catch {
      guard error.unsupportedFormat == nil else { throw error }
      throw Refusal(
        "there is no git repository in \(folder)", "Make one with 'galley init' or 'galley init --bare'.")
    }
    guard program.hasPrefix("/"), access(program, X_OK) == 0 else {
      throw Refusal("\(program) can't be run", "Install galley first, then its hooks.")
    }
    self.repository = repository
    self.program = program
  }

  public func install() throws -> InstalledHooks {
    let folder = try Self.hookFolder(of: repository)
    mkdir(folder, 0o777)
    let names = repository.isBare ? HookName.ofServer : HookName.ofDesk
    let isTracked = try isOfWorkingTree(folder)
    var (chained, notes, installed) = ([HookName](), [String](), [HookName]())
    for name in names {
      let path = "\(folder)/\(name.rawValue)"
      if Self.isLink(path) {
        // gitolite's own update hook, say. It is put back whenever gitolite sets up its repositories.
        notes.append(
          "\(path) is a link and was left as it is\(name == .update ? ": pre-receive checks everything" : "")"
        )
        continue
      }
      let hadOne = try setAside(path)
      if hadOne { chained.append(name) }
      try write(
        isTracked
          ? portableScript(name, isChained: hadOne)
          : script(name, chainedTo: hadOne ? path + Self.setAside : nil),
        to: path)
      installed.append(name)
    }
    if !repository.isBare, try Desk(repository: repository, environment: [:]).installMergeDriver().isNew {
      notes.append("plain git merges this desk's articles by word from now on")
    }
    if isTracked {
      notes.append(
        "\(folder) is of the working tree, for everybody: the hooks there call the galley of PATH, and nothing where there is none"
      )
    }
    let settings = try repository.isBare ? setServerConfiguration() : []
    return InstalledHooks(
      folder: folder, isServer: repository.isBare, installed: installed, chained: chained, settings: settings,
      notes: notes)
  }

  /// Where git looks for this repository's hooks.
  ///
  /// - Throws: ``Refusal`` when all repositories share one folder.
  private static func hookFolder(of repository: Repository) throws -> String {
    let own = repository.commonFolder + "hooks"
    guard let path = repository.configuration("core.hooksPath") else { return own }
    let base = repository.workTree ?? repository.commonFolder
    let folder = path.hasPrefix("/") ? path : base + path
    guard folder.hasPrefix(base) || folder.hasPrefix(repository.commonFolder) else {
      throw Refusal(
        "core.hooksPath sends git to \(path), outside this repository",
        "Set it for this repository alone: 'git config core.hooksPath \(own)', then install again.")
    }
    return folder
  }

  /// Whether a folder of hooks is one that git may track, so that others get what is in it.
  private func isOfWorkingTree(_ folder: String) throws -> Bool {
    guard let tree = repository.workTree else { return false }
    return folder.hasPrefix(tree) && !folder.hasPrefix(repository.commonFolder)
  }

  /// Hooks of ours that call a program which isn't there any more: then git declines all that they would check.
  static func brokenHooks(of repository: Repository) -> [(path: String, program: String)] {
    guard let folder = try? hookFolder(of: repository) else { return [] }
    return HookName.allCases.compactMap { name in
      let path = "\(folder)/\(name.rawValue)"
      guard let bytes = readFile(path) else { return nil }
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.contains(mark) else { return nil }
      let call = text.split(separator: "\n").last { $0.contains(" hook \(name.rawValue)") } ?? ""
      guard let start = call.firstIndex(of: "'"), let end = call.lastQuote(before: " hook \(name.rawValue)"),
        start < end
      else { return nil }
      let program = String(call[call.index(after: start)..<end])
      return access(program, X_OK) == 0 ? nil : (path, program)
    }
  }

  /// Whether a repository has our hook that sees all references of a transaction together.
  static func seesTransactions(of repository: Repository) -> Bool { has(.referenceTransaction, repository) }

  /// Whether a repository has our hook that checks a push and puts down what it checked.
  static func checksPushes(to repository: Repository) -> Bool { has(.preReceive, repository) }

  private static func has(_ name: HookName, _ repository: Repository) -> Bool {
    guard let folder = try? hookFolder(of: repository) else { return false }
    let path = "\(folder)/\(name.rawValue)"
    guard access(path, X_OK) == 0, let bytes = readFile(path) else { return false }
    return String(decoding: bytes, as: UTF8.self).contains(mark)
  }

  private static func isLink(_ path: String) -> Bool {
    var info = stat()
    return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
  }

  /// Moves a hook that isn't ours out of the way, to be called first from now on.
  ///
  /// - Returns: whether there is one, from this time or an earlier one.
  private func setAside(_ path: String) throws -> Bool {
    let kept = path + Self.setAside
    guard let bytes = readFile(path), !String(decoding: bytes, as: UTF8.self).contains(Self.mark)
    else { return access(kept, F_OK) == 0 }
    guard access(path, X_OK) == 0 else {
      throw Refusal(
        "\(path) is there and isn't executable, so git doesn't run it",
        "Remove it, or make it executable; then install again.")
    }
    guard access(kept, F_OK) != 0 else {
      throw Refusal(
        "\(path) isn't Galley's, and an earlier one is kept in \(kept)",
        "Put the two together there and remove \(path); then install again.")
    }
    guard rename(path, kept) == 0 else { throw Self.trouble("\(path) can't be moved") }
    return true
  }

  private func script(_ name: HookName, chainedTo earlier: String?) -> String {
    let call =
      "\(Self.shellQuoted(program)) hook \(name.rawValue) -- \"$@\"\(HookName.ofServer.contains(name) ? " \"$PPID\"" : "")"
    let body =
      switch name {
      case .referenceTransaction: HookScripts.referenceTransaction(call)
      case .update: HookScripts.update(call)
      default: "exec \(call)\n"
      }
    guard let earlier else { return "#!/bin/sh\n\(Self.mark)\n\(body)" }
    let before = Self.shellQuoted(earlier)
    guard name.readsInput else {
      return "#!/bin/sh\n\(Self.mark)\n\(before) \"$@\" || exit\n\(body)"
    }
    return """
      #!/bin/sh
      \(Self.mark)
      input=$(cat)
      say() { [ -z "$input" ] || printf '%s\\n' "$input"; }
      say | \(before) "$@" || exit
      say | \(call)

      """
  }

  /// A hook that works on every machine: it calls what is beside it, then the galley of PATH where there is one.
  private func portableScript(_ name: HookName, isChained: Bool) -> String {
    let call = "galley hook \(name.rawValue) -- \"$@\""
    let there = "command -v galley >/dev/null 2>&1 || exit 0\n"
    let before = "\"$(dirname \"$0\")/\(name.rawValue)\(Self.setAside)\""
    guard isChained else { return "#!/bin/sh\n\(Self.mark)\n\(there)exec \(call)\n" }
    guard name.readsInput else {
      return "#!/bin/sh\n\(Self.mark)\n\(before) \"$@\" || exit\n\(there)exec \(call)\n"
    }
    return """
      #!/bin/sh
      \(Self.mark)
      input=$(cat)
      say() { [ -z "$input" ] || printf '%s\\n' "$input"; }
      say | \(before) "$@" || exit
      \(there)say | \(call)

      """
  }

  private static func shellQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// Git checks the objects' form itself, keeps a log of every branch, and refuses what our hook would refuse too.
  private func setServerConfiguration() throws -> [(key: String, value: String)] {
    let wanted = [
      ("receive.fsckObjects", "true"), ("receive.denyNonFastForwards", "true"),
      ("core.logAllRefUpdates", "true"),
    ]
    return try wanted.compactMap { key, value in
      guard repository.configuration(key) == nil || key == "core.logAllRefUpdates" else { return nil }
      guard repository.configuration(key) != value else { return nil }
      try repository.setConfiguration(key, to: value)
      return (key, value)
    }
  }

  /// Puts the new hook in place by renaming, so that git never runs half of one.
  private func write(_ text: String, to path: String) throws {
    let new = path + ".new"
    guard writeFile(new, Array(text.utf8)), chmod(new, 0o755) == 0, rename(new, path) == 0 else {
      throw Self.trouble("\(path) can't be written")
    }
  }

  private static func trouble(_ what: String) -> Refusal {
    Refusal("\(what): \(systemErrorWords())", "Mend its permissions and install again.")
  }
}

extension Substring {
  /// Where the quote stands that ends right before some words.
  fileprivate func lastQuote(before words: String) -> Index? {
    indices.first { self[$0] == "'" && self[index(after: $0)...].hasPrefix(words) }
  }
}
