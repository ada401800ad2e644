/// Changes to make below a tree, by path, without a working tree or an index.
public struct TreeEdit: Sendable {
  private indirect enum Node {
    case put(ObjectID, EntryMode)
    case remove
    case folder([String: Node])
  }

  private var root: [String: Node] = [:]

  public init() {}

  public var isEmpty: Bool { root.isEmpty }

  /// Puts an object at a path, in place of what stands there.
  public mutating func put(_ id: ObjectID, at path: String, mode: EntryMode = .file) {
    Self.insert(.put(id, mode), at: path.split(separator: "/")[...], into: &root)
  }

  /// Takes away what stands at a path; folders that become empty go too.
  public mutating func remove(_ path: String) {
    Self.insert(.remove, at: path.split(separator: "/")[...], into: &root)
  }

  private static func insert(_ node: Node, at path: ArraySlice<Substring>, into folder: inout [String: Node])
  {
    guard let first = path.first else { return }
    guard path.count > 1 else {
      folder[String(first)] = node
      return
    }
    var inner: [String: Node] = [:]
    // Taken out, so that it has one owner and is changed in place.
    if case .folder(let known) = folder.removeValue(forKey: String(first)) { inner = known }
    insert(node, at: path.dropFirst(), into: &inner)
    folder[String(first)] = .folder(inner)
  }

  /// Writes the changed trees.
  ///
  /// - Parameter base: the tree to change; nil for the empty one.
  /// - Returns: the new root tree.
  public func write(to repository: Repository, over base: ObjectID?) throws(GitError) -> ObjectID {
    if let tree = try Self.write(root, over: base, to: repository) { return tree }
    return try repository.writeTree([])
  }

  private static func write(
    _ changes: [String: Node], over base: ObjectID?, to repository: Repository
  ) throws(GitError) -> ObjectID? {
    var entries: [String: TreeEntry] = [:]
    if let base {
      for entry in try repository.entries(of: base) { entries[entry.name] = entry }
    }
    for (name, change) in changes {
      switch change {
      case .put(let id, let mode): entries[name] = TreeEntry(name: name, id: id, mode: mode)
      case .remove: entries[name] = nil
      case .folder(let inner):
        let below = entries[name]?.mode == .folder ? entries[name]?.id : nil
        entries[name] = nil
        if let folder = try write(inner, over: below, to: repository) {
          entries[name] = TreeEntry(name: name, id: folder, mode: .folder)
        }
      }
    }
    return entries.isEmpty ? nil : try repository.writeTree(Array(entries.values))
  }
}
