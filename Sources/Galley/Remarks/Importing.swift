import Editorial
import Git
import Prose
import Rendered

extension Desk {
  /// Imports Web Annotations of an article in one commit: all that have a place in its text. The others are told with the
  /// reason.
  ///
  /// Each gets its passage checked against the text: the position where the quote stands there, else the one
  /// place that quote and context name in the text, or in the text as it is read on a page. Each is written in the importing person's own name; whom the file
  /// names is kept beside it. An annotation that is there already is left out.
  ///
  /// - Parameter documents: files or a stream, each with its name for errors.
  /// - Throws: ``Refusal`` that names the first annotation that is wrong (then nothing is imported) or when none has a
  ///   place, ``InvalidValue`` for malformed JSON.
  public func importAnnotations(
    _ slug: Slug, revision number: RevisionNumber?, _ documents: [(name: String, bytes: [UInt8])]
  ) throws -> Annotated {
    try mayDo(.annotate)
    let incoming = try documents.flatMap {
      try AnnotationImport(name: $0.name).annotations(parsing: $0.bytes)
    }
    try takeUp(slug)
    return try whileOthersWrite {
      let revision = try revisionToReview(slug, number)
      let text = try articleText(slug, in: revision.tip)
      var importer = try Importer(
        slug: slug, path: textPath(of: slug, at: revision.tip), commit: revision.tip, text: text,
        creator: creator(), now: now(),
        count: incoming.count,
        known: record(of: slug).entries)
      for (index, annotation) in incoming.enumerated() { try importer.add(annotation, number: index + 1) }
      try importer.checkAnyIsTaken()
      var done = try write(importer.taken, slug, revision, alreadyThere: importer.alreadyThere)
      done.left = importer.left
      return done
    }
  }
}

/// Checks annotations one by one against the article they are for.
private struct Importer {
  private let slug: Slug
  private let commit: ObjectID
  private let creator: Annotation.Creator
  private let now: Timestamp
  private let text: ScalarText
  /// That of the article's text.
  private let path: String
  private let search: QuoteSearch
  private var known: [AnnotationID: Annotation]
  /// The body as it is read, made when it is first needed.
  private var asRead: TextAsRead??
  private let bodyOffset: Int
  private let body: String
  private(set) var taken: [Annotation] = []
  private(set) var left: [LeftOut] = []
  private(set) var alreadyThere = 0

  init(
    slug: Slug, path: String, commit: ObjectID, text: String, creator: Annotation.Creator, now: Timestamp,
    count: Int,
    known: [RecordEntry]
  ) {
    self.slug = slug
    self.path = path
    self.commit = commit
    self.creator = creator
    self.now = now
    self.text = ScalarText(text)
    let front = FrontMatter(of: text)
    (bodyOffset, body) = (front.bodyOffset, front.body)
    search = QuoteSearch(in: text, forMany: count > 16)
    self.known = Dictionary(known.map { ($0.id, $0.annotation) }, uniquingKeysWith: { first, _ in first })
  }

  /// Takes an annotation, or notes why it can't be placed.
  ///
  /// - Throws: ``Refusal`` when it is wrong in itself.
  mutating func add(_ incoming: Annotation, number: Int) throws {
    do {
      try take(incoming, number: number)
    } catch let reason as NoPlace {
      left.append(
        LeftOut(number: number, id: incoming.id, reason: reason.what, remedy: reason.remedy))
    }
  }

  func checkAnyIsTaken() throws {
    guard let first = left.first, taken.isEmpty, alreadyThere == 0 else { return }
    throw Refusal(
      "annotation \(first.number) \(first.reason)", "\(first.remedy) Nothing was imported.",
      details: left.dropFirst().map { "  annotation \($0.number) \($0.reason)" })
  }

