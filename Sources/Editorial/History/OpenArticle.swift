import Git

/// A reviewer's branch on a revision.
public struct ReviewBranch: Sendable, Hashable {
  public let number: RevisionNumber
  public let person: PersonID
  public let tip: ObjectID

  public init(number: RevisionNumber, person: PersonID, tip: ObjectID) {
    self.number = number
    self.person = person
    self.tip = tip
  }
}

/// An article that has branches: what is being worked on. Published articles without branches are in `main` only.
public struct OpenArticle: Sendable, Hashable {
  public let slug: Slug
  /// Ascending. Empty when only late reviews of a published revision are left.
  public internal(set) var revisions: [OpenRevision] = []
  /// By revision, then by reviewer.
  public internal(set) var reviews: [ReviewBranch] = []

  public init(slug: Slug) {
    self.slug = slug
  }

  public var current: OpenRevision? { revisions.last }

  public func revision(_ number: RevisionNumber) -> OpenRevision? { revisions.first { $0.number == number } }
}

/// A revision that has a branch.
public struct OpenRevision: Sendable, Hashable {
  public let number: RevisionNumber
  public let tip: ObjectID

  public init(number: RevisionNumber, tip: ObjectID) {
    self.number = number
    self.tip = tip
  }
}

extension Desk {
  /// Every article with a branch, by slug.
  ///
  /// - Parameter withPublished: also the branches of what a host published in commits of its own, and kept. Then only
  ///   reference names are read.
  public func openArticles(withPublished: Bool = false) throws -> [OpenArticle] {
    let all = openArticles(in: try references(matching: [DeskBranch.everyRevision, DeskBranch.everyReview]))
    return withPublished ? all : try all.compactMap(withoutPublished)
  }

  /// One article's branches; nil when it has none.
  ///
  /// - Parameter withPublished: as for ``openArticles(withPublished:)``.
  public func openArticle(_ slug: Slug, withPublished: Bool = false) throws -> OpenArticle? {
    let found = try openArticles(
      in: references(matching: [DeskBranch.revisions(of: slug), DeskBranch.reviews(of: slug)])
    ).first { $0.slug == slug }
    return withPublished ? found : try found.flatMap(withoutPublished)
  }

  /// Without the revisions that `main` has, and the reviews that are in them; nil when nothing is left.
  private func withoutPublished(_ article: OpenArticle) throws -> OpenArticle? {
    guard let current = article.current else { return article }
    // Where its text stands is soon found in the revision, and then known for `main`.
    _ = try place(of: article.slug, in: repository.commit(current.tip).tree)
    guard try isPublished(article.slug) else { return article }
    let published = try article.revisions.filter { try isOnMain(article.slug, $0.number, $0.tip) }
    guard !published.isEmpty else { return article }
    var left = article
    left.revisions.removeAll { published.contains($0) }
    left.reviews = try article.reviews.filter { review in
      try !published.contains { try repository.isReachable(review.tip, from: $0.tip) }
    }
    return left.revisions.isEmpty && left.reviews.isEmpty ? nil : left
  }

  /// Branches by globs of names below `refs/heads/`, of this desk or of the remote that is looked at.
  private func references(matching globs: [String]) throws -> [Reference] {
    guard let remote else { return try globs.flatMap { try repository.references(matching: $0) } }
    let (here, there) = (DeskBranch.heads, DeskBranch.tracked(remote))
    return try globs.flatMap { try repository.references(matching: there + $0.dropFirst(here.count)) }
      .map { Reference(name: here + $0.name.dropFirst(there.count), target: $0.target) }
  }

  private func openArticles(in references: [Reference]) -> [OpenArticle] {
    var articles: [Slug: OpenArticle] = [:]
    for reference in references {
      let branch = DeskBranch(reference: reference.name)
      if let branch, withoutReviews.contains(branch) { continue }
      switch branch {
      case .revision(let slug, let number):
        articles[slug, default: OpenArticle(slug: slug)].revisions
          .append(OpenRevision(number: number, tip: reference.target))
      case .review(let slug, let number, let person):
        articles[slug, default: OpenArticle(slug: slug)].reviews
          .append(ReviewBranch(number: number, person: person, tip: reference.target))
      case .main, nil: continue
      }
    }
    return articles.values.map { article in
      var article = article
      article.revisions.sort { $0.number < $1.number }
      article.reviews.sort { ($0.number, $0.person.component) < ($1.number, $1.person.component) }
      return article
    }.sorted { $0.slug.description < $1.slug.description }
  }

  /// Whether `main` holds the article's text.
  public func isPublished(_ slug: Slug) throws -> Bool {
    guard let main = try tip(.main) else { return false }
    return try place(of: slug, in: repository.commit(main).tree) != nil
  }

  /// Whether `main` holds the article's text, or what was said of one that was retracted.
  public func wasPublished(_ slug: Slug) throws -> Bool {
    if try isPublished(slug) { return true }
    guard let main = try tip(.main),
      let folder = try repository.entry(layout().reviews(slug), in: repository.commit(main).tree),
      folder.mode == .folder
    else { return false }
    return try repository.entries(of: folder.id).contains { (try? RevisionNumber(component: $0.name)) != nil }
  }
}
