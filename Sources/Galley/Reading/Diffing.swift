import Editorial
import Git
import Prose

/// Two drafts of an article, compared for people, with what was said of them.
public struct RevisionDiff: Sendable {
  public let slug: Slug
  /// Of the article's text in the newer draft.
  public let path: String
  /// Its tip is the commit that was compared, which may be older than the revision's last.
  public let old: FoundRevision
  public let new: FoundRevision
  /// For a title.
  public let names: (old: String, new: String)
  public let oldText: String
  public let newText: String
  public let reader: ReaderDiff
  /// In the order of the text; what has no place in either draft comes last.
  public let remarks: [DiffRemark]
  /// Set when the older draft is the one that this person reviewed.
  public let review: OwnReview?
  /// Files beside the text that came, went or changed.
  public let files: [ChangedFile]
  public let unreadable: [UnreadableFile]
  /// For short ids.
  public let ids: ShortIDs
  /// How many remarks a blind round hides from this person.
  public let hidden: Int

  /// The newer draft with the remarks, as `show` has it.
  public var newArticle: ShownArticle {
    ShownArticle(
      slug: slug, number: new.number, commit: new.tip, text: newText, threads: remarks.map(\.placed),
      verdicts: [], files: [], unreadable: unreadable, ids: ids, hidden: hidden)
  }

  /// As a patch of the article's file.
  public func patch() throws -> String {
    try unifiedDiff(old: oldText, new: newText, path: path)
  }

  /// As CriticMarkup: accepting all gives the newer text, rejecting all the older.
  public var critic: CriticText { CriticText(reader) }
}

/// A remark in a diff, placed in the newer draft, or where its passage is gone from that, in the older.
public struct DiffRemark: Sendable {
  public let placed: PlacedThread
  /// Where its passage stands in the older draft, when it has none in the newer.
  public let oldRange: Range<Int>?

  public var newRange: Range<Int>? { placed.placement?.range }
}

extension Desk {
  /// Compares two drafts.
  ///
  /// - Parameters:
  ///   - old: nil for the revision before that of `new`.
  ///   - new: nil for the current revision.
  /// - Throws: ``Refusal`` when there is no such draft, or no revision before.
  public func diff(_ slug: Slug, from old: DraftName?, to new: DraftName?) throws -> RevisionDiff {
    let later = try draft(new, of: slug)
    guard let name = old ?? later.revision.number.previous.map({ .revision($0) }) else {
      throw Refusal(
        "\(slug) \(later.revision.number) is the first revision",
        "Make the next with 'galley revise \(slug)', or name two drafts.")
    }
    return try diff(slug, from: draft(name, of: slug), to: later, review: nil)
  }

  func diff(
    _ slug: Slug, from earlier: NamedDraft, to later: NamedDraft, review: OwnReview?
  ) throws -> RevisionDiff {
    let (old, new) = (earlier.revision, later.revision)
    let whole = try record(of: slug)
    let texts = try (textToShow(slug, old, whole), textToShow(slug, new, whole))
    let (record, hidden) = try recordToShow(whole)
    var inNew = RemarkReanchoring(desk: self, slug: slug, revision: new)
    var inOld = RemarkReanchoring(desk: self, slug: slug, revision: old)
    let threads = record.threads.filter { thread in
      let number = thread.root.number
      if let review, thread.root.person == review.person { return true }
      return number <= max(old.number, new.number)
        && (thread.isOpen(in: new.number) || number >= min(old.number, new.number))
    }
    let remarks = try threads.map { thread in
      let placed = PlacedThread(thread: thread, placement: try inNew.place(thread), in: new.number)
      let isGone = placed.placement.map { $0.range == nil } ?? false
      return DiffRemark(placed: placed, oldRange: isGone ? try inOld.place(thread)?.range : nil)
    }
    return RevisionDiff(
      slug: slug, path: try textPath(of: slug, at: new.tip), old: old, new: new,
      names: (earlier.title, later.title), oldText: texts.0, newText: texts.1,
      reader: ReaderDiff(old: texts.0, new: texts.1), remarks: Self.inTextOrder(remarks), review: review,
      files: try changedFiles(slug, from: old.tip, to: new.tip),
      unreadable: record.unreadable, ids: ShortIDs(record.entries.map(\.id)), hidden: hidden)
  }

  private static func inTextOrder(_ remarks: [DiffRemark]) -> [DiffRemark] {
    remarks.enumerated().sorted { a, b in
      func place(_ remark: DiffRemark) -> Int { (remark.newRange ?? remark.oldRange)?.lowerBound ?? .max }
      return (place(a.element), a.offset) < (place(b.element), b.offset)
    }.map(\.element)
  }
}
