import System

/// How the user's git configuration says that commits are signed: `commit.gpgsign` (or `galley.sign` for Galley
/// alone), `gpg.format`, `user.signingkey` and the programs. See git-config(1).
public struct CommitSigner: Sendable, Hashable {
  private enum Kind: Sendable, Hashable {
    case ssh(program: String, key: String)
    /// Without a key gpg looks for one of the committer's.
    case openPGP(program: String, key: String?)
  }

  private let kind: Kind

  /// - Returns: nil when commits aren't to be signed.
  /// - Throws: ``GitError`` when they are, and the configuration doesn't say how.
  public init?(_ repository: Repository) throws(GitError) {
    let wish =
      repository.configuration("galley.sign") ?? repository.configuration("commit.gpgsign") ?? "false"
    guard ["true", "yes", "on", "1"].contains(wish.lowercased()) else { return nil }
    let key = repository.configuration("user.signingkey").flatMap { $0.isEmpty ? nil : $0 }
    switch repository.configuration("gpg.format") ?? "openpgp" {
    case "openpgp":
      let program = repository.configuration("gpg.openpgp.program") ?? repository.configuration("gpg.program")
      kind = .openPGP(program: program ?? "gpg", key: key)
    case "ssh":
      let byCommand =
        key == nil ? try Self.defaultKey(repository.configuration("gpg.ssh.defaultKeyCommand")) : nil
      guard let key = key ?? byCommand else {
        throw Self.trouble(
          "git has no user.signingkey; set it to your public key's file, such as ~/.ssh/id_ed25519.pub")
      }
      kind = .ssh(program: repository.configuration("gpg.ssh.program") ?? "ssh-keygen", key: key)
    case let other:
      throw Self.trouble("gpg.format \(other) isn't one that Galley can use; set ssh or openpgp")
    }
  }

  private static func defaultKey(_ command: String?) throws(GitError) -> String? {
    guard let command else { return nil }
    let done = try ScratchFolder().run(["sh", "-c", command])
    let line = done.output.split(separator: "\n").first.map(String.init)
    return done.code == 0 && line.map(isLiteral) == true ? line : nil
  }

  /// Whether a key is given by itself rather than by its file.
  private static func isLiteral(_ key: String) -> Bool { key.hasPrefix("key::") || key.hasPrefix("ssh-") }

  /// - Parameter who: the committer, as `NAME <EMAIL>`.
  /// - Returns: the armoured signature, without a newline at its end.
  func signature(of content: [UInt8], by who: String) throws(GitError) -> String {
    let folder = try ScratchFolder()
    let file = try folder.write(content, to: "commit")
    let made: String
    switch kind {
    case .ssh(let program, let key):
      let isLiteral = Self.isLiteral(key)
      let literal = key.hasPrefix("key::") ? String(key.dropFirst(5)) : key
      let keyFile = isLiteral ? try folder.write((literal + "\n").utf8, to: "key") : inHome(key)
      let agent = isLiteral ? ["-U"] : []
      let done = try folder.run([program, "-Y", "sign", "-n", "git", "-f", keyFile] + agent + [file])
      guard done.code == 0, let bytes = folder.read("commit.sig") else { throw Self.trouble(done.complaint) }
      made = String(decoding: bytes, as: UTF8.self)
    case .openPGP(let program, let key):
      let done = try folder.run([program, "--status-fd=2", "-bsau", key ?? who], input: file)
      guard done.code == 0, done.errors.contains("[GNUPG:] SIG_CREATED ") else {
        throw Self.trouble(done.complaint)
      }
      made = done.output
    }
    // Armour has a blank line after its headers, and lines of gpg's may end in CRLF (one Character in Swift).
    var lines = made.split(omittingEmptySubsequences: false) { $0.isNewline }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  private static func trouble(_ message: String) -> GitError {
    GitError(code: .other(-1), class: .none, message: message, attempted: "sign the commit")
  }
}
