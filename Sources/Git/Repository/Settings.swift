internal import CGit
import System

/// What git's configuration says, once a process and desk: by libgit2, or by git itself where libgit2 reads another
/// configuration than git does.
final class Settings {
  private let config: Owned
  /// All values by key as git lists them, where git was asked; the last one counts.
  private let asked: [String: [String]]?

  var isOfGit: Bool { asked != nil }

  /// - Parameter folder: the repository's own folder.
  /// - Throws: ``GitError`` when it can't be read.
  init(of repository: OpaquePointer, in folder: String) throws(GitError) {
    let snapshot = try Owned(freedBy: git_config_free, "read the configuration") {
      git_repository_config_snapshot($0, repository)
    }
    let asks =
      Self.environmentNamesConfiguration || Self.hasOwnLevel(folder) || Self.hasConditions(snapshot.pointer)
    asked = asks ? Self.values(folder) : nil
    config = snapshot
  }

  /// Variables that libgit2 passes over: other files of configuration, and values given on a command line.
  private static var environmentNamesConfiguration: Bool {
    let names = ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"]
    return names.contains { getenv($0) != nil }
  }

  /// A configuration of one working tree alone.
  private static func hasOwnLevel(_ folder: String) -> Bool { access(folder + "config.worktree", F_OK) == 0 }

  /// Files that are included under a condition: libgit2 knows some of git's, and reads these a little differently.
  private static func hasConditions(_ config: OpaquePointer) -> Bool {
    guard
      let iterator = try? Owned(
        freedBy: git_config_iterator_free, "read the configuration",
        make: { git_config_iterator_glob_new($0, config, "^includeif\\.") })
    else { return false }
    var entry: UnsafeMutablePointer<git_config_entry>?
    return git_config_next(&entry, iterator.pointer) == 0
  }

  private static func values(_ folder: String) -> [String: [String]]? {
    let answer = GitProgram.run(
      ["--git-dir", ".", "config", "-z", "--list"], in: folder, timeout: RemoteTimeout.seconds)
    guard answer.succeeded else { return nil }
    var values: [String: [String]] = [:]
    for entry in answer.output.split(separator: 0) {
      let parts = entry.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      values[parts[0], default: []].append(parts.count == 2 ? parts[1] : "true")
    }
    return values
  }

  func values(_ key: String) -> [String] {
    if let asked { return asked[Self.canonical(key)] ?? [] }
    guard
      let iterator = try? Owned(
        freedBy: git_config_iterator_free, "read \(key)",
        make: { git_config_multivar_iterator_new($0, config.pointer, key, nil) })
    else { return [] }
    var found: [String] = []
    var entry: UnsafeMutablePointer<git_config_entry>?
    while git_config_next(&entry, iterator.pointer) == 0, let next = entry {
      found.append(next.pointee.value.map { String(cString: $0) } ?? "true")
    }
    return found
  }

  func value(_ key: String) -> String? {
    if let asked { return asked[Self.canonical(key)]?.last }
    var text: UnsafePointer<CChar>?
    guard git_config_get_string(&text, config.pointer, key) == 0, let text else { return nil }
    return String(cString: text)
  }

  /// Section and variable in small letters, as git lists them.
  private static func canonical(_ key: String) -> String {
    guard let first = key.firstIndex(of: "."), let last = key.lastIndex(of: ".") else { return key }
    return key[..<first].lowercased() + key[first..<last] + key[last...].lowercased()
  }
}

extension Repository {
  /// A value from git's configuration, which is read once.
  public func configuration(_ key: String) -> String? {
    readSettings()
    return settings?.value(key)
  }

  /// All values of a key, in the order of the files.
  public func configurationValues(_ key: String) -> [String] {
    readSettings()
    return settings?.values(key) ?? []
  }

  /// Whether git was asked, since libgit2 reads another configuration here.
  var asksGit: Bool {
    readSettings()
    return settings?.isOfGit == true
  }

  private func readSettings() {
    guard settings == nil else { return }
    settings = try? Settings(of: pointer, in: location.path)
  }

  /// Whether what is missing here is promised by a remote: a partial clone.
  public var hasPromisor: Bool {
    guard
      let config = try? Owned(
        freedBy: git_config_free, "read the configuration", make: { git_repository_config($0, pointer) })
    else { return false }
    guard
      let iterator = try? Owned(
        freedBy: git_config_iterator_free, "read the configuration",
        make: {
          git_config_iterator_glob_new(
            $0, config.pointer, #"^(extensions\.partialclone|remote\..*\.promisor)$"#)
        })
    else { return false }
    var entry: UnsafeMutablePointer<git_config_entry>?
    return git_config_next(&entry, iterator.pointer) == 0
  }
}
