import Editorial
import Git

extension DeskPath {
  /// Who may sign with which SSH key, on `main`: git's file of allowed signers, by e-mail.
  public static let allowedSigners = ".galley/allowed_signers"
  /// OpenPGP public keys, armoured, on `main`.
  public static let openPGPKeys = ".galley/openpgp.asc"
}

extension Desk {
  private static let maxKeyBytes = 4 << 20

  /// Checks signatures against the keys that a commit of `main` lists.
  ///
  /// - Parameter isServer: whether only these count; else the user's own lists do where `main` has none.
  public func signatureCheck(keysAt main: ObjectID?, isServer: Bool) throws -> SignatureCheck {
    func file(_ path: String) throws -> [UInt8]? {
      guard let main, let entry = try repository.entry(path, in: repository.commit(main).tree),
        entry.mode == .file
      else { return nil }
      return try repository.blob(entry.id, limit: Self.maxKeyBytes)
    }
    let (ssh, openPGP) = (try file(DeskPath.allowedSigners), try file(DeskPath.openPGPKeys))
    return try SignatureCheck(
      repository, allowedSigners: ssh ?? (isServer ? [] : nil), openPGP: openPGP ?? (isServer ? [] : nil))
  }

  /// What a commit's signature is worth: it must be its author's.
  public func signature(of commit: Commit, _ check: SignatureCheck) throws -> SignatureState {
    let known = try configuration().person(email: commit.author.email)?.email
    let emails = known.map { $0 == commit.author.email ? [$0] : [commit.author.email, $0] }
    return try check.state(
      of: commit.id, by: emails ?? [commit.author.email], at: commit.committer.seconds)
  }
}
