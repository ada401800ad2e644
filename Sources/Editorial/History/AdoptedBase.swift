import Git

/// An article that `main` had before anybody reviewed it begins with a commit without parents; a trailer names the commit
/// of `main` that it was taken from, and that is the base of merges with `main`.
extension Desk {
  static let baseTrailer = "Galley-Base: "

  /// The last paragraph's line that says which commit of `main` an article was adopted from.
  public static func trailer(ofBase commit: ObjectID) -> String { "\(baseTrailer)\(commit)\n" }

  /// What a message says that the article was adopted from.
  public static func adoptedBase(inMessage message: String) -> ObjectID? {
    message.split(separator: "\n").last { $0.hasPrefix(baseTrailer) }
      .flatMap { ObjectID(hex: $0.dropFirst(baseTrailer.count)) }
  }

  /// The commit of `main` that a revision's history was adopted from; nil for an article that began on the desk, or where
  /// the commit isn't there. Follows the revision's own history to its beginning.
  public func adoptedBase(of revision: ObjectID) throws -> ObjectID? {
    var found: ObjectID?
    try repository.walk(from: [revision], firstParentOnly: true) { commit in
      if commit.parents.isEmpty { found = Self.adoptedBase(inMessage: commit.message) }
      return true
    }
    guard let found, try repository.has(found) else { return nil }
    return found
  }

  /// The base of a merge of a revision with `main`: what a host published of it, else their common ancestor, or what the
  /// article was adopted from.
  public func mergeBase(main: ObjectID, revision: ObjectID) throws -> ObjectID? {
    if let base = try hostBase(main: main, revision: revision) ?? repository.mergeBase(main, revision) {
      return base
    }
    guard let base = try adoptedBase(of: revision), try repository.isReachable(base, from: main) else {
      return nil
    }
    return base
  }
}
