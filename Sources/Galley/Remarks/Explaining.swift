import Editorial
import Git
import Prose

/// A place for a person to choose, with `reattach`, for a remark whose passage is gone.
public struct PassageCandidate: Sendable {
  /// Unicode scalar offsets in the revision's text.
  public let range: Range<Int>
  /// What it says there.
  public let passage: String
  /// The same in angle quotes, with some words around it, on one line.
  public let excerpt: String
  /// The line that it begins in, from 1.
  public let line: Int

  /// - Parameter shown: what may be shown of a text, for who must not know a name.
  init(_ range: Range<Int>, in text: ScalarText, shown: (String) -> String) {
    self.range = range
    passage = shown(String(text[range]))
    excerpt = shown(text.excerpt(around: range))
    line = text.line(of: range.lowerBound)
  }
}

/// Where a remark's passage is in one revision, and how that was found.
public struct RevisionPlacement: Sendable {
  public let number: RevisionNumber
  public let commit: ObjectID
  public let placement: Placement
  /// What the passage says there; nil when it is gone.
  public let passage: String?
  /// Where it may be, likeliest first, at most three; empty unless it is an orphan.
  public let candidates: [PassageCandidate]
  /// Whether it was followed from the place that somebody named, rather than from the remark's own.
  public let isFromBetterPlace: Bool
}

/// Why a remark stands where it stands.
public struct PlaceExplained: Sendable {
  public let slug: Slug
  public let thread: Thread
  public let ids: ShortIDs
  /// nil for a remark on the whole article.
  public let quote: String?
  /// Ascending, from the revision that the remark was made on.
  public let revisions: [RevisionPlacement]
}

extension Desk {
  /// An anchor's verdict in every revision since the remark was made.
  public func explainPlace(of typed: String) throws -> PlaceExplained {
    let found = try findAnnotation(typed)
    let record = try recordToShow(found.record).record
    let masks = try masks(for: found.record)
    guard let thread = record.thread(of: found.entry.id) else {
      throw Refusal(
        "\(typed) is a \(found.entry.annotation.motivation.name) annotation, not a remark on a passage",
        "See 'galley annotations \(found.slug)'.")
    }
    let current = try currentRevision(of: found.slug)
    let known = try earlierRevisions(of: found.slug, from: current)
    let open = try openArticle(found.slug)
    var places: [RevisionPlacement] = []
    for number in known.keys.sorted() where number >= thread.root.number {
      guard let earlier = known[number] else { continue }
      let tip = open?.revision(number)?.tip ?? earlier.tip
      let revision = FoundRevision(number: number, tip: tip, isOpen: earlier.isOpen)
      var reanchoring = RemarkReanchoring(desk: self, slug: found.slug, revision: revision)
      guard let placement = try reanchoring.place(thread) else { break }
      var candidates: [PassageCandidate] = []
      if placement.status == .orphan {
        let text = try reanchoring.text()
        candidates = try reanchoring.candidates(for: thread, in: text, shown: masks.masked)
      }
      places.append(
        RevisionPlacement(
          number: number, commit: tip, placement: placement,
          passage: try reanchoring.passage(placement).map(masks.masked),
          candidates: candidates,
          isFromBetterPlace: thread.anchored(in: number).annotation != thread.root.annotation))
    }
    return PlaceExplained(
      slug: found.slug, thread: thread, ids: ShortIDs(record.entries.map(\.id)),
      quote: thread.root.annotation.anchor?.exact, revisions: places)
  }

  /// Says that a remark is about the passage that it was placed at in a revision.
  ///
  /// - Throws: ``Refusal`` when it has no place there.
  public func confirmPlace(_ typed: String, revision number: RevisionNumber?) throws -> Annotated {
    try mayDo(.annotate)
    return try whileOthersWrite {
      let found = try findAnnotation(typed)
      let thread = try thread(of: found, typed)
      let revision = try revisionToReview(found.slug, number)
      var reanchoring = RemarkReanchoring(desk: self, slug: found.slug, revision: revision)
      guard let range = try reanchoring.place(thread)?.range else {
        throw Refusal(
          "\(typed) has no place in \(found.slug) \(revision.number)",
          "Name one with 'galley reattach \(typed) --quote Q'; 'galley why \(typed)' lists where it may be.")
      }
      let text = try readableText(found.slug, revision)
      let passage = try passage(range, of: text, found.slug, revision.tip)
      return try respond(to: found, .reattachment) { $0.citing(passage).decided(in: revision.number) }
    }
  }

  /// Names the passage of a revision that a remark is really about. The remark's own anchor stays as it is.
  public func reattach(
    _ typed: String, quote: String, occurrence: Int?, revision number: RevisionNumber?
  ) throws -> Annotated {
    try mayDo(.annotate)
    return try whileOthersWrite {
      let found = try findAnnotation(typed)
      let thread = try thread(of: found, typed)
      let revision = try revisionToReview(found.slug, number)
      guard revision.number >= thread.root.number else {
        throw Refusal(
          "\(typed) was made on \(thread.root.number), after \(revision.number)",
          "Name its place in \(thread.root.number) or later.")
      }
      let text = try readableText(found.slug, revision)
      let range = try place(of: quote, occurrence, in: text, slug: found.slug, revision.number)
      let passage = try passage(range, of: text, found.slug, revision.tip)
      return try respond(to: found, .reattachment) { $0.citing(passage).decided(in: revision.number) }
    }
  }
}
