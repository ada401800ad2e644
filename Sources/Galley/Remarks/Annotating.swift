import Editorial
import Git
import JSON
import Prose
import Rendered

/// What a person says of a passage.
public enum Remark: Sendable, Hashable {
  case comment(String)
  case query(String)
  /// The replacement of the passage's text; empty to take it away.
  case suggestion(String)
  /// A statement of fact, to be checked; with what is to be said of it, and its source.
  case claim(String?, source: String?)
}

/// An annotation that an import left out, and why.
public struct LeftOut: Sendable {
  /// From 1.
  public let number: Int
  public let id: AnnotationID
  /// As a clause without its subject.
  public let reason: String
  public let remedy: String
}

/// Annotations that were written to a reviewer's branch.
public struct Annotated: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public let reviewer: PersonID
  public let annotations: [Annotation]
  /// Those of an import that were there already, word for word.
  public let alreadyThere: Int
  /// Those of an import that have no place in the text.
  public internal(set) var left: [LeftOut] = []
  /// nil when there was nothing to write.
  public let commit: ObjectID?
  public internal(set) var notes: [String] = []
}

extension Desk {
  /// Writes one remark on a passage of a revision.
  ///
  /// - Parameters:
  ///   - quote: the passage, as it stands in the text or as it is read on a page; white space and typographic marks may
  ///     differ; nil for the whole article.
  ///   - occurrence: which one, from 1, where the quote stands several times.
  ///   - reason: why, of a suggestion.
  ///   - maker: whose words they are, where this person only brings them in.
  /// - Throws: ``Refusal`` when the quote isn't there, or stands several times and no occurrence is named.
  public func annotate(
    _ slug: Slug, revision: RevisionNumber?, quote: String?, occurrence: Int?, _ remark: Remark,
    reason: String? = nil, for maker: Annotation.Creator? = nil
  ) throws -> Annotated {
    try mayDo(.annotate)
    try takeUp(slug)
    return try whileOthersWrite {
      let revision = try revisionToReview(slug, revision)
      let text = try readableText(slug, revision)
      guard let quote else {
        let whole = try onWholeText(remark, slug, revision.tip)
        return try write([maker.map(whole.brought) ?? whole], slug, revision)
      }
      let range = try place(of: quote, occurrence, in: text, slug: slug, revision.number)
      let annotation = try annotation(remark, reason, on: range, of: text, slug, revision.tip)
      return try write([maker.map(annotation.brought) ?? annotation], slug, revision)
    }
  }

  /// Writes one remark on a range of the text as a commit of the revision has it.
  ///
  /// - Parameter range: Unicode scalars of that commit's text.
  /// - Throws: ``Refusal`` when the commit isn't one of the revision's or the range is empty or outside its text.
  public func annotate(
    _ slug: Slug, revision: RevisionNumber?, madeOn commit: ObjectID, range: Range<Int>, _ remark: Remark
  ) throws -> Annotated {
    try mayDo(.annotate)
    return try whileOthersWrite {
      let revision = try revisionToReview(slug, revision)
      guard try repository.has(commit), try repository.isReachable(commit, from: revision.tip) else {
        throw Refusal(
          "\(slug) \(revision.number) has no commit \(commit.short)", "Read the text again, then annotate it."
        )
      }
      let text = try readableText(
        slug, FoundRevision(number: revision.number, tip: commit, isOpen: revision.isOpen))
      guard !range.isEmpty, range.upperBound <= text.unicodeScalars.count else {
        throw Refusal("the passage is not within the text of \(slug)", "Select some of its words.")
      }
      return try write([annotation(remark, on: range, of: text, slug, commit)], slug, revision)
    }
  }

  /// The revision a remark goes to: the named one, else the current one.
  func revisionToReview(_ slug: Slug, _ number: RevisionNumber?) throws -> FoundRevision {
    try number.map { try self.revision($0, of: slug) } ?? currentRevision(of: slug)
  }

