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

  private var knownConfiguration: DeskConfiguration?

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
        "Make it one with 'galley init', or name a desk with --repo DIR.")
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
  public func tip(_ branch: DeskBranch) throws -> ObjectID? {
    try repository.reference(remote.map(branch.tracking) ?? branch.reference)
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

  /// Changes references all at once and brings clean checkouts of the branches along.
  ///
  /// - Returns: what the user should know of checkouts that were left as they are.
  public func land(_ updates: [ReferenceUpdate], because reason: String) throws -> [String] {
    let changed = updates.filter { $0.old != $0.new }
    let checkouts = try repository.checkouts(of: Set(changed.map(\.name)))
    for update in changed where update.new == nil && !checkouts[update.name, default: []].isEmpty {
      throw Refusal(
        "\(Self.branchName(update.name)) is checked out in \(checkouts[update.name]?.first?.folder ?? "")",
        "Go to another branch there first: 'git switch main'.")
    }
    let moves = changed.flatMap { update in
      checkouts[update.name, default: []].compactMap { checkout in
        guard checkout.isClean, let new = update.new else { return nil as CheckoutMove? }
        return CheckoutMove(folder: checkout.folder, old: update.old, new: new)
      }
    }
    var notes: [String] = []
    try repository.update(changed, by: signature(), because: reason, moving: moves) {
      notes = changed.flatMap { update in
        checkouts[update.name, default: []].compactMap { follow(update, in: $0) }
      }
    }
    return notes
  }

  private func follow(_ update: ReferenceUpdate, in checkout: Checkout) -> String? {
    guard let new = update.new else { return nil }
    var trouble = "it has uncommitted changes"
    if checkout.isClean {
      do {
        try Repository.bringUpToDate(checkout.folder, from: update.old, to: new)
        return nil
      } catch {
        trouble = error.message
      }
    }
    let old = update.old.map { " \($0)" } ?? ""
    return """
      the checkout of \(Self.branchName(update.name)) in \(checkout.folder) was left as it is: \(trouble). \
      Bring it up to date, keeping your changes, with 'git read-tree -m -u\(old) HEAD'.
      """
  }

  private static func branchName(_ reference: String) -> String {
    reference.hasPrefix("refs/heads/") ? String(reference.dropFirst("refs/heads/".count)) : reference
  }
}
