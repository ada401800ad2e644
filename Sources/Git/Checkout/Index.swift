internal import CGit

extension Repository {
  /// The tree that a commit of an index would have. Writes its folders, which nothing refers to yet.
  ///
  /// - Parameter file: the index; nil for the repository's own.
  /// - Throws: ``GitError`` while it has conflicts.
  public func treeOfIndex(_ file: String?) throws(GitError) -> ObjectID {
    let index = try Owned(freedBy: git_index_free, "read the index") { out in
      if let file { git_index_open(out, file) } else { git_repository_index(out, pointer) }
    }
    var oid = git_oid()
    try check(git_index_write_tree_to(&oid, index.pointer, pointer), "read the index")
    return ObjectID(oid)
  }
}
