import Editorial
import Git
import Prose

/// A reviewer's last verdict on a revision.
public struct ShownVerdict: Sendable {
  public let person: PersonID
  public let verdict: Verdict
  public let message: String?
  public let number: RevisionNumber
  /// Where the same reviewer gave another at the same time, on another machine.
  public let disagreement: Disagreement?
}

/// A revision's text with what was said of it.
public struct ShownArticle: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public let commit: ObjectID
  public let text: String
  /// In the order of the text; what has no place comes last.
  public let threads: [PlacedThread]
  public let verdicts: [ShownVerdict]
  /// What belongs to the article beside its text.
  public let files: [FileBeside]
  public let unreadable: [UnreadableFile]
  /// For short ids.
  public let ids: ShortIDs
  /// How many remarks a blind round hides from this person.
  public let hidden: Int
}

extension Desk {
  /// A revision with every remark of its article placed in its text.
  ///
  /// - Parameter revision: nil for the current one.
  public func show(
    _ slug: Slug, revision number: RevisionNumber?, _ filter: RemarkFilter = RemarkFilter()
  ) throws -> ShownArticle {
    let revision = try revisionToReview(slug, number)
    let whole = try record(of: slug)
    let text = try textToShow(slug, revision, whole)
    let (record, hidden) = try recordToShow(whole)
    let by = try filter.by.flatMap { typed in
      let isOrigin = record.entries.contains { $0.annotation.origin?.isCalled(typed) ?? false }
      return isOrigin ? try? reviewer(typed, of: record) : try reviewer(typed, of: record)
    }
    var reanchoring = RemarkReanchoring(desk: self, slug: slug, revision: revision)
    var threads = try reanchoring.place(record.threads.filter { $0.root.number <= revision.number })
      .filter { filter.keeps($0, by: by) }
    let orphans = threads.indices.filter { threads[$0].isOpen && threads[$0].placement?.status == .orphan }
    if !orphans.isEmpty {
      let shown = ScalarText(text)
      for index in orphans {
        threads[index].candidates = try reanchoring.candidates(for: threads[index].thread, in: shown)
      }
    }
    return ShownArticle(
      slug: slug, number: revision.number, commit: revision.tip, text: text,
      threads: Self.inTextOrder(threads),
      verdicts: verdicts(record, upTo: revision.number), files: try filesBeside(slug, in: revision.tip),
      unreadable: record.unreadable,
      ids: ShortIDs(record.entries.map(\.id)), hidden: hidden)
  }

  /// Every open article with its remarks placed in the current revision, and those of which something was said since they
  /// were published. Articles of which the person of the filter said nothing come without any.
  public func showAll(_ filter: RemarkFilter) throws -> [ShownArticle] {
    try map(openArticles()) { desk, article in
      guard let by = filter.by else { return try desk.show(article.slug, revision: nil, filter) }
      let isKnown = try desk.isKnown(by, in: desk.recordToShow(desk.record(of: article)).record)
      return isKnown ? try desk.show(article.slug, revision: nil, filter) : nil
    }.compactMap(\.self)
  }

  private func isKnown(_ typed: String, in record: Record) -> Bool {
    (try? reviewer(typed, of: record)) != nil
      || record.entries.contains { $0.annotation.origin?.isCalled(typed) ?? false }
  }

  private func verdicts(_ record: Record, upTo number: RevisionNumber) -> [ShownVerdict] {
    let numbers = Set(record.entries.map(\.number)).filter { $0 <= number }.sorted()
    return numbers.flatMap { number in
      let disputed = record.disagreements(onVerdictsOn: number)
      return record.verdicts(on: number).sorted { $0.key.component < $1.key.component }.compactMap {
        person, entry in
        entry.annotation.verdict.map {
          ShownVerdict(
            person: person, verdict: $0, message: entry.annotation.text, number: number,
            disagreement: disputed[person])
        }
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
  /// are merged; in an anonymous one pseudonyms stand for those whom the person must not know.
  ///
  /// - Returns: how many remarks are hidden, too.
  public func recordToShow(_ record: Record) throws -> (record: Record, hidden: Int) {
    let masks = try masks(for: record)
    let blind = Set(record.submissions.filter(\.isBlind).map(\.number))
    guard !blind.isEmpty, let me = try? person().id else { return (masks.masked(record), 0) }
    let asked = Set(record.submissions.filter(\.isBlind).flatMap(\.reviewers))
    let roles = try configuration().person(email: me.email)?.roles ?? []
    let isReviewer = asked.contains(me) || roles == [.reviewer] || roles == [.factChecker]
    guard isReviewer, !roles.contains(.editor) else { return (masks.masked(record), 0) }
    let shown = record.filtered { blind.contains($0.number) ? $0.isMerged || $0.person == me : true }
    return (masks.masked(shown), record.threads.count - shown.threads.count)
  }
}
