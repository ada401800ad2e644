internal import CGit
import System

/// What a commit's signature is worth.
public enum SignatureState: Sendable, Hashable {
  case none
  /// By a key that the list gives to the commit's author: its fingerprint.
  case good(key: String)
  /// There is one, and it isn't good: why.
  case bad(String)
}

/// Checks commits' signatures against the keys of a list: SSH's allowed signers (ssh-keygen(1)) and OpenPGP keys.
public final class SignatureCheck {
  private let repository: Repository
  private let folder: ScratchFolder
  private let sshProgram: String
  private let allowedSigners: String?
  private let keyring: String?

  /// - Parameters:
  ///   - allowedSigners: the content of the file; nil takes the one of `gpg.ssh.allowedSignersFile`, if that is set.
  ///   - openPGP: armoured public keys.
  public init(_ repository: Repository, allowedSigners: [UInt8]?, openPGP: [UInt8]?) throws(GitError) {
    self.repository = repository
    folder = try ScratchFolder()
    sshProgram = repository.configuration("gpg.ssh.program") ?? "ssh-keygen"
    if let allowedSigners {
      self.allowedSigners = try folder.write(allowedSigners, to: "allowed_signers")
    } else {
      self.allowedSigners = repository.configuration("gpg.ssh.allowedSignersFile")
    }
    if let openPGP {
      keyring = try folder.write(Self.dearmoured(openPGP), to: "keyring.gpg")
    } else {
      keyring = nil
    }
  }

  /// - Parameter emails: what the list may call the author.
  public func state(of commit: ObjectID, by emails: [String], at seconds: Int64) throws(GitError)
    -> SignatureState
  {
    guard let (signature, content) = try repository.signature(of: commit) else { return .none }
    let signed = try folder.write(content, to: "commit")
    let made = try folder.write(signature + [0x0A], to: "signature")
    if signature.starts(with: "-----BEGIN SSH SIGNATURE-----".utf8) {
      return try ssh(signed, made, emails, at: seconds)
    }
    if signature.starts(with: "-----BEGIN PGP ".utf8) { return try openPGP(signed, made, emails) }
    return .bad("it is neither of SSH nor of OpenPGP")
  }

  private func ssh(_ signed: String, _ made: String, _ emails: [String], at seconds: Int64) throws(GitError)
    -> SignatureState
  {
    guard let allowedSigners else { return .bad("no list of allowed signers is at hand") }
    var why = ""
    for email in emails {
      let done = try folder.run(
        [
          sshProgram, "-Y", "verify", "-n", "git", "-f", allowedSigners, "-I", email, "-s", made,
          "-Overify-time=\(Self.local(seconds))",
        ], input: signed)
      // Good "git" signature for ann@example.org with ED25519 key SHA256:…
      if done.code == 0 {
        return .good(key: done.output.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? "")
      }
      why = done.complaint
    }
    return .bad("no key of \(emails.joined(separator: " or ")) made it: \(why)")
  }

  private func openPGP(_ signed: String, _ made: String, _ emails: [String]) throws(GitError)
    -> SignatureState
  {
    let program =
      keyring.map { ["gpgv", "--keyring", $0] }
      ?? [repository.configuration("gpg.openpgp.program") ?? repository.configuration("gpg.program") ?? "gpg"]
    let done = try folder.run(
      program + ["--status-fd=1"] + (keyring == nil ? ["--verify"] : []) + [made, signed])
    var (user, key) = ("", "")
    for line in done.output.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 3).map(String.init)
      guard words.count > 2, words[0] == "[GNUPG:]" else { continue }
      if words[1] == "GOODSIG", words.count > 3 { user = words[3] }
      if words[1] == "VALIDSIG" { key = words[2] }
    }
    guard done.code == 0, !user.isEmpty, !key.isEmpty else { return .bad(done.complaint) }
    let email = user.split(separator: "<").last.map { $0.prefix { $0 != ">" } } ?? ""
    guard emails.contains(where: { $0.lowercased() == email.lowercased() }) else {
      return .bad("it was made with a key of \(user)")
    }
    return .good(key: key)
  }

  /// `YYYYMMDDHHMMSS` in local time, as ssh-keygen reads it.
  private static func local(_ seconds: Int64) -> String {
    var (time, parts) = (time_t(seconds), tm())
    localtime_r(&time, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, "%Y%m%d%H%M%S", &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The bytes of one or several blocks of ASCII armour (RFC 4880, section 6.2). What is no armour gives nothing.
  static func dearmoured(_ text: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var (isInBlock, isInBody) = (false, false)
    var (bits, count): (UInt32, Int) = (0, 0)
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.starts(with: "-----".utf8) {
        isInBlock = line.starts(with: "-----BEGIN".utf8)
        (isInBody, bits, count) = (false, 0, 0)
      } else if isInBlock, !isInBody {
        isInBody = line.isEmpty
      } else if isInBody, line.first != UInt8(ascii: "=") {
        for byte in line {
          guard let value = base64Value(byte) else { continue }
          bits = bits << 6 | value
          count += 6
          if count >= 8 {
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
          }
        }
      }
    }
    return bytes
  }

  private static func base64Value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte) - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte) - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) + 4
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}

extension Repository {
  /// A commit's signature and what it signs, or nil when there is none.
  func signature(of commit: ObjectID) throws(GitError) -> (signature: [UInt8], content: [UInt8])? {
    var (signature, content, id) = (git_buf(), git_buf(), commit.oid)
    defer {
      git_buf_dispose(&signature)
      git_buf_dispose(&content)
    }
    let status = git_commit_extract_signature(&signature, &content, pointer, &id, nil)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try check(status, "read the signature of \(commit.short)")
    return (signature.bytes, content.bytes)
  }

  /// Writes a commit from its bytes; no reference moves.
  func writeCommit(_ content: [UInt8], _ signature: String?) throws(GitError) -> ObjectID {
    var oid = git_oid()
    let text = String(decoding: content, as: UTF8.self)
    try check(git_commit_create_with_signature(&oid, pointer, text, signature, nil), "write a commit")
    return ObjectID(oid)
  }
}

extension git_buf {
  var bytes: [UInt8] {
    ptr == nil ? [] : Array(UnsafeRawBufferPointer(start: ptr, count: size))
  }
}
