internal import CGit
import System

/// The objects of a partial clone that are still at the remote: libgit2 asks git for them one by one, which fetches
/// them, as git does for its own commands.
///
/// A backend of the object database (git2/sys/odb_backend.h) behind all others.
final class PromisedObjects {
  private let folder: String
  /// Lets nothing be fetched: an examination wants to know what is here.
  var isOff = false

  private init(folder: String) { self.folder = folder }

  private struct Backend {
    var base: git_odb_backend
    let objects: Unmanaged<PromisedObjects>
  }

  private static func of(_ backend: UnsafeMutablePointer<git_odb_backend>?) -> PromisedObjects? {
    backend?.withMemoryRebound(to: Backend.self, capacity: 1) { $0.pointee.objects.takeUnretainedValue() }
  }

  static func attached(to repository: Repository) throws(GitError) -> PromisedObjects {
    let database = try Owned(freedBy: git_odb_free, "open the object database") {
      git_repository_odb($0, repository.pointer)
    }
    let objects = PromisedObjects(folder: repository.location.path)
    var base = git_odb_backend()
    git_odb_init_backend(&base, UInt32(GIT_ODB_BACKEND_VERSION))
    base.read = { out, size, kind, backend, oid in
      guard let oid, let (type, bytes) = PromisedObjects.of(backend)?.fetched(ObjectID(oid.pointee)) else {
        return GIT_ENOTFOUND.rawValue
      }
      guard let copy = git_odb_backend_data_alloc(backend, bytes.count + 1) else { return -1 }
      bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(start: copy, count: $0.count).copyMemory(from: $0)
      }
      out?.pointee = copy
      size?.pointee = bytes.count
      kind?.pointee = type
      return 0
    }
    base.free = {
      $0?.withMemoryRebound(to: Backend.self, capacity: 1) {
        $0.pointee.objects.release()
        $0.deallocate()
      }
    }
    let whole = UnsafeMutablePointer<Backend>.allocate(capacity: 1)
    whole.initialize(to: Backend(base: base, objects: .passRetained(objects)))
    let backend = UnsafeMutableRawPointer(whole).assumingMemoryBound(to: git_odb_backend.self)
    guard git_odb_add_backend(database.pointer, backend, 0) == 0 else {
      let error = GitError(status: -1, attempted: "reach what is left to the remote")
      backend.pointee.free(backend)
      throw error
    }
    return objects
  }

  /// An object by git, which fetches it when it isn't here; nil when the remote can't be asked.
  private func fetched(_ id: ObjectID) -> (git_object_t, [UInt8])? {
    guard !isOff else { return nil }
    let answer = GitProgram.run(
      ["--git-dir", ".", "cat-file", "--batch"], in: folder, input: Array("\(id)\n".utf8),
      timeout: RemoteTimeout.seconds)
    guard let end = answer.output.firstIndex(of: 0x0A) else { return nil }
    let words = String(decoding: answer.output[..<end], as: UTF8.self).split(separator: " ")
    guard words.count == 3, let size = Int(words[2]), answer.output.count >= end + 1 + size else {
      return nil
    }
    let type = git_object_string2type(String(words[1]))
    return (type, Array(answer.output[(end + 1)..<(end + 1 + size)]))
  }
}
