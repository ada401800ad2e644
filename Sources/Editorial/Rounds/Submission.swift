import Git
import JSON

/// An editor's or author's call for reviews of a revision: an event, never rewritten.
public struct Submission: Sendable, Hashable, RecordEvent {
  public let id: AnnotationID
  public let number: RevisionNumber
  public let by: PersonID
  public let at: Timestamp
  /// Empty when everybody is asked.
  public let reviewers: [PersonID]
  public let due: Day?
  /// Reviewers don't see one another's remarks until the editor merges them.
  public let isBlind: Bool
  /// Who knows whom.
  public let method: RoundMethod
  /// What the reviewers are asked to look at.
  public let brief: String?
  /// The submissions of the revision that its writer had seen.
  public let causes: [AnnotationID]

  public init(
    id: AnnotationID, number: RevisionNumber, by: PersonID, at: Timestamp, reviewers: [PersonID], due: Day?,
    isBlind: Bool, method: RoundMethod = .open, brief: String? = nil, after causes: [AnnotationID] = []
  ) {
    self.id = id
    self.number = number
    self.by = by
    self.at = at
    self.reviewers = reviewers
    self.due = due
    self.isBlind = isBlind
    self.method = method
    self.brief = brief
    self.causes = causes
  }

  /// The file's content.
  public var json: JSON {
    var members: [JSON.Member] = [
      .init("id", .string(id.urn)), .init("type", "Submission"), .init("by", .string(by.component)),
      .init("at", .string(at.description)),
      .init("reviewers", .array(reviewers.map { .string($0.component) })),
    ]
    if let due { members.append(.init("due", .string(due.description))) }
    members.append(.init("blind", .bool(isBlind)))
    if method != .open { members.append(.init("method", .string(method.rawValue))) }
    if let brief { members.append(.init("brief", .string(brief))) }
    if !causes.isEmpty { members.append(.init("after", .array(causes.map { .string($0.urn) }))) }
    return .object(members)
  }

  /// Reads a submission's file; nil when it isn't one.
  public init?(id: AnnotationID, number: RevisionNumber, parsing bytes: [UInt8]) {
    guard let json = try? JSON(parsing: bytes), json["type"]?.stringValue == "Submission",
      let by = json["by"]?.stringValue.flatMap({ try? PersonID(component: $0) }),
      let at = json["at"]?.stringValue.flatMap({ try? Timestamp($0) })
    else { return nil }
    self.init(
      id: id, number: number, by: by, at: at,
      reviewers: (json["reviewers"]?.arrayValue ?? []).compactMap {
        $0.stringValue.flatMap { try? PersonID(component: $0) }
      },
      due: json["due"]?.stringValue.flatMap { try? Day($0) }, isBlind: json["blind"]?.boolValue ?? false,
      method: json["method"]?.stringValue.flatMap(RoundMethod.init) ?? .open,
      brief: json["brief"]?.stringValue,
      after: AnnotationID.list(json["after"]))
  }
}

extension AnnotationID {
  /// More are never written; what is beyond is not read.
  static let maxListed = 256

  /// The ids of a JSON array; what is none is passed over.
  static func list(_ json: JSON?, limit: Int = maxListed) -> [AnnotationID] {
    (json?.arrayValue ?? []).prefix(limit).compactMap {
      $0.stringValue.flatMap { AnnotationID(uuid: $0) }
    }
  }
}
