import JSON

// What people said in other words later, and what must not be shown any more: the files stay as they were written.

/// Entries with what their makers say instead, and without the words of those that were redacted.
///
/// - Parameter entries: in the order of the fold; the last rewording holds.
func amended(_ entries: [RecordEntry]) -> [RecordEntry] {
  let isChanged = entries.contains {
    if case .edit = $0.annotation.kind { true } else { $0.annotation.resolution == .redacted }
  }
  guard isChanged else { return entries }
  let amendments = Amendments(of: entries)
  return entries.indices.map { amendments.applied(to: entries[$0], at: $0) }
}

/// What became of the words of each entry, by its place.
private struct Amendments {
  private var rewordings: [Int: Annotation] = [:]
  private var redactions: [Int: Annotation] = [:]
  /// The places of those that say something in other words, with whose words they are.
  private var reworders: [Int: Int] = [:]

  init(of entries: [RecordEntry]) {
    let places = Dictionary(
      entries.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (index, entry) in entries.enumerated() {
      guard let parent = entry.annotation.parent, let place = places[parent] else { continue }
      take(entry, at: index, on: entries[place], at: place)
    }
  }

  private mutating func take(_ entry: RecordEntry, at index: Int, on other: RecordEntry, at place: Int) {
    switch entry.annotation.kind {
    case .edit(let words):
      guard entry.person == other.person, let reworded = other.annotation.saying(words) else { return }
      rewordings[place] = reworded
      reworders[index] = place
    case .resolution(.redacted, _):
      if other.annotation.isRedactable { redactions[place] = entry.annotation }
    default: return
    }
  }

  func applied(to entry: RecordEntry, at index: Int) -> RecordEntry {
    var amended = entry
    if let reworded = rewordings[index] {
      amended.amend(reworded)
      amended.isReworded = true
    }
    amended.isOfReworder = amended.isOfReworder || reworders[index] != nil
    if let redaction = redactions[index] { amended.redaction = redaction }
    if redactions[reworders[index] ?? index] != nil { amended.amend(amended.annotation.withoutWords) }
    return amended
  }
}

extension RecordEntry {
  /// As its file has it.
  var asWritten: RecordEntry {
    var copy = self
    copy.annotation = written ?? annotation
    (copy.written, copy.isReworded, copy.isOfReworder, copy.redaction) = (nil, false, false, nil)
    return copy
  }

  fileprivate mutating func amend(_ other: Annotation) {
    written = written ?? annotation
    annotation = other
  }

  /// With the marks of another that stands for the same.
  func amended(as other: RecordEntry) -> RecordEntry {
    var copy = self
    (copy.isReworded, copy.isOfReworder, copy.redaction) = (
      other.isReworded, other.isOfReworder, other.redaction
    )
    return copy
  }
}

extension Annotation {
  /// Whether its maker can say it in other words later: a comment, a query or a reply.
  public var canBeReworded: Bool {
    switch kind {
    case .comment, .query, .reply: true
    default: false
    }
  }

  /// Whether its words can be taken away: those of a remark or a reply.
  public var isRedactable: Bool {
    switch kind {
    case .comment, .query, .suggestion, .claim, .reply, .edit, .other: true
    default: false
    }
  }

  /// With other words; nil of what can't be reworded.
  func saying(_ words: String) -> Annotation? {
    guard canBeReworded, let old = text else { return nil }
    let body = Body(words, purpose: motivation).json
    guard let bodies = raw["body"]?.arrayValue else { return reading(adding("body", body).raw) }
    let first = bodies.firstIndex { $0["value"]?.stringValue == old }
    return reading(adding("body", .array(bodies.enumerated().map { $0 == first ? body : $1 })).raw)
  }

  /// Without what it says; it stays on its passage.
  var withoutWords: Annotation {
    var raw = raw
    raw.remove("body")
    return reading(raw) ?? self
  }

  private func reading(_ raw: JSON) -> Annotation? {
    try? AnnotationReader(name: id.description).annotation(parsing: raw.serializedBytes(pretty: false))
  }
}
