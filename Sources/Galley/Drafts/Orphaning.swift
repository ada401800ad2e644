import Editorial
import Git
import Prose

/// Open remarks whose passages a new text has no more, though the text before it has them.
public struct OrphanedRemarks: Sendable {
  public let slug: Slug
  public let threads: [Thread]
  public let ids: ShortIDs
}

extension OrphanedRemarks {
  /// Tells of remarks once: when the work is tried again because somebody was faster, only when there are others.
  static func once(
    _ hear: ((OrphanedRemarks) throws -> Void)?
  ) -> ((OrphanedRemarks) throws -> Void)? {
    guard let hear else { return nil }
    var told: Set<AnnotationID> = []
    return { remarks in
      let ids = Set(remarks.threads.map(\.root.id))
      guard !ids.isSubset(of: told) else { return }
      try hear(remarks)
      told.formUnion(ids)
    }
  }
}

extension Desk {
  /// Tells, before a text is written, which open remarks would lose their passages.
  func warn(
    _ hear: ((OrphanedRemarks) throws -> Void)?, of record: @autoclosure () throws -> Record,
    except settled: Set<AnnotationID> = [], _ slug: Slug, from old: FoundRevision, to text: String
  ) throws {
    guard let hear else { return }
    let before = try articleText(slug, in: old.tip)
    guard before != text else { return }
    let record = try recordToShow(record()).record
    let open = record.threads.filter { $0.isOpen(in: old.number) && !settled.contains($0.root.id) }
    var reanchoring = RemarkReanchoring(desk: self, slug: slug, revision: old)
    var toNew: [ObjectID: Reanchoring] = [:]
    let lost = try open.filter { thread in
      guard let placement = try reanchoring.place(thread), placement.status != .orphan else { return false }
      let entry = thread.anchored(in: old.number)
      guard let anchor = entry.anchor else { return false }
      let commit = try madeOn(entry, slug)
      if toNew[commit] == nil {
        toNew[commit] = Reanchoring(old: try articleText(slug, in: commit), new: text)
      }
      return toNew[commit]?.place(anchor).status == .orphan
    }
    guard !lost.isEmpty else { return }
    try hear(OrphanedRemarks(slug: slug, threads: lost, ids: ShortIDs(record.entries.map(\.id))))
  }
}
