internal import CGit
import System

/// A change of references and checkouts, as it is written down before it begins.
struct PlannedChange {
  var updates: [ReferenceUpdate]
  var checkouts: [CheckoutMove] = []

  /// One line each: `ref NAME OLD NEW` and `checkout OLD NEW FOLDER`, 40 zeros for none.
  var text: String {
    func name(_ id: ObjectID?) -> String { (id ?? .zero).description }
    return updates.map { "ref \($0.name) \(name($0.old)) \(name($0.new))\n" }.joined()
      + checkouts.filter { !$0.folder.contains("\n") }.map {
        "checkout \(name($0.old)) \(name($0.new)) \($0.folder)\n"
      }.joined()
  }

  init(updates: [ReferenceUpdate], checkouts: [CheckoutMove] = []) {
    (self.updates, self.checkouts) = (updates, checkouts)
  }

  /// Reads what was written down. A plan that was cut off while it was written had not begun.
  init?(parsing text: String) {
    guard text.hasSuffix("\n") else { return nil }
    func id(_ hex: Substring) -> ObjectID? { ObjectID(hex: hex).flatMap { $0 == .zero ? nil : $0 } }
    (updates, checkouts) = ([], [])
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 3)
      guard parts.count == 4 else { return nil }
      if parts[0] == "ref" {
        updates.append(ReferenceUpdate(String(parts[1]), from: id(parts[2]), to: id(parts[3])))
      } else if let new = id(parts[2]) {
        checkouts.append(CheckoutMove(folder: String(parts[3]), old: id(parts[1]), new: new))
      }
    }
  }
}

/// The file in which a process writes down what it is about to change, under a lock (flock) that the system takes
/// away when the process ends, however it ends.
///
/// So whoever gets the lock and finds a plan knows that its process died in the middle, and that the lock files
/// named by it are nobody's.
final class Journal {
  private let file: Int32

  /// - Parameters:
  ///   - folder: the repository's common folder.
  ///   - seconds: how long to wait for another process.
  /// - Throws: ``GitError`` with code `.locked` when another process holds it for longer.
  init(in folder: String, waiting seconds: Double) throws(GitError) {
    let path = Self.path(in: folder)
    mkdir(folder + "galley", 0o777)
    file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw Self.trouble(path) }
    var waited = 0.0
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EINTR || (errno == EWOULDBLOCK && waited < seconds) else {
        let number = errno
        close(file)
        guard number == EWOULDBLOCK else { throw Self.trouble(path) }
        throw GitError(
          code: .locked, class: .reference, message: "another process is changing this desk",
          attempted: "lock \(path)")
      }
      let pause = UInt32.random(in: 300...2_000)
      usleep(pause)
      waited += Double(pause) / 1_000_000
    }
  }

  deinit { close(file) }

  static func path(in folder: String) -> String { folder + "galley/journal" }

  /// Whether a plan stands there: a process is at work, or died at it.
  static func hasPlan(in folder: String) -> Bool {
    var status = stat()
    return stat(path(in: folder), &status) == 0 && status.st_size > 0
  }

  /// The plan of a process that died.
  func read() -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = pread(file, &buffer, buffer.count, off_t(bytes.count))
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }

  /// - Parameter isDurable: waits for the disk, so that a power failure finds the plan.
  func write(_ plan: PlannedChange, isDurable: Bool) throws(GitError) {
    let bytes = Array(plan.text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        pwrite(file, $0.baseAddress?.advanced(by: done), bytes.count - done, off_t(done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let error = Self.trouble("the journal")
        clear()
        throw error
      }
      done += count
    }
    if isDurable { fsync(file) }
  }

  func clear() { ftruncate(file, 0) }

  private static func trouble(_ path: String) -> GitError {
    GitError(
      code: .other(-1), class: .operatingSystem, message: systemErrorWords(),
      attempted: "write \(path)")
  }
}
