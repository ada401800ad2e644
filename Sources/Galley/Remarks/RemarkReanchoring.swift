import Editorial
import Git
import Prose

/// Places remarks in one revision's text; reads the text when it is first needed and prepares each pair of drafts once.
struct RemarkReanchoring {
  let desk: Desk
  let slug: Slug
  let revision: FoundRevision
  private var known: ScalarText?
  private var prepared: [ObjectID: Reanchoring] = [:]

  init(desk: Desk, slug: Slug, revision: FoundRevision) {
    self.desk = desk
    self.slug = slug
    self.revision = revision
  }

  /// Where a thread's passage is: from the place that somebody named last, where one did. nil for a remark on the
  /// whole article.
  mutating func place(_ thread: Thread) throws -> Placement? {
    let entry = thread.anchored(in: revision.number)
    guard let anchor = entry.anchor else { return nil }
    return try drafts(for: entry).place(anchor)
  }

  /// Where the passage of a thread that is an orphan may be, likeliest first.
  ///
  /// - Parameters:
  ///   - text: this revision's, or what may be shown of it at the same places.
  ///   - shown: what may be shown of a part of it.
  mutating func candidates(
    for thread: Thread, in text: ScalarText, shown: (String) -> String = { $0 }
  ) throws -> [PassageCandidate] {
    let entry = thread.anchored(in: revision.number)
    guard let anchor = entry.anchor else { return [] }
    return try drafts(for: entry).candidates(for: anchor, atMost: 3).map {
      PassageCandidate($0, in: text, shown: shown)
    }
  }

  /// The draft that an entry was made on and this revision's.
  private mutating func drafts(for entry: RecordEntry) throws -> Reanchoring {
    let commit = try desk.madeOn(entry, slug)
    if let known = prepared[commit] { return known }
    let drafts = Reanchoring(
      old: try desk.articleText(slug, in: commit), new: try desk.articleText(slug, in: revision.tip))
    prepared[commit] = drafts
    return drafts
  }

  mutating func place(_ threads: [Thread]) throws -> [PlacedThread] {
    try threads.map { thread in
      let placement = try place(thread)
      return PlacedThread(
        thread: thread, placement: placement,
        isReopened: try placement.map { try isOutdated(thread, $0) } ?? false, isOwed: try isOwed(thread),
        in: revision.number)
    }
  }

  /// What a placement's passage says in this revision; nil when it is gone.
  mutating func passage(_ placement: Placement) throws -> String? {
    guard let range = placement.range else { return nil }
    return try String(text()[range])
  }

  /// This revision's text.
  mutating func text() throws -> ScalarText {
    let text = try known ?? ScalarText(desk.articleText(slug, in: revision.tip))
    known = text
    return text
  }

  /// Whether a thread waits for somebody in this revision: it is open, or a checked claim whose words have changed.
  mutating func isOpen(_ thread: Thread) throws -> Bool {
    if thread.isOpen(in: revision.number) { return true }
    guard thread.checkedWords != nil, let placement = try place(thread) else { return false }
    return try isOutdated(thread, placement)
  }

  /// Whether a remark was accepted with a change, and neither its sentence nor what stands beside that has changed since
  /// the remark was made.
  mutating func isOwed(_ thread: Thread) throws -> Bool {
    guard thread.isPromised, thread.disagreements.isEmpty, thread.root.number <= revision.number else {
      return false
    }
    let entry = thread.anchored(in: revision.number)
    let old = try desk.articleText(slug, in: desk.madeOn(entry, slug))
    guard let anchor = entry.anchor else { return try old == desk.articleText(slug, in: revision.tip) }
    guard let sentences = try drafts(for: entry).sentences(of: anchor) else { return false }
    let (then, now) = (ScalarText(old)[sentences.old], try text()[sentences.new])
    return then.split(whereSeparator: \.isWhitespace) == now.split(whereSeparator: \.isWhitespace)
  }

  /// Those of an article's remarks that are owed a change.
  mutating func owed(_ threads: [Thread]) throws -> [Thread] { try threads.filter { try isOwed($0) } }

  /// Whether a claim says something else by now than what was checked. White space and typography don't count.
  private mutating func isOutdated(_ thread: Thread, _ placement: Placement) throws -> Bool {
    guard thread.resolution == nil, let checked = thread.checkedWords else { return false }
    return try passage(placement).map { !isEqualButForTypography($0, checked) } ?? true
  }
}

extension Thread {
  /// The remark as if it had been made on the better place that somebody named for it, up to a revision.
  func anchored(in number: RevisionNumber) -> RecordEntry {
    guard let better = reattachment?.annotation, let passage = better.cited,
      better.decidedIn.map({ $0 <= number }) ?? true
    else { return root }
    return RecordEntry(
      annotation: root.annotation.moved(to: passage), number: better.decidedIn ?? root.number,
      person: root.person, isMerged: root.isMerged)
  }

  /// Whether the author said that the passage will be changed in other words than suggested.
  var isPromised: Bool { resolution == .accepted && resolved?.annotation.isWithChange == true }

  /// The words of a claim that somebody has checked.
  var checkedWords: String? {
    guard claimState != nil, claimState != .unchecked else { return nil }
    return check?.annotation.cited?.quote?.exact
  }
}
