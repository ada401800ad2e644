import Editorial
import Git
import Prose

/// What stands in the way of a suggestion's words.
public struct TriageClash: Sendable {
  /// Accepted suggestions that touch the same words differently.
  public let others: [Thread]
  /// Whether all of those were accepted in this triage, and can be opened again in it.
  public let isWithinTriage: Bool
  /// Whether the words were changed in the draft since the suggestion was made.
  public var isWithDraft: Bool { others.isEmpty }
}

/// What a decision makes of a sentence.
public struct SentenceChange: Sendable, Hashable {
  public let old: String
  public let new: String
}

/// One person's way through the open remarks of a revision. Nothing is written before the end.
public struct Triage {
  public let slug: Slug
  public let number: RevisionNumber
  /// For short ids.
  public let ids: ShortIDs
  /// What waits for a decision, in the order of the text.
  public let items: [PlacedThread]
  public private(set) var decisions: [AnnotationID: TriageDecision] = [:]
  /// The person's own suggestions, for remarks that got other words.
  private(set) var rewordings: [AnnotationID: Annotation] = [:]
  let record: Record
  private let desk: Desk
  private let revision: FoundRevision
  private let draft: String
  private let visibleText: String
  private let me: PersonID

  init(_ desk: Desk, _ slug: Slug) throws {
    let (record, revision) = (try desk.record(of: slug), try desk.currentRevision(of: slug))
    let visible = try desk.recordToShow(record).record
    var reanchoring = RemarkReanchoring(desk: desk, slug: slug, revision: revision)
    self.desk = desk
    self.slug = slug
    self.record = record
    self.revision = revision
    number = revision.number
    ids = ShortIDs(visible.entries.map(\.id))
    draft = try desk.articleText(slug, in: revision.tip)
    visibleText = try desk.textToShow(slug, revision, record)
    me = try desk.person().id
    let threads = visible.threads.filter { $0.root.number <= revision.number && $0.concernsPeople }
    items = try Desk.inTextOrder(reanchoring.place(threads)).filter {
      $0.isOpen || !$0.thread.disagreements.isEmpty
    }
  }

  /// How many wait for a decision still.
  public var left: Int { items.count { isOpen($0.thread.root.id) } }

  private func isOpen(_ id: AnnotationID) -> Bool {
    switch decisions[id] {
    case nil, .reply: true
    default: false
    }
  }

  /// The open remark that somebody means by the end of its id.
  public func item(_ typed: String) throws -> PlacedThread {
    guard case .one(let id) = ids.resolve(typed) else {
      throw Refusal(
        "\(slug) has no annotation \(typed)", "List them with 'galley annotations \(slug) --open'.")
    }
    guard let item = items.first(where: { $0.thread.root.id == id }) else {
      throw Refusal(
        "\(typed) isn't an open remark of \(slug)",
        "Open it again with 'galley reopen \(typed)', or leave it out.")
    }
    return item
  }

  /// Decides on a remark, in place of what was decided before.
  ///
  /// - Returns: what stands in the way of taking its words; nothing is decided then.
  /// - Throws: ``Refusal`` when the remark can't be decided so, or the person may not.
  public mutating func decide(_ item: PlacedThread, _ decision: TriageDecision) throws -> TriageClash? {
    let thread = try thread(of: item)
    let id = thread.root.id
    var next = self
    next.decisions[id] = nil
    next.rewordings[id] = nil
    try check(decision, of: thread)
    if case .edit(let words) = decision {
      next.rewordings[id] = try rewording(item, thread, words)
    }
    let before = next.entries
    next.decisions[id] = decision
    if next.entries.count > before.count, try next.text(with: next.entries) == nil {
      return try next.clash(
        of: next.entries.last(where: { one in !before.contains { $0.id == one.id } }), before)
    }
    self = next
    return nil
  }

  /// Takes a decision back.
  public mutating func reopen(_ item: AnnotationID) {
    decisions[item] = nil
    rewordings[item] = nil
  }

  private func thread(of item: PlacedThread) throws -> Thread {
    guard let thread = record.thread(of: item.thread.root.id) else { throw try desk.noArticle(slug) }
    return thread
  }

  private func check(_ decision: TriageDecision, of thread: Thread) throws {
    let tail = ids.tail(of: thread.root.id)
    let annotation = thread.root.annotation
    switch decision {
    case .accept where annotation.isClaim:
      throw Refusal(
        "\(tail) is a claim",
        "Say what you found with 'galley claim \(tail) supported --source S', or close it with 'a TEXT'.")
    case .accept where annotation.motivation == .questioning:
      throw Refusal(
        "\(tail) asks something", "Answer it: 'a TEXT', or give the passage other words: 'e WORDS'.")
    case .edit(let words):
      guard thread.anchored(in: number).anchor != nil else {
        throw Refusal(
          "\(tail) is a remark on the whole article", "Promise the change with 'y', and make it in the text.")
      }
      _ = try Desk.checked(words, mayBeEmpty: true)
    case .answer(let text), .reply(let text): _ = try Desk.checked(text)
    case .reject(let text?), .putOff(_, let text?): _ = try Desk.checked(text)
    case .putOff(let later?, _) where later <= number:
      throw Refusal(
        "\(later) is no later revision than \(number)",
        "Put it off to a later one: 'd \((try? number.next) ?? later)'.")
    default: break
    }
    try desk.mayDo(.annotate)
    if case .reply = decision { return }
    try desk.mayResolve(thread, .answered, of: record)
  }

