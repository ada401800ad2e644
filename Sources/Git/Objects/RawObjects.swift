internal import CGit

/// An entry of a tree as its bytes say it, unchecked.
public struct RawTreeEntry: Sendable, Hashable {
  /// A part of the tree's bytes, which all its entries share.
  public let name: ArraySlice<UInt8>
  public let mode: UInt32
  public let id: ObjectID
}

/// What is wrong with a tree object as a whole.
public enum TreeFault: Error, Sendable, Hashable {
  case notATree
  case cutOff
  case mode(String)
  case notInOrder(String)
  case duplicate(String)
}

extension Repository {
  /// A tree as it is in its bytes, with nothing left out and nothing mended.
  ///
  /// - Throws: ``TreeFault`` for what is no tree, ``GitError`` when it isn't there.
  public func treeBytes(_ id: ObjectID) throws -> [UInt8] {
    let odb = try database
    var oid = id.oid
    let object = try Owned(freedBy: git_odb_object_free, "read tree \(id.short)") {
      git_odb_read($0, odb.pointer, &oid)
    }
    guard git_odb_object_type(object.pointer) == GIT_OBJECT_TREE else { throw TreeFault.notATree }
    guard let data = git_odb_object_data(object.pointer) else { return [] }
    return Array(UnsafeRawBufferPointer(start: data, count: git_odb_object_size(object.pointer)))
  }

  /// The entries of a tree's bytes.
  static func rawTree(_ bytes: UnsafeRawBufferPointer) throws(TreeFault) -> [RawTreeEntry] {
    let tree = try TreeBytes(parsing: Array(bytes))
    return (0..<tree.count).map { tree[$0] }
  }

  /// What an object is and how many bytes it has, without reading it.
  public func header(_ id: ObjectID) throws(GitError) -> (isBlob: Bool, size: Int) {
    let odb = try database
    var oid = id.oid
    var size = 0
    var type = GIT_OBJECT_ANY
    try check(git_odb_read_header(&size, &type, odb.pointer, &oid), "read object \(id.short)")
    return (type == GIT_OBJECT_BLOB, size)
  }

  /// Lets this handle see the objects of a push that git keeps apart until its hook agrees, and writes what it
  /// makes there too.
  ///
  /// - Parameter folder: what GIT_QUARANTINE_PATH names.
  public func useQuarantine(_ folder: String) throws(GitError) {
    let odb = try Owned(freedBy: git_odb_free, "open the objects of the push") { git_odb_open($0, folder) }
    try check(
      git_odb_add_disk_alternate(odb.pointer, commonFolder + "objects"), "open the repository's objects")
    try check(git_repository_set_odb(pointer, odb.pointer), "use the objects of the push")
  }
}

extension RawTreeEntry {
  /// Whether both are files, or both folders, of one name.
  public func isNamed(like other: RawTreeEntry) -> Bool {
    name == other.name && (mode == 0o040000) == (other.mode == 0o040000)
  }

  /// Git's order: by bytes, a folder's name as if it ended with a slash.
  public func standsBefore(_ other: RawTreeEntry) -> Bool {
    let count = min(name.count, other.name.count)
    for index in 0..<count {
      let (mine, theirs) = (name[name.startIndex + index], other.name[other.name.startIndex + index])
      if mine != theirs { return mine < theirs }
    }
    return next(at: count) < other.next(at: count)
  }

  private func next(at index: Int) -> UInt8 {
    index < name.count ? name[name.startIndex + index] : mode == 0o040000 ? 0x2F : 0
  }
}
