import Editorial
import Git

/// How far an open article is.
public enum Phase: String, Sendable {
  /// Being written; nobody was asked for reviews.
  case draft
  /// Reviews are asked for and not all in.
  case inReview = "in review"
  /// Reviews are in that nobody has merged.
  case toMerge = "reviews to merge"
  /// Remarks wait for an answer or a decision.
  case toRevise = "remarks to settle"
  /// Nothing is left to do but to publish.
  case ready = "ready to publish"
  /// On main, and no next revision is begun.
  case published
}

/// One open article at a glance.
public struct ArticleStatus: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public let phase: Phase
  /// Whose turn it is: "author", "editor", or reviewers' e-mails.
  public let turn: [String]
  /// The command that takes it on.
  public let next: String
  public let remarks: Int
  public let openRemarks: Int
  public let openQueries: Int
  public let openSuggestions: Int
  public let annotations: Int
  public let unmergedReviews: [PersonID]
  public let verdicts: [(person: PersonID, verdict: Verdict)]
  public let due: Day?
  public let isBlind: Bool
  /// Files in the review folders that can't be read.
  public let unreadable: [UnreadableFile]
}

extension Desk {
  /// All open articles, or one. The cost grows with what is open, not with what is published.
  public func status(_ slug: Slug? = nil) throws -> [ArticleStatus] {
    if let slug {
      guard let article = try openArticle(slug), article.current != nil else {
        guard try isPublished(slug) else { throw try noArticle(slug) }
        return try [statusOfPublished(slug)].compactMap { $0 }
      }
      return try [status(of: article)].compactMap { $0 }
    }
    return try map(openArticles()) { desk, article in try desk.status(of: article) }.compactMap(\.self)
  }

  private func status(of article: OpenArticle) throws -> ArticleStatus? {
    guard let current = article.current else { return nil }
    let record = try record(of: article)
    let threads = record.threads
    let open = threads.filter { $0.isOpen(in: current.number) }
    let submissions = record.submissions(of: current.number)
    let verdicts = record.verdicts(on: current.number)
    let unmerged = try unmergedReviews(article, into: current.tip)
    // Replies and resolutions alone don't call for a merge: they count already, and the next one takes them along.
    let isNew = record.entries.contains {
      !$0.isMerged && ($0.annotation.isRemark || $0.annotation.verdict != nil)
    }
    let waiting = Set(submissions.flatMap(\.reviewers)).subtracting(verdicts.keys)
    let (phase, turn, next) = step(
      article.slug, submitted: !submissions.isEmpty, verdicts: verdicts.count, waiting: waiting,
      unmerged: isNew ? unmerged : [], open: open, toApply: threads.contains { $0.waitsToBeApplied },
      short: ShortIDs(record.entries.map(\.id)))
    return ArticleStatus(
      slug: article.slug, number: current.number, phase: phase, turn: turn, next: next,
      remarks: threads.count, openRemarks: open.count,
      openQueries: open.count { $0.root.annotation.motivation == .questioning },
      openSuggestions: open.count { $0.root.annotation.replacement != nil },
      annotations: record.entries.count, unmergedReviews: unmerged.map(\.person),
      verdicts: verdicts.compactMap { person, entry in entry.annotation.verdict.map { (person, $0) } }
        .sorted { $0.0.component < $1.0.component },
      due: submissions.last?.due, isBlind: submissions.contains(where: \.isBlind),
      unreadable: record.unreadable)
  }

  /// nil when plain git put the article on main.
  private func statusOfPublished(_ slug: Slug) throws -> ArticleStatus? {
    guard let number = try lastPublication(of: slug)?.revision.number else { return nil }
    let record = try record(of: slug)
    let threads = record.threads
    let open = threads.filter(\.isOpen)
    return ArticleStatus(
      slug: slug, number: number, phase: .published, turn: [], next: "galley revise \(slug)",
      remarks: threads.count,
      openRemarks: open.count, openQueries: open.count { $0.root.annotation.motivation == .questioning },
      openSuggestions: open.count { $0.root.annotation.replacement != nil },
      annotations: record.entries.count,
      unmergedReviews: [], verdicts: [], due: nil, isBlind: false, unreadable: record.unreadable)
  }

  private func step(
    _ slug: Slug, submitted: Bool, verdicts: Int, waiting: Set<PersonID>, unmerged: [ReviewBranch],
    open: [Thread], toApply: Bool, short: ShortIDs
  ) -> (Phase, [String], String) {
    if submitted, !waiting.isEmpty || (verdicts == 0 && unmerged.isEmpty && open.isEmpty) {
      let names = waiting.map(\.email).sorted()
      return (
        .inReview, names.isEmpty ? ["reviewers"] : names, "galley annotate \(slug) --quote Q --comment T"
      )
    }
    if !unmerged.isEmpty { return (.toMerge, ["editor"], "galley merge \(slug)") }
    if let query = open.first(where: { $0.root.annotation.motivation == .questioning }) {
      let id = short.tail(of: query.root.id)
      return (
        .toRevise, ["author"],
        query.replies.isEmpty ? "galley reply \(id) TEXT" : "galley resolve \(id) answered"
      )
    }
    if toApply || open.contains(where: { $0.root.annotation.replacement != nil }) {
      return (.toRevise, ["editor"], "galley revise \(slug) --interactive")
    }
    if let remark = open.first {
      return (.toRevise, ["editor"], "galley resolve \(short.tail(of: remark.root.id)) answered")
    }
    return submitted
      ? (.ready, ["editor"], "galley publish \(slug)") : (.draft, ["author"], "galley submit \(slug)")
  }
}
