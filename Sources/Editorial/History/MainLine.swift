import Git

/// `main` is one line but where two desks' main were merged: then what was published is on either side.
extension Desk {
  /// Follows `main` backwards, on the side that an article is from wherever two were merged.
  ///
  /// - Parameter visit: hears of each commit, newest first; false ends it.
  func followMain(of slug: Slug, from start: ObjectID? = nil, visit: (Commit) throws -> Bool) throws {
    var next = try start ?? tip(.main)
    while let id = next {
      let commit = try repository.commit(id)
      guard try visit(commit) else { return }
      next = try isMergeOfMains(commit) ? side(of: commit, with: slug) : commit.parents.first
    }
  }

  /// Visits every commit of `main`'s own, on both sides where two were merged; not those of revisions.
  public func walkMain(visit: (Commit) throws -> Void) throws {
    var waiting = try tip(.main).map { [$0] } ?? []
    var met = Set(waiting)
    while let id = waiting.popLast() {
      let commit = try repository.commit(id)
      try visit(commit)
      let parents = try isMergeOfMains(commit) ? commit.parents : Array(commit.parents.prefix(1))
      waiting += parents.filter { met.insert($0).inserted }
    }
  }

  func isMergeOfMains(_ commit: Commit) throws -> Bool {
    guard commit.parents.count == 2, CommitNote(message: commit.message)?.event != .publish else {
      return false
    }
    return try repository.entry(DeskPath.configuration, in: repository.commit(commit.parents[1]).tree) != nil
  }

  private func side(of merge: Commit, with slug: Slug) throws -> ObjectID {
    func state(_ tree: ObjectID) throws -> [ObjectID?] {
      try [textEntry(of: slug, in: tree)?.id, repository.entry(layout().reviews(slug), in: tree)?.id]
    }
    let now = try state(merge.tree)
    let sides = try merge.parents.map { try state(repository.commit($0).tree) }
    let isSecond = sides[0] != now && (sides[1] == now || (sides[0][0] != now[0] && sides[1][0] == now[0]))
    return merge.parents[isSecond ? 1 : 0]
  }
}
