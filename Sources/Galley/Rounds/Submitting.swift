import Editorial
import Git

/// What `submit` asked for.
public struct Submitted: Sendable {
  public let slug: Slug
  public let submission: Submission
  public let commit: ObjectID
}

extension Desk {
  /// Asks for reviews of the current revision.
  ///
  /// - Parameters:
  ///   - reviewers: e-mails, ids or names of galley.yaml; none asks everybody.
  ///   - due: the day the reviews are wanted.
  ///   - blind: reviewers don't see one another's remarks before they are merged.
  ///   - method: who knows whom.
  ///   - brief: what the reviewers are asked to look at.
  public func submit(
    _ slug: Slug, reviewers: [String], due: Day?, blind: Bool, method: RoundMethod = .open,
    brief: String? = nil
  ) throws -> Submitted {
    try mayDo(.write)
    let brief = try brief.map { try Self.checked($0) }
    let asked = try reviewers.map(personID)
    try takeUp(slug)
    return try whileOthersWrite {
      let draft = try openDraft(of: slug)
      let submission = try Submission(
        id: .new(), number: draft.number, by: person().id, at: now(), reviewers: asked, due: due,
        isBlind: blind, method: method, brief: brief,
        after: Record(slug: slug, entries: [], submissions: submissions(of: slug))
          .latestSubmissions(of: draft.number))
      var edit = TreeEdit()
      try edit.put(
        repository.writeBlob(Array((submission.json.serialized(pretty: true) + "\n").utf8)),
        at: layout().submission(submission.id, slug, draft.number))
      let commit = try commit(
        edit, parents: [draft.tip],
        message: CommitNote(.submit, slug, draft.number).message("Submit \(slug) \(draft.number) for review"))
      try land(
        [ReferenceUpdate(DeskBranch.revision(slug, draft.number).reference, from: draft.tip, to: commit)],
        because: "galley submit \(slug)")
      return Submitted(slug: slug, submission: submission, commit: commit)
    }
  }

  /// The id of a person named by e-mail, id or name.
  ///
  /// - Throws: ``Refusal`` for a name that galley.yaml doesn't know and that isn't an e-mail.
  public func personID(_ named: String) throws -> PersonID {
    let configuration = try configuration()
    let known = configuration.people(matching: named)
    guard known.count < 2 else {
      throw Refusal(
        "\(known.count) people are called \(named)",
        "Give an e-mail: \(known.map(\.email).joined(separator: ", ")).")
    }
    if let person = known.first { return person.id }
    guard named.contains("@") else {
      let people = configuration.people.map(\.email)
      throw Refusal(
        "nobody is called \(named) here",
        people.isEmpty ? "Give an e-mail." : "Give an e-mail, or one of: \(people.joined(separator: ", ")).")
    }
    return try PersonID(email: named)
  }
}
