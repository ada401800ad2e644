import Editorial
import Git

/// An annotation found by the tail of its id.
public struct FoundAnnotation: Sendable {
  public let slug: Slug
  public let entry: RecordEntry
  public let record: Record
}

/// An event that is to be written.
struct NewEvent {
  let slug: Slug
  let revision: FoundRevision
  let annotation: Annotation
}

extension Desk {
  /// The annotation a person means by the tail (or the whole) of its id.
  ///
  /// Looks through what is open by file names alone; reads only the record of the article it is in.
  ///
  /// - Throws: ``Refusal`` when there is none, or several.
  public func findAnnotation(_ typed: String) throws -> FoundAnnotation {
    var places: [AnnotationID: Set<Slug>] = [:]
    for article in try openArticles(withPublished: true) {
      for id in try annotationIDs(of: article) { places[id, default: []].insert(article.slug) }
    }
    if case .none = ShortIDs(Array(places.keys)).resolve(typed) {
      for (id, slugs) in try publishedAnnotationIDs() { places[id, default: []].formUnion(slugs) }
    }
    switch ShortIDs(Array(places.keys)).resolve(typed) {
    case .one(let id):
      guard let slugs = places[id]?.sorted(), let slug = slugs.first else { break }
      guard slugs.count == 1 else {
        throw Refusal(
          "annotation \(typed) is in \(slugs[0]) and in \(slugs[1]): one was made by hand with the other's id",
          "Answer the other's maker in a new remark; 'git log --all -- \"*\(id).json\"' shows who made which."
        )
      }
      let record = try record(of: slug)
      guard let entry = record.entries.first(where: { $0.id == id }) else {
        throw Refusal(
          .damaged, "the file of annotation \(typed) can't be read", "See 'galley annotations \(slug)'.")
      }
      return FoundAnnotation(slug: slug, entry: entry, record: record)
    case .many(let ids):
      let short = ShortIDs(ids)
      throw Refusal(
        "\(typed) means \(ids.count) annotations",
        "Type more of its end: \(ids.prefix(6).map { short.tail(of: $0) }.joined(separator: ", ")).")
    case .none: break
    }
    throw Refusal("there is no annotation \(typed)", "List them with 'galley annotations SLUG'.")
  }

  /// Replies to an annotation, on the replying person's own branch.
  public func reply(to typed: String, _ text: String) throws -> Annotated {
    try mayDo(.annotate)
    let words = try Self.checked(text)
    return try whileOthersWrite {
      let found = try findAnnotation(typed)
      return try respond(to: found, .reply(words))
    }
  }

  /// Says what became of a remark.
  ///
  /// - Parameters:
  ///   - withChange: accepted, but in other words, which the author puts in.
  ///   - later: the revision that a deferred remark is put off to.
  /// - Throws: ``Refusal`` when the annotation is no remark, it is resolved so already, or somebody else than its
  ///   maker withdraws it.
  public func resolve(
    _ typed: String, _ resolution: Resolution, message: String?, withChange: Bool = false,
    deferredTo later: RevisionNumber? = nil
  ) throws -> Annotated {
    try resolve([typed], resolution, message: message, withChange: withChange, deferredTo: later)[0]
  }

  /// The same of several remarks: of all, or of none when one refuses. One commit for each revision that they are on.
  public func resolve(
    _ all: [String], _ resolution: Resolution, message: String?, withChange: Bool = false,
    deferredTo later: RevisionNumber? = nil
  ) throws -> [Annotated] {
    guard resolution != .reopened else { return try reopen(all, message: message) }
    try mayDo(.annotate)
    let message = try message.map { try Self.checked($0) }
    guard !withChange || resolution == .accepted, later == nil || resolution == .deferred else {
      throw Refusal(
        .usage, "a remark that is \(resolution.rawValue) is neither accepted with a change nor put off",
        "Use --with-change with 'accepted' and --to with 'deferred'.")
    }
    return try respond(toAll: all) { typed, found in
      let thread = try thread(of: found, typed)
      let before = thread.resolved?.annotation
      guard
        thread.resolution != resolution || before?.isWithChange != withChange || before?.deferredTo != later
          || thread.isDisputed({ $0.resolution != nil })
      else {
        throw Refusal("\(typed) is resolved as \(resolution.rawValue) already", "Nothing needs to be done.")
      }
      if let later, later <= thread.root.number {
        throw Refusal(
          "\(typed) is a remark on \(thread.root.number), and \(later) is no later revision",
          "Put it off to a later one: --to \((try? thread.root.number.next) ?? later).")
      }
      try mayResolve(thread, resolution, of: found.record)
      return try event(on: found, .resolution(resolution, message: message)) {
        $0.resolved(withChange: withChange, deferredTo: later)
      }
    }
  }

