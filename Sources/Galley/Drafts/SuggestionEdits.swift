import Editorial
import Git
import Prose

/// A suggestion with the smallest edits that make it, in the text it was made on.
private struct PlacedSuggestion {
  let entry: RecordEntry
  /// Scalars of the text it was made on.
  let range: Range<Int>
  let edits: [TextEdit]
}

extension Desk {
  /// A draft with suggestions applied: by position in the text each was made on, then merged by word with the draft.
  ///
  /// - Parameter remedy: the command that rejects some of them besides what was decided.
  func apply(
    _ suggestions: [RecordEntry], to draft: String, _ slug: Slug, _ settling: Settling,
    remedy: ([AnnotationID]) throws -> String
  ) throws -> String {
    var byCommit: [ObjectID: [RecordEntry]] = [:]
    for entry in suggestions { byCommit[try madeOn(entry, slug), default: []].append(entry) }
    var text = draft
    var passages = 0
    for (commit, entries) in byCommit.sorted(by: { $0.value[0].id < $1.value[0].id }) {
      let base = try articleText(slug, in: commit)
      let placed = try entries.map { try place($0, in: base, slug) }
      try refuseConflicts(placed, in: base, slug, remedy)
      let edited = Prose.apply(placed.flatMap(\.edits), to: base)
      text = try mergeIn(edited, base: base, draft: text, placed, slug, settling, passages: &passages)
    }
    return text
  }

  /// The commit a remark was made on: the one it names, where it is at hand, else its revision's.
  func madeOn(_ entry: RecordEntry, _ slug: Slug) throws -> ObjectID {
    if let passage = entry.annotation.passage, let named = try commit(of: passage, slug) { return named }
    return try revision(entry.number, of: slug).tip
  }

  /// The commit that a passage names, where it is at hand and has the text.
  func commit(of passage: Annotation.Passage, _ slug: Slug) throws -> ObjectID? {
    guard let named = passage.commit.flatMap({ ObjectID(hex: $0) }), try repository.has(named),
      let tree = try? repository.commit(named).tree,
      try place(of: slug, in: tree) != nil
    else { return nil }
    return named
  }

  private func place(_ entry: RecordEntry, in base: String, _ slug: Slug) throws -> PlacedSuggestion {
    guard let anchor = entry.annotation.anchor, let range = Self.place(of: anchor, in: base),
      let edits = Self.edits(of: entry.annotation, in: base)
    else {
      throw Refusal(
        "suggestion \(entry.id) doesn't say which words of \(slug) \(entry.number) it replaces",
        "Leave it out, or reject it.")
    }
    return PlacedSuggestion(entry: entry, range: range, edits: edits)
  }

  /// The smallest edits that make a suggestion in the text it was made on; nil when its words aren't there.
  static func edits(of suggestion: Annotation, in base: String) -> [TextEdit]? {
    guard let anchor = suggestion.anchor, let replacement = suggestion.replacement,
      let range = place(of: anchor, in: base)
    else { return nil }
    return minimalEdits(base: base, range: range, replacement: replacement)
  }

  /// Where the quoted words stand in the text they were taken from: at their position, else at the one place
  /// that the quote and its surroundings name.
  private static func place(of anchor: Anchor, in base: String) -> Range<Int>? {
    if let range = anchor.range, String(ScalarText(base)[range]) == anchor.exact { return range }
    let placement = QuoteSearch(in: base).place(anchor)
    return placement.status == .kept ? placement.range : nil
  }

  private func refuseConflicts(
    _ placed: [PlacedSuggestion], in base: String, _ slug: Slug, _ remedy: ([AnnotationID]) throws -> String
  ) throws {
    let groups = conflicts(among: placed.map { ($0.range, $0.edits) }, in: base)
    guard !groups.isEmpty else { return }
    let record = try record(of: slug)
    let (short, masks) = try (ShortIDs(record.entries.map(\.id)), masks(for: record))
    let details = groups.enumerated().flatMap { number, group in
      ["  conflict \(number + 1): \(Self.passage(of: group.map { placed[$0] }, in: base))"]
        + group.map { Self.side(placed[$0].entry, short, masks) }
    }
    let others = groups.flatMap { $0.dropFirst() }.map { placed[$0].entry.id }
    throw Refusal(
      .conflict,
      "\(groups.count == 1 ? "suggestions touch" : "\(groups.count) groups of suggestions touch") the same words of \(slug) differently",
      "Accept one of each and reject the others, as in '\(try remedy(others))'.",
      details: details)
  }

  /// The words that suggestions touch, in brackets, with what stands around them on their line.
  private static func passage(of group: [PlacedSuggestion], in base: String) -> String {
    let text = ScalarText(base)
    let ranges = group.flatMap(\.edits).map(\.range)
    let start = min(ranges.map(\.lowerBound).min() ?? 0, text.count)
    let end = min(ranges.map(\.upperBound).max() ?? 0, text.count)
    let before = String(text[max(0, start - 60)..<start])
    let after = String(text[end..<min(text.count, end + 60)])
    let lineBefore =
      before.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    let lineAfter =
      after.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    return (lineBefore == before && start > 60 ? "…" : "") + lineBefore + "[" + String(text[start..<end])
      + "]"
      + lineAfter + (lineAfter == after && text.count > end + 60 ? "…" : "")
  }

  private static func side(_ entry: RecordEntry, _ short: ShortIDs, _ masks: Masks) -> String {
    let change = PassageChange.line(
      from: entry.annotation.anchor?.exact ?? "", to: entry.annotation.replacement ?? "")
    return "    \(short.tail(of: entry.id))  \(masks.id(of: entry.person, in: entry.number).email): \(change)"
  }

  private func mergeIn(
    _ edited: String, base: String, draft: String, _ placed: [PlacedSuggestion], _ slug: Slug,
    _ settling: Settling, passages: inout Int
  ) throws -> String {
    let result = Prose.merge(base: base, ours: draft, theirs: edited)
    let merge = SettledMerge(
      result, settling, first: passages + 1, ours: "the draft", theirs: "the suggestions")
    passages += merge.count
    if merge.open == 0 { return merge.text }
    if let edit = settling.edit { return try edit(merge.openText(at: try usualPlace(of: slug).text)) }
    let record = try record(of: slug)
    let (short, masks) = try (ShortIDs(record.entries.map(\.id)), masks(for: record))
    let culprits = placed.filter { one in
      !Prose.merge(base: base, ours: draft, theirs: Prose.apply(one.edits, to: base)).isClean
    }
    throw Refusal(
      .conflict, "accepted suggestions touch words of \(slug) that were changed since",
      "Reject them with '--reject ID,…', or settle the passages with '--edit', '--ours 1,…' (the draft's words) or '--theirs 1,…'.",
      details: culprits.map { Self.side($0.entry, short, masks) } + merge.lines)
  }
}
