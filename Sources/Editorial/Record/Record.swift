import Prose

/// One annotation file of an article's record.
public struct RecordEntry: Sendable, RecordEvent {
  public internal(set) var annotation: Annotation
  /// The revision whose review it belongs to.
  public let number: RevisionNumber
  /// Whose folder it is in: who put it there, whatever the file says.
  public let person: PersonID
  /// Whether it is in the revision's own tree, rather than on a reviewer's branch only.
  public let isMerged: Bool
  /// What ties it to its passage, also where a name in its quote is not shown.
  public let anchor: Anchor?

  public var id: AnnotationID { annotation.id }
  /// As people know its writer, and who brought it in where that is somebody else. Not safe for a terminal.
  public var name: String { broughtInBy.map { "\(maker) (brought in by \($0))" } ?? maker }
  /// As people know its writer. Not safe for a terminal.
  public var maker: String { annotation.origin?.shownName ?? annotation.creator?.name ?? person.email }
  /// Who brought it in, where that isn't who made it.
  public var broughtInBy: String? {
    annotation.origin == nil ? nil : annotation.creator?.name ?? person.email
  }
  /// What it says that its writer had seen; where it says nothing, what git's history says.
  public var causes: [AnnotationID] { annotation.after + seen + [annotation.parent].compactMap(\.self) }
  /// Whether its maker has put it in other words since.
  public internal(set) var isReworded = false
  /// Whether it is what another says by now.
  var isOfReworder = false
  /// What took its words away, where they must not be shown.
  public internal(set) var redaction: Annotation?
  /// What its file says, where that isn't what is shown.
  var written: Annotation?
  /// See ``HistoryCauses``.
  private(set) var seen: [AnnotationID] = []

  /// - Parameter anchor: the annotation's own if not given.
  public init(
    annotation: Annotation, number: RevisionNumber, person: PersonID, isMerged: Bool, anchor: Anchor? = nil
  ) {
    self.anchor = anchor ?? annotation.anchor
    self.annotation = annotation
    self.number = number
    self.person = person
    self.isMerged = isMerged
  }

  func having(seen: [AnnotationID]) -> RecordEntry {
    var copy = self
    copy.seen = seen
    return copy
  }
}

/// A file in a review's folder that can't be read as an annotation.
public struct UnreadableFile: Sendable, Hashable {
  public let path: String
  public let why: String
}

/// All that was said of an article, on all its revisions: the union of what every branch at hand holds.
///
/// Made from a set of files, in whatever order they come; see docs/ledger.md.
public struct Record: Sendable {
  public let slug: Slug
  /// In the order of the fold: causes first, then by id.
  public let entries: [RecordEntry]
  /// What was asked for: one a `submit`, in the order of the fold.
  public let submissions: [Submission]
  /// Files that are no annotations: shown, not dropped silently.
  public let unreadable: [UnreadableFile]
  /// Every remark with what became of it, in the order of their ids.
  public let threads: [Thread]

  public init(
    slug: Slug, layout: DeskLayout = .standard, entries: [RecordEntry], submissions: [Submission] = [],
    unreadable: [UnreadableFile] = []
  ) {
    let (entries, doubles) = Self.oneOfEach(entries, slug, layout)
    self.slug = slug
    self.entries = amended(foldOrder(entries))
    let calls = Dictionary(submissions.map { ($0.id, $0) }) { a, b in a.number <= b.number ? a : b }
    self.submissions = foldOrder(Array(calls.values))
    self.unreadable = (unreadable + doubles).sorted { ($0.path, $0.why) < ($1.path, $1.why) }
    threads = Thread.all(of: self.entries)
  }

  /// Of several files with one id, the one that a revision has; else the earliest revision's, then the least.
  private static func oneOfEach(
    _ entries: [RecordEntry], _ slug: Slug, _ layout: DeskLayout
  ) -> ([RecordEntry], doubles: [UnreadableFile]) {
    guard Set(entries.map(\.id)).count < entries.count else { return (entries, []) }
    var doubles: [UnreadableFile] = []
    let kept = Dictionary(grouping: entries, by: \.id).values.compactMap { files -> RecordEntry? in
      guard files.count > 1 else { return files.first }
      let files = files.sorted {
        ($0.isMerged ? 0 : 1, $0.number, $0.person) < ($1.isMerged ? 0 : 1, $1.number, $1.person)
          || (($0.isMerged, $0.number, $0.person) == ($1.isMerged, $1.number, $1.person)
            && $0.annotation.fileBytes.lexicographicallyPrecedes($1.annotation.fileBytes))
      }
      for file in files.dropFirst() where file.annotation != files[0].annotation {
        doubles.append(
          UnreadableFile(
            path: layout.annotation(file.id, slug, file.number, file.person),
            why: "another annotation has its id"))
      }
      return files[0]
    }
    return (kept, doubles)
  }

  /// The record as if only some of its events were there.
  public func filtered(_ isKept: (RecordEntry) -> Bool) -> Record {
    Record(
      slug: slug, entries: entries.filter(isKept).map(\.asWritten), submissions: submissions,
      unreadable: unreadable)
  }
}