  /// The one place of a quote in a revision's text.
  ///
  /// - Throws: ``Refusal`` when it isn't there, or stands several times and no occurrence is named.
  func place(
    of quote: String, _ occurrence: Int?, in text: String, slug: Slug, _ number: RevisionNumber
  ) throws -> Range<Int> {
    guard !quote.isEmpty else {
      throw Refusal(.usage, "the quote is empty", "Give the words of the passage.")
    }
    let places = places(of: quote, in: text)
    let lines = ScalarText(text)
    guard !places.isEmpty else {
      let close = closestPassage(to: quote, in: text)
      throw Refusal(
        "\(slug) \(number) doesn't have the words \u{201C}\(quote)\u{201D}",
        close.map { "Did you mean \u{201C}\(oneLine(String(lines[$0])))\u{201D}?" }
          ?? "Copy them from 'galley show \(slug) --rev \(number)'.")
    }
    if let occurrence {
      guard places.indices.contains(occurrence - 1) else {
        throw Refusal(
          "the quote stands \(counted(places.count, "time")) in \(slug) \(number), there is no occurrence \(occurrence)",
          "Choose one from 1 to \(places.count).")
      }
      return places[occurrence - 1]
    }
    guard places.count == 1 else {
      let shown = places.prefix(20).enumerated().map { index, range in
        "  \(index + 1)  line \(lines.line(of: range.lowerBound)): \(lines.excerpt(around: range))"
      }
      throw Refusal(
        "the quote stands \(places.count) times in \(slug) \(number)",
        "Choose one with --occurrence K, or quote more words.",
        details: shown + (places.count > 20 ? ["  … and \(places.count - 20) more"] : []))
    }
    return places[0]
  }

  /// Where a quote stands: in the body, or where the body hasn't it, in the front matter; or else in the body as it is
  /// read on a page.
  private func places(of quote: String, in text: String) -> [Range<Int>] {
    let front = FrontMatter(of: text)
    let all = occurrences(of: quote, in: text)
    let inBody = all.filter { $0.lowerBound >= front.bodyOffset }
    if !inBody.isEmpty || !all.isEmpty { return inBody.isEmpty ? all : inBody }
    let asRead = TextAsRead(front.body)?.places(of: quote) ?? []
    return asRead.map { $0.lowerBound + front.bodyOffset..<$0.upperBound + front.bodyOffset }
  }

  private func onWholeText(_ remark: Remark, _ slug: Slug, _ commit: ObjectID) throws -> Annotation {
    let kind: Annotation.Kind
    switch remark {
    case .comment(let text): kind = .comment(try Self.checked(text))
    case .query(let text): kind = .query(try Self.checked(text))
    case .suggestion, .claim:
      throw Refusal(.usage, "a suggestion or claim is about a passage", "Name it with --quote Q.")
    }
    let whole = Annotation.Passage(source: try textPath(of: slug, at: commit), commit: commit.description)
    return Annotation(kind, on: .passage(whole), by: try creator(), at: now())
  }

  private func annotation(
    _ remark: Remark, _ reason: String? = nil, on words: Range<Int>, of text: String, _ slug: Slug,
    _ commit: ObjectID
  ) throws -> Annotation {
    let range = wholeValues(words, in: text)
    let scalars = ScalarText(text)
    let (before, after) = (
      scalars[range.lowerBound..<words.lowerBound], scalars[words.upperBound..<range.upperBound]
    )
    let kind: Annotation.Kind =
      switch remark {
      case .comment(let text): .comment(try Self.checked(text))
      case .query(let text): .query(try Self.checked(text))
      case .suggestion(let replacement):
        .suggestion(
          replacement: try "\(before)\(Self.checked(replacement, mayBeEmpty: true))\(after)",
          message: try reason.map { try Self.checked($0) })
      case .claim(let text, let source):
        .claim(try text.map { try Self.checked($0) }, source: try source.map { try Self.checked($0) })
      }
    if case .suggestion(let replacement, _) = kind,
      Array(replacement.utf8) == Array(String(ScalarText(text)[range]).utf8)
    {
      throw Refusal(
        .usage, "the suggestion is what the text says already", "Suggest other words, or comment.")
    }
    return Annotation(
      kind, on: .passage(try passage(range, of: text, slug, commit)), by: try creator(), at: now())
  }

