import Editorial
import Git
import Prose

/// A remark and the answer to it.
public struct AnsweredPoint: Sendable {
  /// What keeps a point from being settled.
  public enum Left: Sendable, Hashable {
    /// Nobody has resolved it.
    case open
    /// It was put off to this revision or an earlier one.
    case due
    /// A claim that nobody has checked, as it stands.
    case unchecked
    /// People who did not know of one another said different things of it.
    case contradicted
    /// It was resolved, and its maker isn't satisfied.
    case notSatisfied
    /// It was rejected, and nobody said why.
    case noReason
    /// It was put off, to a revision if one was named.
    case deferred(RevisionNumber?)
    /// It was accepted with a change, and its passage says what it said.
    case notChanged
    /// It was accepted, and no revision has it yet.
    case notInText
  }

  /// In the revision that answers.
  public let placed: PlacedThread
  /// What the passage says there.
  public let passage: String?
  public let left: Left?

  public var thread: Thread { placed.thread }
  public var placement: Placement? { placed.placement }
}

/// The point-by-point answer to an article's reviewers.
public struct Answers: Sendable {
  public let slug: Slug
  /// The revision that answers.
  public let number: RevisionNumber
  /// By reviewer, each one's remarks in the order of the text.
  public let reviewers: [(person: PersonID, name: String, verdicts: [RecordEntry], points: [AnsweredPoint])]
  public let ids: ShortIDs
  public let hidden: Int

  public var left: [AnsweredPoint] { reviewers.flatMap(\.points).filter { $0.left != nil } }
}

/// Whose remarks they are: a person's own, or those that the person brought in for somebody.
private struct Speaker: Hashable, Comparable {
  let person: PersonID
  /// Empty for the person's own.
  let name: String

  init(_ entry: RecordEntry) {
    person = entry.person
    name = entry.broughtInBy == nil ? "" : entry.maker
  }

  static func < (one: Speaker, two: Speaker) -> Bool { (one.person, one.name) < (two.person, two.name) }
}

extension Desk {
  /// What was said to every remark of an article up to a revision, and what is left to do.
  ///
  /// A tool's findings that nobody took up are no reviewer's remarks and are left out.
  public func answers(_ slug: Slug, revision number: RevisionNumber?) throws -> Answers {
    let revision = try revisionToReview(slug, number)
    let whole = try record(of: slug)
    let scalars = ScalarText(try textToShow(slug, revision, whole))
    let (record, hidden) = try recordToShow(whole)
    var reanchoring = RemarkReanchoring(desk: self, slug: slug, revision: revision)
    let placed = try reanchoring.place(
      record.threads.filter { $0.root.number <= revision.number && $0.concernsPeople })
    let points = Dictionary(grouping: Self.inTextOrder(placed)) { Speaker($0.thread.root) }
    let judges = record.entries.filter { entry in
      entry.annotation.verdict != nil && entry.number <= revision.number
        && !record.withdrawnVerdicts.contains(entry.id)
    }
    let verdicts = Dictionary(grouping: judges, by: Speaker.init)
    let people = Set(points.keys).union(verdicts.keys).sorted()
    return Answers(
      slug: slug, number: revision.number,
      reviewers: people.map { speaker in
        let said = points[speaker] ?? []
        let first = said.first?.thread.root ?? verdicts[speaker]?.first
        return (
          speaker.person, first?.name ?? speaker.person.email, verdicts[speaker] ?? [],
          said.map { point($0, scalars) }
        )
      },
      ids: ShortIDs(record.entries.map(\.id)), hidden: hidden)
  }

  private func point(_ placed: PlacedThread, _ text: ScalarText) -> AnsweredPoint {
    let thread = placed.thread
    let left: AnsweredPoint.Left? =
      switch thread.resolution {
      case _ where !thread.disagreements.isEmpty: .contradicted
      case nil where !placed.isOpen: nil
      case nil where thread.isSatisfied != false && (placed.isReopened || thread.claimState == .unchecked):
        .unchecked
      case nil: thread.isSatisfied == false ? .notSatisfied : .open
      case .deferred: placed.isDue ? .due : .deferred(thread.resolved?.annotation.deferredTo)
      case .rejected where thread.resolved?.annotation.text == nil && thread.isSatisfied == nil: .noReason
      case .accepted where thread.waitsToBeApplied: .notInText
      case .accepted where placed.isOwed: .notChanged
      default: nil
      }
    return AnsweredPoint(
      placed: placed, passage: placed.placement?.range.map { String(text[$0]) }, left: left)
  }
}
