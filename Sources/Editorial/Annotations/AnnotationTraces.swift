import JSON

extension Annotation {
  /// Without the members that neither the standard's words for what was said and where need, nor Galley: other tools write
  /// there who uses them, and where.
  public func withoutTraces() -> Annotation {
    guard case .object(let members) = raw else { return self }
    let kept = JSON.object(
      members.filter { Self.ownMembers.contains($0.key) }.map { member in
        switch member.key {
        case "body": JSON.Member(member.key, Self.bare(member.value, keepsID: false))
        case "target": JSON.Member(member.key, Self.bare(member.value, keepsID: true))
        default: member
        }
      })
    guard kept != raw,
      let read = try? AnnotationReader(name: id.description).annotation(
        parsing: kept.serializedBytes(pretty: false))
    else { return self }
    return read
  }

  private static let ownMembers: Set<String> = [
    "@context", "id", "type", "motivation", "creator", "created", "body", "bodyValue", "target", "after",
    "claims",
    "deferredTo", "revision", "withChange",
  ]

  private static let innerMembers: Set<String> = [
    "type", "value", "format", "language", "purpose", "source", "selector", "exact", "prefix", "suffix",
    "start", "end",
    "commit",
  ]

  private static func bare(_ json: JSON, keepsID: Bool) -> JSON {
    switch json {
    case .array(let items): .array(items.map { bare($0, keepsID: keepsID) })
    case .object(let members):
      .object(
        members.filter { innerMembers.contains($0.key) || (keepsID && $0.key == "id") }
          .map { JSON.Member($0.key, bare($0.value, keepsID: keepsID)) })
    default: json
    }
  }
}
