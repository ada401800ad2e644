/// Why an annotation was made, in the words of the Web Annotation vocabulary (section 3.6).
public enum Motivation: Sendable, Hashable {
  case commenting, questioning, editing, replying, moderating, assessing
  /// Says what a passage is: a claim.
  case classifying
  /// Ties something to another place, or names a source.
  case linking
  case bookmarking
  case tagging
  /// Any other, such as `highlighting` or `tagging`, or one that another tool invented.
  case other(String)

  /// What people do with a text, rather than how they file it.
  static let ofRemarks: Set<Motivation> = [
    .commenting, .questioning, .editing, .replying, .moderating, .assessing,
  ]

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
      case "classifying": .classifying
      case "linking": .linking
      case "bookmarking": .bookmarking
      case "tagging": .tagging
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
    case .classifying: "classifying"
    case .linking: "linking"
    case .bookmarking: "bookmarking"
    case .tagging: "tagging"
    case .other(let name): name
    }
  }
}

/// A reviewer's judgement on a revision.
public enum Verdict: String, Sendable, Hashable, CaseIterable {
  case accept, minor, major, reject
}

/// What a fact-checker found of a claim.
public enum ClaimState: String, Sendable, Hashable, CaseIterable {
  case unchecked, supported, disputed, unverifiable
}

/// An editor's binding act on a revision.
public enum Decision: String, Sendable, Hashable, CaseIterable {
  case accept, revise, decline
  /// Nobody works on it until it is taken up again.
  case shelve
  /// Takes the decision before it back.
  case reopen
}

/// What the editor or author did with an annotation.
public enum Resolution: String, Sendable, Hashable, CaseIterable {
  case accepted, rejected, answered, deferred, withdrawn
  /// Takes the resolution before it back.
  case reopened
  /// What was said must not be shown any more.
  case redacted

  /// What people choose among when they resolve a remark.
  public static let choices: [Resolution] = [
    .accepted, .rejected, .answered, .deferred, .withdrawn, .reopened,
  ]
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
    /// A statement of fact to be checked, with what is said of it and its source.
    case claim(String?, source: String? = nil)
    /// What somebody found of a claim.
    case check(ClaimState, source: String? = nil, message: String? = nil)
    /// Whether the one who made a remark is satisfied with what became of it.
    case satisfaction(Bool, message: String? = nil)
    /// The better place of a remark; the body names it.
    case reattachment
    /// One of the desk's named checks, given for what it is on, or taken back.
    case approval(check: String, isGiven: Bool, message: String? = nil)
    /// A rule that needn't hold for a revision, and why; or needs to again.
    case override(rule: String, isGiven: Bool, message: String? = nil)
    case decision(Decision, message: String? = nil)
    /// Its writer doesn't want to be reminded of a remark before that day.
    case snooze(until: Day)
    /// Something else of another tool, such as a highlight, with its text if it has one.
    case other(String?)

    public var motivation: Motivation {
      switch self {
      case .comment: .commenting
      case .query: .questioning
      case .suggestion, .edit: .editing
      case .reply: .replying
      case .resolution: .moderating
      case .verdict, .check, .satisfaction, .approval: .assessing
      case .override, .decision: .moderating
      case .claim: .classifying
      case .reattachment: .linking
      case .snooze: .bookmarking
      case .other: .other("highlighting")
      }
    }

    /// What a person wrote to be read: the comment, question, answer or message.
    public var text: String? {
      switch self {
      case .comment(let text), .query(let text), .reply(let text), .edit(let text): text
      case .suggestion(_, let message), .resolution(_, let message), .verdict(_, let message): message
      case .claim(let text, _): text
      case .check(_, _, let message), .satisfaction(_, let message), .approval(_, _, let message),
        .override(_, _, let message), .decision(_, let message):
        message
      case .reattachment, .snooze: nil
      case .other(let text): text
      }
    }
  }
}
