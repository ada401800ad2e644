import Editorial
import Git

/// An article of a desk, open or published, in a line.
public struct ListedArticle: Sendable {
  public let slug: Slug
  /// The current revision; nil of what plain git put on `main`.
  public let number: RevisionNumber?
  public let title: String?
  /// As its front matter names them.
  public let authors: [FrontMatter.Author]
  public let state: Phase
  public let turn: [String]
  /// When it was last changed or published; nil where only plain git knows.
  public let changed: Timestamp?
  /// Whether `main` has it.
  public let isPublished: Bool
}

/// Which articles to list.
public struct ListFilter: Sendable {
  /// None for all.
  public var states: Set<Phase> = []
  /// Those that a person was asked to review, or said something of: an e-mail or a name.
  public var by: String?
  /// Those of an author, by name or e-mail, or a part of the name.
  public var author: String?

  public init(states: Set<Phase> = [], by: String? = nil, author: String? = nil) {
    self.states = states
    self.by = by
    self.author = author
  }

  fileprivate func keeps(_ article: ListedArticle) -> Bool {
    guard states.isEmpty || states.contains(article.state) else { return false }
    guard let author = author?.lowercased() else { return true }
    return article.authors.contains { one in
      one.name?.lowercased().contains(author) ?? false || one.email?.lowercased() == author
        || one.email?.lowercased().hasPrefix("\(author)@") ?? false
    }
  }
}

extension Desk {
  /// All articles of this desk, published ones too, by slug.
  public func list(_ filter: ListFilter = ListFilter()) throws -> [ListedArticle] {
    let onMain = try Set(publishedSlugs())
    let open = try status().filter { ![.published, .retracted].contains($0.phase) }
    var articles = try map(open) { desk, status in
      let revision = try desk.revision(status.number, of: status.slug)
      let front = FrontMatter(
        of: try desk.textToShow(status.slug, revision, desk.record(of: status.slug)))
      return ListedArticle(
        slug: status.slug, number: status.number, title: front.title, authors: front.authors,
        state: status.phase, turn: status.turn, changed: try desk.time(of: revision.tip),
        isPublished: onMain.contains(status.slug))
    }
    let told = Set(open.map(\.slug))
    let published = try published().filter { !told.contains($0.key) }
    if let main = try tip(.main) {
      articles += try map(onMain.subtracting(told).sorted()) { desk, slug in
        let front = try desk.frontMatter(of: slug, in: main)
        return ListedArticle(
          slug: slug, number: published[slug]?.number, title: front.title, authors: front.authors,
          state: .published, turn: [], changed: published[slug]?.time, isPublished: true)
      }
    }
    for (slug, last) in published where !onMain.contains(slug) {
      let front = try frontMatter(of: slug, in: last.text)
      articles.append(
        ListedArticle(
          slug: slug, number: last.number, title: front.title, authors: front.authors, state: .retracted,
          turn: [], changed: last.time, isPublished: false))
    }
    return try articles.filter(filter.keeps)
      .filter { article in try filter.by.map { try concerns(article.slug, $0) } ?? true }
      .sorted { $0.slug < $1.slug }
  }

  private func time(of commit: ObjectID) throws -> Timestamp {
    HistoryStep(try repository.commit(commit)).time
  }

  /// The last publication or retraction of each article by Galley, in one walk.
  private func published() throws -> [Slug: (number: RevisionNumber, time: Timestamp, text: ObjectID)] {
    var last: [Slug: (number: RevisionNumber, time: Timestamp, text: ObjectID)] = [:]
    try walkMain { commit in
      guard let note = CommitNote(message: commit.message), [.publish, .retract].contains(note.event) else {
        return
      }
      let step = HistoryStep(commit)
      if let known = last[note.slug], known.time.seconds >= step.time.seconds { return }
      // What was retracted stands in the commit before.
      last[note.slug] = (
        note.number, step.time, note.event == .retract ? commit.parents.first ?? commit.id : commit.id
      )
    }
    return last
  }

  /// Whether a person was asked to review an article, or said something of it.
  private func concerns(_ slug: Slug, _ typed: String) throws -> Bool {
    let record = try recordToShow(record(of: slug)).record
    let named = Set(try configuration().people(matching: typed).map(\.id))
    for person in record.submissions.flatMap(\.reviewers) + record.entries.map(\.person)
    where named.contains(person) || person.isCalled(typed) {
      return true
    }
    return record.entries.contains { Self.isBy(typed, $0.annotation) }
  }

  private static func isBy(_ typed: String, _ annotation: Annotation) -> Bool {
    if let creator = annotation.creator, creator.isCalled(typed) { return true }
    guard let origin = annotation.origin else { return false }
    return origin.isCalled(typed)
  }
}
