import Editorial
import Git
import Prose

/// A remark as it stands in the revision that is shown.
public struct PlacedThread: Sendable {
  public let thread: Thread
  /// Where its passage is now; nil for a remark on the whole article.
  public let placement: Placement?
  /// Where the passage of an open orphan may be, likeliest first, at most three; looked for where the text is shown.
  public internal(set) var candidates: [PassageCandidate] = []

  /// Whether it is a claim that was checked, and says something else in this revision.
  public let isReopened: Bool
  /// Whether it waits for somebody in this revision: nobody has resolved it, or it was put off to this one, or it is a
  /// claim that says something else.
  public let isOpen: Bool
  /// Whether it was accepted with a change, and its passage says what it said.
  public let isOwed: Bool

  public init(
    thread: Thread, placement: Placement?, isReopened: Bool = false, isOwed: Bool = false,
    in number: RevisionNumber
  ) {
    self.isOwed = isOwed
    self.thread = thread
    self.placement = placement
    self.isReopened = isReopened
    isOpen = isReopened || thread.isOpen(in: number)
  }

  /// Whether its passage was found, but may be another one: a person should confirm the place or name another.
  public var isUnsure: Bool { placement.map { $0.range != nil && !$0.isCertain } ?? false }

  /// Whether it was put off to this revision or an earlier one.
  public var isDue: Bool { isOpen && thread.resolution == .deferred }
}

/// Which remarks to list.
public struct RemarkFilter: Sendable {
  public var openOnly = false
  /// One reviewer's only: an e-mail, an id or a name.
  public var by: String?

  public init(openOnly: Bool = false, by: String? = nil) {
    self.openOnly = openOnly
    self.by = by
  }

  /// - Parameter person: nil for those for whom others brought their remarks in, and for everybody.
  func keeps(_ placed: PlacedThread, by person: PersonID?) -> Bool {
    guard !openOnly || placed.isOpen else { return false }
    guard let by else { return true }
    let root = placed.thread.root
    return root.annotation.origin.map { $0.isCalled(by) } ?? (root.person == person)
  }
}
