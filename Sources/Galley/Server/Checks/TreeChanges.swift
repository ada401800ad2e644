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
  private let layout: DeskLayout
  private let trees: RecentTrees
  private let onFault: (BrokenRule) throws -> Void
  private static let link: UInt32 = 0o120000
  private static let submodule: UInt32 = 0o160000
  private static let maxDepth = 40

  /// - Parameter onFault: what to do about an entry that git would not have written, that a checkout could trip over,
  ///   or that is no plain file or folder; throws it if not given. When it doesn't throw, the comparison goes on.
  init(
    repository: Repository, layout: DeskLayout, onFault: @escaping (BrokenRule) throws -> Void = { throw $0 }
  ) {
    self.repository = repository
    self.layout = layout
    trees = RecentTrees(repository)
    self.onFault = onFault
  }

  /// The files that differ, by path. Equal subtrees are not read, and of trees that are alike only what differs is
  /// walked, so the cost follows what differs.
  func between(_ old: ObjectID?, _ new: ObjectID?, in place: String) throws -> [FileChange] {
    var found: [FileChange] = []
    try compare(old, new, at: "", depth: 0, place, into: &found)
    return found
  }

  /// What stands at a path; nil when there is nothing, or a folder on the way is malformed.
  func entry(_ path: String, in tree: ObjectID) throws -> RawTreeEntry? {
    var (tree, found): (ObjectID?, RawTreeEntry?) = (tree, nil)
    for name in path.split(separator: "/") {
      guard let id = tree else { return nil }
      do { found = try trees.tree(id).bytes.entry(named: name.utf8) } catch is TreeFault { return nil }
      tree = found.flatMap { $0.isFolder ? $0.id : nil }
    }
    return found
  }

  private func compare(
    _ old: ObjectID?, _ new: ObjectID?, at prefix: String, depth: Int, _ place: String,
    into found: inout [FileChange]
  ) throws {
    guard old != new else { return }
    guard depth < Self.maxDepth else {
      return try onFault(
        BrokenRule(
          .tree, "\(place) \(prefix)", "folders are nested deeper than \(Self.maxDepth)",
          "Put the files higher up."))
    }
    let pair: TreePair
    do {
      pair = try trees.pair(old, new)
    } catch let fault as TreeFault {
      return try onFault(
        BrokenRule(
          .tree, "\(place) \(prefix)", "the folder is malformed: \(fault.words)",
          "Make the commit again with git or galley."))
    }
    let (before, after) = (pair.old, pair.new)
    var (left, right) = (0, 0)
    while left < before.count || right < after.count {
      if left < before.count, right < after.count, before[left].isNamed(like: after[right]) {
        if before[left] != after[right] {
          try self.pair(before[left], after[right], at: prefix, depth: depth, place, into: &found)
        }
        (left, right) = (left + 1, right + 1)
      } else if right == after.count || (left < before.count && before[left].standsBefore(after[right])) {
        try self.pair(before[left], nil, at: prefix, depth: depth, place, into: &found)
        left += 1
      } else {
        try checkSpelling(after[right], in: pair.newTree, prefix, place)
        try self.pair(nil, after[right], at: prefix, depth: depth, place, into: &found)
        right += 1
      }
    }
  }

  /// Two entries of one name and kind, or one that has no counterpart.
  private func pair(
    _ old: RawTreeEntry?, _ new: RawTreeEntry?, at prefix: String, depth: Int, _ place: String,
    into found: inout [FileChange]
  ) throws {
    let path = prefix + String(decoding: (new ?? old)?.name ?? [], as: UTF8.self)
    if let new { try check(new, path, isNewName: old == nil, place) }
    if (new ?? old)?.isFolder == true {
      try compare(old?.id, new?.id, at: path + "/", depth: depth + 1, place, into: &found)
    } else {
      found.append(FileChange(path: path, old: old, new: new))
    }
  }

  private func check(_ entry: RawTreeEntry, _ path: String, isNewName: Bool, _ place: String) throws {
    // A name that Windows can't have may be there from a time when it was let in.
    let isOfOthers = path == ".gitmodules" && entry.mode == 0o100644 && place == DeskBranch.main.name
    let fault =
      (isOfOthers ? nil : DeskPath.fault(inName: Array(entry.name)))
      ?? (isNewName ? DeskPath.portabilityFault(inName: Array(entry.name)) : nil)
    if let fault {
      try onFault(BrokenRule(.tree, "\(place) \(path)", fault, "Give the file another name."))
    }
    if layout.isSteeringGit(path) {
      try onFault(
        BrokenRule(
          .tree, "\(place) \(path)", "git takes orders from a file of this name",
          "Leave it out; an editor can put one at the top of main."))
    }
    // Of the team's own files on main an editor answers for what they are; no published text leads there.
    let isOwn = place == DeskBranch.main.name && layout.kind(of: path) == .other && !path.hasPrefix(".galley")
    let trouble: String? =
      switch entry.mode {
      case Self.submodule where isOwn: nil
      case Self.link where isOwn: try linkTrouble(entry, at: path)
      case Self.link: "it is a symbolic link"
      case Self.submodule: "it is a submodule"
      case _ where entry.isFolder: nil
      case 0o100644: nil
      case 0o100755:
        // A picture from a memory stick or a Windows share has the bit, and harms nobody by it.
        switch layout.kind(of: path) {
        case .other, .article: nil
        default: "it is executable"
        }
      default: "its mode is \(String(entry.mode, radix: 8))"
      }
    if let trouble {
      try onFault(
        BrokenRule(
          .tree, "\(place) \(path)", trouble, "Put a plain file there, with mode 100644, or take it out."))
    }
  }

  /// What is wrong with a link among the team's own files: it stays within the tree and out of git's folder.
  private func linkTrouble(_ entry: RawTreeEntry, at path: String) throws -> String? {
    let target = String(decoding: try repository.blob(entry.id, limit: 4096), as: UTF8.self)
    guard !target.hasPrefix("/") else { return "it is a symbolic link to \(target), out of the repository" }
    var depth = path.split(separator: "/").count - 1
    for part in target.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      guard depth >= 0, part.lowercased() != ".git" else {
        return "it is a symbolic link to \(target), out of the repository"
      }
    }
    return nil
  }

  /// Refuses a new name that a file system could take for another's.
  private func checkSpelling(
    _ entry: RawTreeEntry, in tree: KnownTree?, _ prefix: String, _ place: String
  ) throws {
    guard let tree, tree.hasOtherSpelling(of: entry.name) else { return }
    try onFault(
      BrokenRule(
        .tree, "\(place) \(prefix)\(String(decoding: entry.name, as: UTF8.self))",
        "another file's name differs only in the case or the spelling of its letters",
        "Give one of them another name."))
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
