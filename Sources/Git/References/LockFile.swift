import System

/// A lock file of git's or libgit2's: whoever makes it holds what it locks, until it is removed or renamed.
struct LockFile {
  let path: String

  init(_ path: String) { self.path = path }

  /// Its first bytes; nil when there is none.
  var content: String? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = System.read(file, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  /// Seconds since it was written last; nil when there is none.
  var age: Int? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return max(0, Int(time(nil)) - Int(status.st_mtim.tv_sec))
  }

  /// Whether a process that this one may look at has it open.
  var isOpen: Bool {
    let wanted = realpath(path, nil).map { resolved in
      defer { free(resolved) }
      return String(cString: resolved)
    }
    guard let wanted, let processes = opendir("/proc") else { return false }
    defer { closedir(processes) }
    while let name = nextName(processes) {
      guard name.utf8.first.map({ (0x30...0x39).contains($0) }) ?? false,
        let files = opendir("/proc/\(name)/fd")
      else { continue }
      defer { closedir(files) }
      while let file = nextName(files) {
        var target = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/\(name)/fd/\(file)", &target, target.count)
        if count > 0, target[..<count].elementsEqual(wanted.utf8.map { CChar(bitPattern: $0) }) {
          return true
        }
      }
    }
    return false
  }

  /// Removes a lock that is known to be a dead process's.
  @discardableResult
  func removeIfUnused() -> Bool { !isOpen && unlink(path) == 0 }

  /// Removes a lock that may be another program's: git closes some of its locks while it holds them, for a moment.
  @discardableResult
  func removeIfAbandoned(after seconds: Int = 2) -> Bool {
    var waits = 0
    while let age, age < seconds, waits < 50 * seconds {
      usleep(20_000)
      waits += 1
    }
    return removeIfUnused()
  }

  private func nextName(_ folder: OpaquePointer) -> String? {
    guard let entry = readdir(folder) else { return nil }
    return withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
  }
}
