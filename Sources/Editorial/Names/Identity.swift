import Git
import System

/// Who works at this desk now.
public struct DeskPerson: Sendable, Hashable {
  public let name: String
  public let email: String
  public let id: PersonID

  public init(name: String, email: String, id: PersonID) {
    self.name = name
    self.email = email
    self.id = id
  }

  public func signature(at time: Timestamp) -> Signature {
    Signature(
      name: name, email: email, seconds: time.seconds, offsetMinutes: Int32(clamping: time.offsetMinutes))
  }
}

extension Desk {
  /// The person whom git would write down as an author: of GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL, else of its
  /// configuration, else the e-mail of EMAIL.
  ///
  /// Where galley.yaml knows the e-mail in another spelling, that spelling makes the id.
  ///
  /// - Throws: ``Refusal`` when there is no name or e-mail, ``InvalidValue`` when the e-mail makes no id.
  public func person() throws -> DeskPerson {
    let (name, email) = (authorName, authorEmail)
    guard let email, let name else {
      let missing = email == nil ? "user.email you@example.org" : "user.name 'Your Name'"
      throw Refusal(
        "nobody is named at this desk: git has no \(email == nil ? "user.email" : "user.name")",
        "Say who you are with 'git config \(missing)'.")
    }
    let known = try configuration().person(email: email)
    return DeskPerson(name: name, email: email, id: try PersonID(email: known?.email ?? email))
  }

  /// Who moved a reference, for git's reflog, and who made or mended a desk: the person, without a look at
  /// galley.yaml, or nobody in particular.
  public func signature() -> Signature {
    let time = now()
    return Signature(
      name: authorName ?? "galley", email: authorEmail ?? "galley@localhost", seconds: time.seconds,
      offsetMinutes: Int32(clamping: time.offsetMinutes))
  }

  private var authorName: String? {
    environment["GIT_AUTHOR_NAME"]?.unlessEmpty ?? setting("author.name") ?? setting("user.name")
  }

  private var authorEmail: String? {
    environment["GIT_AUTHOR_EMAIL"]?.unlessEmpty ?? setting("author.email") ?? setting("user.email")
      ?? environment["EMAIL"]?.unlessEmpty
  }

  private func setting(_ key: String) -> String? { repository.configuration(key)?.unlessEmpty }

  /// The time to write down. GIT_COMMITTER_DATE as `SECONDS ±HHMM` sets it, as it does for git.
  public func now() -> Timestamp {
    environment["GIT_COMMITTER_DATE"].flatMap(Timestamp.init(gitDate:)) ?? clock()
  }

  /// The time that it is by this machine's clock, whatever the environment says.
  public func clock() -> Timestamp {
    var seconds = time(nil)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return Timestamp(seconds: Int64(seconds), offsetMinutes: Int(parts.tm_gmtoff / 60))
  }
}

extension Timestamp {
  /// - Parameter gitDate: git's raw form, `1700000000 +0100`, with or without a leading `@`.
  init?(gitDate: String) {
    let parts = gitDate.split(separator: " ")
    guard let first = parts.first, let seconds = Int64(first.drop { $0 == "@" }) else { return nil }
    let zone = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    self.init(seconds: seconds, offsetMinutes: zone / 100 * 60 + zone % 100)
  }
}

extension String {
  fileprivate var unlessEmpty: String? { isEmpty ? nil : self }
}
