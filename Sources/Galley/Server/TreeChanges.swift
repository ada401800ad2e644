import Editorial
import Git

/// A file that differs between two trees.
struct FileChange: Hashable {
  let path: String
  let old: RawTreeEntry?
  let new: RawTreeEntry?
}

/// Compares trees by their raw bytes and checks every name that is new.
struct TreeChanges {
  let repository: Repository
  private let recent = RecentTrees()
  private static let link: UInt32 = 0o120000
  private static let submodule: UInt32 = 0o160000
  private static let folder: UInt32 = 0o040000
  private static let maxDepth = 40

  init(repository: Repository) { self.repository = repository }

  /// The files that differ, by path. Equal subtrees are not read, so the cost follows what differs.
  ///
  /// - Throws: ``BrokenRule`` for the first entry that git would not have written, that a checkout could trip over,
  ///   or that is no plain file or folder.
  func between(_ old: ObjectID?, _ new: ObjectID?, in place: String) throws -> [FileChange] {
    var found: [FileChange] = []
    try compare(old, new, at: "", depth: 0, place, into: &found)
    return found
  }

  private func compare(
    _ old: ObjectID?, _ new: ObjectID?, at prefix: String, depth: Int, _ place: String,
    into found: inout [FileChange]
  ) throws {
    guard old != new else { return }
    guard depth < Self.maxDepth else {
      throw BrokenRule(
        .tree, "\(place) \(prefix)", "folders are nested deeper than \(Self.maxDepth)",
        "Put the files higher up.")
    }
    let before = try old.map { try entries($0, prefix, place) } ?? []
    let after = try new.map { try entries($0, prefix, place) } ?? []
    var (left, right) = (0, 0)
    var hasNewName = false
    while left < before.count || right < after.count {
      if left < before.count, right < after.count, before[left].isNamed(like: after[right]) {
        if before[left] != after[right] {
          try pair(before[left], after[right], at: prefix, depth: depth, place, into: &found)
        }
        (left, right) = (left + 1, right + 1)
      } else if right == after.count || (left < before.count && before[left].standsBefore(after[right])) {
        try pair(before[left], nil, at: prefix, depth: depth, place, into: &found)
        left += 1
      } else {
        hasNewName = true
        try pair(nil, after[right], at: prefix, depth: depth, place, into: &found)
        right += 1
      }
    }
    if hasNewName { try checkSpelling(after, prefix, place) }
  }

  /// Two entries of one name and kind, or one that has no counterpart.
  private func pair(
    _ old: RawTreeEntry?, _ new: RawTreeEntry?, at prefix: String, depth: Int, _ place: String,
    into found: inout [FileChange]
  ) throws {
    let path: String
    if let new {
      path = try check(new, prefix, place)
    } else {
      path = prefix + String(decoding: old?.name ?? [], as: UTF8.self)
    }
    if (new ?? old)?.mode == Self.folder {
      try compare(old?.id, new?.id, at: path + "/", depth: depth + 1, place, into: &found)
    } else {
      found.append(FileChange(path: path, old: old, new: new))
    }
  }

  private func entries(_ tree: ObjectID, _ prefix: String, _ place: String) throws -> [RawTreeEntry] {
    if let known = recent.entries[tree] { return known }
    do {
      let entries = try repository.rawTree(tree)
      recent.keep(entries, of: tree)
      return entries
    } catch let fault as TreeFault {
      throw BrokenRule(
        .tree, "\(place) \(prefix)", "the folder is malformed: \(fault.words)",
        "Make the commit again with git or galley.")
    }
  }

  /// - Returns: the entry's path.
  private func check(_ entry: RawTreeEntry, _ prefix: String, _ place: String) throws -> String {
    let path = prefix + String(decoding: entry.name, as: UTF8.self)
    if let fault = DeskPath.fault(inName: Array(entry.name)) {
      throw BrokenRule(.tree, "\(place) \(path)", fault, "Give the file another name.")
    }
    if DeskPath.isSteeringGit(path) {
      throw BrokenRule(
        .tree, "\(place) \(path)", "git takes orders from a file of this name",
        "Leave it out; an editor can put one at the top of main.")
    }
    let trouble: String? =
      switch entry.mode {
      case Self.link: "it is a symbolic link"
      case Self.submodule: "it is a submodule"
      case Self.folder, 0o100644: nil
      case 0o100755:
        switch DeskPlace(path: path) {
        case .other: nil
        default: "it is executable"
        }
      default: "its mode is \(String(entry.mode, radix: 8))"
      }
    if let trouble {
      throw BrokenRule(
        .tree, "\(place) \(path)", trouble, "Put a plain file there, with mode 100644, or take it out.")
    }
    return path
  }

  /// Refuses names that a file system could take for one another.
  private func checkSpelling(_ entries: [RawTreeEntry], _ prefix: String, _ place: String) throws {
    guard entries.contains(where: { !$0.name.allSatisfy(Self.hasOneSpelling) }) else { return }
    var spellings: Set<String> = []
    for entry in entries {
      let name = String(decoding: entry.name, as: UTF8.self)
      guard spellings.insert(name.lowercased()).inserted else {
        throw BrokenRule(
          .tree, "\(place) \(prefix)\(name)",
          "another file's name differs only in the case or the spelling of its letters",
          "Give one of them another name.")
      }
    }
  }

  /// Lower-case letters, digits and marks of ASCII are spelt in one way.
  private static func hasOneSpelling(_ byte: UInt8) -> Bool { byte < 0x80 && !(0x41...0x5A).contains(byte) }
}

/// The trees that were read last: in a history each is compared twice, as a commit's and as its child's parent's.
private final class RecentTrees {
  private(set) var entries: [ObjectID: [RawTreeEntry]] = [:]

  func keep(_ tree: [RawTreeEntry], of id: ObjectID) {
    if entries.count > 32 { entries = [:] }
    entries[id] = tree
  }
}

extension TreeFault {
  var words: String {
    switch self {
    case .notATree: "it isn't a folder"
    case .cutOff: "it is cut off"
    case .mode(let mode): "it has the mode \(mode)"
    case .notInOrder(let name): "\(name) is not in git's order"
    case .duplicate(let name): "\(name) is there twice"
    }
  }
}
