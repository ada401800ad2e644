import JSON
import Prose

// What the parts of Galley that fold and place annotations ask of one.

extension Annotation {
  public var verdict: Verdict? {
    if case .verdict(let verdict, _) = kind { verdict } else { nil }
  }

  public var resolution: Resolution? {
    if case .resolution(let resolution, _) = kind { resolution } else { nil }
  }

  /// The text that a suggestion puts in its passage's place.
  public var replacement: String? {
    if case .suggestion(let replacement, _) = kind { replacement } else { nil }
  }

  /// What a person wrote to be read.
  public var text: String? { kind.text }

  /// Whether it stands for itself: a comment, query or suggestion on a passage or on the whole text, rather
  /// than a reply, a resolution or a verdict.
  public var isRemark: Bool { parent == nil && verdict == nil }

  /// What ties it to its passage; nil for a remark on the whole text or on another annotation.
  public var anchor: Anchor? {
    guard let passage, !passage.isWholeText else { return nil }
    return Anchor(
      exact: passage.quote?.exact ?? "", prefix: passage.quote?.prefix ?? "",
      suffix: passage.quote?.suffix ?? "",
      range: passage.position)
  }

  /// A resolution that the making of a revision wrote.
  public func decided(in number: RevisionNumber) -> Annotation {
    adding("revision", .string(number.description))
  }

  /// The revision whose making decided on a suggestion: it is applied, or turned down, there.
  public var decidedIn: RevisionNumber? {
    raw["revision"]?.stringValue.flatMap { try? RevisionNumber(component: $0) }
  }

  /// The events of its thread that its writer had seen: a member of Galley's own, `after`.
  public var after: [AnnotationID] { AnnotationID.list(raw["after"]) }

  /// With the latest events that its writer has seen.
  public func coming(after seen: [AnnotationID]) -> Annotation {
    let seen = seen.suffix(AnnotationID.maxListed)
    return seen.isEmpty ? self : adding("after", .array(seen.map { .string($0.urn) }))
  }
}
