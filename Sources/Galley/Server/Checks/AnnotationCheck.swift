import Editorial
import Git

/// An annotation file of a push that is well-formed.
struct AddedAnnotation {
  let annotation: Annotation
  let slug: Slug
  let number: RevisionNumber
  let person: PersonID
  /// The branch and the file.
  let place: String
}

extension PushCheck {
  /// Reads an annotation file that a commit adds.
  ///
  /// - Throws: ``BrokenRule`` when it is too large, malformed, or in somebody else's name.
  func checkAnnotation(
    _ file: RawTreeEntry, path: String, _ id: AnnotationID, _ slug: Slug, _ number: RevisionNumber,
    _ person: PersonID, on branch: String
  ) throws {
    let place = "\(branch) \(path)"
    guard mayWrite(as: person) else {
      throw BrokenRule(
        .annotation, place, "it is in the folder of \(person.email)",
        "Add annotations in your own folder only.")
    }
    let annotation = try parsed(file, id, place)
    let email = annotation.creator?.email ?? ""
    let maker = configuration.person(email: email)?.id ?? (try? PersonID(email: email))
    guard maker == person else {
      throw BrokenRule(
        .annotation, place,
        "its creator is \(email.isEmpty ? "nobody" : email), and the folder is \(person.email)'s",
        "Write it in your own name, with 'galley annotate'.")
    }
    try refuseBorrowedName(annotation.creator?.name, place)
    if !record.isRead(slug) { try record.read(slug, from: knownTips(of: slug)) }
    guard record.add(id, slug, KnownRecord.Place(person: person, path: path, blob: file.id)) else {
      throw BrokenRule(
        .record, place, "there is another annotation of this id",
        "Annotations are never rewritten: give it a new id.")
    }
    guard !person.isPseudonym || annotation.isOfReviewer else {
      throw BrokenRule(
        .permission, place, "somebody without a name reviews and decides nothing",
        "Write it in your own name.")
    }
    added.append(
      AddedAnnotation(annotation: annotation, slug: slug, number: number, person: person, place: place))
  }

  /// People name annotations by their ids alone: none is in two open articles.
  func refuseIDsOfOtherArticles() throws {
    guard !added.isEmpty else { return }
    let ids = Dictionary(added.map { ($0.annotation.id, $0) }, uniquingKeysWith: { first, _ in first })
    if let twice = added.first(where: { ids[$0.annotation.id]?.slug != $0.slug }) {
      throw Self.isElsewhere(twice)
    }
    for article in try desk.openArticles(withPublished: true) {
      for id in try desk.annotationIDs(of: article) {
        if let one = ids[id], one.slug != article.slug { throw Self.isElsewhere(one) }
      }
    }
  }

  private static func isElsewhere(_ one: AddedAnnotation) -> BrokenRule {
    BrokenRule(
      .record, one.place, "another article has an annotation of this id",
      "Ids are made anew for each: give it a new one.")
  }

  private func parsed(_ file: RawTreeEntry, _ id: AnnotationID, _ place: String) throws -> Annotation {
    try checkSize(of: file, atMost: AnnotationReader.maxFileBytes, place)
    do {
      let bytes = try desk.repository.blob(file.id, limit: AnnotationReader.maxFileBytes)
      let annotation = try AnnotationReader(name: "it").annotation(parsing: bytes)
      guard annotation.id == id else {
        throw BrokenRule(
          .annotation, place, "its id is \(annotation.id), not what its name says",
          "Name the file after its id.")
      }
      return annotation
    } catch let error as InvalidValue {
      throw BrokenRule(
        .annotation, place, "it can't be read: \(error.why)", "Write it with 'galley annotate'.")
    }
  }

  func checkSize(of file: RawTreeEntry, atMost limit: Int, _ place: String) throws {
    let (isBlob, size) = try desk.repository.header(file.id)
    guard isBlob else {
      throw BrokenRule(.tree, place, "it is no file", "Make the commit again with git or galley.")
    }
    guard size <= limit else {
      throw BrokenRule(
        .size, place, "it has \(size) bytes, and \(limit) are the most", "Make it smaller, or leave it out.")
    }
  }

