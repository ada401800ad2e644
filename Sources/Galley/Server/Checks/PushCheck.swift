import Editorial
import Git

/// One that is of an article's branch.
struct PushedBranch {
  let update: PushedUpdate
  let branch: DeskBranch
  let slug: Slug

  init?(_ update: PushedUpdate, _ branch: DeskBranch?) {
    guard let branch, let slug = branch.slug else { return nil }
    (self.update, self.branch, self.slug) = (update, branch, slug)
  }
}

/// Checks a push before any reference moves: its objects are readable, the references stand where they stood.
///
/// Rules and people are those of the server's own `main`. Every commit that the server doesn't have yet is checked,
/// not only the tips: what is pushed once stays in the history.
public final class PushCheck {
  let desk: Desk
  let configuration: DeskConfiguration
  /// As the server's `main` has it.
  var layout: DeskLayout { configuration.layout }
  let pusher: Pusher
  let updates: [PushedUpdate]
  let changes: TreeChanges
  /// Commits of this push that are checked already.
  var checked: Set<ObjectID> = []
  var record: KnownRecord
  /// Annotations of this push, to be checked against the whole record when all are read.
  var added: [AddedAnnotation] = []
  var cited: [ObjectID: Bool] = [:]
  /// What the server has, and what it hides from the pusher.
  let served: ServedDesk
  var merges: MergedFiles
  /// Where a review may begin, by article.
  var pushedLines: [Slug: Set<ObjectID>] = [:]
  var bases: [ReviewBase: Bool] = [:]
  var configurations: [ObjectID: DeskConfiguration?] = [:]
  private var unknown: [Slug: [ObjectID: Commit]] = [:]
  /// Made when the first signature is looked at.
  var signatures: SignatureCheck?
  private(set) var broken: [BrokenRule] = []

  /// More are not looked for.
  private static let mostTold = 40

  public init(_ desk: Desk, _ pusher: Pusher, _ updates: [PushedUpdate]) throws {
    self.desk = desk
    self.pusher = pusher
    self.updates = updates
    configuration = try desk.configuration()
    changes = TreeChanges(repository: desk.repository, layout: configuration.layout)
    record = KnownRecord(desk: desk, layout: configuration.layout)
    served = ServedDesk(desk, pusher)
    merges = MergedFiles(repository: desk.repository)
    branches = updates.map { DeskBranch(reference: $0.reference) }
    pushedMain = zip(updates, branches).first { $1 == .main }?.0
    pushed = Dictionary(grouping: zip(updates, branches).compactMap(PushedBranch.init)) { $0.slug }
  }

  /// The branches of the updates: names are read once, since there may be thousands.
  private let branches: [DeskBranch?]
  /// The change of `main` among the updates.
  let pushedMain: PushedUpdate?
  private let pushed: [Slug: [PushedBranch]]

  /// The updates of an article's branches.
  func pushed(_ slug: Slug) -> [PushedBranch] { pushed[slug] ?? [] }

  /// - Returns: what the push breaks; empty when it may go in.
  public func run() throws -> [BrokenRule] {
    let inTurn = zip(updates, branches).map { (update: $0, turn: Self.turn($0, $1)) }
    for (update, _) in inTurn.sorted(by: { $0.turn < $1.turn }) where !isRefused {
      try gather {
        let branch = try access(update)
        try content(update, branch)
      }
    }
    for one in added where !isRefused { try gather { try checkMeaning(of: one) } }
    if !isRefused { try gather { try refuseIDsOfOtherArticles() } }
    return broken
  }

  /// Whether no more is told, so that nothing more has to be looked at.
  var isRefused: Bool { broken.count >= Self.mostTold }

  /// What a push that was fine breaks since others said something of other articles.
  func recheckIDs() throws -> [BrokenRule] {
    try gather { try refuseIDsOfOtherArticles() }
    return broken
  }

  /// Which branches the pusher may move at all, without a look at what is in them.
  public func runAccessOnly(exceptRemoved: Bool) throws -> [BrokenRule] {
    for update in updates { try gather { _ = try access(update, exceptRemoved: exceptRemoved) } }
    return broken
  }

  /// Reviews first: their rules are the strictest. main last: it publishes what the others bring.
  private static func turn(_ update: PushedUpdate, _ branch: DeskBranch?) -> (Int, String) {
    switch branch {
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

  /// All commits of an article's branches in this push that the server doesn't have on its own; found once, since a push
  /// may bring a thousand branches.
  func newCommits(of slug: Slug) throws -> [ObjectID: Commit] {
    if let found = unknown[slug] { return found }
    let tips = pushed(slug).compactMap(\.update.new)
    var found: [ObjectID: Commit] = [:]
    try desk.repository.walk(from: tips, hiding: knownTips(of: slug)) { commit in
      found[commit.id] = commit
      return true
    }
    unknown[slug] = found
    return found
  }

  /// Where the server's branches of an article stand, and last its main, whose history is the longest.
  func knownTips(of slug: Slug) throws -> [ObjectID] { try served.tips(of: slug) }

  func tree(_ commit: ObjectID) throws -> ObjectID { try desk.repository.commit(commit).tree }
}
