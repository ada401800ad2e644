import Git

/// A repository that Galley works on, opened for one command.
public final class Desk {
  public let repository: Repository
  /// The person's environment: identity and clock may come from it.
  public let environment: [String: String]

  /// The remote whose branches, as they were last seen, are looked at instead of this desk's own.
  let remote: String?
  /// Reviews that are taken as if they weren't there: what is shown is for somebody who must not know of them.
  let withoutReviews: Set<DeskBranch>

  /// What would be landed is worked out and let go: no reference moves, and no object is written.
  public var isDryRun = false

  private var knownConfiguration: DeskConfiguration?
  /// Where articles' texts were seen last.
  var knownPlaces: [Slug: ArticlePlace] = [:]

  /// - Parameter configuration: in place of what `main` says now.
  public init(
    repository: Repository, environment: [String: String], asSeenAt remote: String? = nil,
    configuration: DeskConfiguration? = nil, withoutReviews: some Sequence<DeskBranch> = []
  ) {
    self.repository = repository
    self.environment = environment
    self.remote = remote
    self.withoutReviews = Set(withoutReviews)
    knownConfiguration = configuration
  }

  /// Opens the desk that holds a folder.
  ///
  /// - Throws: ``Refusal`` when no repository holds the folder or it isn't a desk.
  public static func open(_ folder: String, environment: [String: String]) throws -> Desk {
    guard let repository = try repository(holding: folder) else {
      if let closed = ClosedRepository(holding: folder), !closed.hasHead {
        throw Refusal(
          .damaged, "the repository in \(closed.folder) is damaged: its HEAD names nothing",
          "'galley doctor --repair' mends it.")
      }
      throw Refusal(
        "there is no git repository \(place(folder))",
        "Make a desk with 'galley init', join one with 'galley clone URL', or name one with --repo DIR.")
    }
    try repository.finishInterruptedChange()
    let desk = Desk(repository: repository, environment: environment)
    guard try desk.isDesk() else {
      throw Refusal(
        "the repository \(place(folder)) isn't a desk: it has no \(DeskPath.configuration) on main",
        try desk.tip(.main) == nil && !repository.remotes().isEmpty
          ? "Fetch main with 'git fetch \((try? desk.remoteName()) ?? "REMOTE") main:main', or name a desk with --repo DIR."
          : "Make it one with 'galley init', or name a desk with --repo DIR.")
    }
    return desk
  }

  private static func place(_ folder: String) -> String { folder == "." ? "here" : "in \(folder)" }

  private static func repository(holding folder: String) throws -> Repository? {
    do {
      return try Repository(holding: folder)
    } catch {
      guard error.code == .notFound else { throw error }
      // What libgit2 1.5 says of a repository of somebody else, when nobody is trusted.
      if error.class == .config {
        throw Refusal(
          "the repository \(place(folder)) belongs to somebody else",
          "If you trust them, say so with 'git config --global --add safe.directory FOLDER'.")
      }
      return nil
    }
  }

  /// Whether `main` holds a galley.yaml.
  public func isDesk() throws -> Bool {
    guard let main = try tip(.main) else { return false }
    return try repository.entry(DeskPath.configuration, in: repository.commit(main).tree) != nil
  }

  /// The rules and people of galley.yaml, as `main` has it.
  public func configuration() throws -> DeskConfiguration {
    if let knownConfiguration { return knownConfiguration }
    guard let main = try tip(.main),
      let text = try text(at: DeskPath.configuration, in: main)
    else { return try DeskConfiguration(parsing: DeskConfiguration.initialText.utf8) }
    let configuration = try DeskConfiguration(parsing: text.utf8)
    knownConfiguration = configuration
    return configuration
  }

  /// The commit a branch of this desk stands at, or nil when there is no such branch.
  ///
  /// A clone that checked out another branch has `main` only as what is known of the remote: then that is read.
  public func tip(_ branch: DeskBranch) throws -> ObjectID? {
    if let remote { return try repository.reference(branch.tracking(remote)) }
    if let tip = try repository.reference(branch.reference) { return tip }
    guard branch == .main, let remote = try? remoteName() else { return nil }
    return try repository.reference(branch.tracking(remote))
  }

