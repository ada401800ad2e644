internal import CGit

/// A reference that names an object directly.
public struct Reference: Sendable, Hashable {
  /// The whole name: `refs/heads/main`.
  public let name: String
  public let target: ObjectID

  public init(name: String, target: ObjectID) {
    self.name = name
    self.target = target
  }
}

/// A change of one reference, done only while the old value still holds.
public struct ReferenceUpdate: Sendable, Hashable {
  public let name: String
  /// The value it must have now; nil when it must not exist.
  public let old: ObjectID?
  /// The value it gets; nil removes it.
  public let new: ObjectID?

  public init(_ name: String, from old: ObjectID?, to new: ObjectID?) {
    self.name = name
    self.old = old
    self.new = new
  }
}

/// Where HEAD stands.
public enum Head: Sendable, Hashable {
  /// On a branch, born or not: `refs/heads/…`.
  case branch(String)
  case detached(ObjectID)
}

extension Repository {
  /// The object a reference leads to, or nil when there is none of that name.
  public func reference(_ name: String) throws(GitError) -> ObjectID? {
    var oid = git_oid()
    let status = git_reference_name_to_id(&oid, pointer, name)
    if status == GIT_ENOTFOUND.rawValue { return nil }
    try check(status, "read \(name)")
    return ObjectID(oid)
  }

  /// All direct references whose names match a glob (`refs/heads/review/rivers/*`), by name.
  ///
  /// libgit2's glob lets `*` run over slashes.
  public func references(matching glob: String) throws(GitError) -> [Reference] {
    let iterator = try Owned(freedBy: git_reference_iterator_free, "list \(glob)") {
      git_reference_iterator_glob_new($0, pointer, glob)
    }
    var found: [Reference] = []
    while true {
      var raw: OpaquePointer?
      let status = git_reference_next(&raw, iterator.pointer)
      if status == GIT_ITEROVER.rawValue { break }
      try check(status, "list \(glob)")
      defer { git_reference_free(raw) }
      guard let oid = git_reference_target(raw) else { continue }
      found.append(Reference(name: String(cString: git_reference_name(raw)), target: ObjectID(oid.pointee)))
    }
    return found.sorted { $0.name < $1.name }
  }

  /// Changes references all at once: new objects are stored, checkouts are brought along, then each reference is
  /// locked and compared with its old value before the first is written. What a kill interrupts is finished, or taken
  /// back, by the next command.
  ///
  /// Checkouts go first: a branch that moved while its checkout could not follow would have the next ordinary commit
  /// undo what came.
  ///
  /// - Throws: ``GitError`` with code `.modified` when one has another value by now, `.locked` when
  ///   another process holds one, of class `.checkout` when a checkout can't follow; then nothing is changed.
  public func update(
    _ updates: [ReferenceUpdate], by who: Signature, because reason: String,
    moving moves: [CheckoutMove] = []
  ) throws(GitError) {
    let updates = updates.filter { $0.old != $0.new }
    guard !updates.isEmpty else { return }
    let journal =
      if let held { held } else {
        try whileShared { () throws(GitError) in try Journal(in: commonFolder, waiting: 10) }
      }
    try finish(journal)
    // Whoever was beaten leaves no objects behind.
    for update in updates { try compare(update) }
    try storeObjects()
    let plan = PlannedChange(updates: updates, checkouts: moves)
    try journal.write(plan, isDurable: updates.count > 1)
    var hasBegun = false
    do {
      for move in moves { try move.follow() }
      try whileShared { () throws(GitError) in
        try move(updates, by: who, because: reason, hasBegun: &hasBegun)
      }
    } catch {
      // A full disk, maybe: some may have moved. If they can't be finished now, the plan stays for later.
      guard hasBegun else {
        // What a checkout refused, it didn't begin; the one that failed may be half done.
        for move in moves.reversed() where !error.isRefusedCheckout { move.takeBack() }
        journal.clear()
        throw error
      }
      guard try finish(plan) else {
        journal.clear()
        throw error
      }
    }
    journal.clear()
  }

  func compare(_ update: ReferenceUpdate) throws(GitError) {
    let current = try reference(update.name)
    guard current == update.old else {
      throw GitError(
        code: .modified, class: .reference,
        message: "it is now \(current?.short ?? "gone") and was \(update.old?.short ?? "not there")",
        attempted: "update \(update.name)")
    }
  }

  /// Locks, compares and moves.
  ///
  /// - Parameter hasBegun: becomes true before the first is moved.
  func move(
    _ updates: [ReferenceUpdate], by who: Signature, because reason: String, hasBegun: inout Bool
  ) throws(GitError) {
    guard !updates.isEmpty else { return }
    if Self.arePacked(updates) { return try moveMany(updates, by: who, because: reason, hasBegun: &hasBegun) }
    let transaction = try Owned(freedBy: git_transaction_free, "begin a change of references") {
      git_transaction_new($0, pointer)
    }
    for update in updates {
      try check(git_transaction_lock_ref(transaction.pointer, update.name), "lock \(update.name)")
    }
    for update in updates {
      try compare(update)
      if let new = update.new {
        var oid = new.oid
        _ = try who.withHandle { (signature) throws(GitError) in
          try check(
            git_transaction_set_target(transaction.pointer, update.name, &oid, signature, reason),
            "update \(update.name)")
        }
      } else {
        try check(git_transaction_remove(transaction.pointer, update.name), "remove \(update.name)")
      }
    }
    hasBegun = true
    let names = updates.prefix(3).map(\.name).joined(separator: ", ")
    let more = updates.count > 3 ? " and \(updates.count - 3) more" : ""
    try check(git_transaction_commit(transaction.pointer), "update \(names)\(more)")
  }

  public func head() throws(GitError) -> Head {
    let head = try Owned(freedBy: git_reference_free, "read HEAD") {
      git_reference_lookup($0, pointer, "HEAD")
    }
    if let name = git_reference_symbolic_target(head.pointer) { return .branch(String(cString: name)) }
    guard let oid = git_reference_target(head.pointer) else {
      throw GitError(
        code: .other(-1), class: .reference, message: "HEAD names nothing", attempted: "read HEAD")
    }
    return .detached(ObjectID(oid.pointee))
  }

  /// Lets HEAD name a branch, born or not. No file changes.
  public func setHead(to branch: String) throws(GitError) {
    try check(git_repository_set_head(pointer, branch), "set HEAD to \(branch)")
  }

  /// Whether git would take `name` for a reference.
  public static func isValidReferenceName(_ name: String) -> Bool {
    var valid: Int32 = 0
    return git_reference_name_is_valid(&valid, name) == 0 && valid == 1
  }
}
