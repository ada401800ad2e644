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
  /// The entries of a tree as they are in its bytes, with nothing left out and nothing mended.
  ///
  /// - Throws: ``TreeFault`` for a tree that git itself would not have written, ``GitError`` when it isn't there.
  public func rawTree(_ id: ObjectID) throws -> [RawTreeEntry] {
    let odb = try database
    var oid = id.oid
    let object = try Owned(freedBy: git_odb_object_free, "read tree \(id.short)") {
      git_odb_read($0, odb.pointer, &oid)
    }
    guard git_odb_object_type(object.pointer) == GIT_OBJECT_TREE else { throw TreeFault.notATree }
    guard let data = git_odb_object_data(object.pointer) else { return [] }
    return try Self.rawTree(UnsafeRawBufferPointer(start: data, count: git_odb_object_size(object.pointer)))
  }

  /// Reads `MODE SP NAME NUL ID` again and again.
  static func rawTree(_ bytes: UnsafeRawBufferPointer) throws(TreeFault) -> [RawTreeEntry] {
    // Copied once: a copy of each name would cost more than all the rest.
    let bytes = Array(bytes)
    var entries: [RawTreeEntry] = []
    entries.reserveCapacity(bytes.count / 36)
    var offset = 0
    while offset < bytes.count {
      var mode: UInt32 = 0
      let start = offset
      while offset < bytes.count, bytes[offset] != 0x20 {
        guard offset - start < 6, (0x30...0x37).contains(bytes[offset]) else {
          throw .mode(String(decoding: bytes[start...offset], as: UTF8.self))
        }
        mode = mode << 3 | UInt32(bytes[offset] - 0x30)
        offset += 1
      }
      guard offset > start, offset < bytes.count, bytes[start] != 0x30 else { throw .cutOff }
      let nameStart = offset + 1
      guard let end = bytes[nameStart...].firstIndex(of: 0), end + 20 < bytes.count else { throw .cutOff }
      var oid = git_oid()
      withUnsafeMutableBytes(of: &oid) { $0.copyBytes(from: bytes[end + 1...end + 20]) }
      let entry = RawTreeEntry(name: bytes[nameStart..<end], mode: mode, id: ObjectID(oid))
      guard !isDuplicate(entry, after: entries) else {
        throw .duplicate(String(decoding: entry.name, as: UTF8.self))
      }
      if let last = entries.last, !last.standsBefore(entry) {
        throw .notInOrder(String(decoding: entry.name, as: UTF8.self))
      }
      entries.append(entry)
      offset = end + 21
    }
    return entries
  }

  /// A folder may stand some way after a file of its name: what is between begins with that name.
  private static func isDuplicate(_ entry: RawTreeEntry, after entries: [RawTreeEntry]) -> Bool {
    for earlier in entries.reversed() {
      if earlier.name == entry.name { return true }
      guard entry.mode == 0o040000, earlier.name.starts(with: entry.name) else { return false }
    }
    return false
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
