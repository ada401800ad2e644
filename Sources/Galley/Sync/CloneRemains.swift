import Editorial
import Git
import System

/// The mark of a clone that isn't done yet, in its `.git` folder. The process that clones has it open.
struct CloneMark {
  private let path: String
  private let file: Int32

  /// Puts the mark there, before anything else is.
  init(in folder: String) throws {
    path = folder + "/.git/galley-clone"
    mkdir(folder + "/.git", 0o777)
    file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      throw Refusal(
        "\(folder) can't be written to: \(systemErrorWords())", "Name another folder.")
    }
    flock(file, LOCK_EX)
  }

  /// Takes it away: the clone is whole.
  func remove() {
    unlink(path)
    close(file)
  }

  /// Takes away what a clone into this folder left that was killed: its `.git`, and the files that it had checked out.
  /// Everything else stays.
  /// So it does while that clone still runs.
  static func clearRemains(in folder: String) {
    let file = open(folder + "/.git/galley-clone", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return }
    defer { close(file) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else { return }
    let left = try? Repository(openingAt: folder + "/.git")
    if let left, isInUse(left) {
      unlink(folder + "/.git/galley-clone")
      return
    }
    if let repository = left,
      let main = try? repository.reference(DeskBranch.main.reference),
      let tree = try? repository.commit(main).tree
    {
      try? removeCheckout(of: tree, repository, in: folder)
    }
    // What libgit2 tries out about a file system that it makes a repository on.
    for name in namesInFolder(folder) ?? [] where name.hasPrefix("_git2_") { unlink("\(folder)/\(name)") }
    removeTree(folder + "/.git")
  }

  /// Whether a clone came to its end, or somebody has worked in it since: then the mark is a mere left-over.
  private static func isInUse(_ repository: Repository) -> Bool {
    if repository.configuration("branch.main.merge") != nil { return true }
    let known = (try? repository.references(matching: "refs/*")) ?? []
    let tracked = Set(known.filter { $0.name.hasPrefix("refs/remotes/origin/") }.map(\.target))
    return known.contains { !$0.name.hasPrefix("refs/remotes/") && !tracked.contains($0.target) }
  }

  /// Removes files that are what the tree has, or their beginnings, and then empty folders.
  private static func removeCheckout(of tree: ObjectID, _ repository: Repository, in folder: String) throws {
    for entry in try repository.entries(of: tree) {
      let path = "\(folder)/\(entry.name)"
      if entry.mode == .folder {
        try removeCheckout(of: entry.id, repository, in: path)
        rmdir(path)
      } else if let there = readFile(path), try repository.blob(entry.id).starts(with: there) {
        unlink(path)
      }
    }
  }
}
