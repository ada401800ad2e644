import Editorial
import Git

extension Desk {
  /// Puts an own comment, query or reply in other words; of a suggestion, makes another in its place. The first words stay
  /// in the history.
  ///
  /// - Throws: ``Refusal`` when it is somebody else's, or can't be put in other words.
  public func editRemark(_ typed: String, _ words: String) throws -> Annotated {
    try mayDo(.annotate)
    return try whileOthersWrite {
      let found = try findAnnotation(typed)
      let entry = found.entry
      guard try entry.person == person().id else {
        throw Refusal(
          "\(typed) isn't yours to change", "Say what you think with 'galley reply \(typed) TEXT'.")
      }
      guard entry.redaction == nil else {
        throw Refusal("the words of \(typed) were taken away", "Say it anew in another remark.")
      }
      if entry.annotation.replacement != nil { return try suggestAnew(found, typed, words) }
      guard entry.annotation.canBeReworded else {
        throw Refusal(
          "\(typed) can't be put in other words: only comments, queries, suggestions and replies can",
          "Say what holds with the command that made it; the last one counts.")
      }
      let text = try Self.checked(words)
      guard text != entry.annotation.text else {
        throw Refusal("\(typed) says that already", "Nothing needs to be done.")
      }
      return try respond(to: found, .edit(text))
    }
  }

  /// Withdraws an own suggestion and makes another for its passage.
  private func suggestAnew(_ found: FoundAnnotation, _ typed: String, _ words: String) throws -> Annotated {
    let thread = try thread(of: found, typed)
    let words = try Self.checked(words, mayBeEmpty: true)
    guard thread.isOpen else {
      throw Refusal(
        "\(typed) is \(thread.resolution?.rawValue ?? "settled") by now",
        "Open it again with 'galley reopen \(typed)', or suggest anew.")
    }
    guard words != thread.root.annotation.replacement, words != thread.root.anchor?.exact else {
      throw Refusal("\(typed) says that already, or the text does", "Suggest other words, or withdraw it.")
    }
    guard let passage = thread.anchored(in: thread.root.number).annotation.passage else {
      throw Refusal("\(typed) has no passage", "Suggest anew.")
    }
    let revision = try revision(thread.root.number, of: found.slug)
    let new = Annotation(
      .suggestion(replacement: words, message: thread.root.annotation.text), on: .passage(passage),
      by: try creator(), at: now())
    let old = Annotation(
      .resolution(.withdrawn, message: "put in other words"), on: .annotation(thread.root.id),
      by: try creator(),
      at: now()
    ).coming(after: thread.latest)
    return try write([new, old], found.slug, revision)
  }

  /// Takes the words of a remark or a reply away from all that is shown. The file stays in the history: see
  /// docs/security.md for what must go from there too.
  public func redact(_ typed: String, because reason: String) throws -> Annotated {
    try mayDo(.annotate)
    let reason = try Self.checked(reason)
    return try whileOthersWrite {
      let found = try findAnnotation(typed)
      if try found.entry.person != person().id { try mayDo(.decide) }
      guard found.entry.annotation.isRedactable else {
        throw Refusal(
          "\(typed) is a \(found.entry.annotation.motivation.name) annotation, and only remarks and replies can be redacted",
          "Take it back, and say what holds.")
      }
      guard found.entry.redaction == nil else {
        throw Refusal("\(typed) is redacted already", "Nothing needs to be done.")
      }
      return try respond(to: found, .resolution(.redacted, message: reason))
    }
  }

  /// Takes this person's verdict on a revision back; the review is awaited again.
  public func withdrawVerdict(
    _ slug: Slug, message: String?, revision number: RevisionNumber?
  ) throws -> Annotated {
    try mayDo(.giveVerdict)
    return try whileOthersWrite {
      let revision = try revisionToReview(slug, number)
      let record = try record(of: slug)
      guard let verdict = try record.verdicts(on: revision.number)[person().id] else {
        throw Refusal(
          "you have given no verdict on \(slug) \(revision.number)", "There is nothing to take back.")
      }
      return try respond(
        to: FoundAnnotation(slug: slug, entry: verdict, record: record),
        .resolution(.withdrawn, message: message))
    }
  }
}
