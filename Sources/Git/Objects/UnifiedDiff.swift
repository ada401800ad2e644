internal import CGit

/// A unified diff of two texts, as `git apply` and `patch` take it; empty when they are the same.
///
/// - Parameter path: where the text stands in the repository.
public func unifiedDiff(old: String, new: String, path: String) throws(GitError) -> String {
  try Library.start()
  guard !old.utf8.elementsEqual(new.utf8) else { return "" }
  let (before, after) = (Array(old.utf8), Array(new.utf8))
  return try before.withUnsafeBufferPointer { (before) throws(GitError) in
    try after.withUnsafeBufferPointer { (after) throws(GitError) in
      try patch(from: before, to: after, path: path)
    }
  }
}

/// libgit2's patch points into both texts until it is freed.
private func patch(
  from before: UnsafeBufferPointer<UInt8>, to after: UnsafeBufferPointer<UInt8>, path: String
) throws(GitError) -> String {
  var options = git_diff_options()
  git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
  options.flags =
    GIT_DIFF_FORCE_TEXT.rawValue | GIT_DIFF_INDENT_HEURISTIC.rawValue | GIT_DIFF_PATIENCE.rawValue
  let patch = try Owned(freedBy: git_patch_free, "compare two texts of \(path)") { handle in
    git_patch_from_buffers(
      handle, before.baseAddress, before.count, path, after.baseAddress, after.count, path, &options)
  }
  var buffer = git_buf()
  defer { git_buf_dispose(&buffer) }
  let status = git_patch_to_buf(&buffer, patch.pointer)
  guard status >= 0, let start = buffer.ptr else {
    throw GitError(status: status, attempted: "write a patch of \(path)")
  }
  return start.withMemoryRebound(to: UInt8.self, capacity: buffer.size) {
    String(decoding: UnsafeBufferPointer(start: $0, count: buffer.size), as: UTF8.self)
  }
}
