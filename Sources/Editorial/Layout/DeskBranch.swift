/// The branches of a desk. Every reference that Galley makes or reads is named in this file.
public enum DeskBranch: Hashable, Sendable {
  case main
  case revision(Slug, RevisionNumber)
  case review(Slug, RevisionNumber, PersonID)

  public static let heads = "refs/heads/"
  public static func tracked(_ remote: String) -> String { "refs/remotes/\(remote)/" }

  /// The whole reference name: `refs/heads/revision/rivers/r1`.
  public var reference: String { Self.heads + name }

  /// The branch's name as people know it: `revision/rivers/r1`.
  public var name: String {
    switch self {
    case .main: "main"
    case .revision(let slug, let number): "revision/\(slug)/\(number)"
    case .review(let slug, let number, let person): "review/\(slug)/\(number)/\(person.component)"
    }
  }

  /// The remote-tracking reference: where the remote's state was last seen.
  public func tracking(_ remote: String) -> String { Self.tracked(remote) + name }

  /// - Parameter reference: a whole reference name; nil for one that isn't a desk's.
  public init?(reference: String) {
    guard reference.hasPrefix(Self.heads) else { return nil }
    self.init(name: reference.dropFirst(Self.heads.count))
  }

  /// - Parameter name: a branch's name, without `refs/heads/`; nil for one that isn't a desk's.
  public init?(name: some StringProtocol) {
    if name == "main" {
      self = .main
      return
    }
    let parts = String(name).split(separator: Character("/"), omittingEmptySubsequences: false).map(
      String.init)
    switch parts.first {
    case "revision" where parts.count >= 3:
      guard let slug = try? Slug(parts[1..<parts.count - 1].joined(separator: "/")),
        let number = try? RevisionNumber(component: parts[parts.count - 1])
      else { return nil }
      self = .revision(slug, number)
    case "review" where parts.count >= 4:
      guard let slug = try? Slug(parts[1..<parts.count - 2].joined(separator: "/")),
        let number = try? RevisionNumber(component: parts[parts.count - 2]),
        let person = try? PersonID(component: parts[parts.count - 1])
      else { return nil }
      self = .review(slug, number, person)
    default: return nil
    }
  }

  public static let everyRevision = "refs/heads/revision/*"
  public static let everyReview = "refs/heads/review/*"

  public static func revisions(of slug: Slug) -> String { "refs/heads/revision/\(slug)/r*" }
  public static func reviews(of slug: Slug) -> String { "refs/heads/review/\(slug)/r*" }
  /// What all reviews of one revision begin with, without the slash.
  public static func reviews(of slug: Slug, _ number: RevisionNumber) -> String {
    "refs/heads/review/\(slug)/\(number)"
  }
}
