import Editorial
import Git

/// What a triage wrote.
public struct Triaged: Sendable {
  public let slug: Slug
  public let number: RevisionNumber
  public internal(set) var accepted: [AnnotationID] = []
  /// Remarks whose passages get other words.
  public internal(set) var edited: [AnnotationID] = []
  public internal(set) var rejected: [AnnotationID] = []
  public internal(set) var answered: [AnnotationID] = []
  public internal(set) var deferred: [AnnotationID] = []
  public internal(set) var replied: [AnnotationID] = []
  /// How many remarks are open still.
  public let left: Int

  public var count: Int {
    accepted.count + edited.count + rejected.count + answered.count + deferred.count + replied.count
  }
}

extension Desk {
  /// Begins a way through the open remarks of an article's current revision.
  public func triage(_ slug: Slug) throws -> Triage { try Triage(self, slug) }

  /// The articles whose current revisions have open remarks of people.
  public func articlesToTriage() throws -> [Slug] {
    try openArticles().filter { $0.current != nil }.map(\.slug).filter { slug in
      try !Triage(self, slug).items.isEmpty
    }
  }

  /// Writes down what was decided, all or none of it.
  public func write(_ triage: Triage) throws -> Triaged {
    try mayDo(.annotate)
    return try whileOthersWrite {
      var done = Triaged(slug: triage.slug, number: triage.number, left: triage.left)
      var events: [NewEvent] = []
      for thread in triage.record.threads {
        guard let decision = triage.decisions[thread.root.id] else { continue }
        done.note(decision, of: thread)
        events += try self.events(decision, of: thread, triage)
      }
      _ = try write(events)
      return done
    }
  }

  private func events(
    _ decision: TriageDecision, of thread: Thread, _ triage: Triage
  ) throws -> [NewEvent] {
    func event(_ kind: Annotation.Kind, withChange: Bool = false, to later: RevisionNumber? = nil) throws
      -> NewEvent
    {
      NewEvent(
        slug: triage.slug, revision: try revision(thread.root.number, of: triage.slug),
        annotation: Annotation(kind, on: .annotation(thread.root.id), by: try creator(), at: now())
          .coming(after: thread.latest).resolved(withChange: withChange, deferredTo: later))
    }
    let isSuggestion = thread.root.annotation.replacement != nil
    switch decision {
    case .accept: return [try event(.resolution(.accepted), withChange: !isSuggestion)]
    case .reject(let reason): return [try event(.resolution(.rejected, message: reason))]
    case .answer(let text): return [try event(.resolution(.answered, message: text))]
    case .putOff(let later, let reason):
      return [try event(.resolution(.deferred, message: reason), to: later)]
    case .reply(let text): return [try event(.reply(text))]
    case .edit:
      guard let own = triage.rewordings[thread.root.id] else { return [] }
      let revision = try revision(triage.number, of: triage.slug)
      let accepted = Annotation(
        .resolution(.accepted), on: .annotation(own.id), by: try creator(), at: now()
      ).coming(after: [own.id])
      let new = [own, accepted].map { NewEvent(slug: triage.slug, revision: revision, annotation: $0) }
      // A claim is to be checked again when its words have changed.
      if thread.root.annotation.isClaim { return new }
      return new + [
        thread.root.annotation.motivation == .questioning
          ? try event(.resolution(.answered)) : try event(.resolution(.accepted), withChange: true)
      ]
    }
  }
}

extension Triaged {
  fileprivate mutating func note(_ decision: TriageDecision, of thread: Thread) {
    let id = thread.root.id
    switch decision {
    case .accept: accepted.append(id)
    case .edit: edited.append(id)
    case .reject: rejected.append(id)
    case .answer: answered.append(id)
    case .putOff: deferred.append(id)
    case .reply: replied.append(id)
    }
  }
}