  /// What an annotation says of other things: its text, its parent, and the role that saying it takes.
  func checkMeaning(of one: AddedAnnotation) throws {
    guard !one.annotation.after.contains(one.annotation.id) else {
      throw BrokenRule(
        .annotation, one.place, "it says that it comes after itself", "Write it with 'galley annotate'.")
    }
    switch one.annotation.target {
    case .passage(let passage): try checkTarget(passage, of: one)
    case .annotation(let parent): try checkParent(parent, of: one)
    }
    switch one.annotation.kind {
    case .verdict: try require(.giveVerdict, one.place, "give a verdict")
    case .check: try require(.checkClaims, one.place, "check claims")
    case .override, .decision: try require(.decide, one.place, "decide on a revision")
    case .comment, .query, .suggestion, .reply, .edit, .resolution, .claim, .satisfaction, .reattachment,
      .snooze, .other:
      break
    case .approval(let check, _, _):
      guard let person = pusher.person, !configuration.mayApprove(check, email: person.email) else { break }
      throw BrokenRule(
        .permission, one.place, "\(person.name) may not give that check",
        "Ask somebody with one of its roles in \(DeskPath.configuration).")
    }
  }

  /// Whether a passage is in the article's text where that stands in the commit that it names.
  private func isText(_ passage: Annotation.Passage, of slug: Slug) throws -> Bool {
    guard let commit = passage.commit.flatMap(ObjectID.init(hex:)), try desk.repository.has(commit),
      let tree = try? tree(commit)
    else { return false }
    return try desk.place(of: slug, in: tree)?.text == passage.source
  }

  private func checkTarget(_ passage: Annotation.Passage, of one: AddedAnnotation) throws {
    guard try layout.slug(ofText: passage.source) == one.slug || isText(passage, of: one.slug) else {
      throw BrokenRule(
        .annotation, one.place, "it is on \(passage.source)",
        "Put it on \(try desk.usualPlace(of: one.slug).text), whose review this is.")
    }
    guard let named = passage.commit else { return }
    guard let commit = ObjectID(hex: named), try isCitable(commit, of: one.slug) else {
      throw BrokenRule(
        .annotation, one.place, "it was made on commit \(named.prefix(10)), which isn't one of this article",
        "Take in the others' work with 'galley sync' and annotate again.")
    }
  }

  /// Whether a commit is of an article and stays reachable.
  private func isCitable(_ commit: ObjectID, of slug: Slug) throws -> Bool {
    if let known = cited[commit] { return known }
    var isFine = false
    if try desk.repository.has(commit), let tree = try? tree(commit),
      try desk.place(of: slug, in: tree) != nil
    {
      let tips =
        try pushed(slug).compactMap(\.update.new) + [pushedMain?.new].compactMap(\.self) + knownTips(of: slug)
      isFine = try tips.contains { try desk.repository.isReachable(commit, from: $0) }
    }
    cited[commit] = isFine
    return isFine
  }

  private func checkParent(_ parent: AnnotationID, of one: AddedAnnotation) throws {
    let owner = try rootOwner(of: parent, one.slug)
    let isOwn = owner == one.person
    switch one.annotation.kind {
    case .edit where record.place(of: parent, one.slug)?.person != one.person:
      throw BrokenRule(
        .permission, one.place, "it edits the annotation of somebody else", "Reply to it instead.")
    case .resolution(.withdrawn, _) where !isOwn:
      throw BrokenRule(
        .permission, one.place, "it withdraws the remark of somebody else",
        "Only who made a remark withdraws it.")
    case .satisfaction where !isOwn:
      throw BrokenRule(
        .permission, one.place, "it says for somebody else whether a resolution will do",
        "Only who made a remark says so.")
    case .resolution(.redacted, _) where record.place(of: parent, one.slug)?.person != one.person:
      try require(.decide, one.place, "redact what others said")
    case .resolution where !isOwn: try maySettle(one.slug, one.place)
    default: break
    }
    guard owner != nil else {
      throw BrokenRule(
        .annotation, one.place, "it is about \(parent), and no remark of \(one.slug) is at the end of that",
        "Answer what is there; if somebody has yet to send it, push again when they have.")
    }
  }

  /// Who made the remark that an annotation, over others, is about; nil when one of them isn't there, or there for
  /// others only, or when they are about one another.
  private func rootOwner(of id: AnnotationID, _ slug: Slug) throws -> PersonID? {
    let hidden = try served.hiddenObjects().files
    var id = id
    var met: Set<AnnotationID> = []
    while met.insert(id).inserted {
      guard let place = record.place(of: id, slug), !hidden.contains(place.blob),
        let bytes = try? desk.repository.blob(place.blob, limit: AnnotationReader.maxFileBytes),
        let annotation = try? AnnotationReader(name: "it").annotation(parsing: bytes)
      else { return nil }
      guard let parent = annotation.parent else { return place.person }
      id = parent
    }
    return nil
  }
}
