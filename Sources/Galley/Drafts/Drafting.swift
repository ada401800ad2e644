import Editorial
import Git
import Prose

/// What `new` and `save` wrote.
public struct SavedDraft: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public let commit: ObjectID
  /// False when the text was the same already and nothing was written.
  public let isChanged: Bool
  /// What its front matter says.
  public let title: String?
  /// What was mended in the text on its way in: line ends, a BOM.
  public let mended: [String]
  public let notes: [String]
}

extension Desk {
  /// Starts an article: its first revision, with a history of its own.
  ///
  /// - Parameters:
  ///   - title: put into the front matter.
  ///   - input: the text as it came in; nil starts an empty one.
  ///   - name: the file or stream that it came from, for errors.
  ///   - beside: reads a file by its path from the text's folder; the images that the text shows come along.
  ///   - partingParagraphs: whether to put blank lines between so many paragraphs that were pasted without.
  public func startArticle(
    _ slug: Slug, title: String?, input: [UInt8]?, name: String = "the text",
    beside: (String) -> [UInt8]? = { _ in nil }, partingParagraphs: (_ count: Int) -> Bool = { _ in false }
  ) throws -> SavedDraft {
    try mayDo(.write)
    if let open = try openArticle(slug)?.current {
      throw Refusal(
        "\(slug) is already there, at \(open.number)",
        "Change it with 'galley edit \(slug)' or 'galley save \(slug) --from FILE'.")
    }
    if let missing = try missingRevisionRefusal(of: slug) { throw missing }
    guard try !wasPublished(slug) else {
      if try canAdopt(slug) { throw try noArticle(slug) }
      throw Refusal(
        "\(slug) \(try isPublished(slug) ? "is already" : "was") published",
        "Start its next revision with 'galley revise \(slug)'.")
    }
    let incoming = try ArticleText(normalizing: input ?? [], name: name)
    let parted = partingPastedParagraphs(incoming.text)
    let isParted = parted.map { partingParagraphs($0.places.count + 1) } ?? false
    let place = try usualPlace(
      of: slug, ending: ending(ofFile: name))
    let format = SourceFormat(ofFile: place.text)
    let text = try withFrontMatter(
      isParted ? parted?.text ?? incoming.text : incoming.text, title: title, slug: slug, format)
    var edit = TreeEdit()
    edit.put(try repository.writeBlob(Array(text.utf8)), at: place.text)
    let along = try filesToTake(for: text, at: place, in: nil, read: beside)
    for (path, bytes) in along.files { edit.put(try repository.writeBlob(bytes), at: path) }
    let number = RevisionNumber.first
    let commit = try commit(
      edit, parents: [], message: CommitNote(.new, slug, number).message("Start \(slug)"))
    try landing("galley new \(slug)") {
      [ReferenceUpdate(DeskBranch.revision(slug, number).reference, from: nil, to: commit)]
    }
    var notes = along.notes
    if let title, format != .markdown, FrontMatter(of: text, name: place.text).title != title {
      notes.append(
        "the title \u{201C}\(title)\u{201D} isn't in the text: write it there as its language has it")
    }
    if let parted, !isParted {
      notes.append(
        "this text has \(parted.places.count + 1) paragraphs of one line each without blank lines between them, which Markdown shows as one; 'galley edit \(slug)' lets you put them in, 'galley new --blank-lines' would have done so"
      )
    }
    return SavedDraft(
      slug: slug, number: number, commit: commit, isChanged: true,
      title: FrontMatter(of: text, name: place.text).title,
      mended: incoming.changes.compactMap(\.words), notes: notes)
  }

