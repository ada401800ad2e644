import Editorial
import Git
import Prose

/// A text as a reviewer opens it: in CriticMarkup, with a last line that says which text it is.
public struct OpenedReview: Sendable {
  public let slug: Slug
  /// With the commit whose text was opened.
  public let revision: FoundRevision
  public let marked: String
}

extension Desk {
  /// The text of a revision for a reviewer to mark, with or without the open remarks on it.
  ///
  /// The article's own signs of CriticMarkup get a backslash.
  public func openReview(
    _ slug: Slug, revision number: RevisionNumber?, withRemarks: Bool
  ) throws -> OpenedReview {
    try takeUp(slug)
    let shown = try show(slug, revision: number, RemarkFilter(openOnly: true))
    let revision = FoundRevision(number: shown.number, tip: shown.commit, isOpen: true)
    let footer = ReviewFooter(slug: slug, number: shown.number, commit: shown.commit)
    let tagged = TaggedRemarks(withRemarks ? shown.threads : [])
    var text = CriticText(base: shown.text, marks: tagged.marks)
    for line in tagged.placeless + [footer.line] {
      text.append(.comment(line))
      text.append(.text("\n"))
    }
    return OpenedReview(slug: slug, revision: revision, marked: text.marked)
  }

  /// Makes annotations of what a reviewer changed or marked in a copy of a text: all in one commit.
  ///
  /// They are made on the text that was opened, also when the revision has moved on. Remarks that are there already
  /// are left out; words added to one of those become a reply.
  ///
  /// - Parameters:
  ///   - number: for a copy that doesn't say which text it is.
  ///   - name: the file, for errors.
  /// - Throws: ``Refusal`` with line and column for malformed marks; nothing is written then.
  public func review(
    _ slug: Slug, revision number: RevisionNumber?, copy bytes: [UInt8], name: String,
    opened: FoundRevision? = nil
  ) throws -> Annotated {
    try mayDo(.annotate)
    try takeUp(slug)
    let incoming = try ArticleText(normalizing: bytes, name: name).text
    guard incoming.contains(where: { !$0.isWhitespace }) else {
      throw Refusal(
        "\(name) is empty", "Nothing was written. To suggest that all words go, leave the copy's last line.")
    }
    return try whileOthersWrite {
      let (revision, text, marked) = try read(incoming, slug, number, opened, name)
      let record = try recordToShow(record(of: slug)).record
      var known = KnownRemarks(record.threads, ShortIDs(record.entries.map(\.id)))
      let marks = known.remaining(marked.marks)
      let remarks = reviewRemarks(on: text, copy: marked.rejected, marks: marks)
      var reanchoring = RemarkReanchoring(desk: self, slug: slug, revision: revision)
      let me = try person().id
      var annotations: [Annotation] = []
      var alreadyThere = known.count
      for remark in remarks {
        let isKnown = try record.threads.contains { thread in
          guard remark.mayBe(thread, me), let range = try reanchoring.place(thread)?.range else {
            return false
          }
          return remark.isSame(as: thread, at: range, in: text)
        }
        if isKnown {
          alreadyThere += 1
        } else {
          annotations.append(
            Annotation(
              try Self.kind(of: remark),
              on: .passage(try passage(remark.range, of: text, slug, revision.tip)),
              by: try creator(), at: now()))
        }
      }
      for (thread, words) in known.replies
      where !thread.replies.contains(where: { $0.person == me && $0.annotation.text == words }) {
        annotations.append(
          Annotation(
            .reply(try Self.checked(words)), on: .annotation(thread.root.id), by: try creator(), at: now()
          )
          .coming(after: thread.latest))
      }
      var done = try write(annotations, slug, revision, alreadyThere: alreadyThere)
      done.notes += Self.emptyMarks(marked)
      return done
    }
  }

  /// Tells of passages that were marked without a word, of which nothing is made.
  private static func emptyMarks(_ marked: CriticText) -> [String] {
    let copy = ScalarText(marked.rejected)
    return marked.marks.filter { mark in
      mark.replacement == nil && !mark.range.isEmpty
        && mark.comments.allSatisfy { $0.allSatisfy(\.isWhitespace) }
    }.map { mark in
      let words = oneLine(String(copy[mark.range].prefix(60)))
      return
        "line \(copy.line(of: mark.range.lowerBound)): nothing was noted for the marked passage \u{201C}\(words)\u{201D}, which has no remark; write one after it as {>>words<<}"
    }
  }