  /// The person's own suggestion for a passage: where it stands now, else where it was remarked on.
  private func rewording(_ item: PlacedThread, _ thread: Thread, _ words: String) throws -> Annotation {
    let root = thread.anchored(in: number)
    let passage: Annotation.Passage?
    if let range = item.placement?.range {
      passage = try desk.passage(range, of: draft, slug, revision.tip)
    } else {
      passage = root.annotation.passage
    }
    guard let passage, passage.anchor?.exact != words else {
      throw Refusal(
        "the passage has these words already", "Leave the remark open with 's', or answer it with 'a TEXT'.")
    }
    return Annotation(
      .suggestion(replacement: words), on: .passage(passage), by: try desk.creator(), at: desk.now())
  }

  /// The suggestions that the text would take in.
  private var entries: [RecordEntry] {
    record.threads.flatMap { thread -> [RecordEntry] in
      let id = thread.root.id
      switch decisions[id] {
      case .accept where thread.root.annotation.replacement != nil: return [thread.anchored(in: number)]
      case .edit:
        return rewordings[id].map {
          [RecordEntry(annotation: $0, number: number, person: me, isMerged: false)]
        } ?? []
      case nil, .reply:
        return thread.waitsToBeApplied && thread.disagreements.isEmpty ? [thread.anchored(in: number)] : []
      default: return []
      }
    }
  }

  /// The draft with suggestions; nil when they can't all be in it.
  private func text(with entries: [RecordEntry]) throws -> String? {
    do {
      return try desk.apply(entries, to: draft, slug, Settling(), remedy: { _ in "" })
    } catch let refusal as Refusal where refusal.kind == .conflict {
      return nil
    }
  }

  private func clash(of entry: RecordEntry?, _ others: [RecordEntry]) throws -> TriageClash {
    guard let entry else { return TriageClash(others: [], isWithinTriage: true) }
    var clashing: [AnnotationID] = []
    if try text(with: [entry]) != nil {
      for other in others where try text(with: [entry, other]) == nil { clashing.append(other.id) }
      // Each may go along with it alone, and not all of them.
      if clashing.isEmpty { clashing = others.map(\.id) }
    }
    let owners = clashing.map { id in rewordings.first { $0.value.id == id }?.key ?? id }
    return TriageClash(
      others: try desk.recordToShow(record).record.threads.filter { owners.contains($0.root.id) },
      isWithinTriage: owners.allSatisfy { decisions[$0] != nil })
  }

  /// The sentence around a remark's passage, with the passage's place in it; nil without a place.
  public func sentence(around item: PlacedThread) -> (text: String, passage: Range<Int>)? {
    guard let range = item.placement?.range else { return nil }
    let text = ScalarText(visibleText)
    let whole = Self.sentence(around: range, in: text)
    return (String(text[whole]), range.lowerBound - whole.lowerBound..<range.upperBound - whole.lowerBound)
  }

  /// What taking a suggestion's words would make of the text, with all that was accepted before; nil when it takes none,
  /// or they can't be taken.
  public func change(by item: PlacedThread) throws -> SentenceChange? {
    let thread = try thread(of: item)
    guard thread.root.annotation.replacement != nil else { return nil }
    var (without, with) = (self, self)
    without.reopen(thread.root.id)
    with.reopen(thread.root.id)
    with.decisions[thread.root.id] = .accept
    guard let old = try? without.text(with: without.entries), let new = try? with.text(with: with.entries),
      old != new
    else { return nil }
    let masks = try desk.masks(for: record)
    let change = Self.change(from: ScalarText(old), to: ScalarText(new))
    return SentenceChange(old: masks.masked(change.old), new: masks.masked(change.new))
  }

  private static func change(from old: ScalarText, to new: ScalarText) -> SentenceChange {
    let shorter = min(old.count, new.count)
    var start = 0
    while start < shorter, old.scalar(at: start) == new.scalar(at: start) { start += 1 }
    var end = 0
    while end < shorter - start,
      old.scalar(at: old.count - end - 1) == new.scalar(at: new.count - end - 1)
    { end += 1 }
    let whole = sentence(around: start..<old.count - end, in: old)
    return SentenceChange(
      old: String(old[whole]), new: String(new[whole.lowerBound..<whole.upperBound + new.count - old.count]))
  }

  private static func sentence(around range: Range<Int>, in text: ScalarText) -> Range<Int> {
    let place = max(0, range.lowerBound - (range.isEmpty ? 1 : 0))..<min(text.count, max(range.upperBound, 1))
    guard !place.isEmpty else { return range }
    let whole = String(text[0..<text.count])
    let anchor = Anchor(exact: String(text[place]), prefix: "", suffix: "", range: place)
    guard let found = Reanchoring(old: whole, new: whole).sentences(of: anchor)?.new,
      found.lowerBound <= range.lowerBound, found.upperBound >= range.upperBound
    else { return range }
    return found
  }

  /// The decisions as a file that `triage --from` takes.
  public var file: String {
    items.compactMap { item in
      decisions[item.thread.root.id].map { "\(item.thread.root.id) \($0.line)\n" }
    }.joined()
  }
}