  private mutating func take(_ incoming: Annotation, number: Int) throws {
    var annotation = incoming
    if let passage = incoming.passage {
      try checkSource(passage, number)
      annotation = incoming.moved(to: try settled(passage, number))
    }
    if annotation.replacement != nil, annotation.anchor == nil {
      throw refusal(
        number, "suggests words and doesn't say which they replace", "Give it a TextQuoteSelector.")
    }
    if let parent = annotation.parent, known[parent] == nil {
      if left.contains(where: { $0.id == parent }) {
        throw NoPlace(what: "answers \(parent), which was left out", remedy: "Place that one first.")
      }
      throw refusal(
        number, "answers \(parent), which isn't an annotation of \(slug)",
        "Import that one first, or 'galley sync'.")
    }
    annotation = annotation.inTheName(of: creator).completed(by: creator, at: now)
    if let known = known[annotation.id] {
      guard known.kind == annotation.kind, known.passage?.quote == annotation.passage?.quote else {
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

  private func checkSource(_ passage: Annotation.Passage, _ number: Int) throws {
    let source = passage.source
    // A web page's address can't be checked; a path of another article can.
    guard source == path || source == slug.description || source.contains(":") else {
      throw refusal(number, "is of \(source), not of \(path)", "Import it to its own article.")
    }
  }

  private mutating func settled(_ passage: Annotation.Passage, _ number: Int) throws -> Annotation.Passage {
    guard !passage.isWholeText else {
      return Annotation.Passage(source: path, commit: commit.description)
    }
    let range = try place(of: passage, number)
    // Only the surroundings are looked at: the whole text would be counted through for each annotation.
    let start = max(0, range.lowerBound - 128)
    let window = String(text[start..<range.upperBound + 128])
    let context = context(of: range.lowerBound - start..<range.upperBound - start, in: window)
    return Annotation.Passage(
      source: path, commit: commit.description,
      quote: Annotation.Quote(exact: String(text[range]), prefix: context.prefix, suffix: context.suffix),
      position: range)
  }

  private mutating func place(of passage: Annotation.Passage, _ number: Int) throws -> Range<Int> {
    if let position = passage.position {
      guard position.upperBound <= text.count || passage.quote != nil else {
        throw NoPlace(
          what: "ends at \(position.upperBound), and the text has \(text.count) characters",
          remedy: "Offsets are Unicode scalars of the whole \(path).")
      }
      if position.upperBound <= text.count,
        passage.quote == nil || passage.quote?.exact == String(text[position])
      {
        return position
      }
    }
    guard let quote = passage.quote else {
      throw NoPlace(what: "names no passage", remedy: "Give it a TextQuoteSelector.")
    }
    let places = search.occurrences(of: quote.exact)
    if places.count == 1 { return places[0] }
    let anchor = Anchor(
      exact: quote.exact, prefix: quote.prefix, suffix: quote.suffix, range: passage.position)
    let placement = search.place(anchor)
    if !places.isEmpty, placement.status == .kept, let range = placement.range { return range }
    let read = textAsRead()
    let placesAsRead = places.isEmpty ? read?.places(of: quote.exact) ?? [] : []
    if let range = placesAsRead.count == 1 ? placesAsRead[0] : read?.place(of: anchor, withMarks: true) {
      return range.lowerBound + bodyOffset..<range.upperBound + bodyOffset
    }
    let count = max(places.count, placesAsRead.count)
    throw NoPlace(
      what: count == 0
        ? "quotes words that aren't in the text: \u{201C}\(oneLine(String(quote.exact.prefix(60))))\u{201D}"
        : "quotes words that stand \(count) times in the text: \u{201C}\(oneLine(String(quote.exact.prefix(60))))\u{201D}",
      remedy: count == 0
        ? "Make its exact the words of 'galley show \(slug)'." : "Give it a prefix and suffix, or a position."
    )
  }

  private mutating func textAsRead() -> TextAsRead? {
    if let asRead { return asRead }
    let made = TextAsRead(body)
    asRead = .some(made)
    return made
  }

  private func refusal(_ number: Int, _ what: String, _ remedy: String) -> Refusal {
    Refusal("annotation \(number) \(what)", "\(remedy) Nothing was imported.")
  }
}

/// Why an annotation can't be placed; it says nothing against the others.
private struct NoPlace: Error {
  let what: String
  let remedy: String
}
