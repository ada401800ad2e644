internal import CGit
import System

/// A working tree in which a branch is checked out.
public struct Checkout: Sendable, Hashable {
  /// Its folder.
  public let folder: String
  /// Whether tracked files or the index differ from the branch's commit.
  public let isClean: Bool
}

extension Repository {
  /// The repository handles of all working trees: the main one and those that `git worktree` added.
  private func workTrees() throws(GitError) -> [Repository] {
    var found: [Repository] = []
    let shared = git_repository_is_worktree(pointer) == 0 ? self : try Repository(openingAt: commonFolder)
    if !shared.isBare { found.append(shared) }
    var names = git_strarray()
    try check(git_worktree_list(&names, pointer), "list the working trees")
    defer { git_strarray_dispose(&names) }
    for index in 0..<names.count {
      guard let name = names.strings[index] else { continue }
      let tree = try Owned(freedBy: git_worktree_free, "open a working tree") {
        git_worktree_lookup($0, pointer, name)
      }
      guard
        let linked = try? TrustedFolders.opening(
          String(cString: git_worktree_path(tree.pointer)), "open a working tree",
          make: { git_repository_open_from_worktree($0, tree.pointer) })
      else { continue }
      found.append(Repository(handle: linked))
    }
    return found
  }

  /// The working trees in which any of these branches is checked out, each with whether it is clean.
  ///
  /// Ask before the branch moves: afterwards a clean tree looks changed.
  public func checkouts(of branches: Set<String>) throws(GitError) -> [String: [Checkout]] {
    var found: [String: [Checkout]] = [:]
    for tree in try workTrees() {
      guard case .branch(let name) = try tree.head(), branches.contains(name), let folder = tree.workTree
      else {
        continue
      }
      found[name, default: []].append(Checkout(folder: folder, isClean: tree.isClean))
    }
    return found
  }

  /// Whether no tracked file and nothing in the index differs from HEAD, as far as libgit2 sees: of an index that it
  /// can't read, not. Untracked files don't count.
  private var isClean: Bool {
    var options = git_status_options()
    git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION))
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
    options.flags = GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue
    let list = try? Owned(freedBy: git_status_list_free, "compare the working tree with HEAD") {
      git_status_list_new($0, pointer, &options)
    }
    guard let list else { return false }
    return git_status_list_entrycount(list.pointer) == 0
  }

  /// Takes a file of a working tree into its index, as `git add` does.
  public static func stage(_ path: String, in folder: String) throws(GitError) {
    let answer = GitProgram.run(["add", "--", path], in: folder)
    guard !answer.succeeded else { return }
    throw GitError(
      code: .other(-1), class: .index, message: answer.words,
      attempted: "add \(path) to the index of \(folder)")
  }

  /// Brings a clean working tree from one commit to another. Files that git doesn't track are never overwritten.
  ///
  /// - Throws: ``GitError`` with code `.conflict` when an untracked file is in the way; then nothing is changed.
  public static func bringUpToDate(
    _ folder: String, from old: ObjectID?, to new: ObjectID
  ) throws(GitError) {
    let repository = try Repository(openingAt: folder)
    let target = try repository.treeHandle(of: new)
    var options = git_checkout_options()
    git_checkout_options_init(&options, UInt32(GIT_CHECKOUT_OPTIONS_VERSION))
    options.checkout_strategy = GIT_CHECKOUT_SAFE.rawValue
    if old == nil {
      options.checkout_strategy |= GIT_CHECKOUT_RECREATE_MISSING.rawValue
    }
    guard let old else {
      try check(git_checkout_tree(repository.pointer, target.pointer, &options), "check out \(folder)")
      return
    }
    let baseline = try repository.treeHandle(of: old)
    options.baseline = baseline.pointer
    try check(git_checkout_tree(repository.pointer, target.pointer, &options), "bring \(folder) up to date")
  }

  func treeHandle(of commit: ObjectID) throws(GitError) -> Owned {
    var id = try self.commit(commit).tree.oid
    return try Owned(freedBy: git_tree_free, "read tree of \(commit.short)") {
      git_tree_lookup($0, pointer, &id)
    }
  }
}
