internal import CGit

/// Who did something, and when: git's author or committer.
public struct Signature: Sendable, Hashable {
  public var name: String
  public var email: String
  /// Seconds since 1970-01-01T00:00:00Z.
  public var seconds: Int64
  /// Minutes east of UTC.
  public var offsetMinutes: Int32

  public init(name: String, email: String, seconds: Int64, offsetMinutes: Int32) {
    self.name = name
    self.email = email
    self.seconds = seconds
    self.offsetMinutes = offsetMinutes
  }

  init(_ signature: UnsafePointer<git_signature>) {
    self.init(
      name: String(cString: signature.pointee.name), email: String(cString: signature.pointee.email),
      seconds: signature.pointee.when.time, offsetMinutes: signature.pointee.when.offset)
  }

  /// As git writes it into reference logs: `NAME <EMAIL> SECONDS +HHMM`.
  var logLine: String {
    func plain(_ text: String) -> String {
      String(
        String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0 != "<" && $0 != ">" }))
    }
    let minutes = abs(offsetMinutes)
    let zone = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    return "\(plain(name)) <\(plain(email))> \(seconds) \(offsetMinutes < 0 ? "-" : "+")\(zone)"
  }

  /// libgit2's form, freed after `body`.
  func withHandle<R>(_ body: (UnsafePointer<git_signature>) throws(GitError) -> R) throws(GitError) -> R {
    var out: UnsafeMutablePointer<git_signature>?
    try check(
      git_signature_new(&out, name, email, seconds, offsetMinutes),
      "use the name \(name) <\(email)> in a commit")
    guard let out else { throw GitError(status: -1, attempted: "use the name \(name)") }
    defer { git_signature_free(out) }
    return try body(out)
  }
}
