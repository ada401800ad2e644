internal import CGit

/// A git repository, by one handle that one task uses.
///
/// Not Sendable: libgit2's handles must not be shared by tasks. Open another from ``location`` instead (57 µs).
public final class Repository {
  let handle: Owned
  private var newObjects: NewObjects?
  /// What git's configuration says; read when it is asked for.
  var settings: Settings?
  /// What a partial clone has left at its remote.
  var promised: PromisedObjects?
  /// Held while several changes are made that no other process of Galley's may come between.
  private(set) var held: Journal?

  /// Whether no other process can know it yet, as of a clone that isn't done: then references are made without locking each.
  public var isUnknownToOthers = false

  /// Where the repository is: what another task needs to open it for itself.
  public struct Location: Sendable, Hashable {
    /// The `.git` folder, or the bare repository itself, as an absolute path.
    public let path: String
  }

  init(handle: consuming Owned) {
    self.handle = handle
    if hasPromisor { promised = try? PromisedObjects.attached(to: self) }
  }

  /// Opens the repository at a known place.
  public convenience init(_ location: Location) throws(GitError) {
    try self.init(openingAt: location.path)
  }

  /// Opens the repository that `path` is, without looking at parent folders.
  public convenience init(openingAt path: String) throws(GitError) {
    try Library.start()
    self.init(
      handle: try TrustedFolders.opening(path, "open \(path)") { git_repository_open($0, path) })
  }

  /// Opens the repository that holds `path`: the folder itself or the nearest parent that is one.
  public convenience init(holding path: String) throws(GitError) {
    try Library.start()
    self.init(
      handle: try TrustedFolders.opening(path, "open the repository that holds \(path)") {
        git_repository_open_ext($0, path, 0, nil)
      })
  }

  /// Makes a repository whose HEAD names `branch`, which is yet unborn. An existing one is opened as it is.
  public convenience init(creatingAt path: String, bare: Bool, branch: String) throws(GitError) {
    try Library.start()
    // Of somebody who was killed while making it.
    for lock in ["config.lock", "HEAD.lock"] {
      LockFile("\(path)/\(bare ? "" : ".git/")\(lock)").removeIfAbandoned()
    }
    let handle = try Owned(freedBy: git_repository_free, "make a repository in \(path)") { out in
      branch.withCString { head in
        var options = git_repository_init_options()
        git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
        options.flags = GIT_REPOSITORY_INIT_MKPATH.rawValue | (bare ? GIT_REPOSITORY_INIT_BARE.rawValue : 0)
        options.initial_head = head
        return git_repository_init_ext(out, path, &options)
      }
    }
    self.init(handle: handle)
  }

  var pointer: OpaquePointer { handle.pointer }

  /// Does `work` while no other process of Galley's can change a reference here. Plain git still can.
  ///
  /// - Throws: ``GitError`` with code `.locked` when another process holds the desk for ten seconds.
  public func whileOthersWait<R>(_ work: () throws -> R) throws -> R {
    guard held == nil else { return try work() }
    held = try whileShared { () throws(GitError) in try Journal(in: commonFolder, waiting: 10) }
    defer { held = nil }
    return try work()
  }

  /// The object database, new objects included.
  var database: NewObjects {
    get throws(GitError) {
      if let newObjects { return newObjects }
      let made = try NewObjects(of: pointer)
      newObjects = made
      return made
    }
  }

  /// Writes the objects that were made to disk. ``update(_:by:because:)`` does so before it changes a reference;
  /// until then only this repository's own reads find them.
  public func storeObjects() throws(GitError) {
    guard let newObjects else { return }
    try whileShared { () throws(GitError) in try newObjects.store() }
  }

  public var location: Location { Location(path: String(cString: git_repository_path(pointer))) }

  /// The folder shared by all work trees of this repository; ends with a slash.
  public var commonFolder: String { String(cString: git_repository_commondir(pointer)) }

  /// The folder of the working tree, ending with a slash, or nil for a bare repository.
  public var workTree: String? { git_repository_workdir(pointer).map { String(cString: $0) } }

  public var isBare: Bool { git_repository_is_bare(pointer) == 1 }

  /// Whether its history is cut off at some depth.
  public var isShallow: Bool { git_repository_is_shallow(pointer) == 1 }

  /// Sets a value in the repository's own configuration.
  public func setConfiguration(_ key: String, to value: String) throws(GitError) {
    let config = try Owned(freedBy: git_config_free, "open the configuration") {
      git_repository_config($0, pointer)
    }
    let local = try Owned(freedBy: git_config_free, "open the repository's configuration") {
      git_config_open_level($0, config.pointer, GIT_CONFIG_LEVEL_LOCAL)
    }
    var status = git_config_set_string(local.pointer, key, value)
    // The lock of somebody who was killed; git holds it for a moment only.
    if status == GIT_ELOCKED.rawValue, LockFile(commonFolder + "config.lock").removeIfAbandoned() {
      status = git_config_set_string(local.pointer, key, value)
    }
    try check(status, "set \(key)")
    settings = nil
  }
}