  /// A file of a commit as text, or nil when there is no such file.
  ///
  /// - Throws: ``Refusal`` when it isn't UTF-8.
  public func text(at path: String, in commit: ObjectID) throws -> String? {
    guard let entry = try repository.entry(path, in: repository.commit(commit).tree),
      entry.mode == .file || entry.mode == .executable
    else { return nil }
    guard let text = String(validating: try repository.blob(entry.id), as: UTF8.self) else {
      throw Refusal(
        "\(path) in \(commit.short) isn't UTF-8 text",
        "Save it again as UTF-8 with 'galley save SLUG --from FILE'.")
    }
    return text
  }

  /// Changes references all at once and brings the checkouts of the branches along: all that isn't changed there.
  ///
  /// - Parameters:
  ///   - written: files whose content in a checkout is what the new commit was made of.
  ///   - kind: whether it is something to be taken back with `galley undo`.
  /// - Throws: ``Refusal`` when a checkout can't follow; then no branch moves.
  public func land(
    _ updates: [ReferenceUpdate], because reason: String, written: [String] = [], as kind: ActLog.Kind = .act
  ) throws {
    guard !isDryRun else { return }
    let changed = try updates.filter { $0.old != $0.new }.map(ofThisDesk)
    let checkouts = try repository.checkouts(of: Set(changed.map(\.name)))
    for update in changed where update.new == nil && !checkouts[update.name, default: []].isEmpty {
      throw Refusal(
        "\(Self.branchName(update.name)) is checked out in \(checkouts[update.name]?.first?.folder ?? "")",
        "Go to another branch there first: 'git switch main'.")
    }
    let moves = changed.flatMap { update in
      checkouts[update.name, default: []].compactMap { checkout in
        update.new.map {
          CheckoutMove(
            folder: checkout.folder, old: update.old, new: $0, isClean: checkout.isClean, written: written)
        }
      }
    }
    do {
      try repository.update(changed, by: signature(), because: reason, moving: moves)
    } catch {
      if let refusal = try nameInTheWay(of: changed) { throw refusal }
      let isOfCheckout = error.class == .checkout || error.attempted.hasPrefix("bring ")
      // Of a full disk its own words say what to do.
      guard isOfCheckout, error.code != .locked, !error.message.contains("No space") else { throw error }
      let names = changed.filter { !checkouts[$0.name, default: []].isEmpty }.map { Self.branchName($0.name) }
      throw Self.cannotFollow(names, error)
    }
    note(changed, reason, kind)
  }

  /// A branch that was read from what is known of the remote begins here.
  private func ofThisDesk(_ update: ReferenceUpdate) throws -> ReferenceUpdate {
    guard update.name == DeskBranch.main.reference, update.old != nil,
      try repository.reference(update.name) == nil
    else { return update }
    return ReferenceUpdate(update.name, from: nil, to: update.new)
  }

  private static func branchName(_ reference: String) -> String {
    reference.hasPrefix("refs/heads/") ? String(reference.dropFirst("refs/heads/".count)) : reference
  }

  /// Of two names one of which is a folder of the other, git has one.
  private func nameInTheWay(of updates: [ReferenceUpdate]) throws -> Refusal? {
    for update in updates where update.old == nil && update.new != nil {
      let branch = Self.branchName(update.name)
      var parts = update.name.split(separator: "/")
      var found: String?
      while found == nil, parts.popLast() != nil, parts.count > 2 {
        let above = parts.joined(separator: "/")
        if try repository.reference(above) != nil { found = above }
      }
      guard let found = try found ?? repository.references(matching: update.name + "/*").first?.name else {
        continue
      }
      let other = Self.branchName(found)
      return Refusal(
        "the branch '\(other)' is in the way of \(branch): git can't have both names",
        "Rename it with 'git branch -m \(other) OTHER', then run the command again. Nothing was changed.")
    }
    return nil
  }

  /// Why branches stayed where they are: what stands in a checkout of theirs is in the way.
  private static func cannotFollow(_ branches: [String], _ error: GitError) -> Refusal {
    let names = branches.joined(separator: ", ")
    let folder = error.attempted.dropFirst("bring ".count).dropLast(" up to date".count)
    return error.code == .conflict
      ? Refusal(
        "\(names) is checked out in \(folder), and what you changed there is in the way: \(error.message)",
        "Commit it or put it aside ('git stash'), then run the command again. Nothing was changed.")
      : Refusal(
        "\(names) is checked out in \(folder), and git can't bring that along: \(error.message)",
        "Mend that and run the command again. Nothing was changed.")
  }
}
