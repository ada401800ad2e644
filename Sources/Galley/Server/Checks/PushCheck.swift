import Editorial
import Git

/// One reference that a push wants to change.
public struct PushedUpdate: Sendable, Hashable {
  public let reference: String
  public let old: ObjectID?
  public let new: ObjectID?

  public init(_ reference: String, from old: ObjectID?, to new: ObjectID?) {
    self.reference = reference
    self.old = old
    self.new = new
  }

  /// The name people know the branch by.
  var name: String {
    reference.hasPrefix("refs/heads/") ? String(reference.dropFirst("refs/heads/".count)) : reference
  }
}

/// Checks a push before any reference moves: its objects are readable, the references stand where they stood.
///
/// Rules and people are those of the server's own `main`. Every commit that the server doesn't have yet is checked,
/// not only the tips: what is pushed once stays in the history.
public final class PushCheck {
  let desk: Desk
  let configuration: DeskConfiguration
  let pusher: Pusher
  let updates: [PushedUpdate]
  let changes: TreeChanges
  /// Commits of this push that are checked already.
  var checked: Set<ObjectID> = []
  var record: KnownRecord
  /// Annotations of this push, to be checked against the whole record when all are read.
  var added: [AddedAnnotation] = []
  var cited: [ObjectID: Bool] = [:]
  /// Made when the first signature is looked at.
  var signatures: SignatureCheck?
  private(set) var broken: [BrokenRule] = []

  /// More are counted, not told.
  private static let mostTold = 40

  public init(_ desk: Desk, _ pusher: Pusher, _ updates: [PushedUpdate]) throws {
    self.desk = desk
    self.pusher = pusher
    self.updates = updates
    configuration = try desk.configuration()
    changes = TreeChanges(repository: desk.repository)
    record = KnownRecord(desk: desk)
  }

  /// - Returns: what the push breaks; empty when it may go in.
  public func run() throws -> [BrokenRule] {
    for update in updates.sorted(by: { Self.turn($0) < Self.turn($1) }) {
      try gather {
        let branch = try access(update)
        try content(update, branch)
      }
    }
    for one in added { try gather { try checkMeaning(of: one) } }
    try gather { try refuseIDsOfOtherArticles() }
    return broken
  }

  /// Which branches the pusher may move at all, without a look at what is in them.
  public func runAccessOnly(exceptRemoved: Bool) throws -> [BrokenRule] {
    for update in updates { try gather { _ = try access(update, exceptRemoved: exceptRemoved) } }
    return broken
  }

  /// Reviews first: their rules are the strictest. main last: it publishes what the others bring.
  private static func turn(_ update: PushedUpdate) -> (Int, String) {
    switch DeskBranch(reference: update.reference) {
    case .review: (0, update.reference)
    case .revision(let slug, let number): (1, "\(slug) \(number.value + 1_000_000)")
    case .main: (3, "")
    case nil: (2, update.reference)
    }
  }

  func gather(_ check: () throws -> Void) throws {
    do {
      try check()
    } catch let rule as BrokenRule {
      note(rule)
    }
  }

  func note(_ rule: BrokenRule) {
    if broken.count < Self.mostTold { broken.append(rule) }
  }

  private func content(_ update: PushedUpdate, _ branch: DeskBranch) throws {
    guard let new = update.new else { return }
    switch branch {
    case .main: try checkMain(update.old, new)
    case .revision(let slug, let number): try checkRevision(slug, number, update.old, new)
    case .review(let slug, let number, let person):
      try checkReview(slug, number, person, update.old, new)
    }
  }

  /// - Throws: ``BrokenRule`` unless galley.yaml gives the pusher a role for this.
  func require(_ action: DeskConfiguration.Action, _ place: String, _ words: String) throws {
    guard let person = pusher.person, !configuration.may(action, email: person.email) else { return }
    let roles = (action.roles ?? []).map(\.rawValue).sorted().joined(separator: " or ")
    throw BrokenRule(
      .permission, place, "\(person.name) may not \(words): that takes the role \(roles)",
      "Ask an editor to do it, or to give you the role in \(DeskPath.configuration).")
  }

  /// Commits that the server doesn't have yet, children before parents.
  func newCommits(_ tip: ObjectID, hiding known: [ObjectID]) throws -> [Commit] {
    var found: [Commit] = []
    try desk.repository.walk(from: [tip], hiding: known) { commit in
      found.append(commit)
      return true
    }
    return found
  }

  /// Where the server's branches of an article stand, and last its main, whose history is the longest.
  func knownTips(of slug: Slug) throws -> [ObjectID] {
    let article = try desk.openArticle(slug)
    return (article?.revisions.map(\.tip) ?? []) + (article?.reviews.map(\.tip) ?? [])
      + (try desk.tip(.main).map { [$0] } ?? [])
  }

  func tree(_ commit: ObjectID) throws -> ObjectID { try desk.repository.commit(commit).tree }
}
