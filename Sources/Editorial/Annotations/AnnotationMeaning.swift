import JSON
import Prose

// What the parts of Galley that fold and place annotations ask of one.

extension Annotation {
  public var verdict: Verdict? {
    if case .verdict(let verdict, _) = kind { verdict } else { nil }
  }

  public var resolution: Resolution? {
    if case .resolution(let resolution, _) = kind { resolution } else { nil }
  }

  /// The text that a suggestion puts in its passage's place.
  public var replacement: String? {
    if case .suggestion(let replacement, _) = kind { replacement } else { nil }
  }

  /// What a person wrote to be read.
  public var text: String? { kind.text }

  /// Whether it stands for itself: a comment, query, suggestion or claim on a passage or on the whole text,
  /// rather than a reply or resolution, or a judgement of the revision.
  public var isRemark: Bool {
    guard parent == nil else { return false }
    return switch kind {
    case .verdict, .approval, .override, .decision: false
    default: true
    }
  }

  public var isClaim: Bool {
    if case .claim = kind { true } else { false }
  }

  /// Where a claim, or what was found of it, comes from.
  public var source: String? {
    switch kind {
    case .claim(_, let source), .check(_, let source, _): source
    default: nil
    }
  }

  /// Whether a program made it. Its findings hold up nobody until a person takes them up.
  public var isByTool: Bool {
    let creator = raw["creator"]?.arrayValue?.first ?? raw["creator"]
    return ["Software", "SoftwareAgent"].contains(creator?["type"]?.stringValue)
  }

  /// Whose words they are, where another person brought them in: that one answers for them, with the own rights.
  public var origin: Creator? {
    guard !isByTool, let given = raw[Self.originKey],
      let maker = AnnotationReader(name: id.description).creator(given), maker.shownName != nil
    else { return nil }
    return maker
  }

  /// As somebody else's words.
  public func brought(for maker: Creator) -> Annotation {
    maker.email != nil && maker.email?.lowercased() == creator?.email?.lowercased()
      ? self : adding(Self.originKey, maker.json)
  }

  static let originKey = "importedFrom"

  /// What ties it to its passage; nil for a remark on the whole text or on another annotation.
  public var anchor: Anchor? { passage?.anchor }

  /// A resolution that the making of a revision wrote, or another event that belongs to a revision.
  public func decided(in number: RevisionNumber) -> Annotation {
    adding("revision", .string(number.description))
  }

  /// The revision whose making decided on a suggestion: it is applied, or turned down, there. Of a better place or a
  /// claim's check, the revision it was seen in.
  public var decidedIn: RevisionNumber? {
    raw["revision"]?.stringValue.flatMap { try? RevisionNumber(component: $0) }
  }

  /// The events of its thread that its writer had seen: a member of Galley's own, `after`.
  public var after: [AnnotationID] { AnnotationID.list(raw["after"]) }

  /// Whether it names them, be it none: an event that was written by hand doesn't.
  var saysWhatItSaw: Bool { raw["after"] != nil }

  /// With the latest events that its writer has seen.
  public func coming(after seen: [AnnotationID]) -> Annotation {
    adding("after", .array(seen.suffix(AnnotationID.maxListed).map { .string($0.urn) }))
  }

  /// The passage that the event itself points to, beside what it is about: the better place of a remark, or the
  /// words that were checked. A body that is a specific resource (section 4 of the model).
  public var cited: Passage? {
    let bodies = raw["body"].map { $0.arrayValue ?? [$0] } ?? []
    guard let body = bodies.first(where: { $0["type"]?.stringValue == "SpecificResource" }),
      case .passage(let passage)? = try? AnnotationReader(name: "body").target(body)
    else { return nil }
    return passage
  }

  /// With every passage that it is on or points to put elsewhere.
  public func mappingPassages(_ place: (Passage) throws -> Passage) rethrows -> Annotation {
    var copy = try passage.map { moved(to: try place($0)) } ?? self
    guard let old = cited else { return copy }
    let new = try place(old)
    let bodies = raw["body"].map { $0.arrayValue ?? [$0] } ?? []
    let first = bodies.firstIndex { $0["type"]?.stringValue == "SpecificResource" }
    copy = copy.adding(
      "body", .array(bodies.enumerated().map { $0 == first ? new.json(replacing: $1) : $1 }))
    return copy
  }

  /// Whether it is what a reviewer says, rather than what those decide who answer for the article.
  public var isOfReviewer: Bool {
    switch kind {
    case .comment, .query, .suggestion, .reply, .edit, .verdict, .claim, .satisfaction, .reattachment,
      .resolution(.withdrawn, _):
      true
    case .resolution, .check, .approval, .override, .decision, .snooze, .other: false
    }
  }

  /// With a passage that it points to.
  public func citing(_ passage: Passage) -> Annotation {
    var body: JSON = ["type": "SpecificResource"]
    body = passage.json(replacing: body)
    let bodies = raw["body"].map { $0.arrayValue ?? [$0] } ?? []
    return adding("body", bodies.isEmpty ? body : .array(bodies + [body]))
  }

  /// Whether a suggestion was accepted in other words than its own: the author puts them in.
  public var isWithChange: Bool { raw["withChange"]?.boolValue ?? false }

  /// The revision that a remark was put off to.
  public var deferredTo: RevisionNumber? {
    raw["deferredTo"]?.stringValue.flatMap { try? RevisionNumber(component: $0) }
  }

  /// How a remark was resolved, beyond the word for it.
  public func resolved(withChange: Bool, deferredTo number: RevisionNumber?) -> Annotation {
    var copy = withChange ? adding("withChange", true) : self
    if let number { copy = copy.adding("deferredTo", .string(number.description)) }
    return copy
  }
}

extension Annotation.Creator {
  /// What to call the person; nil when nothing is known that says it.
  public var shownName: String? {
    [name, email, iri].compactMap(\.self).first { $0.contains { !$0.isWhitespace } }
  }

  /// Whether a person is typed so: by the name or the e-mail.
  public func isCalled(_ typed: String) -> Bool {
    [name, email].contains { $0?.lowercased() == typed.lowercased() }
  }
}

extension Annotation.Passage {
  /// nil for the whole text.
  public var anchor: Anchor? {
    guard !isWholeText else { return nil }
    return Anchor(
      exact: quote?.exact ?? "", prefix: quote?.prefix ?? "", suffix: quote?.suffix ?? "", range: position)
  }
}
