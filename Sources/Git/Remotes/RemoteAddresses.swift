internal import CGit

extension Repository {
  /// The names of the configured remotes.
  public func remotes() throws(GitError) -> [String] {
    var names = git_strarray()
    try check(git_remote_list(&names, pointer), "list the remotes")
    defer { git_strarray_dispose(&names) }
    return (0..<names.count).compactMap { names.strings[$0].map { String(cString: $0) } }
  }

  public func remoteURL(_ name: String) -> String? { configuration("remote.\(name).url") }

  /// Where git fetches from and pushes to first, where libgit2 wouldn't find that: several addresses, or settings that
  /// only git reads.
  func addressesByGit(of remote: String) -> (fetch: String, push: String)? {
    let pushes = pushAddresses(of: remote)
    guard asksGit || !pushes.isEmpty, let fetch = addresses(of: remote, []).first else { return nil }
    return (
      fetch, pushes.contains(fetch) ? fetch : pushes.first ?? addresses(of: remote, ["--push"]).first ?? fetch
    )
  }

  /// All addresses that git pushes to, where there are several.
  public func pushAddresses(of remote: String) -> [String] {
    guard
      configurationValues("remote.\(remote).pushurl").count > 1
        || configurationValues("remote.\(remote).url").count > 1
    else { return [] }
    return addresses(of: remote, ["--push", "--all"])
  }

  private func addresses(of remote: String, _ options: [String]) -> [String] {
    GitProgram.run(
      ["--git-dir", ".", "remote", "get-url"] + options + ["--", remote], in: location.path,
      timeout: RemoteTimeout.seconds
    ).text.split(separator: "\n").map(String.init)
  }

  /// Adds a remote with git's usual refspec, so that plain git works on the desk too.
  public func addRemote(_ name: String, url: String) throws(GitError) {
    _ = try Owned(freedBy: git_remote_free, "add the remote \(name)") {
      git_remote_create($0, pointer, name, url)
    }
  }
}
