internal import CGit

extension Repository {
  /// The best common ancestor, or nil for unrelated histories.
  public func mergeBase(_ a: ObjectID, _ b: ObjectID) throws(GitError) -> ObjectID? {
    var (one, two, out) = (a.oid, b.oid, git_oid())
    let status = git_merge_base(&out, pointer, &one, &two)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try check(status, "find where \(a.short) and \(b.short) parted")
    return ObjectID(out)
  }

  /// Whether `ancestor` is `descendant` or one of its ancestors.
  public func isReachable(_ ancestor: ObjectID, from descendant: ObjectID) throws(GitError) -> Bool {
    if ancestor == descendant { return true }
    var (one, two) = (descendant.oid, ancestor.oid)
    return try check(
      git_graph_descendant_of(pointer, &one, &two), "compare \(ancestor.short) with \(descendant.short)") == 1
  }

  /// Commits reachable from `tips` and not from `hidden`, children before parents.
  ///
  /// - Parameters:
  ///   - firstParentOnly: follow each commit's first parent only.
  ///   - visit: gets each commit; false ends the walk.
  public func walk(
    from tips: [ObjectID], hiding hidden: [ObjectID] = [], firstParentOnly: Bool = false,
    visit: (Commit) throws -> Bool
  ) throws {
    if firstParentOnly, hidden.isEmpty, tips.count == 1 {
      // libgit2 would read the whole history first, to sort it.
      var next = tips.first
      while let id = next {
        let commit = try commit(id)
        guard try visit(commit) else { return }
        next = commit.parents.first
      }
      return
    }
    let walk = try Owned(freedBy: git_revwalk_free, "walk the history") { git_revwalk_new($0, pointer) }
    git_revwalk_sorting(walk.pointer, GIT_SORT_TOPOLOGICAL.rawValue)
    if firstParentOnly { git_revwalk_simplify_first_parent(walk.pointer) }
    for tip in tips {
      var oid = tip.oid
      try check(git_revwalk_push(walk.pointer, &oid), "walk the history from \(tip.short)")
    }
    for tip in hidden {
      var oid = tip.oid
      try check(git_revwalk_hide(walk.pointer, &oid), "walk the history without \(tip.short)")
    }
    var oid = git_oid()
    while true {
      let status = git_revwalk_next(&oid, walk.pointer)
      if status == GIT_ITEROVER.rawValue { return }
      try check(status, "walk the history")
      guard try visit(commit(ObjectID(oid))) else { return }
    }
  }
}