  /// The text with a title and an author; one in another language than Markdown stays as it is, without a foreign header.
  private func withFrontMatter(
    _ text: String, title: String?, slug: Slug, _ format: SourceFormat
  ) throws -> String {
    guard format == .markdown else { return text }
    let front = try FrontMatter.checked(text)
    if front.fields != nil {
      guard let title else { return text }
      return try FrontMatter.setting("title", to: title, in: text)
    }
    let author = try person().name
    let words = slug.description.split(separator: "/").last.map { $0.split(separator: "-") } ?? []
    let named = title ?? Self.heading(of: text) ?? words.joined(separator: " ").capitalizedFirst
    if front.syntax != nil {
      return try FrontMatter.setting(
        "author", to: author, in: FrontMatter.setting("title", to: named, in: text))
    }
    return "---\ntitle: \(yamlQuoted(named))\nauthor: \(yamlQuoted(author))\n---\n\n" + text
  }

  /// The words of a Markdown heading that a text begins with.
  private static func heading(of text: String) -> String? {
    guard let line = text.split(separator: "\n").first(where: { $0.contains { !$0.isWhitespace } }),
      line.hasPrefix("# ")
    else { return nil }
    let words = line.dropFirst(2).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.isEmpty ? nil : words
  }

  /// Saves a text as the current draft of an article's open revision.
  ///
  /// - Parameters:
  ///   - name: the file or stream that the text came from, for errors.
  ///   - expected: the commit the text was made from; when the branch has moved on since, both
  ///   are merged by word. nil takes the text as it is.
  ///   - settling: how passages are settled that both changed differently.
  ///   - beside: reads a file by its path from the text's folder; the images that the text shows come along.
  ///   - isCheckedOut: whether the text is that of the working tree where the revision is checked out.
  ///   - beforeOrphaning: hears of the remarks whose passages the text has no more; may throw to stop.
  /// - Throws: ``Refusal`` when the article has no open revision; one of kind `.conflict` when the merge has passages
  ///   that `settling` leaves open, or the text has marks of a conflict.
  public func save(
    _ slug: Slug, input: [UInt8], name: String = "the text", message: String?,
    madeFrom expected: ObjectID? = nil, settling: Settling = Settling(),
    beside: (String) -> [UInt8]? = { _ in nil },
    isCheckedOut: Bool = false,
    beforeOrphaning: ((OrphanedRemarks) throws -> Void)? = nil
  ) throws -> SavedDraft {
    try mayDo(.write)
    let incoming = try ArticleText(normalizing: input, name: name)
    try refuseMarks(in: incoming.text)
    let path = try openArticle(slug)?.current.map { try textPath(of: slug, at: $0.tip) } ?? ""
    _ = try FrontMatter.checked(incoming.text, name: path)
    let hear = OrphanedRemarks.once(beforeOrphaning)
    try takeUp(slug)
    return try whileOthersWrite(isQuick: settling.edit == nil) {
      let draft = try openDraft(of: slug)
      var text = incoming.text
      if let expected, expected != draft.tip {
        text = try merged(text, with: draft, madeFrom: expected, slug: slug, settling)
        _ = try FrontMatter.checked(text, name: path)
      }
      let tree = try repository.commit(draft.tip).tree
      guard let place = try place(of: slug, in: tree) else { throw try noText(of: slug, in: draft.tip) }
      let along = try filesToTake(for: text, at: place, in: tree, read: beside)
      let checkedOut = isCheckedOut ? try checkedOutFiles(slug, draft, in: tree) : ([:], [])
      let files = along.files.merging(checkedOut.0) { $1 }
      // Byte for byte: equal strings may be written with other scalars.
      guard try !articleText(slug, in: draft.tip).utf8.elementsEqual(text.utf8) || !files.isEmpty else {
        return SavedDraft(
          slug: slug, number: draft.number, commit: draft.tip, isChanged: false,
          title: FrontMatter(of: text, name: path).title, mended: incoming.changes.compactMap(\.words),
          notes: along.notes + checkedOut.1)
      }
      try warn(
        hear, of: record(of: slug), slug,
        from: FoundRevision(number: draft.number, tip: draft.tip, isOpen: true), to: text)
      var edit = TreeEdit()
      edit.put(try repository.writeBlob(Array(text.utf8)), at: place.text)
      let paths = files.keys.sorted()
      for (path, bytes) in files { edit.put(try repository.writeBlob(bytes), at: path) }
      let note = CommitNote(.save, slug, draft.number)
      let commit = try commit(
        edit, parents: [draft.tip],
        message: note.message(
          message?.commitSubject ?? "Save \(slug) \(draft.number)", body: message?.commitBody))
      let branch = DeskBranch.revision(slug, draft.number).reference
      try land(
        [ReferenceUpdate(branch, from: draft.tip, to: commit)], because: "galley save \(slug)",
        written: isCheckedOut ? [place.text] + paths : [])
      return SavedDraft(
        slug: slug, number: draft.number, commit: commit, isChanged: true,
        title: FrontMatter(of: text, name: path).title, mended: incoming.changes.compactMap(\.words),
        notes: paths.map { "\($0) came along" } + along.notes + checkedOut.1)
    }
  }

