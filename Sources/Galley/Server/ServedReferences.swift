import Editorial
import Git

/// Where a server's references stand at one moment.
struct ServedReferences {
  let references: [String: ObjectID]

  init(_ list: [Reference]) {
    references = Dictionary(list.map { ($0.name, $0.target) }, uniquingKeysWith: { $1 })
  }

  /// Whether what was found at that other moment of a push to these articles may not hold now: `main` is another, or a
  /// branch of one of them, or of one whose folder is around theirs or in it.
  func isOther(than other: ServedReferences, for slugs: Set<Slug>) -> Bool {
    func concerns(_ reference: String) -> Bool {
      guard let branch = DeskBranch(reference: reference) else { return false }
      guard let slug = branch.slug else { return true }
      return slugs.contains(slug) || slugs.contains { $0.isNested(with: slug) }
    }
    return references.contains { name, target in other.references[name] != target && concerns(name) }
      || other.references.keys.contains { references[$0] == nil && concerns($0) }
  }
}

extension DeskBranch {
  /// The article that it is of.
  var slug: Slug? {
    switch self {
    case .main: nil
    case .revision(let slug, _), .review(let slug, _, _): slug
    }
  }
}

extension Slug {
  /// Whether the folder of one is in the other's.
  func isNested(with other: Slug) -> Bool {
    let (one, two) = (description, other.description)
    return one.hasPrefix(two + "/") || two.hasPrefix(one + "/")
  }
}
