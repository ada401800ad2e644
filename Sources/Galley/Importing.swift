import Editorial
import Git
import JSON
import Prose

extension Desk {
  /// Imports Web Annotations of an article: all of them in one commit, or none.
  ///
  /// Each gets its passage checked against the text: the position where the quote stands there, else the one place
  /// that quote and context name. An annotation that is there already, word for word, is left out.
  ///
  /// - Throws: ``Refusal`` that names the first annotation that doesn't fit, ``InvalidValue`` for malformed JSON.
  public func importAnnotations(
    _ slug: Slug, revision number: RevisionNumber?, _ bytes: [UInt8]
  ) throws -> Annotated {
    try mayDo(.annotate)
    let incoming = try AnnotationImport(parsing: bytes).annotations
    return try whileOthersWrite {
      let revision = try revisionToReview(slug, number)
      let text = try articleText(slug, in: revision.tip)
      var importer = Importer(
        slug: slug, commit: revision.tip, text: text, creator: try creator(), now: now(),
        known: try record(of: slug).entries)
      for (index, annotation) in incoming.enumerated() { try importer.add(annotation, number: index + 1) }
      return try write(importer.taken, slug, revision, alreadyThere: importer.alreadyThere)
    }
  }
}

/// Checks annotations one by one against the article they are for.
private struct Importer {
  let slug: Slug
  let commit: ObjectID
  let creator: Creator
  let now: Timestamp
  private let text: ScalarText
  private let search: QuoteSearch
  private var known: [AnnotationID: Annotation]
  private(set) var taken: [Annotation] = []
  private(set) var alreadyThere = 0

  init(slug: Slug, commit: ObjectID, text: String, creator: Creator, now: Timestamp, known: [RecordEntry]) {
    self.slug = slug
    self.commit = commit
    self.creator = creator
    self.now = now
    self.text = ScalarText(text)
    search = QuoteSearch(in: text)
    self.known = Dictionary(known.map { ($0.id, $0.annotation) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func add(_ incoming: IncomingAnnotation, number: Int) throws {
    try checkSource(incoming, number)
    let target = try target(of: incoming, number)
    let annotation = incoming.settled(by: creator, at: now, target: target)
    if let known = known[annotation.id] {
      guard known.saysTheSame(as: annotation) else {
        throw refusal(
          number, "has the id \(annotation.id), which another annotation has already",
          "An annotation is never rewritten: give it a new id, or leave the id out.")
      }
      alreadyThere += 1
      return
    }
    known[annotation.id] = annotation
    taken.append(annotation)
  }

  private func checkSource(_ incoming: IncomingAnnotation, _ number: Int) throws {
    guard let source = incoming.source, source != DeskPath.text(slug), source != slug.description else { return }
    // A web page's address can't be checked; a path of another article can.
    guard source.contains("://") || source.hasPrefix("urn:") else {
      throw refusal(number, "is of \(source), not of \(DeskPath.text(slug))", "Import it to its own article.")
    }
  }

  private func target(of incoming: IncomingAnnotation, _ number: Int) throws -> AnnotationTarget? {
    guard incoming.about == nil else { return nil }
    guard incoming.quote != nil || incoming.position != nil else {
      return AnnotationTarget(source: DeskPath.text(slug), commit: commit.description)
    }
    let range = try place(of: incoming, number)
    let context = context(of: range, in: search.text)
    return AnnotationTarget(
      source: DeskPath.text(slug), commit: commit.description,
      quote: TextQuote(exact: String(text[range]), prefix: context.prefix, suffix: context.suffix), position: range)
  }

  private func place(of incoming: IncomingAnnotation, _ number: Int) throws -> Range<Int> {
    if let position = incoming.position {
      guard position.upperBound <= text.count else {
        throw refusal(
          number, "ends at \(position.upperBound), and the text has \(text.count) characters",
          "Offsets are Unicode scalars of the whole \(DeskPath.text(slug)).")
      }
      if incoming.quote == nil || incoming.quote?.exact == String(text[position]) { return position }
    }
    guard let quote = incoming.quote else { throw refusal(number, "names no passage", "Give it a TextQuoteSelector.") }
    let anchor = Anchor(exact: quote.exact, prefix: quote.prefix, suffix: quote.suffix, range: incoming.position)
    guard let place = search.exactPlace(of: anchor) else {
      let times = occurrences(of: quote.exact, in: search.text).count
      throw refusal(
        number, times == 0 ? "quotes words that aren't in the text" : "quotes words that stand \(times) times in the text",
        times == 0 ? "Make its exact the words of 'galley show \(slug)'." : "Give it a prefix and suffix, or a position.")
    }
    return place
  }

  private func refusal(_ number: Int, _ what: String, _ remedy: String) -> Refusal {
    Refusal("annotation \(number) \(what)", "\(remedy) Nothing was imported.")
  }
}
