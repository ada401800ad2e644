import Editorial
import Git

/// The objects of reviews that a person must not see yet. Who knows an id gets nothing for it.
struct HiddenObjects {
  let reviews: Set<DeskBranch>
  private(set) var commits: Set<ObjectID> = []
  /// The annotations.
  private(set) var files: Set<ObjectID> = []
  /// The folders that hold them, up to the commits' own.
  private(set) var folders: Set<ObjectID> = []

  init(_ desk: Desk, _ branches: [DeskBranch]) throws {
    reviews = Set(branches)
    for (slug, branches) in Dictionary(grouping: branches, by: \.slug) {
      guard let slug else { continue }
      let open = try desk.openArticle(slug, withPublished: true)?.revisions.map(\.tip) ?? []
      let homes = open + (try desk.tip(.main).map { [$0] } ?? [])
      for branch in branches {
        guard case .review(_, let number, let person) = branch, let tip = try desk.tip(branch) else {
          continue
        }
        try desk.repository.walk(from: [tip], hiding: homes) { commit in
          commits.insert(commit.id)
          try add(desk.layout().review(slug, number, person), in: commit.tree, desk.repository)
          return true
        }
      }
    }
  }

  private mutating func add(_ path: String, in tree: ObjectID, _ repository: Repository) throws {
    var folder = tree
    for name in [""] + path.split(separator: "/").map(String.init) {
      if !name.isEmpty {
        guard let entry = try repository.entry(name, in: folder), entry.mode == .folder else { return }
        folder = entry.id
      }
      guard folders.insert(folder).inserted else { return }
    }
    files.formUnion(try repository.entries(of: folder).map(\.id))
  }

  func contains(_ id: ObjectID) -> Bool {
    commits.contains(id) || files.contains(id) || folders.contains(id)
  }
}
