internal import CGit
import System

/// Looks whether a remote sent all that its branches need, before any reference of this repository names it.
struct ReceivedObjects {
  private let repository: Repository
  /// The packs that were there before.
  private let packs: Set<String>
  private var seen: Set<ObjectID> = []

  init(_ repository: Repository) {
    self.repository = repository
    packs = Set(Self.packs(of: repository))
  }

  private static func packs(of repository: Repository) -> [String] {
    repository.files(in: "objects/pack").filter { $0.hasSuffix(".pack") }
  }

  /// The first object that isn't there, of what these commits need and no reference of this repository has.
  ///
  /// Each new commit's tree is compared with its first parent's, so the cost follows what is new.
  mutating func missing(from tips: [ObjectID]) throws -> ObjectID? {
    for tip in tips where try !repository.has(tip) { return tip }
    let known = repository.allReferenceNames().compactMap { (try? repository.reference($0)) ?? nil }
      .filter { (try? repository.commit($0)) != nil }
    var commits: [Commit] = []
    do {
      try repository.walk(from: tips, hiding: known) { commit in
        commits.append(commit)
        return true
      }
    } catch {
      // The walk says of a hole in the history only that there is one.
      if let hole = holeInHistory(of: tips, known) { return hole }
      throw error
    }
    for commit in commits {
      let parent = commit.parents.first.flatMap { try? repository.commit($0).tree }
      if let hole = try hole(in: commit.tree, like: parent) { return hole }
    }
    return nil
  }

  private func holeInHistory(of tips: [ObjectID], _ known: [ObjectID]) -> ObjectID? {
    var old: Set<ObjectID> = []
    // Where the history is damaged already, what is behind the damage is taken for new.
    try? repository.walk(from: known) { commit in
      old.insert(commit.id)
      return true
    }
    var (waiting, met) = (tips, Set(tips))
    while let id = waiting.popLast() {
      guard !old.contains(id) else { continue }
      guard let commit = try? repository.commit(id) else { return id }
      waiting += commit.parents.filter { met.insert($0).inserted }
    }
    return nil
  }

  private mutating func hole(in tree: ObjectID, like other: ObjectID?) throws -> ObjectID? {
    guard tree != other, seen.insert(tree).inserted else { return nil }
    guard let entries = try? repository.entries(of: tree) else { return tree }
    let before = other.flatMap { try? repository.entries(of: $0) } ?? []
    let same = Dictionary(before.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    for entry in entries where entry.mode != .submodule && same[entry.name]?.id != entry.id {
      if entry.mode == .folder {
        let like = same[entry.name].flatMap { $0.mode == .folder ? $0.id : nil }
        if let hole = try hole(in: entry.id, like: like) { return hole }
      } else if try !repository.has(entry.id) {
        return entry.id
      }
    }
    return nil
  }

  /// Takes what came away again: half a history in the database would be called damage from then on.
  func discard(with tips: [ObjectID]) {
    let folder = repository.commonFolder + "objects/pack/"
    for pack in Self.packs(of: repository) where !packs.contains(pack) {
      let name = folder + pack.dropLast(".pack".count)
      // Another process may have packed something meanwhile.
      guard tips.contains(where: { Self.isIn(name + ".idx", $0) }) else { continue }
      for end in [".idx", ".pack", ".rev", ".keep"] { unlink(name + end) }
    }
  }

  private static func isIn(_ index: String, _ id: ObjectID) -> Bool {
    var (database, backend): (OpaquePointer?, UnsafeMutablePointer<git_odb_backend>?)
    guard git_odb_new(&database) == 0 else { return false }
    defer { git_odb_free(database) }
    guard git_odb_backend_one_pack(&backend, index) == 0, git_odb_add_backend(database, backend, 1) == 0
    else {
      return false
    }
    var oid = id.oid
    return git_odb_exists(database, &oid) == 1
  }
}
