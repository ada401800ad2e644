/// A rule that a push, or what is about to be committed, breaks: which, where, and the way out.
public struct BrokenRule: Error, Sendable, Hashable {
  /// The rules' names, as docs/server.md lists them.
  public enum Rule: String, Sendable, Hashable {
    case pusher, branch, history, tree, size, annotation, record, author, signature, permission, publication
    case configuration, conflict
  }

  public let rule: Rule
  /// A branch, or a branch and a file.
  public let place: String
  /// What is wrong there, as a clause.
  public let what: String
  /// The next step, a sentence.
  public let remedy: String

  public init(_ rule: Rule, _ place: String, _ what: String, _ remedy: String) {
    self.rule = rule
    self.place = place
    self.what = what
    self.remedy = remedy
  }

  /// One line for the person who pushes.
  public var line: String { "[\(rule.rawValue)] \(place): \(what). \(remedy)" }
}