  /// A range of a text as a W3C target.
  func passage(_ range: Range<Int>, of text: String, _ slug: Slug, _ commit: ObjectID) throws
    -> Annotation.Passage
  {
    let context = context(of: range, in: text)
    return Annotation.Passage(
      source: try textPath(of: slug, at: commit), commit: commit.description,
      quote: Annotation.Quote(
        exact: String(ScalarText(text)[range]), prefix: context.prefix, suffix: context.suffix),
      position: range)
  }

  func creator() throws -> Annotation.Creator {
    let person = try person()
    return Annotation.Creator(name: person.name, email: person.email)
  }

  /// A remark's words, as they may be written down.
  ///
  /// - Throws: ``Refusal`` when they are empty, too long or hold a NUL.
  static func checked(_ text: String, mayBeEmpty: Bool = false) throws -> String {
    guard mayBeEmpty || text.contains(where: { !$0.isWhitespace }) else {
      throw Refusal(.usage, "the remark is empty", "Say something, in quotes.")
    }
    guard !text.utf8.contains(0), text.utf8.count <= AnnotationReader.maxBodyBytes else {
      throw Refusal(
        "the remark is longer than \(AnnotationReader.maxBodyBytes) bytes or holds a NUL",
        "Make it shorter, or write an article.")
    }
    return text
  }

  /// Adds annotations to this person's review of a revision, in one commit.
  func write(
    _ annotations: [Annotation], _ slug: Slug, _ revision: FoundRevision, alreadyThere: Int = 0
  ) throws -> Annotated {
    guard !annotations.isEmpty else {
      return Annotated(
        slug: slug, number: revision.number, reviewer: try person().id, annotations: [],
        alreadyThere: alreadyThere, commit: nil)
    }
    let (annotated, update) = try committed(annotations, slug, revision, alreadyThere: alreadyThere)
    try land([update], because: "galley: review of \(slug)")
    return annotated
  }

  /// A commit that adds annotations to this person's review of a revision, and the update that lands it.
  func committed(
    _ annotations: [Annotation], _ slug: Slug, _ revision: FoundRevision, alreadyThere: Int = 0
  ) throws -> (Annotated, ReferenceUpdate) {
    let person = try person()
    let branch = DeskBranch.review(slug, revision.number, person.id)
    let tip = try tip(branch)
    var edit = TreeEdit()
    for annotation in annotations {
      try edit.put(
        repository.writeBlob(Self.readable(annotation)),
        at: layout().annotation(annotation.id, slug, revision.number, person.id))
    }
    let note = CommitNote(.review, slug, revision.number)
    let (subject, body) = ActWords.message(annotations, slug, revision.number)
    let commit = try commit(
      edit, parents: [tip ?? revision.tip], message: note.message(subject, body: body))
    let annotated = Annotated(
      slug: slug, number: revision.number, reviewer: person.id, annotations: annotations,
      alreadyThere: alreadyThere, commit: commit)
    return (annotated, ReferenceUpdate(branch.reference, from: tip, to: commit))
  }

  /// The bytes of an annotation's file.
  ///
  /// - Throws: ``Refusal`` when it is larger than what is read again.
  private static func readable(_ annotation: Annotation) throws -> [UInt8] {
    let bytes = annotation.fileBytes
    let largest = annotation.bodies.map(\.value.utf8.count).max() ?? 0
    let quote = annotation.passage?.quote?.exact.utf8.count ?? 0
    if quote > AnnotationReader.maxQuoteBytes {
      throw Refusal(
        "a remark's passage has \(quote >> 10) KiB, and may have \(AnnotationReader.maxQuoteBytes >> 10)",
        "Quote only the words that it is about; if this was a copy of the text, see whether it is whole.")
    }
    guard largest <= AnnotationReader.maxBodyBytes, bytes.count <= AnnotationReader.maxFileBytes else {
      throw Refusal(
        "a remark has \(max(largest, bytes.count) >> 10) KiB, and may have \(AnnotationReader.maxBodyBytes >> 10)",
        "Make it shorter, or write an article.")
    }
    return bytes
  }
}
