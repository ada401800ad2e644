/// What a commit of Galley says of itself at the end of its message, for the history and for `git log`.
public struct CommitNote: Sendable, Hashable {
  /// What happened to the article.
  public enum Event: String, Sendable {
    case new, save, submit, review, merge, revise, publish, retract, sync
  }

  public let event: Event
  public let slug: Slug
  public let number: RevisionNumber

  public init(_ event: Event, _ slug: Slug, _ number: RevisionNumber) {
    self.event = event
    self.slug = slug
    self.number = number
  }

  /// The commit's message: a subject, an optional body and the trailers.
  public func message(_ subject: String, body: String? = nil) -> String {
    let body = body.map { "\($0)\n\n" } ?? ""
    return "\(subject)\n\n\(body)Galley-Event: \(event.rawValue)\nGalley-Revision: \(slug)/\(number)\n"
  }

  /// Reads the trailers of a message's last paragraph; nil when it isn't a commit of Galley's.
  public init?(message: String) {
    var event: Event?
    var revision: Substring?
    for line in message.split(separator: "\n", omittingEmptySubsequences: false).reversed() {
      if line.hasPrefix("Galley-Event: ") { event = Event(rawValue: String(line.dropFirst(14))) }
      if line.hasPrefix("Galley-Revision: ") { revision = line.dropFirst(17) }
      if line.isEmpty, event != nil { break }
    }
    guard let event, let revision, let slash = revision.lastIndex(of: "/"),
      let slug = try? Slug(String(revision[..<slash])),
      let number = try? RevisionNumber(String(revision[revision.index(after: slash)...]))
    else { return nil }
    self.init(event, slug, number)
  }

  /// The same for a commit on a revision's branch of one article; nil for others.
  public init?(message: String, ofRevisionOf slug: Slug) {
    self.init(message: message)
    guard self.slug == slug, event != .review, event != .publish, event != .retract else { return nil }
  }
}