  /// Takes a remark's resolution back: it is open again.
  ///
  /// Who made the remark says so of another's resolution by not being satisfied.
  ///
  /// - Throws: ``Refusal`` when it is open, its words are in a revision by now, or the person may not resolve it.
  public func reopen(_ all: [String], message: String?) throws -> [Annotated] {
    try mayDo(.annotate)
    let message = try message.map { try Self.checked($0) }
    return try respond(toAll: all) { typed, found in
      let thread = try thread(of: found, typed)
      guard let resolved = thread.resolved, let resolution = thread.resolution else {
        throw thread.isOpen
          ? Refusal("\(typed) is open already", "Nothing needs to be done.")
          : Refusal(
            "\(typed) isn't resolved: it is a claim that was found \(thread.claimState?.rawValue ?? "true")",
            "Say that it is to be checked again: 'galley claim \(typed) unchecked'.")
      }
      if resolution == .accepted, let taken = resolved.annotation.decidedIn {
        throw Refusal(
          "\(typed) can't be opened again: \(taken) has its words",
          "Suggest others for that passage with 'galley annotate \(found.slug)'.")
      }
      let me = try person().id
      if thread.root.person == me, resolved.person != me {
        let resolution = FoundAnnotation(slug: found.slug, entry: resolved, record: found.record)
        return try event(on: resolution, .satisfaction(false, message: message))
      }
      if resolution == .withdrawn, thread.root.person != me {
        let maker = try masks(for: found.record).id(of: thread.root.person, in: thread.root.number)
        throw Refusal(
          "only \(maker.email), who withdrew the remark, can bring it back",
          "Say what you think in a remark of your own, with 'galley annotate \(found.slug)'.")
      }
      try mayResolve(thread, .reopened, of: found.record)
      return try event(on: found, .resolution(.reopened, message: message))
    }
  }

  /// The one who made a remark says whether what became of it will do; if not, it is open again.
  ///
  /// - Throws: ``Refusal`` when the remark is somebody else's, or nobody has resolved it.
  public func sayWhetherSatisfied(_ typed: String, _ isSatisfied: Bool, message: String?) throws -> Annotated
  {
    try sayWhetherSatisfied([typed], isSatisfied, message: message)[0]
  }

  /// The same of several remarks: of all, or of none when one refuses.
  public func sayWhetherSatisfied(_ all: [String], _ isSatisfied: Bool, message: String?) throws
    -> [Annotated]
  {
    try mayDo(.annotate)
    let message = try message.map { try Self.checked($0) }
    return try respond(toAll: all) { typed, found in
      let thread = try thread(of: found, typed)
      guard try thread.root.person == person().id else {
        let maker = try masks(for: found.record).id(of: thread.root.person, in: thread.root.number)
        throw Refusal(
          "only \(maker.email), who made the remark, can say whether its resolution will do",
          "Say what you think with 'galley reply \(typed) TEXT'.")
      }
      guard let resolved = thread.resolved else {
        throw Refusal(
          "\(typed) isn't resolved yet",
          "Wait for its resolution, or withdraw it: 'galley resolve \(typed) withdrawn'.")
      }
      guard thread.isSatisfied != isSatisfied || thread.isDisputed({ $0.satisfaction != nil }) else {
        throw Refusal(
          "you have said already that you are \(isSatisfied ? "" : "not ")satisfied with \(typed)",
          "Nothing needs to be done.")
      }
      let resolution = FoundAnnotation(slug: found.slug, entry: resolved, record: found.record)
      return try event(on: resolution, .satisfaction(isSatisfied, message: message))
    }
  }

