import Git

/// Whether what a merge holds follows from its parents: a merge may bring nothing of its own, and nothing back that one of
/// its parents had changed.
struct MergedFiles {
  private struct Pair: Hashable {
    let one: ObjectID
    let other: ObjectID
  }

  private let repository: Repository
  /// The tree where two commits parted.
  private var bases: [Pair: ObjectID?] = [:]

  init(repository: Repository) { self.repository = repository }

  /// Whether a merge's file is what all its parents together make of it: the one that any of them changed since they
  /// parted. Where two changed it, whatever stands there was chosen, and so written, by who merged.
  mutating func follows(_ file: RawTreeEntry?, at path: String, from merge: Commit) throws -> Bool {
    let live = try changed(path, merge)
    return live.count == 1 && live[0] == FileState(file)
  }

  /// Whether a merge's file is one that a parent has, and no other parent changed since.
  mutating func isOneSides(_ file: RawTreeEntry?, at path: String, from merge: Commit) throws -> Bool {
    try changed(path, merge).contains(FileState(file))
  }

  /// Whether a merge's file is none of its parents', although no two of them had changed it: what nobody sees who looks at
  /// what each commit changed.
  mutating func isAllItsOwn(_ file: RawTreeEntry?, at path: String, from merge: Commit) throws -> Bool {
    let state = FileState(file)
    guard try changed(path, merge).count == 1 else { return false }
    return try merge.parents.allSatisfy { try self.state(of: path, in: repository.commit($0).tree) != state }
  }

  /// Whether several parents had changed a file, so that who merged had to choose.
  mutating func isChosen(at path: String, from merge: Commit) throws -> Bool {
    try changed(path, merge).count > 1
  }

  /// What the parents have at a path, without what another of them had and changed.
  private mutating func changed(_ path: String, _ merge: Commit) throws -> [FileState] {
    let states = try merge.parents.map { try state(of: path, in: repository.commit($0).tree) }
    var live: [FileState] = []
    for (mine, parent) in zip(states, merge.parents) where !live.contains(mine) {
      let isOld = try zip(states, merge.parents).contains { theirs, other in
        try theirs != mine && baseTree(parent, other).map { try state(of: path, in: $0) } ?? .none == mine
      }
      if !isOld { live.append(mine) }
    }
    return live
  }

  private mutating func baseTree(_ one: ObjectID, _ other: ObjectID) throws -> ObjectID? {
    let pair = Pair(one: one, other: other)
    if let known = bases[pair] { return known }
    let tree = try repository.mergeBase(one, other).map { try repository.commit($0).tree }
    bases[pair] = .some(tree)
    bases[Pair(one: other, other: one)] = .some(tree)
    return tree
  }

  private func state(of path: String, in tree: ObjectID) throws -> FileState {
    guard let entry = try repository.entry(path, in: tree) else { return .none }
    return FileState(id: entry.id, mode: entry.mode.rawValue)
  }
}

/// A file's content and mode, or that there is none.
private struct FileState: Equatable {
  static let none = FileState(nil)

  let id: ObjectID?
  let mode: UInt32?

  init(_ entry: RawTreeEntry?) { (id, mode) = (entry?.id, entry?.mode) }

  init(id: ObjectID, mode: UInt32) { (self.id, self.mode) = (id, mode) }
}
