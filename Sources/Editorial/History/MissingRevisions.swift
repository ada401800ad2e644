import Git

/// An article's revision that this desk has no branch of, though something speaks of it.
public struct MissingRevision: Sendable, Hashable {
  public let slug: Slug
  public let number: RevisionNumber
  /// Whether the remote had it when it was seen last. Otherwise only reviews of it are left.
  public let isAtRemote: Bool
  public let reviews: Int
}

extension Desk {
  /// What is open at the remote and not here yet, as after a plain `git clone`; and revisions that are gone from both
  /// while reviews of them are left.
  ///
  /// Reads reference names, and history only of what isn't here.
  public func missingRevisions() throws -> [MissingRevision] {
    guard remote == nil else { return [] }
    let open = try openArticles(withPublished: true)
    let here = Set(
      open.flatMap { article in article.revisions.map { DeskBranch.revision(article.slug, $0.number) } })
    var found: [MissingRevision] = []
    if let name = try? remoteName() {
      let prefix = DeskBranch.tracked(name)
      let main = try tip(.main)
      for known in try repository.references(matching: prefix + "revision/*") {
        guard let branch = DeskBranch(name: known.name.dropFirst(prefix.count)), !here.contains(branch),
          case .revision(let slug, let number) = branch
        else { continue }
        if let main, try !repository.has(known.target) || repository.isReachable(known.target, from: main) {
          continue
        }
        found.append(MissingRevision(slug: slug, number: number, isAtRemote: true, reviews: 0))
      }
    }
    for article in open where article.revisions.isEmpty && !found.contains(where: { $0.slug == article.slug })
    {
      guard let last = article.reviews.last, try !wasPublished(article.slug) else { continue }
      found.append(
        MissingRevision(
          slug: article.slug, number: last.number, isAtRemote: false,
          reviews: article.reviews.count { $0.number == last.number }))
    }
    return found
  }

  /// What a command says that was asked for such an article; nil for one of which nothing speaks.
  public func missingRevisionRefusal(of slug: Slug) throws -> Refusal? {
    guard let missing = try missingRevisions().last(where: { $0.slug == slug }) else { return nil }
    return Refusal(missing.what, missing.remedy)
  }
}

extension MissingRevision {
  /// What is so, as a clause.
  public var what: String {
    isAtRemote
      ? "\(slug) \(number) is open on the remote and not on this desk yet"
      : "\(slug) \(number) is missing here and on the remote, where its branch was removed: only \(reviews == 1 ? "a review of it is" : "\(reviews) reviews of it are") left"
  }

  public var remedy: String {
    isAtRemote ? "Run 'galley sync'." : "A desk that still has it sends it again with 'galley sync'."
  }
}
