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
  ///   - without: those asked before who need not review it any more.
  public func submit(
    _ slug: Slug, reviewers: [String], due: Day?, blind: Bool, method: RoundMethod = .open,
    brief: String? = nil, without: [String] = []
  ) throws -> Submitted {
    try mayDo(.write)
    let brief = try brief.map { try Self.checked($0) }
    let (asked, left) = try (reviewers.map(personID), without.map(personID))
    try takeUp(slug)
    return try whileOthersWrite {
      let draft = try openDraft(of: slug)
      for person in left {
        let record = Record(slug: slug, entries: [], submissions: try submissions(of: slug))
        guard record.round(draft.number)?.reviewers.contains(person) == true else {
          throw Refusal(
            "\(person.email) isn't asked to review \(slug) \(draft.number)",
            "See who is with 'galley rounds \(slug)'.")
        }
      }
      let submission = try Submission(
        id: .new(), number: draft.number, by: person().id, at: now(), reviewers: asked, due: due,
        isBlind: blind, method: method, brief: brief, without: left,
        after: Record(slug: slug, entries: [], submissions: submissions(of: slug))
          .latestSubmissions(of: draft.number))
      let commit = try commit(
        adding(submission, slug), parents: [draft.tip],
        message: CommitNote(.submit, slug, draft.number).message("Submit \(slug) \(draft.number) for review"))
      try land(
        [ReferenceUpdate(DeskBranch.revision(slug, draft.number).reference, from: draft.tip, to: commit)],
        because: "galley submit \(slug)")
      return Submitted(slug: slug, submission: submission, commit: commit)
    }
  }

  /// Takes the call for reviews of the current revision back. What was promised to reviewers in a blind round stays.
  ///
  /// - Throws: ``Refusal`` when it isn't submitted.
  public func unsubmit(_ slug: Slug, message: String?) throws -> Submitted {
    try mayDo(.write)
    let reason = try message.map { try Self.checked($0) }
    return try whileOthersWrite {
      let draft = try openDraft(of: slug)
      let record = Record(slug: slug, entries: [], submissions: try submissions(of: slug))
      guard record.round(draft.number) != nil else {
        throw Refusal("\(slug) \(draft.number) isn't submitted", "There is nothing to take back.")
      }
      let submission = try Submission(
        id: .new(), number: draft.number, by: person().id, at: now(), reviewers: [], due: nil, isBlind: false,
        brief: reason, isWithdrawn: true, after: record.latestSubmissions(of: draft.number))
      let commit = try commit(
        adding(submission, slug), parents: [draft.tip],
        message: CommitNote(.submit, slug, draft.number).message(
          "Take back the submission of \(slug) \(draft.number)"))
      try land(
        [ReferenceUpdate(DeskBranch.revision(slug, draft.number).reference, from: draft.tip, to: commit)],
        because: "galley unsubmit \(slug)")
      return Submitted(slug: slug, submission: submission, commit: commit)
    }
  }

  private func adding(_ submission: Submission, _ slug: Slug) throws -> TreeEdit {
    var edit = TreeEdit()
    try edit.put(
      repository.writeBlob(Array((submission.json.serialized(pretty: true) + "\n").utf8)),
      at: layout().submission(submission.id, slug, submission.number))
    return edit
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
