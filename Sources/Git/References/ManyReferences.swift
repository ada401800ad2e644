import System

/// Changes of many references at once. libgit2 holds an open file for each and waits for the disk several times for each;
/// here all new values go into `packed-refs`, with one wait, as git writes the references of a clone.
extension Repository {
  /// From this many on. Fewer become files of their own: `packed-refs` is written whole.
  static let fewestPacked = 100

  static func arePacked(_ updates: [ReferenceUpdate]) -> Bool {
    updates.count >= fewestPacked
      && updates.allSatisfy { $0.name.hasPrefix("refs/heads/") || $0.name.hasPrefix("refs/remotes/") }
  }

  /// Locks each reference as git does, compares all with their old values, and then writes all.
  ///
  /// - Parameter hasBegun: becomes true before the first is moved.
  /// - Throws: ``GitError`` as ``update(_:by:because:moving:afterwards:)``.
  func moveMany(
    _ updates: [ReferenceUpdate], by who: Signature, because reason: String, hasBegun: inout Bool
  ) throws(GitError) {
    try refuseCollisions(updates)
    let locks = ReferenceLocks(in: commonFolder)
    defer { locks.release() }
    if !isUnknownToOthers {
      for update in updates { try locks.take(update.name) }
    }
    let packed = try locks.takePackedReferences()
    for update in updates {
      try compare(update)
      if update.old == nil, packed.collides(update.name) {
        throw PackedReferences.collision(update.name)
      }
    }
    try locks.fill(packed.bytes(with: updates))
    hasBegun = true
    try locks.putPackedReferencesInPlace()
    // A loose value stands before a packed one.
    for update in updates { unlink(commonFolder + update.name) }
    log(updates, by: who, because: reason)
  }

  /// Of two new references one may not be the other's folder.
  private func refuseCollisions(_ updates: [ReferenceUpdate]) throws(GitError) {
    let names = Set(updates.lazy.filter { $0.new != nil }.map(\.name))
    for name in names {
      var above = name[...]
      while let slash = above.lastIndex(of: "/") {
        above = above[..<slash]
        if names.contains(String(above)) { throw PackedReferences.collision(name) }
      }
    }
  }

  /// Reference logs of what had a value before; those of what is removed go, as git removes them.
  private func log(_ updates: [ReferenceUpdate], by who: Signature, because reason: String) {
    let isOn = configuration("core.logallrefupdates").map { $0 != "false" } ?? !isBare
    let head = try? head()
    for update in updates {
      let path = "\(commonFolder)logs/\(update.name)"
      guard let new = update.new else {
        unlink(path)
        continue
      }
      guard isOn, let old = update.old else { continue }
      let line = "\(old) \(new) \(who.logLine)\t\(reason)\n"
      append(line, to: path)
      if case .branch(update.name) = head { append(line, to: "\(location.path)logs/HEAD") }
    }
  }

  private func append(_ line: String, to path: String) {
    makeFolders(of: path)
    let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard file >= 0 else { return }
    defer { close(file) }
    _ = Array(line.utf8).withUnsafeBytes { System.write(file, $0.baseAddress, $0.count) }
  }
}

/// The lock files of many references, closed while they are held as git closes its own: none is an open file.
private final class ReferenceLocks {
  private let folder: String
  private var held: [String] = []
  private var packedFile: Int32 = -1

  init(in folder: String) { self.folder = folder }

  /// The file itself, where `packed-refs` is a link to another place.
  private lazy var packedPath: String = {
    guard let path = realpath(folder + "packed-refs", nil) else { return folder + "packed-refs" }
    defer { free(path) }
    return String(cString: path)
  }()

  func take(_ name: String) throws(GitError) {
    let path = folder + name
    var status = stat()
    // A folder where the reference's file would be: empty ones are left by removed references.
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, !removeEmptyFolders(path) {
      throw PackedReferences.collision(name)
    }
    for _ in 0..<20 {
      makeFolders(of: path)
      let file = open(path + ".lock", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if file >= 0 {
        close(file)
        held.append(path)
        return
      }
      switch errno {
      case ENOENT: continue  // Somebody removed a folder that was empty.
      case ENOTDIR: throw PackedReferences.collision(name)
      case EEXIST:
        throw GitError(
          code: .locked, class: .reference, message: "another process holds it", attempted: "lock \(name)")
      default: throw trouble("lock \(name)")
      }
    }
    throw trouble("lock \(name)")
  }

  func takePackedReferences() throws(GitError) -> PackedReferences {
    // Whoever writes it holds it for a moment only.
    for _ in 0..<100 {
      packedFile = open(packedPath + ".lock", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard packedFile < 0, errno == EEXIST else { break }
      usleep(20_000)
    }
    guard packedFile >= 0 else {
      guard errno == EEXIST else { throw trouble("lock packed-refs") }
      throw GitError(
        code: .locked, class: .reference, message: "another process holds it", attempted: "lock packed-refs")
    }
    var status = stat()
    guard stat(packedPath, &status) == 0 else { return try PackedReferences(parsing: []) }
    guard let bytes = readFile(packedPath) else { throw trouble("read packed-refs") }
    fchmod(packedFile, status.st_mode & 0o7777)
    return try PackedReferences(parsing: bytes)
  }

  func fill(_ bytes: [UInt8]) throws(GitError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { System.write(packedFile, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw trouble("write packed-refs") }
      rest = rest.dropFirst(count)
    }
    guard fsync(packedFile) == 0 else { throw trouble("write packed-refs") }
  }

  func putPackedReferencesInPlace() throws(GitError) {
    guard rename(packedPath + ".lock", packedPath) == 0 else { throw trouble("write packed-refs") }
    close(packedFile)
    packedFile = -1
    let place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard place >= 0 else { return }
    fsync(place)
    close(place)
  }

  func release() {
    if packedFile >= 0 {
      unlink(packedPath + ".lock")
      close(packedFile)
      packedFile = -1
    }
    for path in held {
      unlink(path + ".lock")
      removeEmptyParents(of: path)
    }
    held = []
  }

  deinit { release() }

  /// Up to `refs/heads` or `refs/remotes`, which stay.
  private func removeEmptyParents(of path: String) {
    var path = path[...]
    while let slash = path.lastIndex(of: "/") {
      path = path[..<slash]
      guard path.count > folder.count, path.dropFirst(folder.count).count(where: { $0 == "/" }) >= 2,
        rmdir(String(path)) == 0
      else { return }
    }
  }

  private func removeEmptyFolders(_ path: String) -> Bool {
    for name in namesInFolder(path) ?? [] where name != "." && name != ".." {
      guard removeEmptyFolders("\(path)/\(name)") else { return false }
    }
    return rmdir(path) == 0
  }

  private func trouble(_ attempted: String) -> GitError {
    GitError(code: .other(-1), class: .operatingSystem, message: systemErrorWords(), attempted: attempted)
  }
}

/// Makes the folders that a file's path needs.
private func makeFolders(of path: String) {
  guard let slash = path.lastIndex(of: "/") else { return }
  let folder = String(path[..<slash])
  guard mkdir(folder, 0o777) != 0, errno == ENOENT else { return }
  makeFolders(of: folder)
  mkdir(folder, 0o777)
}
