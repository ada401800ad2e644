import Git

extension Record {
  /// A digest of every event in the order of the fold and of what they amount to: two desks have the same one when they
  /// have the same events, whatever came to them first.
  public var fingerprint: ObjectID {
    var lines = entries.map { "\($0.number) \($0.person) \(ObjectID(ofBlob: $0.annotation.fileBytes))" }
    lines += submissions.map { "\($0.number) \(ObjectID(ofBlob: $0.json.serializedBytes(pretty: true)))" }
    for thread in threads {
      let state = [thread.resolved, thread.satisfaction, thread.reattachment, thread.check].map {
        $0?.id.description ?? "-"
      }
      let others = thread.disagreements.flatMap(\.others).map(\.id.description)
      lines.append(([thread.root.id.description] + state + others).joined(separator: " "))
    }
    return ObjectID(ofBlob: Array(lines.joined(separator: "\n").utf8))
  }
}
