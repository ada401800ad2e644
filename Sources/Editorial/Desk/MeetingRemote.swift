import Git

extension Desk {
  /// The remote to meet at: `galley.remote`, else the one that `main` follows, else `origin`, else the only one.
  ///
  /// - Throws: ``Refusal`` when there is none, or several and none is named.
  public func remoteName() throws -> String {
    if let named = repository.configuration("galley.remote") { return named }
    let remotes = try repository.remotes()
    if let followed = repository.configuration("branch.main.remote"), remotes.contains(followed) {
      return followed
    }
    if remotes.contains("origin") || remotes.count == 1 {
      return remotes.contains("origin") ? "origin" : remotes[0]
    }
    guard remotes.isEmpty else {
      throw Refusal(
        .remote, "this desk has several remotes: \(remotes.joined(separator: ", "))",
        "Name one with 'git config galley.remote NAME'.")
    }
    throw Refusal(.remote, "this desk has no remote", "Add one with 'git remote add origin URL'.")
  }

  /// What to say of the remote that was taken where git, or a person, might mean another; nil for nothing.
  public func noteOfRemote(_ taken: String) throws -> String? {
    guard repository.configuration("galley.remote") == nil else { return nil }
    let other = "Name another with 'git config galley.remote NAME'"
    let pushed =
      repository.configuration("branch.main.pushRemote") ?? repository.configuration("remote.pushDefault")
    if let pushed, pushed != taken {
      return "this desk meets the others at \(taken), though git itself pushes to \(pushed). \(other)"
    }
    guard repository.configuration("branch.main.remote") == nil else { return nil }
    let others = try repository.remotes().filter { $0 != taken }
    guard !others.isEmpty else { return nil }
    return
      "this desk meets the others at \(taken), and has more remotes: \(others.joined(separator: ", ")). \(other)"
  }
}
