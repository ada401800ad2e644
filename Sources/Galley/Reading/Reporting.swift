import Editorial
import Git

/// A desk's figures, for a meeting or a year: what is where, what was said, and what came of it.
public struct DeskReport: Sendable {
  /// What became of the remarks of one kind.
  public struct Remarks: Sendable {
    public let kind: String
    /// By what became of them; `open` too.
    public let fates: [String: Int]
    public var count: Int { fates.values.reduce(0, +) }
  }

  public struct Reviewer: Sendable {
    /// As the person may be shown.
    public let name: String
    public internal(set) var remarks = 0
    /// Of the suggestions and comments, how many were taken.
    public internal(set) var accepted = 0
    public internal(set) var verdicts = 0
    /// From the call for reviews to each verdict.
    public internal(set) var daysToVerdict: [Int] = []
  }

  public struct Round: Sendable {
    public let slug: Slug
    public let number: RevisionNumber
    public let asked: Day
    public let due: Day?
    public let reviewers: Int
    public let verdicts: Int
    public let remarks: Int
    public let open: Int
    /// Whether it waits for verdicts, and its day is over.
    public let isOverdue: Bool
  }

  public struct Article: Sendable {
    public let slug: Slug
    public let title: String?
    public let state: Phase
    public let started: Day?
    public let submitted: Day?
    public let published: Day?

    /// From the start to the first call for reviews.
    public var daysOfWriting: Int? { DeskReport.days(started, submitted) }
    /// From the first call for reviews to the publication.
    public var daysOfReview: Int? { DeskReport.days(submitted, published) }
  }

  public let since: Day?
  public let today: Day
  /// All, by slug.
  public let articles: [Article]
  public let rounds: [Round]
  public let remarks: [Remarks]
  public let reviewers: [Reviewer]

  /// The fates in the order in which they are told.
  public static let fates = [
    "open", "accepted", "answered", "rejected", "deferred", "withdrawn", "redacted", "checked",
  ]

  /// How many articles are in each state, most first.
  public var states: [(state: Phase, count: Int)] {
    Dictionary(grouping: articles, by: \.state).map { ($0.key, $0.value.count) }
      .sorted { ($1.1, $0.0.rawValue) < ($0.1, $1.0.rawValue) }
  }
  public var backlog: Int { remarks.reduce(0) { $0 + ($1.fates["open"] ?? 0) } }
  public var published: [Article] {
    articles.filter { article in
      article.published.map { day in since.map { $0 <= day } ?? true } ?? false
    }
  }

  public static func median(_ numbers: [Int]) -> Int? {
    numbers.isEmpty ? nil : numbers.sorted()[numbers.count / 2]
  }

  static func days(_ from: Day?, _ to: Day?) -> Int? {
    guard let from, let to, to.daysSince1970 >= from.daysSince1970 else { return nil }
    return Int(to.daysSince1970 - from.daysSince1970)
  }
}

extension Desk {
  /// - Parameter since: only what was said, asked for and published from that day on; nil for all.
  public func report(since: Day?) throws -> DeskReport {
    var dates: [Slug: [CommitNote.Event: Day]] = [:]
    // Newest first: the first of each kind stays.
    for step in try historyOfDesk() {
      if let note = step.note { dates[note.slug, default: [:]][note.event] = step.time.day }
    }
    let listed = try list()
    var remarks: [String: [String: Int]] = [:]
    var reviewers: [String: DeskReport.Reviewer] = [:]
    var rounds: [DeskReport.Round] = []
    for article in listed {
      let record = try recordToShow(record(of: article.slug)).record
      func counts(_ time: Timestamp?) -> Bool {
        guard let since else { return true }
        return time.map { since <= $0.day } ?? false
      }
      for thread in record.threads where thread.concernsPeople && counts(thread.root.annotation.created) {
        let fate = thread.isOpen ? "open" : thread.resolution?.rawValue ?? "checked"
        remarks[Self.kind(thread.root.annotation), default: [:]][fate, default: 0] += 1
        let name = thread.root.maker
        reviewers[name, default: DeskReport.Reviewer(name: name)].remarks += 1
        if thread.resolution == .accepted { reviewers[name]?.accepted += 1 }
      }
      for number in Set(record.entries.map(\.number)).sorted() {
        let asked = record.calls(for: number).first?.at.day
        for verdict in record.verdicts(on: number).values where counts(verdict.annotation.created) {
          let name = verdict.maker
          reviewers[name, default: DeskReport.Reviewer(name: name)].verdicts += 1
          if let days = DeskReport.days(asked, verdict.annotation.created?.day) {
            reviewers[name]?.daysToVerdict.append(days)
          }
        }
      }
      for round in record.rounds {
        guard let call = record.calls(for: round.number).first, counts(call.at) else { continue }
        let own = record.threads.filter { $0.root.number == round.number && $0.concernsPeople }
        let isAwaited = article.number == round.number && article.state == .inReview
        rounds.append(
          DeskReport.Round(
            slug: article.slug, number: round.number, asked: call.at.day, due: round.due,
            reviewers: round.reviewers.count, verdicts: round.verdicts.count, remarks: own.count,
            open: own.count(where: \.isOpen),
            isOverdue: isAwaited && round.due.map { $0 < now().day } ?? false))
      }
    }
    return DeskReport(
      since: since, today: now().day,
      articles: listed.map { article in
        let days = dates[article.slug] ?? [:]
        return DeskReport.Article(
          slug: article.slug, title: article.title, state: article.state, started: days[.new],
          submitted: days[.submit], published: days[.publish])
      },
      rounds: rounds,
      remarks: remarks.map { DeskReport.Remarks(kind: $0.key, fates: $0.value) }.sorted { $0.kind < $1.kind },
      reviewers: reviewers.values.sorted { ($1.remarks, $0.name) < ($0.remarks, $1.name) })
  }

  private static func kind(_ annotation: Annotation) -> String {
    switch annotation.kind {
    case .query: "query"
    case .suggestion: "suggestion"
    case .claim: "claim"
    default: "comment"
    }
  }
}
