internal import CGit

/// What a tree entry is.
public enum EntryMode: UInt32, Sendable, Hashable {
  case folder = 0o040000
  case file = 0o100644
  case executable = 0o100755
  case link = 0o120000
  case submodule = 0o160000
}

/// One name in a tree.
public struct TreeEntry: Sendable, Hashable {
  public let name: String
  public let id: ObjectID
  public let mode: EntryMode

  public init(name: String, id: ObjectID, mode: EntryMode) {
    self.name = name
    self.id = id
    self.mode = mode
  }
}

/// A commit's own data.
public struct Commit: Sendable, Hashable {
  public let id: ObjectID
  public let tree: ObjectID
  public let parents: [ObjectID]
  public let author: Signature
  public let committer: Signature
  /// The whole message, trailers included.
  public let message: String

  /// The message's first line.
  public var subject: String { String(message.prefix { $0 != "\n" }) }
}

extension Repository {
  /// The content of a blob.
  ///
  /// - Parameter limit: bytes; a larger blob is refused unread.
  public func blob(_ id: ObjectID, limit: Int = 64 << 20) throws(GitError) -> [UInt8] {
    var oid = id.oid
    let odb = try database.pointer
    let object = try Owned(freedBy: git_odb_object_free, "read blob \(id.short)") {
      git_odb_read($0, odb, &oid)
    }
    guard git_odb_object_type(object.pointer) == GIT_OBJECT_BLOB else {
      throw GitError(
        code: .notFound, class: .object, message: "it isn't a blob", attempted: "read blob \(id.short)")
    }
    let size = git_odb_object_size(object.pointer)
    guard size <= limit else {
      throw GitError(
        code: .other(-1), class: .none, message: "it has \(size) bytes, more than \(limit)",
        attempted: "read blob \(id.short)")
    }
    return Array(UnsafeRawBufferPointer(start: git_odb_object_data(object.pointer), count: size))
  }

  public func writeBlob(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
    var oid = git_oid()
    _ = try database
    let status = bytes.withUnsafeBytes {
      git_blob_create_from_buffer(&oid, pointer, $0.baseAddress, $0.count)
    }
    try check(status, "write a blob")
    return ObjectID(oid)
  }

  /// The entries of a tree, in git's order. An entry of a mode that git doesn't know is left out.
  public func entries(of tree: ObjectID) throws(GitError) -> [TreeEntry] {
    let tree = try object(tree, "read tree \(tree.short)") { git_tree_lookup($0, self.pointer, $1) }
    return (0..<git_tree_entrycount(tree.pointer)).compactMap { index in
      git_tree_entry_byindex(tree.pointer, index).flatMap(TreeEntry.init)
    }
  }

  /// The entry at `path` below a tree, or nil when there is none.
  public func entry(_ path: String, in tree: ObjectID) throws(GitError) -> TreeEntry? {
    let root = try object(tree, "read tree \(tree.short)") { git_tree_lookup($0, self.pointer, $1) }
    var raw: OpaquePointer?
    let status = git_tree_entry_bypath(&raw, root.pointer, path)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try check(status, "read \(path) in tree \(tree.short)")
    defer { git_tree_entry_free(raw) }
    return raw.flatMap(TreeEntry.init)
  }

  /// Writes a tree of these entries; the order doesn't matter.
  public func writeTree(_ entries: [TreeEntry]) throws(GitError) -> ObjectID {
    let builder = try Owned(freedBy: git_treebuilder_free, "build a tree") {
      git_treebuilder_new($0, pointer, nil)
    }
    for entry in entries {
      var oid = entry.id.oid
      try check(
        git_treebuilder_insert(nil, builder.pointer, entry.name, &oid, git_filemode_t(entry.mode.rawValue)),
        "put \(entry.name) into a tree")
    }
    var oid = git_oid()
    _ = try database
    try check(git_treebuilder_write(&oid, builder.pointer), "write a tree")
    return ObjectID(oid)
  }

  public func commit(_ id: ObjectID) throws(GitError) -> Commit {
    let commit = try object(id, "read commit \(id.short)") { git_commit_lookup($0, self.pointer, $1) }
    guard let tree = git_commit_tree_id(commit.pointer), let author = git_commit_author(commit.pointer),
      let committer = git_commit_committer(commit.pointer)
    else { throw GitError(status: -1, attempted: "read commit \(id.short)") }
    return Commit(
      id: id, tree: ObjectID(tree.pointee),
      parents: (0..<git_commit_parentcount(commit.pointer)).compactMap {
        git_commit_parent_id(commit.pointer, $0).map { ObjectID($0.pointee) }
      },
      author: Signature(author), committer: Signature(committer),
      message: git_commit_message(commit.pointer).map { String(cString: $0) } ?? "")
  }

  /// Writes a commit object; no reference moves.
  ///
  /// - Parameter signer: signs it, as `git commit -S` would.
  public func writeCommit(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature? = nil, message: String,
    signer: CommitSigner? = nil
  ) throws(GitError) -> ObjectID {
    var treeID = tree.oid
    let tree = try Owned(freedBy: git_tree_free, "read the tree to commit") {
      git_tree_lookup($0, pointer, &treeID)
    }
    var handles: [OpaquePointer?] = []
    defer { handles.forEach(git_commit_free) }
    for parent in parents {
      var id = parent.oid
      var handle: OpaquePointer?
      try check(git_commit_lookup(&handle, pointer, &id), "read the parent \(parent.short)")
      handles.append(handle)
    }
    _ = try database
    var content = git_buf()
    defer { git_buf_dispose(&content) }
    let maker = committer ?? author
    try author.withHandle { (authorHandle) throws(GitError) in
      try maker.withHandle { (makerHandle) throws(GitError) in
        _ = try check(
          git_commit_create_buffer(
            &content, pointer, authorHandle, makerHandle, "UTF-8", message, tree.pointer, handles.count,
            &handles),
          "write a commit")
      }
    }
    let signature = try signer?.signature(of: content.bytes, by: "\(maker.name) <\(maker.email)>")
    return try writeCommit(content.bytes, signature)
  }

  /// Whether the object is in the database.
  public func has(_ id: ObjectID) throws(GitError) -> Bool {
    var oid = id.oid
    return git_odb_exists(try database.pointer, &oid) == 1
  }

  private func object(
    _ id: ObjectID, _ attempted: @autoclosure () -> String,
    _ look: (UnsafeMutablePointer<OpaquePointer?>, UnsafePointer<git_oid>) -> Int32
  ) throws(GitError) -> Owned {
    var oid = id.oid
    return try Owned(freedBy: git_object_free, attempted()) { look($0, &oid) }
  }
}

extension TreeEntry {
  /// nil for a mode that git doesn't know, or a name that isn't UTF-8 (which no path of ours is).
  init?(_ raw: OpaquePointer) {
    guard let mode = EntryMode(rawValue: git_tree_entry_filemode(raw).rawValue),
      let name = git_tree_entry_name(raw).flatMap({ String(validatingCString: $0) }),
      let id = git_tree_entry_id(raw)
    else { return nil }
    self.init(name: name, id: ObjectID(id.pointee), mode: mode)
  }
}
