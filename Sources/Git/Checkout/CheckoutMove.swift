internal import CGit
import System

/// A checkout that follows its branch from one commit to another.
public struct CheckoutMove: Sendable, Hashable {
  public let folder: String
  public let old: ObjectID?
  public let new: ObjectID
  /// Whether tracked files and the index are as the old commit has them, as far as libgit2 sees.
  public let isClean: Bool
  /// Files whose content in the working tree is what the new commit was made of.
  public let written: [String]

  public init(
    folder: String, old: ObjectID?, new: ObjectID, isClean: Bool = false, written: [String] = []
  ) {
    (self.folder, self.old, self.new) = (folder, old, new)
    (self.isClean, self.written) = (isClean, written)
  }

  /// Brings the checkout along as `git read-tree -m -u OLD NEW` does: what isn't changed here becomes as the new
  /// commit has it, what is changed and in the way refuses the whole, and nothing else is touched.
  ///
  /// libgit2 does the plainest case; the user's git does the others, with its filters, sparse checkouts and indexes.
  ///
  /// - Throws: ``GitError`` of class `.checkout`, with code `.conflict` when something is in the way: then nothing was
  ///   changed; `.locked` when another program holds the index.
  func follow() throws(GitError) {
    let repository = try Repository(openingAt: folder)
    if isClean, written.isEmpty, try !repository.checkoutNeedsGit(from: old, to: new) {
      do {
        return try Repository.bringUpToDate(folder, from: old, to: new)
      } catch {
        guard error.code == .conflict else { throw error }
        // Git finds the same, says which files, or knows better.
      }
    }
    try followByGit(repository)
  }

  private func followByGit(_ repository: Repository) throws(GitError) {
    if !written.isEmpty { try stage(as: new, repository) }
    var answer = readTree(from: old, to: new)
    for pause: UInt32 in [50_000, 200_000, 500_000] where answer.isIndexLocked {
      usleep(pause)
      answer = readTree(from: old, to: new)
    }
    guard !answer.succeeded else { return }
    if let old, !written.isEmpty { try? stage(as: old, repository) }
    let files = answer.filesInTheWay
    let isRefusal = !files.isEmpty || answer.words.contains("resolve your current index")
    throw GitError(
      code: answer.isIndexLocked ? .locked : isRefusal ? .conflict : .other(-1), class: .checkout,
      message: !files.isEmpty
        ? files.joined(separator: ", ")
        : isRefusal
          ? "a merge that isn't settled"
          : answer.words.split(separator: "\n").last.map(String.init) ?? "git gave no reason",
      attempted: "bring \(folder) up to date")
  }

  private func readTree(from old: ObjectID?, to new: ObjectID?) -> GitProgram.Answer {
    let sides = [old, new].map { $0?.description ?? Self.emptyTree }
    return GitProgram.run(["read-tree", "-m", "-u"] + sides, in: folder)
  }

  /// Git knows it without having it.
  private static let emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

  /// Lets the index have these files as a commit has them, whatever stands in the working tree.
  private func stage(as commit: ObjectID, _ repository: Repository) throws(GitError) {
    let tree = try repository.commit(commit).tree
    var lines: [UInt8] = []
    for path in written {
      guard let entry = try repository.entry(path, in: tree) else { continue }
      lines += Array("\(entry.mode == .executable ? "100755" : "100644") \(entry.id)\t\(path)\0".utf8)
    }
    let answer = GitProgram.run(["update-index", "-z", "--index-info"], in: folder, input: lines)
    guard answer.succeeded else {
      throw GitError(
        code: answer.isIndexLocked ? .locked : .other(-1), class: .checkout, message: answer.words,
        attempted: "bring \(folder) up to date")
    }
  }

  /// Brings the checkout back to the old commit, as far as nothing of the user's is lost by that. For a move that was
  /// begun and can't be ended: what stays differs from HEAD as a change of the user's would.
  ///
  /// - Parameter afterKill: also takes away an index lock and files that were written in part.
  func takeBack(afterKill: Bool = false) {
    guard let repository = try? Repository(openingAt: folder) else { return }
    if afterKill { LockFile(repository.location.path + "index.lock").removeIfAbandoned() }
    _ = readTree(from: new, to: old)
    guard let changes = try? repository.changedFiles(from: old, to: new) else { return }
    let index = indexEntries()
    let unfinished = changes.filter { change in
      guard let id = change.new, index[change.path] == change.old else { return false }
      return isAsWritten(change.path, id, inPart: afterKill, repository)
    }
    for change in unfinished { unlink(path(change.path)) }
    let missing = changes.filter {
      $0.old != nil && index[$0.path] == $0.old && access(path($0.path), F_OK) != 0
    }
    guard !missing.isEmpty else { return }
    _ = GitProgram.run(
      ["checkout-index", "-q", "-u", "-z", "--stdin"], in: folder,
      input: missing.flatMap { Array($0.path.utf8) + [0] })
  }

  /// What the index has, by path: `MODE ID STAGE\tPATH`.
  private func indexEntries() -> [String: ObjectID] {
    var found: [String: ObjectID] = [:]
    for line in GitProgram.run(["ls-files", "-s", "-z"], in: folder).output.split(separator: 0) {
      guard let tab = line.firstIndex(of: 0x09) else { continue }
      let words = String(decoding: line[..<tab], as: UTF8.self).split(separator: " ")
      if words.count == 3 {
        found[String(decoding: line[(tab + 1)...], as: UTF8.self)] = ObjectID(hex: words[1])
      }
    }
    return found
  }

  private func path(_ file: String) -> String { folder + (folder.hasSuffix("/") ? "" : "/") + file }

  /// Whether a file is what this move wrote: of that content once git's filters have read it, or its beginning.
  private func isAsWritten(
    _ file: String, _ id: ObjectID, inPart: Bool, _ repository: Repository
  ) -> Bool {
    var status = stat()
    guard lstat(path(file), &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    if inPart, let bytes = Repository.bytes(of: path(file)), let blob = try? repository.blob(id),
      blob.starts(with: bytes)
    {
      return true
    }
    let answer = GitProgram.run(["hash-object", "--", file], in: folder)
    return answer.text.hasPrefix(id.description)
  }
}

extension GitError {
  /// Whether a checkout could not follow because of what stands there; then nothing of it was changed.
  public var isRefusedCheckout: Bool { self.class == .checkout && code == .conflict }
}

extension GitProgram.Answer {
  fileprivate var isIndexLocked: Bool { !succeeded && words.contains("index.lock") }

  /// The files that git names in quotes: `error: Entry 'a' not uptodate. Cannot merge.`
  fileprivate var filesInTheWay: [String] {
    let lines = words.split(separator: "\n").filter { line in
      [
        "not uptodate", "would be overwritten", "would be removed", "not up to date", "Cannot merge",
        "would lose untracked",
      ].contains { line.contains($0) }
    }
    return lines.compactMap { line in
      guard let first = line.firstIndex(of: "'"), let last = line.lastIndex(of: "'"), first < last else {
        return nil
      }
      return String(line[line.index(after: first)..<last])
    }
  }
}

extension Repository {
  /// Fills the working tree of a new repository.
  public func checkOut(_ commit: ObjectID) throws(GitError) {
    guard let workTree else { return }
    try CheckoutMove(folder: workTree, old: nil, new: commit, isClean: true).follow()
  }
}
