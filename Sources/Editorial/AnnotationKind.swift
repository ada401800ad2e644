/// Why an annotation was made, in the words of the Web Annotation vocabulary (section 3.6).
public enum Motivation: Sendable, Hashable {
  case commenting, questioning, editing, replying, moderating, assessing
  /// Any other, such as `highlighting` or `tagging`, or one that another tool invented.
  case other(String)

  /// Reads the name, with or without `oa:` or the vocabulary's address before it.
  public init(_ name: String) {
    let prefixes = ["oa:", "http://www.w3.org/ns/oa#", "https://www.w3.org/ns/oa#"]
    let bare = prefixes.first(where: name.hasPrefix).map { String(name.dropFirst($0.count)) } ?? name
    self =
      switch bare {
      case "commenting": .commenting
      case "questioning": .questioning
      case "editing": .editing
      case "replying": .replying
      case "moderating": .moderating
      case "assessing": .assessing
      default: .other(name)
      }
  }

  public var name: String {
    switch self {
    case .commenting: "commenting"
    case .questioning: "questioning"
    case .editing: "editing"
    case .replying: "replying"
    case .moderating: "moderating"
    case .assessing: "assessing"
    case .other(let name): name
    }
  }
}

/// A reviewer's judgement on a revision.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  case accept, minor, major, reject
}

/// What the editor or author did with an annotation.
public enum Resolution: String, Sendable, Hashable, CaseIterable {
  case accepted, rejected, answered, deferred, withdrawn
}

extension Annotation {
  /// What an annotation says. Comments, queries, suggestions and verdicts are on a text; replies, edits and
  /// resolutions are on another annotation.
  public enum Kind: Sendable, Hashable {
    case comment(String)
    /// A question that must be answered before publication.
    case query(String)
    /// The passage should read `replacement`; empty to strike it.
    case suggestion(replacement: String, message: String? = nil)
    case reply(String)
    /// The other annotation should say this instead.
    case edit(String)
    case resolution(Resolution, message: String? = nil)
    case verdict(Verdict, message: String? = nil)
    /// Something else of another tool, such as a highlight, with its text if it has one.
    case other(String?)

    public var motivation: Motivation {
      switch self {
      case .comment: .commenting
      case .query: .questioning
      case .suggestion, .edit: .editing
      case .reply: .replying
      case .resolution: .moderating
      case .verdict: .assessing
      case .other: .other("highlighting")
      }
    }

    /// What a person wrote to be read: the comment, question, answer or message.
    public var text: String? {
      switch self {
      case .comment(let text), .query(let text), .reply(let text), .edit(let text): text
      case .suggestion(_, let message), .resolution(_, let message), .verdict(_, let message): message
      case .other(let text): text
      }
    }
  }
}

extension Annotation.Kind {
  /// Works the kind out of the members. What other tools combine in another way than Galley is taken for the
  /// nearest harmless kind: a verdict that isn't one of ours is a comment, and counts for no rule.
  init(_ motivation: Motivation, _ bodies: [Annotation.Body], _ target: Annotation.Target) {
    let main = bodies.first { $0.purpose == motivation } ?? bodies.first { $0.purpose != .other("tagging") }
    let message = bodies.first { $0.purpose == .commenting && $0 != main }?.value
    let value = main?.value
    switch target {
    case .annotation:
      switch (motivation, value) {
      case (.moderating, let value?):
        self = Resolution(rawValue: value).map { .resolution($0, message: message) } ?? .reply(value)
      case (.editing, let value?): self = .edit(value)
      case (.other, _): self = .other(value)
      case (_, let value?): self = .reply(value)
      case (_, nil): self = .other(nil)
      }
    case .passage:
      switch (motivation, value) {
      case (.assessing, let value?):
        self = Verdict(rawValue: value).map { .verdict($0, message: message) } ?? .comment(value)
      case (.editing, let value?): self = .suggestion(replacement: value, message: message)
      case (.questioning, let value?): self = .query(value)
      case (.other, _): self = .other(value)
      case (_, let value?): self = .comment(value)
      case (_, nil): self = .other(nil)
      }
    }
  }
}
