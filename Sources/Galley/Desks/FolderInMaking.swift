import Editorial
import System

/// A folder that is made beside its place and put there when it is whole: who is killed while making it leaves nothing
/// in its place, and the next one who makes it there clears away what was left.
struct FolderInMaking {
  /// Where to make it.
  let path: String
  private let target: String

  /// - Parameter folder: its place: nothing, or an empty folder.
  /// - Throws: ``Refusal`` when something else is there.
  init(at folder: String) throws {
    guard access(folder, F_OK) != 0 || isEmptyFolder(folder) else {
      throw Refusal("\(folder) is already there and not empty", "Name another folder.")
    }
    target = Self.resolved(folder)
    let parts = target.split(separator: "/", omittingEmptySubsequences: false)
    let parent = parts.count > 1 ? parts.dropLast().joined(separator: "/") + "/" : ""
    let prefix = ".\(parts.last ?? "").galley-"
    Self.clearRemains(in: parent.isEmpty ? "." : parent, prefix)
    let me = RunningProcess(getpid())
    path = "\(parent)\(prefix)\(me?.id ?? 0)-\(me?.started ?? 0)"
  }

  /// - Throws: ``Refusal`` when that can't be done; then nothing is left.
  func putInPlace() throws {
    guard rename(path, target) != 0 else { return }
    let why = systemErrorWords()
    removeTree(path)
    throw Refusal("\(target) can't be put in its place: \(why)", "Name a folder that isn't there yet.")
  }

  func discard() { removeTree(path) }

  /// Without links and a slash at its end.
  private static func resolved(_ folder: String) -> String {
    if let path = realpath(folder, nil) {
      defer { free(path) }
      return String(cString: path)
    }
    var folder = folder[...]
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    return String(folder)
  }

  /// Removes what those have left who run no more.
  private static func clearRemains(in parent: String, _ prefix: String) {
    for name in namesInFolder(parent) ?? [] where name.hasPrefix(prefix) {
      let numbers = name.dropFirst(prefix.count).split(separator: "-").map { Int($0) }
      guard numbers.count == 2, let id = numbers[0].flatMap({ Int32(exactly: $0) }), let started = numbers[1],
        !RunningProcess(id: id, started: started).isRunning
      else { continue }
      removeTree("\(parent)/\(name)")
    }
  }
}
