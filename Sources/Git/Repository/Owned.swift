internal import CGit
import System

/// The one owner of a libgit2 handle: frees it when it goes out of scope.
struct Owned: ~Copyable {
  let pointer: OpaquePointer
  private let free: (OpaquePointer?) -> Void

  /// Calls `make` with a place for the handle and takes the handle over.
  ///
  /// - Throws: ``GitError`` when `make` returns a negative status or leaves the place empty.
  init(
    freedBy free: @escaping (OpaquePointer?) -> Void, _ attempted: @autoclosure () -> String,
    make: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
  ) throws(GitError) {
    var handle: OpaquePointer?
    let status = make(&handle)
    guard status >= 0, let handle else {
      throw GitError(status: status < 0 ? status : -1, attempted: attempted())
    }
    self.pointer = handle
    self.free = free
  }

  deinit { free(pointer) }
}

/// libgit2's one initialisation of the process.
enum Library {
  static let isStarted: Bool = {
    guard git_libgit2_init() > 0 else { return false }
    // A kill must leave the repository as before or as after.
    _ = galley_git_opts_set_int(Int32(GIT_OPT_ENABLE_FSYNC_GITDIR.rawValue), 1)
    // As git does: what is read is trusted to have its name (zlib's sum finds damage), and trees are made of
    // objects that were just read or written, whose existence isn't checked one by one.
    _ = galley_git_opts_set_int(Int32(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION.rawValue), 0)
    _ = galley_git_opts_set_int(Int32(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION.rawValue), 0)
    // However many packs there are, only so many are open files.
    _ = galley_git_opts_set_size(Int32(GIT_OPT_SET_MWINDOW_FILE_LIMIT.rawValue), 128)
    raiseFileLimit(to: 4_096)
    // What git supports of these is that nothing needs to be done: see git-config(1), "extensions.*".
    _ = galley_git_opts_set_extensions("worktreeconfig", "partialclone", "preciousobjects")
    if isTrue(variable: "GIT_CONFIG_NOSYSTEM") { _ = galley_git_opts_set_system_folder("") }
    return true
  }()

  private static func isTrue(variable: String) -> Bool {
    guard let value = getenv(variable) else { return false }
    return !["", "0", "false", "no", "off"].contains(String(cString: value).lowercased())
  }

  static func start() throws(GitError) {
    guard isStarted else { throw GitError(status: -1, attempted: "start libgit2") }
  }
}
