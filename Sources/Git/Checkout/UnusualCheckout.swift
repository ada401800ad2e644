internal import CGit
import System

/// A file that differs between two commits.
struct ChangedFile: Hashable {
  let path: String
  let old: ObjectID?
  let new: ObjectID?
  let isSubmodule: Bool
}

extension Repository {
  /// Whether a checkout is one that libgit2 would not bring along as git does: sparse, with submodules, filters or
  /// encodings, with settings that only git reads.
  func checkoutNeedsGit(from old: ObjectID?, to new: ObjectID) throws(GitError) -> Bool {
    let own = location.path
    if asksGit || access(own + "info/sparse-checkout", F_OK) == 0
      || access(own + "config.worktree", F_OK) == 0
    {
      return true
    }
    if hasUnusualIndex() { return true }
    let files = ["\(commonFolder)info/attributes", configuration("core.attributesFile").map(inHome)]
      .compactMap(\.self)
    if files.contains(where: { Self.bytes(of: $0).map(Self.needsGit) ?? false }) { return true }
    return try changedFiles(from: old, to: new).contains { file in
      if file.isSubmodule { return true }
      guard file.path == ".gitattributes" || file.path.hasSuffix("/.gitattributes"), let id = file.new else {
        return false
      }
      return (try? blob(id)).map(Self.needsGit) ?? true
    }
  }

  /// Whether attributes have files filtered or encoded: libgit2 does neither as git does.
  private static func needsGit(_ attributes: [UInt8]) -> Bool {
    let text = String(decoding: attributes, as: UTF8.self)
    return text.contains("filter") || text.contains("working-tree-encoding")
  }

  /// Submodules, entries that git is told to pass over, attributes with filters, or an index that libgit2 can't read.
  private func hasUnusualIndex() -> Bool {
    guard
      let index = try? Owned(
        freedBy: git_index_free, "read the index", make: { git_repository_index($0, pointer) })
    else { return true }
    let passedOver = UInt16(GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue)
    for number in 0..<git_index_entrycount(index.pointer) {
      guard let entry = git_index_get_byindex(index.pointer, number)?.pointee else { return true }
      if entry.mode == GIT_FILEMODE_COMMIT.rawValue || entry.flags_extended & passedOver != 0
        || entry.flags & UInt16(GIT_INDEX_ENTRY_VALID.rawValue) != 0
      {
        return true
      }
      guard let path = entry.path, Self.isAttributes(path) else { continue }
      guard let bytes = try? blob(ObjectID(entry.id)), !Self.needsGit(bytes) else { return true }
    }
    return false
  }

  private static func isAttributes(_ path: UnsafePointer<CChar>) -> Bool {
    let (name, length) = (".gitattributes", strlen(path))
    guard length >= name.utf8.count else { return false }
    let start = length - name.utf8.count
    return strcmp(path + start, name) == 0 && (start == 0 || path[start - 1] == CChar(bitPattern: 0x2F))
  }

  /// The files that differ between two commits; all of the second where there is no first.
  func changedFiles(from old: ObjectID?, to new: ObjectID) throws(GitError) -> [ChangedFile] {
    let after = try treeHandle(of: new)
    guard let old else { return changes(try diff(nil, after.pointer)) }
    let before = try treeHandle(of: old)
    return changes(try diff(before.pointer, after.pointer))
  }

  private func diff(_ before: OpaquePointer?, _ after: OpaquePointer) throws(GitError) -> Owned {
    var options = git_diff_options()
    git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
    return try Owned(freedBy: git_diff_free, "compare two commits") {
      git_diff_tree_to_tree($0, pointer, before, after, &options)
    }
  }

  private func changes(_ diff: borrowing Owned) -> [ChangedFile] {
    let pointer = diff.pointer
    return (0..<git_diff_num_deltas(pointer)).compactMap { number in
      guard let delta = git_diff_get_delta(pointer, number)?.pointee,
        let path = delta.new_file.path ?? delta.old_file.path
      else { return nil }
      func id(_ file: git_diff_file) -> ObjectID? { file.mode == 0 ? nil : ObjectID(file.id) }
      let submodule = UInt16(GIT_FILEMODE_COMMIT.rawValue)
      return ChangedFile(
        path: String(cString: path), old: id(delta.old_file), new: id(delta.new_file),
        isSubmodule: delta.new_file.mode == submodule || delta.old_file.mode == submodule)
    }
  }
}
