import Editorial
import Git

extension PushCheck {
  /// Whether the pusher may move this reference in this way.
  ///
  /// - Parameter exceptRemoved: whether `main` having what is removed is seen elsewhere.
  /// - Throws: ``BrokenRule``.
  func access(_ update: PushedUpdate, exceptRemoved: Bool = false) throws -> DeskBranch {
    let place = update.name
    guard let branch = DeskBranch(reference: update.reference) else {
      throw BrokenRule(
        .branch, place, "a desk has no such branch",
        "Push main, revision/SLUG/rN and review/SLUG/rN/YOU only.")
    }
    guard let new = update.new else {
      try mayRemove(branch, place)
      if let old = update.old, !exceptRemoved {
        try desk.refuseLosing(old, main: pushedMain.map(\.new) ?? desk.tip(.main), place)
      }
      return branch
    }
    guard (try? desk.repository.commit(new)) != nil else {
      throw BrokenRule(.branch, place, "it names no commit", "Push the branch itself, not a tag or a file.")
    }
    if let old = update.old, try !desk.repository.isReachable(old, from: new) {
      throw BrokenRule(
        .history, place, "it would lose commits that the server has",
        "Take them in with 'galley sync'; a branch is never rewritten.")
    }
    switch branch {
    case .main: if update.old != nil { try require(.publish, place, "move main") }
    case .revision: try require(.write, place, "change texts")
    case .review(_, _, let person):
      guard mayWrite(as: person) else {
        throw BrokenRule(
          .permission, place, "it is the review of \(person.email)",
          "Write your own with 'galley annotate'; nobody pushes another's.")
      }
    }
    return branch
  }

  /// Whether the pusher may write in a person's folder: the own one, and as who merges reviews in that of somebody
  /// unnamed, whose review they brought from a blind repository.
  func mayWrite(as person: PersonID) -> Bool {
    pusher.isNamed(person)
      || person.isPseudonym && pusher.person.map { configuration.may(.mergeReviews, email: $0.email) } ?? true
  }

  private func mayRemove(_ branch: DeskBranch, _ place: String) throws {
    if branch == .main {
      throw BrokenRule(.history, place, "main is never removed", "Leave it where it is.")
    }
    try require(.publish, place, "remove branches")
  }
}

extension Desk {
  /// - Throws: ``BrokenRule`` unless `main` has everything that a branch which goes has.
  func refuseLosing(_ tip: ObjectID, main: ObjectID?, _ place: String) throws {
    guard let main, try repository.isReachable(tip, from: main) else {
      throw BrokenRule(
        .history, place, "it has commits that are not published",
        "Publish them first; nothing is removed before main has it.")
    }
  }
}
