/// A remark with its replies and what was done with it.
public struct Thread: Sendable {
  public let root: RecordEntry
  /// All that was said about it, in the order of the fold.
  public private(set) var events: [RecordEntry] = []

  /// The resolution that holds, or did until its maker said that it won't do.
  public private(set) var resolved: RecordEntry?
  /// What took the last resolution back, until there is another.
  public private(set) var reopening: RecordEntry?
  /// What was decided and what took that back, without what counts for nothing: the last one holds.
  public private(set) var resolutions: [RecordEntry] = []
  /// What the remark's maker says of that resolution.
  public private(set) var satisfaction: RecordEntry?
  /// The last better place that somebody named.
  public private(set) var reattachment: RecordEntry?
  /// What was last found of a claim.
  public private(set) var check: RecordEntry?

  init(root: RecordEntry) {
    self.root = root
  }

  /// Replies to the remark and to its replies.
  public var replies: [RecordEntry] {
    events.filter {
      switch $0.annotation.kind {
      case .edit: !$0.isOfReworder
      case .reply, .other: $0.annotation.text != nil || $0.redaction != nil
      default: false
      }
    }
  }

  /// nil while it is open, and again when its maker isn't satisfied.
  public var resolution: Resolution? { isSatisfied == false ? nil : resolved?.annotation.resolution }
  public var isOpen: Bool { resolution == nil && claimState != .supported }

  /// Whether its maker is satisfied with the resolution; nil when nothing was said.
  public var isSatisfied: Bool? {
    guard case .satisfaction(let isSatisfied, _)? = satisfaction?.annotation.kind else { return nil }
    return isSatisfied
  }

  public var claimState: ClaimState? {
    guard root.annotation.isClaim else { return nil }
    guard case .check(let state, _, _)? = check?.annotation.kind else { return .unchecked }
    return state
  }

  /// Whether it is open in a revision: not resolved, or put off to this one or an earlier.
  public func isOpen(in number: RevisionNumber) -> Bool {
    if isOpen { return true }
    guard resolution == .deferred, let until = resolved?.annotation.deferredTo else { return false }
    return until <= number
  }

  /// Whether a person stands behind it: made it, or took up what a tool found.
  public var concernsPeople: Bool {
    !root.annotation.isByTool || events.contains { !$0.annotation.isByTool }
  }

  /// Only who made a remark can withdraw it, bring it back then, or say whether its resolution will do.
  private mutating func take(_ entry: RecordEntry) {
    events.append(entry)
    switch entry.annotation.kind {
    case .resolution(.withdrawn, _) where entry.person != root.person: break
    case .resolution(.redacted, _) where entry.annotation.parent != root.id: break
    case .resolution(.reopened, _):
      guard resolved?.annotation.resolution != .redacted,
        resolved?.annotation.resolution != .withdrawn || entry.person == root.person
      else { break }
      resolutions.append(entry)
      reopening = entry
      resolved = nil
      satisfaction = nil
    case .resolution:
      resolutions.append(entry)
      resolved = entry
      reopening = nil
      satisfaction = nil
    case .satisfaction where entry.person == root.person && entry.annotation.parent == resolved?.id:
      satisfaction = entry
    case .reattachment where entry.annotation.cited != nil: reattachment = entry
    case .check where root.annotation.isClaim: check = entry
    default: break
    }
  }

  /// What the next event of the thread comes after.
  public var latest: [AnnotationID] { Editorial.latest(of: [root] + events) }

  /// Folds a record's entries into threads, in the order of their remarks' ids.
  ///
  /// A reply or resolution whose remark isn't at hand is left out here; it stays in the record.
  ///
  /// - Parameter entries: in the order of the fold.
  static func all(of entries: [RecordEntry]) -> [Thread] {
    let byID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var threads = entries.filter(\.annotation.isRemark).sorted { $0.id < $1.id }.map { Thread(root: $0) }
    let places = Dictionary(
      threads.enumerated().map { ($1.root.id, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in entries where !entry.annotation.isRemark {
      guard let root = root(of: entry, in: byID), let place = places[root] else { continue }
      threads[place].take(entry)
    }
    return threads
  }

  /// Follows what an entry is about up to a remark. Loops made by hand end after as many steps as there are entries.
  private static func root(
    of entry: RecordEntry, in entries: [AnnotationID: RecordEntry]
  ) -> AnnotationID? {
    var current = entry
    for _ in 0...entries.count {
      guard let about = current.annotation.parent else { return nil }
      guard let next = entries[about] else { return nil }
      if next.annotation.isRemark { return about }
      current = next
    }
    return nil
  }
}

extension Record {
  /// Each reviewer's last verdict on a revision; one under a pseudonym is that of the person it stands for.
  public func verdicts(on number: RevisionNumber) -> [PersonID: RecordEntry] {
    allVerdicts(on: number).compactMapValues(\.last)
  }

  /// Each reviewer's verdicts on a revision, in the order of the fold.
  func allVerdicts(on number: RevisionNumber) -> [PersonID: [RecordEntry]] {
    let people = Dictionary(pseudonyms.map { ($1.id, $0) }, uniquingKeysWith: { max($0, $1) })
    let withdrawn = withdrawnVerdicts
    let verdicts = entries.filter {
      $0.number == number && $0.annotation.verdict != nil && !withdrawn.contains($0.id)
    }
    return Dictionary(grouping: verdicts) { people[$0.person] ?? $0.person }
  }

  /// Those whose givers took them back.
  public var withdrawnVerdicts: Set<AnnotationID> {
    let makers = Dictionary(
      entries.filter { $0.annotation.verdict != nil }.map { ($0.id, $0.person) },
      uniquingKeysWith: { first, _ in first })
    return Set(
      entries.compactMap { entry in
        guard entry.annotation.resolution == .withdrawn, let about = entry.annotation.parent,
          makers[about] == entry.person
        else { return nil }
        return about
      })
  }

  /// What a person's next verdict on a revision comes after.
  public func latestVerdicts(of person: PersonID, on number: RevisionNumber) -> [AnnotationID] {
    Editorial.latest(of: allVerdicts(on: number)[person] ?? [])
  }

  /// The submissions of a revision; the last one holds.
  public func submissions(of number: RevisionNumber) -> [Submission] {
    submissions.filter { $0.number == number }
  }

  /// What the next submission of a revision comes after.
  public func latestSubmissions(of number: RevisionNumber) -> [AnnotationID] {
    Editorial.latest(of: submissions(of: number))
  }

  /// The thread that an event belongs to: a remark's own, or the one it is about.
  public func thread(of id: AnnotationID) -> Thread? {
    threads.first { $0.root.id == id } ?? threads.first { thread in thread.events.contains { $0.id == id } }
  }

  /// The queries that wait for an answer in a revision.
  public func openQueries(in number: RevisionNumber) -> [Thread] {
    threads.filter {
      $0.isOpen(in: number) && $0.concernsPeople && $0.root.annotation.motivation == .questioning
    }
  }
}
