import Editorial
import Git

/// What a person said last of an article: where the own reading of it stands.
public struct OwnReview: Sendable {
  public let person: PersonID
  /// The revision and the commit of it that was read.
  public let read: FoundRevision
  /// nil when the person has given no verdict, only remarks.
  public let verdict: Verdict?
  public let at: Timestamp?
}

extension Desk {
  /// Compares the draft that this person gave the last verdict on, or made the last remark on, with the current one.
  ///
  /// - Throws: ``Refusal`` when this person has said nothing of the article.
  public func diffSinceOwnReview(_ slug: Slug, upTo new: DraftName?) throws -> RevisionDiff {
    let later = try draft(new, of: slug)
    let record = try record(of: slug)
    let (me, withdrawn) = (try person(), record.withdrawnVerdicts)
    let own = record.entries.filter { $0.person == me.id && $0.number <= later.revision.number }
    guard
      let last = Self.latest(own.filter { $0.annotation.verdict != nil && !withdrawn.contains($0.id) })
        ?? Self.latest(own.filter { $0.annotation.isRemark })
    else {
      throw Refusal(
        "\(me.email) has neither given a verdict nor made a remark on \(slug)",
        "Compare two revisions with 'galley diff \(slug) rA rB'.")
    }
    let read = FoundRevision(number: last.number, tip: try madeOn(last, slug), isOpen: false)
    let review = OwnReview(
      person: me.id, read: read, verdict: last.annotation.verdict, at: last.annotation.created)
    let draft = NamedDraft(revision: read, name: .revision(read.number))
    return try diff(slug, from: draft, to: later, review: review)
  }

  /// The last in the order of the fold of those on the highest revision.
  private static func latest(_ entries: [RecordEntry]) -> RecordEntry? {
    let highest = entries.map(\.number).max()
    return entries.last { $0.number == highest }
  }
}
