/// A remark with its replies and what was done with it.
public struct Thread: Sendable {
  public let root: RecordEntry
  /// Replies to the remark and to its replies, oldest first.
  public internal(set) var replies: [RecordEntry] = []
  /// What was decided, oldest first: the last one holds.
  public internal(set) var resolutions: [RecordEntry] = []

  public var resolution: Resolution? { resolutions.last?.annotation.resolution }
  public var isOpen: Bool { resolution == nil }

  /// Folds a record's entries into threads, in the order of their remarks' ids.
  ///
  /// A reply or resolution whose remark isn't at hand is left out here; it stays in the record.
  static func all(of entries: [RecordEntry]) -> [Thread] {
    let byID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var threads: [Thread] = []
    var places: [AnnotationID: Int] = [:]
    for entry in entries where entry.annotation.isRemark {
      places[entry.id] = threads.count
      threads.append(Thread(root: entry))
    }
    for entry in entries where !entry.annotation.isRemark {
      guard let root = root(of: entry, in: byID), let place = places[root] else { continue }
      if entry.annotation.resolution != nil {
        threads[place].resolutions.append(entry)
      } else if entry.annotation.text != nil {
        threads[place].replies.append(entry)
      }
    }
    return threads
  }

  /// Follows what an entry is about up to a remark. Loops made by hand end after as many steps as there are entries.
  private static func root(
    of entry: RecordEntry, in entries: [AnnotationID: RecordEntry]
  ) -> AnnotationID? {
    var current = entry
    for _ in 0...entries.count {
      guard let about = current.annotation.parent else { return nil }
      guard let next = entries[about] else { return nil }
      if next.annotation.isRemark { return about }
      current = next
    }
    return nil
  }
}

extension Record {
  /// Each reviewer's last verdict on a revision.
  public func verdicts(on number: RevisionNumber) -> [PersonID: RecordEntry] {
    var found: [PersonID: RecordEntry] = [:]
    for entry in entries where entry.number == number && entry.annotation.verdict != nil {
      found[entry.person] = entry
    }
    return found
  }

  /// The submissions of a revision, oldest first.
  public func submissions(of number: RevisionNumber) -> [Submission] {
    submissions.filter { $0.number == number }
  }

  /// The queries nobody has closed yet.
  public var openQueries: [Thread] {
    threads.filter { $0.isOpen && $0.root.annotation.motivation == .questioning }
  }
}
