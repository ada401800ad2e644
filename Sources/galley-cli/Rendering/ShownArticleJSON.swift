import Editorial
import Galley
import JSON
import Prose

extension ShownArticle {
  func json(withText: Bool) -> JSON {
    var json: JSON = [
      "slug": .string(slug.description), "revision": .string(number.description),
      "commit": .string(commit.description),
    ]
    if withText { json.set("text", .string(text)) }
    json.set("annotations", .array(threads.map { $0.json(ids, of: slug) }))
    json.set(
      "verdicts",
      .array(
        verdicts.map {
          [
            "reviewer": .string($0.person.component), "revision": .string($0.number.description),
            "verdict": .string($0.verdict.rawValue), "message": $0.message.map { .string($0) } ?? .null,
            "contradictions": .array($0.disagreement?.json ?? []),
          ]
        }))
    json.set("files", .array(files.map(\.json)))
    return json
  }
}

extension PlacedThread {
  func json(_ ids: ShortIDs, of slug: Slug) -> JSON {
    let root = thread.root
    var json: JSON = [
      "slug": .string(slug.description), "id": .string(root.id.description),
      "tail": .string(ids.tail(of: root.id)),
      "revision": .string(root.number.description), "reviewer": .string(root.person.component),
      "creator": (root.annotation.origin == nil ? root.annotation.creator?.name : root.maker)
        .map { .string($0) } ?? .null,
      "broughtInBy": root.broughtInBy.map { .string($0) } ?? .null,
      "motivation": .string(root.annotation.motivation.name),
      "created": root.annotation.created.map { .string($0.description) } ?? .null,
      "text": root.annotation.text.map { .string($0) } ?? .null,
      "replacement": root.annotation.replacement.map { .string($0) } ?? .null,
      "quote": root.annotation.anchor.map { .string($0.exact) } ?? .null,
      "merged": .bool(root.isMerged), "open": .bool(isOpen),
      "resolution": thread.resolution.map { .string($0.rawValue) } ?? .null,
      "withChange": .bool(thread.resolution == .accepted && thread.resolved?.annotation.isWithChange == true),
      "deferredTo": (thread.resolution == .deferred ? thread.resolved?.annotation.deferredTo : nil)
        .map { .string($0.description) } ?? .null,
      "reason": thread.resolved?.annotation.text.map { .string($0) } ?? .null,
      "reworded": .bool(root.isReworded),
      "redacted": (root.redaction?.text).map { .string($0) } ?? .null,
      "satisfied": thread.isSatisfied.map { .bool($0) } ?? .null,
    ]
    json.set("contradictions", .array(thread.disagreements.flatMap(\.json)))
    json.set("status", placement.map { .string($0.status.rawValue) } ?? .null)
    json.set("start", (placement?.range?.lowerBound).map { JSON($0) } ?? .null)
    json.set("end", (placement?.range?.upperBound).map { JSON($0) } ?? .null)
    json.set("score", placement.map { JSON($0.score) } ?? .null)
    json.set("certain", .bool(placement?.isCertain ?? true))
    json.set("method", placement.map { .string($0.method.rawValue) } ?? .null)
    json.set(
      "replies",
      .array(
        thread.replies.map {
          [
            "id": .string($0.id.description), "reviewer": .string($0.person.component),
            "text": $0.annotation.text.map { .string($0) } ?? .null,
          ]
        }))
    return json
  }
}
