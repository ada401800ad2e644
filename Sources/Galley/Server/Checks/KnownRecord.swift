import Editorial
import Git

/// Which annotations of an article there are, and where: by file names alone.
struct KnownRecord {
  struct Place: Hashable {
    let person: PersonID
    let path: String
    let blob: ObjectID
  }

  let desk: Desk
  let layout: DeskLayout
  private var places: [Slug: [AnnotationID: Place]] = [:]
  private var seen: Set<ObjectID> = []

  init(desk: Desk, layout: DeskLayout) { (self.desk, self.layout) = (desk, layout) }

  /// Where an annotation stands, in what was read and added until now.
  func place(of id: AnnotationID, _ slug: Slug) -> Place? { places[slug]?[id] }

  func isRead(_ slug: Slug) -> Bool { places[slug] != nil }

  mutating func read(_ slug: Slug, from commits: [ObjectID]) throws {
    places[slug] = places[slug] ?? [:]
    let repository = desk.repository
    for commit in commits {
      guard let folder = try repository.entry(layout.reviews(slug), in: repository.commit(commit).tree),
        folder.mode == .folder
      else { continue }
      for round in try repository.entries(of: folder.id) where round.mode == .folder {
        guard let number = try? RevisionNumber(component: round.name) else { continue }
        for one in try repository.entries(of: round.id) where one.mode == .folder {
          guard let person = try? PersonID(component: one.name), seen.insert(one.id).inserted else {
            continue
          }
          try read(one.id, slug, number, person)
        }
      }
    }
  }

  private mutating func read(
    _ folder: ObjectID, _ slug: Slug, _ number: RevisionNumber, _ person: PersonID
  ) throws {
    for file in try desk.repository.entries(of: folder) where file.name.hasSuffix(".json") {
      guard let id = try? AnnotationID(file.name.dropLast(5)) else { continue }
      let path = layout.annotation(id, slug, number, person)
      if places[slug]?[id] == nil { places[slug]?[id] = Place(person: person, path: path, blob: file.id) }
    }
  }

  /// Adds one of the push.
  ///
  /// - Returns: false when another file has the id, or the file other words.
  mutating func add(_ id: AnnotationID, _ slug: Slug, _ place: Place) -> Bool {
    if let other = places[slug]?[id] { return other == place }
    places[slug, default: [:]][id] = place
    return true
  }
}
