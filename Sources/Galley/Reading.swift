import Editorial
import Git
import Prose

/// A remark as it stands in the revision that is shown.
public struct PlacedThread: Sendable {
  public let thread: Thread
  /// Where its passage is now; nil for a remark on the whole article.
  public let placement: Placement?

  public init(thread: Thread, placement: Placement?) {
    self.thread = thread
    self.placement = placement
  }
}

/// A revision's text with what was said of it.
public struct ShownArticle: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public let commit: ObjectID
  public let text: String
  /// In the order of the text; what has no place comes last.
  public let threads: [PlacedThread]
  public let verdicts: [(person: PersonID, verdict: Verdict, message: String?, number: RevisionNumber)]
  public let unreadable: [UnreadableFile]
  /// For short ids.
  public let ids: ShortIDs
  /// How many remarks a blind round hides from this person.
  public let hidden: Int
}

/// Which remarks to list.
public struct RemarkFilter: Sendable {
  public var openOnly = false
  /// One reviewer's only: an e-mail, an id or a name.
  public var by: String?

  public init(openOnly: Bool = false, by: String? = nil) {
    self.openOnly = openOnly
    self.by = by
  }

  func keeps(_ thread: Thread, by person: PersonID?, in number: RevisionNumber) -> Bool {
    (!openOnly || thread.isOpen(in: number)) && (person == nil || person == thread.root.person)
  }
}

extension Desk {
  /// A revision with every remark of its article placed in its text.
  ///
  /// - Parameter revision: nil for the current one.
  public func show(
    _ slug: Slug, revision number: RevisionNumber?, _ filter: RemarkFilter = RemarkFilter()
  ) throws -> ShownArticle {
    let revision = try revisionToReview(slug, number)
    let text = try articleText(slug, in: revision.tip)
    let (record, hidden) = try recordToShow(of: slug)
    let by = try filter.by.map { try reviewer($0, of: record) }
    var placer = Placer(desk: self, slug: slug, text: text, commit: revision.tip)
    let threads = try record.threads.filter {
      $0.root.number <= revision.number && filter.keeps($0, by: by, in: revision.number)
    }
    .map { PlacedThread(thread: $0, placement: try placer.place($0)) }
    return ShownArticle(
      slug: slug, number: revision.number, commit: revision.tip, text: text,
      threads: Self.inTextOrder(threads),
      verdicts: verdicts(record, upTo: revision.number), unreadable: record.unreadable,
      ids: ShortIDs(record.entries.map(\.id)), hidden: hidden)
  }

  private func verdicts(
    _ record: Record, upTo number: RevisionNumber
  ) -> [(person: PersonID, verdict: Verdict, message: String?, number: RevisionNumber)] {
    let numbers = Set(record.entries.map(\.number)).filter { $0 <= number }.sorted()
    return numbers.flatMap { number in
      record.verdicts(on: number).sorted { $0.key.component < $1.key.component }.compactMap { person, entry in
        entry.annotation.verdict.map { (person, $0, entry.annotation.text, number) }
      }
    }
  }

  static func inTextOrder(_ threads: [PlacedThread]) -> [PlacedThread] {
    threads.enumerated().sorted { a, b in
      let (one, two) = (
        a.element.placement?.range?.lowerBound ?? .max, b.element.placement?.range?.lowerBound ?? .max
      )
      return (one, a.offset) < (two, b.offset)
    }.map(\.element)
  }

  /// What a person may see of an article's record: in a blind round a reviewer sees the own remarks and those that
  /// are merged.
  ///
  /// - Returns: how many remarks are hidden, too.
  func recordToShow(of slug: Slug) throws -> (record: Record, hidden: Int) {
    let record = try record(of: slug)
    let blind = Set(record.submissions.filter(\.isBlind).map(\.number))
    guard !blind.isEmpty, let me = try? person().id else { return (record, 0) }
    let asked = Set(record.submissions.filter(\.isBlind).flatMap(\.reviewers))
    let roles = try configuration().person(email: me.email)?.roles ?? []
    let isReviewer = asked.contains(me) || roles == [.reviewer] || roles == [.factChecker]
    guard isReviewer, !roles.contains(.editor) else { return (record, 0) }
    let shown = record.filtered { blind.contains($0.number) ? $0.isMerged || $0.person == me : true }
    return (shown, record.threads.count - shown.threads.count)
  }
}

/// Places remarks in one text; prepares each pair of drafts once.
struct Placer {
  let desk: Desk
  let slug: Slug
  let text: String
  let commit: ObjectID
  private var prepared: [ObjectID: Reanchoring] = [:]

  init(desk: Desk, slug: Slug, text: String, commit: ObjectID) {
    self.desk = desk
    self.slug = slug
    self.text = text
    self.commit = commit
  }

  /// nil for a remark on the whole article.
  mutating func place(_ entry: RecordEntry) throws -> Placement? {
    guard let anchor = entry.annotation.anchor else { return nil }
    return try place(anchor, madeOn: desk.madeOn(entry, slug))
  }

  /// Where a thread's passage is: from the place that somebody named last, where one did.
  mutating func place(_ thread: Thread) throws -> Placement? {
    if let better = thread.reattachment, let cited = better.annotation.cited, let anchor = cited.anchor,
      let commit = try desk.commit(of: cited, slug)
    {
      return try place(anchor, madeOn: commit)
    }
    return try place(thread.root)
  }

  private mutating func place(_ anchor: Anchor, madeOn commit: ObjectID) throws -> Placement? {
    if prepared[commit] == nil {
      prepared[commit] = Reanchoring(old: try desk.articleText(slug, in: commit), new: text)
    }
    return prepared[commit]?.place(anchor)
  }
}
