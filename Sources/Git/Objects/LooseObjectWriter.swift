internal import CGit
import System

/// Writes objects as files of their own, with one wait for the disk for all of them.
///
/// The way of git's core.fsyncMethod=batch: each is written under a temporary name and its pages are sent to
/// the disk; one fsync waits for them; only then do they get their names. So no power failure leaves an object's
/// name on a file without its content. Temporary names are git's, which its garbage collection removes.
final class LooseObjectWriter {
  private let folder: String
  private var files: [(temporary: String, name: String, descriptor: Int32)] = []

  /// - Parameter folder: the repository's `objects/`.
  init(folder: String) {
    self.folder = folder
  }

  deinit {
    for file in files {
      close(file.descriptor)
      unlink(file.temporary)
    }
  }

  func add(_ id: ObjectID, _ kind: String, _ content: [UInt8]) throws(GitError) {
    let temporary = "\(folder)tmp_obj_\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o444)
    guard descriptor >= 0 else { throw Self.trouble(temporary) }
    let hex = id.description
    files.append((temporary, "\(folder)\(hex.prefix(2))/\(hex.dropFirst(2))", descriptor))
    var rest = Self.deflated(Array("\(kind) \(content.count)\0".utf8) + content)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.trouble(temporary) }
      rest = rest.dropFirst(count)
    }
    _ = galley_write_pages(descriptor, 0)
  }

  /// Waits for the disk and gives the files their names.
  func finish() throws(GitError) {
    for file in files.dropLast() where galley_write_pages(file.descriptor, 1) != 0 {
      // A file system that can't do that syncs files one by one.
      guard fsync(file.descriptor) == 0 else { throw Self.trouble(file.temporary) }
    }
    if let last = files.last, fsync(last.descriptor) != 0 { throw Self.trouble(last.temporary) }
    // In the order they were made, so that a kill leaves no object whose parts are missing.
    files.reverse()
    while let file = files.popLast() {
      defer { close(file.descriptor) }
      guard !Self.rename(file.temporary, into: file.name) else { continue }
      let error = Self.trouble(file.name)
      unlink(file.temporary)
      throw error
    }
  }

  /// Makes the folder where there is none. Git takes empty folders away while it packs, so that one that was made just now
  /// may be gone: then it is made again.
  private static func rename(_ temporary: String, into name: String) -> Bool {
    for _ in 0..<100 {
      if System.rename(temporary, name) == 0 { return true }
      guard errno == ENOENT, access(temporary, F_OK) == 0,
        mkdir(String(name.dropLast(39)), 0o777) == 0 || errno == EEXIST
      else { return false }
    }
    return false
  }

  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    let bound = compressBound(uLong(bytes.count))
    return [UInt8](unsafeUninitializedCapacity: Int(bound)) { buffer, count in
      var length = bound
      compress(buffer.baseAddress, &length, bytes, uLong(bytes.count))
      count = Int(length)
    }
  }

  private static func trouble(_ path: String) -> GitError {
    GitError(
      code: .other(-1), class: .operatingSystem, message: systemErrorWords(),
      attempted: "write \(path)")
  }
}