  private func read(
    _ incoming: String, _ slug: Slug, _ number: RevisionNumber?, _ opened: FoundRevision?, _ name: String
  ) throws -> (revision: FoundRevision, text: String, marked: CriticText) {
    guard ReviewFooter.mayBe(in: incoming) || opened != nil else {
      let revision = try revisionToReview(slug, number)
      let text = try text(of: slug, revision, asIn: incoming)
      return (
        revision, text, try Self.parsed(Self.escapingLines(of: text, in: incoming), of: text, slug, name)
      )
    }
    let footer = try Self.parsed(incoming, of: nil, slug, name).footer
    if let footer {
      guard footer.slug == slug, number == nil || number == footer.number else {
        throw Refusal(
          "\(name) is a copy of \(footer.slug) \(footer.number)",
          "Review that with it: 'galley review \(footer.slug) --from FILE'.")
      }
      guard try repository.has(footer.commit) else {
        throw Refusal(
          "\(name) is a copy of a text that isn't at this desk: commit \(footer.commit.short)",
          "Fetch it with 'galley sync', then try again.")
      }
    }
    let revision =
      try footer.map { FoundRevision(number: $0.number, tip: $0.commit, isOpen: true) } ?? opened
      ?? revisionToReview(slug, number)
    let text = try text(of: slug, revision, asIn: incoming)
    let again = try Self.parsed(incoming, of: text, slug, name)
    return (revision, text, footer == nil ? again : again.withoutFooter)
  }

  /// The text that a copy was made of: one that Galley opened in a double-anonymous round has no author in it.
  private func text(of slug: Slug, _ revision: FoundRevision, asIn copy: String) throws -> String {
    copy.contains(FrontMatter.hidingSign)
      ? try readableText(slug, revision) : try articleText(slug, in: revision.tip)
  }

  /// A copy that wasn't opened by Galley has the article's own signs without backslashes: a line that is word for
  /// word a line of the article is the article's.
  private static func escapingLines(of text: String, in copy: String) -> String {
    var escaped: [Substring: String] = [:]
    for line in text.split(separator: "\n") {
      let marked = CriticText([.text(String(line))]).marked
      if marked != line { escaped[line] = marked }
    }
    guard !escaped.isEmpty else { return copy }
    return copy.split(separator: "\n", omittingEmptySubsequences: false)
      .map { escaped[$0] ?? String($0) }.joined(separator: "\n")
  }

  private static func parsed(
    _ copy: String, of text: String?, _ slug: Slug, _ name: String
  ) throws -> CriticText {
    let (marked, problems) = CriticText.parse(copy, of: text)
    guard let first = problems.first else { return marked }
    throw Refusal(
      "\(name):\(first.line):\(first.column): \(first.words)",
      "Mend it there, or put a backslash before a sign that is meant as it stands; then give the file with 'galley review \(slug) --from FILE'.",
      details: problems.dropFirst().map { "  \($0.line):\($0.column): \($0.words)" })
  }

  private static func kind(of remark: ReviewRemark) throws -> Annotation.Kind {
    switch remark.kind {
    case .comment(let text): .comment(try checked(text))
    case .query(let text): .query(try checked(text))
    case .suggestion(let replacement, let message):
      .suggestion(
        replacement: try checked(replacement, mayBeEmpty: true), message: try message.map { try checked($0) })
    }
  }
}

extension CriticProblem {
  fileprivate var words: String {
    switch kind {
    case .unclosed(let sign): "\(sign) is never closed"
    case .nested(let sign): "\(sign) begins inside another mark"
    case .stray(let sign): "\(sign) ends a mark that was never begun"
    case .noTurn: "{~~ has no ~> between the old words and the new"
    }
  }
}

extension ReviewRemark {
  /// Whether it says the same, wherever; a comment only as one's own.
  fileprivate func mayBe(_ thread: Thread, _ me: PersonID) -> Bool {
    let annotation = thread.root.annotation
    switch kind {
    case .comment(let text):
      return annotation.motivation == .commenting && annotation.text == text && thread.root.person == me
    case .query(let text):
      return annotation.motivation == .questioning && annotation.text == text && thread.root.person == me
    case .suggestion: return annotation.replacement != nil && (thread.isOpen || thread.root.person == me)
    }
  }

  fileprivate func isSame(as thread: Thread, at other: Range<Int>, in text: String) -> Bool {
    guard case .suggestion(let replacement, _) = kind, let known = thread.root.annotation.replacement else {
      return range == other
    }
    return range == other && replacement == known
      || range.overlaps(other)
        && minimalEdits(base: text, range: range, replacement: replacement)
          == minimalEdits(base: text, range: other, replacement: known)
  }
}
