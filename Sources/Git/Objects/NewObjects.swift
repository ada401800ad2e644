internal import CGit

/// The objects that a command has made: in memory, where this repository's reads find them, until ``store()``.
///
/// So a command that is refused or beaten leaves nothing behind, and the disk is waited for once and not once
/// an object. libgit2 has them through a backend of ours (git2/sys/odb_backend.h) that stands before the ones on
/// disk, so nothing that libgit2 writes goes past it, but for received packs.
final class NewObjects {
  fileprivate struct Content {
    let kind: git_object_t
    let bytes: [UInt8]
  }

  private let repository: OpaquePointer
  private let database: Owned
  fileprivate var contents: [ObjectID: Content] = [:]
  /// In the order they were made.
  fileprivate var made: [ObjectID] = []

  /// Fewer become files of their own, as git's fastimport.unpackLimit has it: packs of few objects slow down
  /// every later read.
  static let fewestInPack = 100

  init(of repository: OpaquePointer) throws(GitError) {
    self.repository = repository
    database = try Owned(freedBy: git_odb_free, "open the object database") {
      git_repository_odb($0, repository)
    }
    let backend = MemoryBackend.make(for: self)
    guard git_odb_add_backend(database.pointer, backend, 999) == 0 else {
      let error = GitError(status: -1, attempted: "keep new objects in memory")
      MemoryBackend.free(backend)
      throw error
    }
  }

  var pointer: OpaquePointer { database.pointer }

  /// Writes the new objects to disk, all of them before this returns.
  func store() throws(GitError) {
    if made.count >= Self.fewestInPack {
      try storePack()
    } else if !made.isEmpty {
      let folder = String(cString: git_repository_commondir(repository)) + "objects/"
      let writer = LooseObjectWriter(folder: folder)
      for id in made {
        guard let content = contents[id] else { continue }
        try writer.add(id, String(cString: git_object_type2string(content.kind)), content.bytes)
      }
      try writer.finish()
    }
    (contents, made) = ([:], [])
  }

  private func storePack() throws(GitError) {
    let packer = try Owned(freedBy: git_packbuilder_free, "pack new objects") {
      git_packbuilder_new($0, repository)
    }
    for id in made {
      var oid = id.oid
      try check(git_packbuilder_insert(packer.pointer, &oid, nil), "pack \(id.short)")
    }
    try check(git_packbuilder_write(packer.pointer, nil, 0, nil, nil), "write a pack of new objects")
    try check(git_odb_refresh(database.pointer), "read the new pack")
  }
}

/// libgit2's structure with our objects behind it. The database frees it, maybe after the objects.
private struct MemoryBackend {
  var base: git_odb_backend
  weak var objects: NewObjects?

  typealias Pointer = UnsafeMutablePointer<git_odb_backend>

  static func of(_ backend: Pointer?) -> NewObjects? {
    backend?.withMemoryRebound(to: MemoryBackend.self, capacity: 1) { $0.pointee.objects }
  }

  private static func content(_ backend: Pointer?, _ oid: UnsafePointer<git_oid>?) -> NewObjects.Content? {
    oid.flatMap { of(backend)?.contents[ObjectID($0.pointee)] }
  }

  static func free(_ backend: Pointer?) {
    backend?.withMemoryRebound(to: MemoryBackend.self, capacity: 1) {
      $0.deinitialize(count: 1)
      $0.deallocate()
    }
  }

  static func make(for objects: NewObjects) -> Pointer {
    var base = git_odb_backend()
    git_odb_init_backend(&base, UInt32(GIT_ODB_BACKEND_VERSION))
    base.exists = { MemoryBackend.content($0, $1) == nil ? 0 : 1 }
    base.read_header = { size, kind, backend, oid in
      guard let content = MemoryBackend.content(backend, oid) else { return GIT_ENOTFOUND.rawValue }
      size?.pointee = content.bytes.count
      kind?.pointee = content.kind
      return 0
    }
    base.read = { out, size, kind, backend, oid in
      guard let content = MemoryBackend.content(backend, oid) else { return GIT_ENOTFOUND.rawValue }
      // libgit2 wants a byte even of an empty object.
      guard let copy = git_odb_backend_data_alloc(backend, content.bytes.count + 1) else { return -1 }
      content.bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(start: copy, count: $0.count).copyMemory(from: $0)
      }
      out?.pointee = copy
      size?.pointee = content.bytes.count
      kind?.pointee = content.kind
      return 0
    }
    base.write = { backend, oid, bytes, count, kind in
      guard let oid, let objects = MemoryBackend.of(backend) else { return -1 }
      let id = ObjectID(oid.pointee)
      guard objects.contents[id] == nil else { return 0 }
      objects.contents[id] = NewObjects.Content(
        kind: kind, bytes: Array(UnsafeRawBufferPointer(start: bytes, count: count)))
      objects.made.append(id)
      return 0
    }
    base.free = { MemoryBackend.free($0) }
    let whole = UnsafeMutablePointer<MemoryBackend>.allocate(capacity: 1)
    whole.initialize(to: MemoryBackend(base: base, objects: objects))
    return UnsafeMutableRawPointer(whole).assumingMemoryBound(to: git_odb_backend.self)
  }
}
