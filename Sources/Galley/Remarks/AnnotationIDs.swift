import Editorial
import Git

extension Desk {
  /// The ids of all annotations of an open article, from file names.
  public func annotationIDs(of article: OpenArticle) throws -> Set<AnnotationID> {
    var ids: Set<AnnotationID> = []
    if let current = article.current { ids.formUnion(try annotationIDs(of: article.slug, in: current.tip)) }
    for review in article.reviews {
      let path = try layout().review(article.slug, review.number, review.person)
      if let folder = try repository.entry(path, in: repository.commit(review.tip).tree) {
        ids.formUnion(try Self.ids(in: repository.entries(of: folder.id)))
      }
    }
    return ids
  }

  private func annotationIDs(of slug: Slug, in commit: ObjectID) throws -> Set<AnnotationID> {
    let root = try repository.commit(commit).tree
    guard let reviews = try repository.entry(layout().reviews(slug), in: root) else { return [] }
    var ids: Set<AnnotationID> = []
    for round in try repository.entries(of: reviews.id)
    where round.mode == .folder && (try? RevisionNumber(round.name)) != nil {
      for folder in try repository.entries(of: round.id)
      where folder.mode == .folder && folder.name != DeskPath.submissionsFolder {
        ids.formUnion(try Self.ids(in: repository.entries(of: folder.id)))
      }
    }
    return ids
  }

  private static func ids(in files: [TreeEntry]) -> [AnnotationID] {
    files.compactMap { file in
      file.name.hasSuffix(".json") ? try? AnnotationID(Substring(file.name.utf8.dropLast(5))) : nil
    }
  }

  func publishedAnnotationIDs() throws -> [AnnotationID: Set<Slug>] {
    guard let main = try tip(.main) else { return [:] }
    var places: [AnnotationID: Set<Slug>] = [:]
    for slug in try publishedSlugs() {
      for id in try annotationIDs(of: slug, in: main) { places[id, default: []].insert(slug) }
    }
    return places
  }

  /// The slugs of all articles in `main`.
  public func publishedSlugs() throws -> [Slug] {
    guard let main = try tip(.main) else { return [] }
    return try places(in: repository.commit(main).tree).map(\.slug)
  }
}
