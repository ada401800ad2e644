import Editorial
import Git

/// One step of an article's history.
public struct HistoryStep: Sendable {
  public let commit: ObjectID
  /// nil for a commit made by plain git.
  public let note: CommitNote?
  public let author: Signature
  /// The act, its object and the revision: `Decline rivers r2`.
  public let subject: String

  public var time: Timestamp { Timestamp(seconds: author.seconds, offsetMinutes: Int(author.offsetMinutes)) }
}

/// Which steps of a history to tell.
public struct HistoryFilter: Sendable {
  /// Nothing before this day.
  public var since: Day?
  /// One person's only: a name, an e-mail, or its part before the `@`.
  public var by: String?
  /// The newest so many.
  public var count: Int?

  public init(since: Day? = nil, by: String? = nil, count: Int? = nil) {
    self.since = since
    self.by = by
    self.count = count
  }

  fileprivate func keeps(_ step: HistoryStep) -> Bool {
    if let since, step.time.day < since { return false }
    guard let by = by?.lowercased() else { return true }
    let email = step.author.email.lowercased()
    return email == by || email.hasPrefix("\(by)@") || step.author.name.lowercased() == by
  }

  fileprivate func filtered(_ steps: [HistoryStep]) -> [HistoryStep] {
    let sorted = steps.filter(keeps).enumerated().sorted { a, b in
      (b.element.author.seconds, a.offset) < (a.element.author.seconds, b.offset)
    }.map(\.element)
    return count.map { Array(sorted.prefix($0)) } ?? sorted
  }
}

extension Desk {
  /// An article's history, newest first: revisions, reviews, merges and publications.
  public func history(of slug: Slug, _ filter: HistoryFilter = HistoryFilter()) throws -> [HistoryStep] {
    let open = try openArticle(slug, withPublished: true)
    var tips = open.map { $0.revisions.map(\.tip) + $0.reviews.map(\.tip) } ?? []
    var steps: [HistoryStep] = []
    if let publication = try lastPublication(of: slug, lookingBack: tips.isEmpty) {
      tips.append(publication.revision.tip)
      steps = try publications(of: slug)
    }
    guard !tips.isEmpty else { throw try noArticle(slug) }
    try repository.walk(from: tips) { commit in
      steps.append(HistoryStep(commit))
      return true
    }
    return try filter.filtered(asSeen(steps, slug, open))
  }

  /// The history of all articles, newest first, with what plain git did on `main`.
  public func historyOfDesk(_ filter: HistoryFilter = HistoryFilter()) throws -> [HistoryStep] {
    var steps: [HistoryStep] = []
    try repository.walk(from: deskBranches().sorted { $0.key.reference < $1.key.reference }.map(\.value)) {
      commit in
      steps.append(HistoryStep(commit))
      return true
    }
    var seen: [ObjectID: HistoryStep] = [:]
    for (slug, own) in Dictionary(grouping: steps, by: \.note?.slug) where own.contains(where: filter.keeps) {
      for step in try slug.map({ try asSeen(own, $0, openArticle($0)) }) ?? own { seen[step.commit] = step }
    }
    return filter.filtered(steps.compactMap { seen[$0.commit] })
  }

  private func publications(of slug: Slug) throws -> [HistoryStep] {
    var steps: [HistoryStep] = []
    try walkMain { commit in
      guard let note = CommitNote(message: commit.message), note.slug == slug,
        [.publish, .retract].contains(note.event)
      else { return }
      steps.append(HistoryStep(commit))
    }
    return steps
  }

  /// Steps as this person may see them: no names of those who are hidden, and of the reviews that a blind round hides only
  /// that there are some.
  private func asSeen(_ steps: [HistoryStep], _ slug: Slug, _ open: OpenArticle?) throws -> [HistoryStep] {
    let masks = try masks(for: slug)
    let seen = masks.isEmpty ? steps : steps.map { $0.masked(by: masks) }
    guard let open, !open.reviews.isEmpty, try submissions(of: slug).contains(where: \.isBlind),
      try recordToShow(record(of: open)).hidden > 0
    else { return seen }
    var merged: Set<ObjectID> = []
    try repository.walk(from: open.revisions.map(\.tip)) { commit in merged.insert(commit.id).inserted }
    let me = try person().id
    return seen.map { step in
      guard let note = step.note, note.event == .review, !merged.contains(step.commit),
        (try? PersonID(email: step.author.email)) != me
      else { return step }
      return HistoryStep(
        commit: step.commit, note: note, author: step.author,
        subject: "Review \(slug) \(note.number), hidden until it is merged")
    }
  }
}

extension HistoryStep {
  /// For somebody who must not know who it was: no name, no time zone.
  fileprivate func masked(by masks: Masks) -> HistoryStep {
    HistoryStep(commit: commit, note: note, author: masks.masked(author), subject: masks.masked(subject))
  }

  init(_ commit: Commit) {
    self.init(
      commit: commit.id, note: CommitNote(message: commit.message), author: commit.author,
      subject: commit.subject)
  }
}

extension Masks {
  /// Who made a commit, without the time zone of somebody who is hidden.
  func masked(_ signature: Signature) -> Signature {
    guard let person = try? PersonID(email: signature.email), let mask = mask(of: person) else {
      return signature
    }
    return Signature(name: mask.name, email: mask.id.email, seconds: signature.seconds, offsetMinutes: 0)
  }
}
