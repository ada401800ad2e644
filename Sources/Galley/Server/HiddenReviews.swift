import Editorial
import Git

/// The references that a server hides from a person: of a repository that is no desk, none.
public func hiddenReferences(
  in folder: String, from login: String, environment: [String: String]
) throws -> [String] {
  let desk = Desk(repository: try Repository(holding: folder), environment: environment)
  return try desk.isDesk() ? desk.hiddenReviews(from: login).map(\.reference) : []
}

extension Desk {
  /// The branches of blind reviews that a person may not see yet: those that no revision has taken in, but for the
  /// own one and for who merges reviews (while galley.yaml names nobody: who asked for them).
  public func hiddenReviews(from login: String) throws -> [DeskBranch] {
    let configuration = try configuration()
    let person = configuration.person(login: login)
    if let person, configuration.may(.mergeReviews, email: person.email) { return [] }
    let own = person?.id ?? (configuration.people.isEmpty ? try? PersonID(email: login) : nil)
    var hidden: [DeskBranch] = []
    for article in try openArticles() where !article.reviews.isEmpty {
      let homes = article.revisions.map(\.tip) + (try tip(.main).map { [$0] } ?? [])
      let blind = try blindRounds(article.slug, in: homes, askedBy: configuration.people.isEmpty ? own : nil)
      for review in article.reviews where review.person != own && blind.contains(review.number) {
        guard try !isTakenIn(review, of: article.slug, in: homes) else { continue }
        hidden.append(.review(article.slug, review.number, review.person))
      }
    }
    return hidden
  }

  /// Whether one of these commits has every file of a review. By files and not by the graph: that may be long.
  private func isTakenIn(_ review: ReviewBranch, of slug: Slug, in homes: [ObjectID]) throws -> Bool {
    let path = DeskPath.review(slug, review.number, review.person)
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

  /// The rounds for which somebody asked for blind reviews, but for those that a given person asked for.
  private func blindRounds(
    _ slug: Slug, in commits: [ObjectID], askedBy asker: PersonID?
  ) throws -> Set<RevisionNumber> {
    var (blind, own) = (Set<RevisionNumber>(), Set<RevisionNumber>())
    for commit in commits {
      guard let folder = try repository.entry(DeskPath.reviews(slug), in: repository.commit(commit).tree),
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
          if call.isBlind { blind.insert(number) }
          if call.by == asker { own.insert(number) }
        }
      }
    }
    return blind.subtracting(own)
  }
}
