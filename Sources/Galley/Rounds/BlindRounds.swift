import Editorial
import Git
import System

/// A repository for the reviewers of an anonymous round, made from an article's revision.
public struct BlindExport: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public let folder: String
  public let commit: ObjectID
  /// Who is whom, for the editor alone: the e-mails that the reviewers work under.
  public let reviewers: [(person: PersonID, name: String, email: String)]
}

extension Desk {
  /// Writes a revision's text into a repository of its own, without history, names or time zones: what its reviewers
  /// clone in place of the desk.
  ///
  /// Made again from the same revision, it has the same commits.
  public func exportBlind(_ slug: Slug, to folder: String) throws -> BlindExport {
    try mayDo(.decide)
    let draft = try openDraft(of: slug)
    let record = try record(of: slug)
    guard let round = record.round(draft.number), round.method != .open,
      let call = record.calls(for: draft.number).last
    else {
      throw Refusal(
        "\(slug) \(draft.number) isn't submitted to an anonymous round",
        "Do so with 'galley submit \(slug) --method double-anonymous'.")
    }
    let made = try FolderInMaking(at: folder)
    let text: ObjectID
    do {
      text = try write(round, call, of: record, at: draft.tip, into: made.path)
    } catch {
      made.discard()
      throw error
    }
    try made.putInPlace()
    return BlindExport(
      slug: slug, number: draft.number, folder: folder, commit: text,
      reviewers: round.reviewers.compactMap { person in
        record.pseudonyms[person].map { (person, $0.name, $0.id.email) }
      })
  }

  /// - Returns: the commit of the text.
  private func write(
    _ round: Round, _ call: Submission, of record: Record, at tip: ObjectID, into folder: String
  ) throws -> ObjectID {
    let (slug, number, layout) = (record.slug, round.number, try layout())
    let target = try Repository(creatingAt: folder, bare: true, branch: DeskBranch.main.reference)
    let nobody = Signature(
      name: "Author", email: "author@blind.invalid", seconds: call.at.utc.day.daysSince1970 * 86_400,
      offsetMinutes: 0)
    let main = try commit(
      [
        (
          DeskPath.configuration,
          Array(
            DeskConfiguration.initialText(
              record: layout.record, patterns: layout.isStandard ? [] : layout.patterns.map(\.text)
            ).utf8)
        )
      ], in: target, by: nobody,
      "Make this repository a desk\n\nGalley-Event: init\n")
    let pseudonyms = record.pseudonyms
    // Whoever wrote the brief knows everybody, and may have named them.
    let masks = try masks(for: record, seenBy: nil)
    let anonymous = Submission(
      id: call.id, number: number, by: try PersonID(email: nobody.email),
      at: Timestamp(seconds: nobody.seconds),
      reviewers: round.reviewers.compactMap { pseudonyms[$0]?.id }, due: round.due, isBlind: round.isBlind,
      method: round.method, brief: round.brief.map(masks.masked))
    let files =
      try anonymousFiles(of: slug, at: tip, hidesAuthors: round.method == .doubleAnonymous)
      + [
        (
          layout.submission(call.id, slug, number),
          Array((anonymous.json.serialized(pretty: true) + "\n").utf8)
        )
      ]
    let text = try commit(
      files, in: target, by: nobody,
      CommitNote(.submit, slug, number).message("Submit \(slug) \(number) for review"))
    try target.update(
      [
        ReferenceUpdate(DeskBranch.main.reference, from: nil, to: main),
        ReferenceUpdate(DeskBranch.revision(slug, number).reference, from: nil, to: text),
      ], by: nobody, because: "galley blind export")
    return text
  }

  private func commit(
    _ files: [(String, [UInt8])], in target: Repository, by who: Signature, _ message: String
  ) throws -> ObjectID {
    var edit = TreeEdit()
    for (path, bytes) in files { edit.put(try target.writeBlob(bytes), at: path) }
    return try target.writeCommit(
      tree: edit.write(to: target, over: nil), parents: [], author: who, message: message)
  }

  private func anonymousFiles(
    of slug: Slug, at tip: ObjectID, hidesAuthors: Bool
  ) throws -> [(String, [UInt8])] {
    let tree = try repository.commit(tip).tree
    var files = try articleFiles(of: slug, in: tree)
      .filter { $0.entry.mode == .file || $0.entry.mode == .executable }
      .map { ($0.path, try repository.blob($0.entry.id)) }
    guard hidesAuthors, let path = try place(of: slug, in: tree)?.text,
      let place = files.firstIndex(where: { $0.0 == path })
    else { return files }
    let text = FrontMatter.hiding(FrontMatter.authorKeys, in: String(decoding: files[place].1, as: UTF8.self))
    files[place].1 = Array(text.utf8)
    return files
  }
}
