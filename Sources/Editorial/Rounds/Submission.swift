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
  /// Who need not review it any more.
  public let without: [PersonID]
  /// Whether it takes the submissions before it back.
  public let isWithdrawn: Bool
  /// The submissions of the revision that its writer had seen.
  public let causes: [AnnotationID]

  public init(
    id: AnnotationID, number: RevisionNumber, by: PersonID, at: Timestamp, reviewers: [PersonID], due: Day?,
    isBlind: Bool, method: RoundMethod = .open, brief: String? = nil, without: [PersonID] = [],
    isWithdrawn: Bool = false,
    after causes: [AnnotationID] = []
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
    self.without = without
    self.isWithdrawn = isWithdrawn
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
    if !without.isEmpty { members.append(.init("without", .array(without.map { .string($0.component) }))) }
    if isWithdrawn { members.append(.init("withdrawn", true)) }
    if !causes.isEmpty { members.append(.init("after", .array(causes.map { .string($0.urn) }))) }
    return .object(members)
  }

  /// Reads a submission's file; nil when it isn't one.
  public init?(id: AnnotationID, number: RevisionNumber, parsing bytes: [UInt8]) {
    guard let json = try? JSON(parsing: bytes), json["type"]?.stringValue == "Submission",
      let by = json["by"]?.stringValue.flatMap({ try? PersonID(component: $0) }),
      let at = json["at"]?.stringValue.flatMap({ try? Timestamp($0) })
    else { return nil }
    func people(_ key: String) -> [PersonID] {
      (json[key]?.arrayValue ?? []).compactMap { $0.stringValue.flatMap { try? PersonID(component: $0) } }
    }
    self.init(
      id: id, number: number, by: by, at: at, reviewers: people("reviewers"),
      due: json["due"]?.stringValue.flatMap { try? Day($0) }, isBlind: json["blind"]?.boolValue ?? false,
      method: json["method"]?.stringValue.flatMap(RoundMethod.init) ?? .open,
      brief: json["brief"]?.stringValue, without: people("without"),
      isWithdrawn: json["withdrawn"]?.boolValue ?? false,
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
