internal import CGit
import System

/// Repositories of other people that git trusts: libgit2 1.5 knows less of `safe.directory` than git does.
enum TrustedFolders {
  /// Opens a repository; one of somebody else's when git would.
  static func opening(
    _ path: String, _ attempted: @autoclosure () -> String,
    make: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
  ) throws(GitError) -> Owned {
    do {
      return try Owned(freedBy: git_repository_free, attempted(), make: make)
    } catch {
      guard error.isOfOtherOwner, isTrusted(path) else { throw error }
      _ = galley_git_opts_set_int(Int32(GIT_OPT_SET_OWNER_VALIDATION.rawValue), 0)
      defer { _ = galley_git_opts_set_int(Int32(GIT_OPT_SET_OWNER_VALIDATION.rawValue), 1) }
      return try Owned(freedBy: git_repository_free, attempted(), make: make)
    }
  }

  /// Whether git opens what this folder is in. A hook's repository was trusted by the git that runs the hook.
  private static func isTrusted(_ path: String) -> Bool {
    if let given = getenv("GIT_DIR"), let here = realpath(given, nil), let there = realpath(path, nil) {
      defer {
        free(here)
        free(there)
      }
      if strcmp(here, there) == 0 { return true }
    }
    return GitProgram.run(["rev-parse", "--git-dir"], in: path, timeout: RemoteTimeout.seconds).succeeded
  }
}

extension GitError {
  /// Whether libgit2 refused a repository since it belongs to somebody else; 1.5 has other words when nobody at all is
  /// trusted.
  var isOfOtherOwner: Bool {
    message.contains("not owned by current user") || (code == .notFound && self.class == .config)
  }
}
