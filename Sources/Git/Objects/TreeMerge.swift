/// A path that both sides changed differently.
public struct PathConflict: Sendable, Hashable {
  public let path: String
  public let base: TreeEntry?
  public let ours: TreeEntry?
  public let theirs: TreeEntry?
}

extension Repository {
  /// Merges trees entry by entry. Equal subtrees are taken unread, so the cost follows what differs.
  ///
  /// - Parameters:
  ///   - base: the common ancestor's tree; nil for histories without one.
  ///   - settle: asked for each path that both sides changed differently; gives the entry to take, or nil for
  ///     none there.
  public func mergeTrees(
    base: ObjectID?, ours: ObjectID, theirs: ObjectID, settle: (PathConflict) throws -> TreeEntry?
  ) throws -> ObjectID {
    try mergedFolder(base: base, ours: ours, theirs: theirs, at: "", settle: settle) ?? writeTree([])
  }

  private func mergedFolder(
    base: ObjectID?, ours: ObjectID?, theirs: ObjectID?, at prefix: String,
    settle: (PathConflict) throws -> TreeEntry?
  ) throws -> ObjectID? {
    if ours == theirs || theirs == base { return ours }
    if ours == base { return theirs }
    let sides = try [base, ours, theirs].map { tree in
      Dictionary(
        try tree.map { try entries(of: $0) }?.map { ($0.name, $0) } ?? [],
        uniquingKeysWith: { first, _ in first })
    }
    var merged: [TreeEntry] = []
    for name in Set(sides.flatMap(\.keys)).sorted() {
      let (b, o, t) = (sides[0][name], sides[1][name], sides[2][name])
      let path = prefix + name
      if o == t || t == b {
        if let o { merged.append(o) }
      } else if o == b {
        if let t { merged.append(t) }
      } else if Self.areFolders(b, o, t) {
        let folder = try mergedFolder(
          base: b?.id, ours: o?.id, theirs: t?.id, at: path + "/", settle: settle)
        if let folder { merged.append(TreeEntry(name: name, id: folder, mode: .folder)) }
      } else if let taken = try settle(PathConflict(path: path, base: b, ours: o, theirs: t)) {
        merged.append(TreeEntry(name: name, id: taken.id, mode: taken.mode))
      }
    }
    return merged.isEmpty ? nil : try writeTree(merged)
  }

  private static func areFolders(_ entries: TreeEntry?...) -> Bool {
    entries.allSatisfy { $0 == nil || $0?.mode == .folder }
  }
}
