internal import CGit
import System

extension Repository {
  /// The names of all references, those that can't be read too, without HEAD.
  public func allReferenceNames() -> [String] {
    var names = Set(filesBelow("refs").filter { !$0.hasSuffix(".lock") })
    for line in (Self.text(of: commonFolder + "packed-refs") ?? "").split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 2, words[1].hasPrefix("refs/") { names.insert(String(words[1])) }
    }
    return names.sorted()
  }

  /// The files below a folder, by path. Links are followed, and each folder is looked into once: one that leads back
  /// into itself has an end.
  func filesBelow(_ folder: String) -> [String] {
    var found: [String] = []
    var seen: Set<UInt64> = []
    var waiting = [folder]
    while let folder = waiting.popLast() {
      for name in files(in: folder) {
        let path = "\(folder)/\(name)"
        var status = stat()
        guard stat(commonFolder + path, &status) == 0 else { continue }
        guard status.st_mode & S_IFMT == S_IFDIR else {
          found.append(path)
          continue
        }
        if seen.insert(UInt64(status.st_ino)).inserted { waiting.append(path) }
      }
    }
    return found.sorted()
  }

  /// What a reference named before, newest first, as its log has it.
  public func formerValues(of reference: String) -> [ObjectID] {
    (Self.text(of: commonFolder + "logs/" + reference) ?? "").split(separator: "\n").reversed().flatMap {
      line in
      line.split(separator: " ", maxSplits: 2).prefix(2).reversed().compactMap { ObjectID(hex: $0) }
    }
  }

  /// Removes the log of a reference that is gone, and folders that are empty then.
  public func removeLog(of reference: String) {
    guard Self.isValidReferenceName(reference) else { return }
    unlink(commonFolder + "logs/" + reference)
  }

  /// Lock files that no process holds any more, and packs that were being written.
  ///
  /// One that nobody has open and that is a minute old: git closes some while it holds them, for a moment.
  public func abandonedLocks() -> [String] {
    let own = Set(["index.lock", "HEAD.lock", "config.lock", "packed-refs.lock"])
    let packs = files(in: "objects/pack").filter { $0.hasPrefix("pack_git2_") }.map { "objects/pack/\($0)" }
    return (files(in: "").filter(own.contains) + filesBelow("refs").filter { $0.hasSuffix(".lock") } + packs)
      .filter { path in
        let lock = LockFile(commonFolder + path)
        return lock.age.map { $0 >= 60 } ?? false && !lock.isOpen
      }
  }

  /// Removes a lock that nobody holds.
  public func removeLock(_ path: String) -> Bool { LockFile(commonFolder + path).removeIfUnused() }

  /// A file's text; nil when it can't be read.
  static func text(of path: String) -> String? { bytes(of: path).map { String(decoding: $0, as: UTF8.self) } }

  /// A file's content; nil when it can't be read.
  static func bytes(of path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = System.read(file, &buffer, buffer.count)
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes += buffer[..<count]
    }
  }
}

/// A folder that looks like a git repository and can't be opened as one.
public struct ClosedRepository: Sendable {
  /// The folder that all working trees share, the `.git` folder or the bare repository; ends with a slash.
  public let folder: String
  /// What to open: the same, or the folder of one working tree.
  public let place: String

  /// Looks in a folder and its parents for a repository, or for a `.git` file that names one.
  public init?(holding folder: String) {
    guard let start = realpath(folder, nil) else { return nil }
    defer { free(start) }
    var parts = String(cString: start).split(separator: "/")
    while true {
      let here = "/" + parts.joined(separator: "/")
      if let named = Self.named(by: here + "/.git", in: here) {
        (self.folder, place) = (Self.sharedFolder(of: named), named)
        return
      }
      for candidate in [here + "/.git/", here + "/"] where Self.isRepository(candidate) {
        (self.folder, place) = (candidate, candidate)
        return
      }
      guard parts.popLast() != nil else { return nil }
    }
  }

  private static func isRepository(_ folder: String) -> Bool {
    access(folder + "objects", F_OK) == 0
      && (folder.hasSuffix("/.git/") || access(folder + "refs", F_OK) == 0
        || access(folder + "HEAD", F_OK) == 0)
  }

  /// The folder that a `.git` file names: of a linked working tree, of a submodule.
  private static func named(by file: String, in folder: String) -> String? {
    guard let text = Repository.text(of: file), text.hasPrefix("gitdir: ") else { return nil }
    return absolute(text.dropFirst("gitdir: ".count).prefix { $0 != "\n" && $0 != "\r\n" }, in: folder)
  }

  private static func sharedFolder(of place: String) -> String {
    guard let text = Repository.text(of: place + "commondir") else { return place }
    return absolute(text.prefix { $0 != "\n" && $0 != "\r\n" }, in: place) ?? place
  }

  private static func absolute(_ path: Substring, in folder: String) -> String? {
    guard let found = realpath(path.hasPrefix("/") ? String(path) : "\(folder)/\(path)", nil) else {
      return nil
    }
    defer { free(found) }
    return String(cString: found) + "/"
  }

  /// Whether HEAD names a branch or a commit.
  public var hasHead: Bool {
    let text = Repository.text(of: folder + "HEAD") ?? ""
    return text.hasPrefix("ref: refs/") || ObjectID(hex: text.prefix(40)) != nil
  }

  /// Lets HEAD name a branch.
  public func writeHead(_ branch: String) -> Bool {
    let file = open(folder + "HEAD", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { return false }
    defer { close(file) }
    let text = "ref: \(branch)\n"
    return text.withCString { write(file, $0, strlen($0)) } == text.utf8.count
  }
}
