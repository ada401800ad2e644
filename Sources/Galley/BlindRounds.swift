import Editorial
import Git
import Glibc

/// A repository for the reviewers of an anonymous round, made from an article's revision.
public struct BlindExport: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public let folder: String
  public let commit: ObjectID
  /// Who is whom, for the editor alone: the e-mails that the reviewers work under.
  public let reviewers: [(person: PersonID, name: String, email: String)]
}

/// Reviews that came back from such a repository.
public struct BlindImport: Sendable {
  public let slug: Slug
  public let branches: [String]
  public let notes: [String]
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
      let call = record.submissions(of: draft.number).last
    else {
      throw Refusal(
        "\(slug) \(draft.number) isn't submitted to an anonymous round",
        "Do so with 'galley submit \(slug) --method double-anonymous'.")
    }
    guard access(folder, F_OK) != 0 || isEmptyFolder(folder) else {
      throw Refusal("\(folder) is already there and not empty", "Name another folder.")
    }
    let target = try Repository(creatingAt: folder, bare: true, branch: DeskBranch.main.reference)
    let nobody = Signature(
      name: "Author", email: "author@blind.invalid", seconds: call.at.utc.day.daysSince1970 * 86_400,
      offsetMinutes: 0)
    let main = try commit(
      [(DeskPath.configuration, Array(DeskConfiguration.initialText.utf8))], in: target, by: nobody,
      "Make this repository a desk\n\nGalley-Event: init\n")
    let anonymous = Submission(
      id: call.id, number: draft.number, by: try PersonID(email: nobody.email),
      at: Timestamp(seconds: nobody.seconds), reviewers: [], due: round.due, isBlind: round.isBlind,
      method: round.method, brief: round.brief)
    let files =
      try anonymousFiles(of: slug, at: draft.tip, hidesAuthors: round.method == .doubleAnonymous)
      + [
        (
          DeskPath.submission(call.id, slug, draft.number),
          Array((anonymous.json.serialized(pretty: true) + "\n").utf8)
        )
      ]
    let text = try commit(
      files, in: target, by: nobody,
      CommitNote(.submit, slug, draft.number).message("Submit \(slug) \(draft.number) for review"))
    try target.update(
      [
        ReferenceUpdate(DeskBranch.main.reference, from: nil, to: main),
        ReferenceUpdate(DeskBranch.revision(slug, draft.number).reference, from: nil, to: text),
      ], by: nobody, because: "galley blind export")
    return BlindExport(
      slug: slug, number: draft.number, folder: folder, commit: text,
      reviewers: round.reviewers.enumerated().map {
        ($1, "Reviewer \($0 + 1)", "reviewer-\($0 + 1)@blind.invalid")
      })
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
    var files: [(String, [UInt8])] = []
    func collect(_ tree: ObjectID, _ path: String, _ depth: Int) throws {
      guard depth < 32 else { return }
      for entry in try repository.entries(of: tree) {
        let inner = "\(path)/\(entry.name)"
        switch entry.mode {
        case .folder: try collect(entry.id, inner, depth + 1)
        case .file, .executable: files.append((inner, try repository.blob(entry.id)))
        case .link, .submodule: continue
        }
      }
    }
    if let folder = try repository.entry(DeskPath.article(slug), in: repository.commit(tip).tree) {
      try collect(folder.id, DeskPath.article(slug), 0)
    }
    guard hidesAuthors, let place = files.firstIndex(where: { $0.0 == DeskPath.text(slug) }) else {
      return files
    }
    let text = FrontMatter.hiding(FrontMatter.authorKeys, in: String(decoding: files[place].1, as: UTF8.self))
    files[place].1 = Array(text.utf8)
    return files
  }

  /// Takes the reviewers' branches of such a repository into this desk, under the names they worked under.
  ///
  /// - Throws: ``Refusal`` when a branch of theirs has left the one that is here, or there is none.
  public func importBlind(_ slug: Slug, from url: String) throws -> BlindImport {
    try mayDo(.mergeReviews)
    let remote = try Remote(repository, url: url)
    let heads = try remote.list().filter { head in
      if case .review(slug, _, let person)? = DeskBranch(reference: head.name) {
        person.email.hasSuffix("@blind.invalid")
      } else {
        false
      }
    }
    guard !heads.isEmpty else {
      throw Refusal(
        "there is no review of \(slug) by anybody @blind.invalid in \(url)",
        "The reviewers set git config user.email to the address they were given, and sync.")
    }
    try remote.download(heads)
    return try whileOthersWrite {
      var updates: [ReferenceUpdate] = []
      for head in heads {
        let old = try repository.reference(head.name)
        if let old, try !repository.isReachable(old, from: head.target) {
          guard try repository.isReachable(head.target, from: old) else {
            throw Refusal(
              "\(head.name.dropFirst("refs/heads/".count)) here and in \(url) have gone apart",
              "Nothing was taken; ask that reviewer to push again without rewriting.")
          }
          continue
        }
        updates.append(ReferenceUpdate(head.name, from: old, to: head.target))
      }
      let notes = try land(updates, because: "galley blind import \(slug)")
      return BlindImport(
        slug: slug,
        branches: updates.filter { $0.old != $0.new }.map { String($0.name.dropFirst("refs/heads/".count)) },
        notes: notes)
    }
  }
}
