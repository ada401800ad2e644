import Editorial
import Git

/// The references that a server hides from a person: of a repository that is no desk, none.
public func hiddenReferences(
  in folder: String, from login: String, environment: [String: String]
) throws -> [String] {
  let desk = Desk(repository: try Repository(holding: folder), environment: environment)
  return try desk.isDesk() ? desk.hiddenPatterns(from: login) : []
}

extension Desk {
  /// The branches of blind reviews that a person may not see yet: those that no revision has taken in, but for the
  /// own one and for who merges reviews (while galley.yaml names nobody: who asked for them).
  public func hiddenReviews(from login: String) throws -> [DeskBranch] {
    try hiddenReviews(from: HiddenFrom(login: login, configuration()))
  }

  func hiddenReviews(from pusher: Pusher) throws -> [DeskBranch] {
    let configuration = try configuration()
    guard let person = pusher.person else {
      return try hiddenReviews(from: HiddenFrom(login: pusher.login ?? "", configuration))
    }
    return try hiddenReviews(from: HiddenFrom(person, configuration))
  }

  private func hiddenReviews(from viewer: HiddenFrom) throws -> [DeskBranch] {
    guard !viewer.seesAll else { return [] }
    return try openArticles(withPublished: true).flatMap { article in
      article.reviews.isEmpty ? [] : try hiddenReviews(of: article, from: viewer)
    }
  }

  private func hiddenReviews(of article: OpenArticle, from viewer: HiddenFrom) throws -> [DeskBranch] {
    let homes = try homes(of: article)
    let blind = try blindRounds(article.slug, in: homes, askedBy: viewer.asker)
    return try article.reviews.compactMap { review in
      guard review.person != viewer.person, blind.contains(review.number),
        try !isTakenIn(review, of: article.slug, in: homes)
      else { return nil }
      return .review(article.slug, review.number, review.person)
    }
  }

  private func homes(of article: OpenArticle) throws -> [ObjectID] {
    article.revisions.map(\.tip) + (try tip(.main).map { [$0] } ?? [])
  }

  /// Whether a person may see every review at any time.
  func seesAllReviews(_ login: String) throws -> Bool {
    try HiddenFrom(login: login, configuration()).seesAll
  }

  /// What a server doesn't show to a person, as git's `transfer.hideRefs` has it: all reviews of each blind round, whether
  /// somebody has written one or not, but for the own one and those that a revision has.
  func hiddenPatterns(from login: String) throws -> [String] {
    let viewer = try HiddenFrom(login: login, configuration())
    guard !viewer.seesAll else { return [] }
    return try openArticles(withPublished: true).flatMap { article -> [String] in
      let homes = try homes(of: article)
      let blind = try blindRounds(article.slug, in: homes, askedBy: viewer.asker)
      return try blind.sorted().flatMap { number -> [String] in
        let shown =
          try article.reviews.filter { review in
            try review.number == number && review.person != viewer.person
              && isTakenIn(review, of: article.slug, in: homes)
          }.map(\.person) + [viewer.person].compactMap(\.self)
        return [DeskBranch.reviews(of: article.slug, number)]
          + shown.map { "!" + DeskBranch.review(article.slug, number, $0).reference }
      }
    }
  }

  /// Whether one of these commits has every file of a review. By files and not by the graph: that may be long.
  private func isTakenIn(_ review: ReviewBranch, of slug: Slug, in homes: [ObjectID]) throws -> Bool {
    let path = try layout().review(slug, review.number, review.person)
    func folder(_ commit: ObjectID) throws -> ObjectID? {
      try repository.entry(path, in: repository.commit(commit).tree)?.id
    }
    guard let said = try folder(review.tip) else { return true }
    return try homes.contains { home in
      guard let taken = try folder(home) else { return false }
      return try taken == said
        || Set(repository.entries(of: taken)).isSuperset(of: repository.entries(of: said))
    }
  }

  /// The rounds for which somebody asked for blind reviews, but for those for which a given person did.
  private func blindRounds(
    _ slug: Slug, in commits: [ObjectID], askedBy asker: PersonID?
  ) throws -> Set<RevisionNumber> {
    var (blind, own) = (Set<RevisionNumber>(), Set<RevisionNumber>())
    for commit in commits {
      guard let folder = try repository.entry(layout().reviews(slug), in: repository.commit(commit).tree),
        folder.mode == .folder
      else { continue }
      for round in try repository.entries(of: folder.id) where round.mode == .folder {
        guard let number = try? RevisionNumber(component: round.name),
          let calls = try repository.entry(DeskPath.submissionsFolder, in: round.id), calls.mode == .folder
        else { continue }
        for file in try repository.entries(of: calls.id) where file.mode == .file {
          guard let id = try? AnnotationID(file.name.dropLast(5)),
            let call = Submission(
              id: id, number: number,
              parsing: try repository.blob(file.id, limit: AnnotationReader.maxFileBytes))
          else { continue }
          guard call.isBlind else { continue }
          blind.insert(number)
          if call.by == asker { own.insert(number) }
        }
      }
    }
    return blind.subtracting(own)
  }
}

/// From whom reviews are hidden.
private struct HiddenFrom {
  let person: PersonID?
  /// Whose rounds are no secret to them: while nobody is named, those for which they asked.
  let asker: PersonID?
  let seesAll: Bool

  init(login: String, _ configuration: DeskConfiguration) {
    let known = configuration.person(login: login)
    let unnamed = configuration.people.isEmpty ? try? PersonID(email: login) : nil
    person = known?.id ?? unnamed
    asker = known == nil ? unnamed : nil
    seesAll = known.map { configuration.may(.mergeReviews, email: $0.email) } ?? false
  }

  init(_ person: DeskConfiguration.Person, _ configuration: DeskConfiguration) {
    self.person = person.id
    asker = nil
    seesAll = configuration.may(.mergeReviews, email: person.email)
  }
}