  private func merged(
    _ text: String, with draft: OpenRevision, madeFrom expected: ObjectID, slug: Slug, _ settling: Settling
  ) throws -> String {
    let result = try Prose.merge(
      base: articleText(slug, in: expected), ours: articleText(slug, in: draft.tip), theirs: text)
    let merge = SettledMerge(result, settling, ours: "\(slug) \(draft.number)", theirs: "your text")
    if merge.open == 0 { return merge.text }
    if let edit = settling.edit { return try edit(merge.openText(at: textPath(of: slug, at: draft.tip))) }
    throw Refusal(
      .conflict,
      "\(slug) was saved since your text was made, with other changes to the same words: \(counted(merge.open, "passage"))",
      "Nothing was written. Settle them with '--edit', or by number: '--ours 1,…' (what was saved) and '--theirs 1,…' (your text).",
      details: merge.lines)
  }

  /// The commit that a person names as the one a text was made from: a commit of the article, or a revision.
  ///
  /// - Throws: ``Refusal`` when there is none, or the article isn't in it.
  public func commitOfText(_ name: String, of slug: Slug) throws -> ObjectID {
    if let number = try? RevisionNumber(name) { return try revision(number, of: slug).tip }
    guard let commit = ObjectID(hex: name), try repository.has(commit),
      let tree = try? repository.commit(commit).tree,
      try place(of: slug, in: tree) != nil
    else {
      throw Refusal(
        "\(name) is no commit that has the text of \(slug)",
        "Give the 40 digits of one of 'galley log \(slug) --json', or a revision such as r1.")
    }
    return commit
  }

  /// The branch that takes an article's changes now.
  ///
  /// - Throws: ``Refusal`` when the article doesn't exist or is published without an open revision.
  public func openDraft(of slug: Slug) throws -> OpenRevision {
    if let current = try openArticle(slug)?.current { return current }
    guard try wasPublished(slug) || lastPublication(of: slug, lookingBack: true) != nil else {
      throw try noArticle(slug)
    }
    if try canAdopt(slug) { throw try noArticle(slug) }
    throw Refusal(
      "\(slug) is \(try isPublished(slug) ? "published" : "retracted") and has no open revision",
      "Start the next with 'galley revise \(slug)'.")
  }

  /// Lands updates made by `updates`, again when another process was faster.
  func landing(_ reason: String, _ updates: () throws -> [ReferenceUpdate]) throws {
    try whileOthersWrite { try land(updates(), because: reason) }
  }
}

extension ArticleText.Change {
  /// nil for what nobody need know.
  fileprivate var words: String? {
    switch self {
    case .byteOrderMarkRemoved: "its byte order mark was taken away"
    case .lineEndsChanged(let count): "\(count) line ends became LF"
    case .finalNewlineAdded: nil
    }
  }
}

extension String {
  /// With its first letter as a capital.
  public var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// The first line, of a message that a person wrote.
  var commitSubject: String { String(prefix { !$0.isNewline }) }

  /// What follows the first line, or nil when nothing does. A line can't be taken for a trailer of ours.
  var commitBody: String? {
    let rest = drop { !$0.isNewline }.drop { $0.isNewline }
    let safe = rest.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix("Galley-") ? " \($0)" : String($0) }.joined(separator: "\n")
    return safe.isEmpty ? nil : safe
  }
}