  /// The thread of an annotation that must be a remark.
  func thread(of found: FoundAnnotation, _ typed: String) throws -> Thread {
    guard let thread = found.record.threads.first(where: { $0.root.id == found.entry.id }) else {
      throw Refusal(
        "\(typed) is a \(found.entry.annotation.motivation.name) annotation, not a remark",
        "Name the remark that it belongs to; see 'galley annotations \(found.slug)'.")
    }
    return thread
  }

  func mayResolve(_ thread: Thread, _ resolution: Resolution, of record: Record) throws {
    let isOwn = try thread.root.person == person().id
    if resolution == .withdrawn {
      guard isOwn else {
        let maker = try masks(for: record).id(of: thread.root.person, in: thread.root.number)
        throw Refusal(
          "only \(maker.email), who made the remark, can withdraw it",
          "Resolve it as rejected, answered or deferred instead.")
      }
    } else if !isOwn {
      try mayDo(.resolve, of: record.slug)
    }
  }

  /// Writes an event about each of several annotations when all can be made; each annotation once.
  ///
  /// - Returns: one for each revision, in the order of what was typed; never empty when something was typed.
  private func respond(
    toAll all: [String], _ make: (String, FoundAnnotation) throws -> NewEvent
  ) throws -> [Annotated] {
    try whileOthersWrite {
      var seen: Set<AnnotationID> = []
      var events: [NewEvent] = []
      for typed in all {
        let found = try findAnnotation(typed)
        if seen.insert(found.entry.id).inserted { events.append(try make(typed, found)) }
      }
      return try write(events)
    }
  }

  /// Writes events, one commit for each revision, all or none.
  func write(_ events: [NewEvent]) throws -> [Annotated] {
    var events = events
    var done: [(Annotated, ReferenceUpdate)] = []
    while let first = events.first {
      let together = events.filter { $0.slug == first.slug && $0.revision.number == first.revision.number }
      events.removeAll { $0.slug == first.slug && $0.revision.number == first.revision.number }
      done.append(try committed(together.map(\.annotation), first.slug, first.revision))
    }
    guard !done.isEmpty else { return [] }
    try land(done.map(\.1), because: "galley: reviews")
    return done.map(\.0)
  }

  /// An event about an annotation, after all that was said of it so far.
  private func event(
    on found: FoundAnnotation, _ kind: Annotation.Kind,
    with change: (Annotation) throws -> Annotation = { $0 }
  ) throws -> NewEvent {
    let thread = found.record.thread(of: found.entry.id)
    let revision = try revision(thread?.root.number ?? found.entry.number, of: found.slug)
    let annotation = Annotation(kind, on: .annotation(found.entry.id), by: try creator(), at: now())
      .coming(after: thread?.latest ?? [])
    return NewEvent(slug: found.slug, revision: revision, annotation: try change(annotation))
  }

  /// Writes an event about an annotation, after all that was said of it so far.
  func respond(
    to found: FoundAnnotation, _ kind: Annotation.Kind,
    with change: (Annotation) throws -> Annotation = { $0 }
  ) throws -> Annotated {
    let event = try event(on: found, kind, with: change)
    return try write([event.annotation], event.slug, event.revision)
  }

  /// Gives this person's verdict on a revision; a later one takes its place.
  public func giveVerdict(
    _ slug: Slug, _ verdict: Verdict, message: String?, revision number: RevisionNumber?
  ) throws -> Annotated {
    try mayDo(.giveVerdict)
    try takeUp(slug)
    return try whileOthersWrite {
      let revision = try revisionToReview(slug, number)
      let whole = Annotation.Passage(
        source: try textPath(of: slug, at: revision.tip), commit: revision.tip.description)
      let seen = try record(of: slug).latestVerdicts(of: person().id, on: revision.number)
      let annotation = Annotation(
        .verdict(verdict, message: message), on: .passage(whole), by: try creator(), at: now()
      ).coming(after: seen)
      return try write([annotation], slug, revision)
    }
  }
}
