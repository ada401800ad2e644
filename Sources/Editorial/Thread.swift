/// A remark with its replies and what was done with it.
public struct Thread: Sendable {
  public let root: RecordEntry
  /// All that was said about it, in the order of the fold.
  public internal(set) var events: [RecordEntry] = []

  /// Replies to the remark and to its replies.
  public var replies: [RecordEntry] {
    events.filter { $0.annotation.resolution == nil && $0.annotation.text != nil }
  }

  /// What was decided: the last one holds.
  public var resolutions: [RecordEntry] { events.filter { $0.annotation.resolution != nil } }

  public var resolution: Resolution? { resolutions.last?.annotation.resolution }
  public var isOpen: Bool { resolution == nil }

  /// What the next event of the thread comes after.
  public var latest: [AnnotationID] { Editorial.latest(of: [root] + events) }

  /// Folds a record's entries into threads, in the order of their remarks' ids.
  ///
  /// A reply or resolution whose remark isn't at hand is left out here; it stays in the record.
  ///
  /// - Parameter entries: in the order of the fold.
  static func all(of entries: [RecordEntry]) -> [Thread] {
    let byID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var threads = entries.filter(\.annotation.isRemark).sorted { $0.id < $1.id }.map { Thread(root: $0) }
    let places = Dictionary(
      threads.enumerated().map { ($1.root.id, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in entries where !entry.annotation.isRemark {
      guard let root = root(of: entry, in: byID), let place = places[root] else { continue }
      threads[place].events.append(entry)
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

  /// The submissions of a revision; the last one holds.
  public func submissions(of number: RevisionNumber) -> [Submission] {
    submissions.filter { $0.number == number }
  }

  /// What the next submission of a revision comes after.
  public func latestSubmissions(of number: RevisionNumber) -> [AnnotationID] {
    latest(of: submissions(of: number))
  }

  /// The thread that an event belongs to: a remark's own, or the one it is about.
  public func thread(of id: AnnotationID) -> Thread? {
    threads.first { $0.root.id == id } ?? threads.first { thread in thread.events.contains { $0.id == id } }
  }

  /// The queries nobody has closed yet.
  public var openQueries: [Thread] {
    threads.filter { $0.isOpen && $0.root.annotation.motivation == .questioning }
  }
}
