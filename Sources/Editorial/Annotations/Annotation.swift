import JSON

/// A remark on a text or on another remark, as a W3C Web Annotation
/// (https://www.w3.org/TR/annotation-model/).
///
/// The members that Galley understands are values; `raw` is the whole JSON object with the members of other
/// tools in their order. Both always say the same.
public struct Annotation: Sendable, Hashable {
  public let id: AnnotationID
  public let motivation: Motivation
  public let kind: Kind
  /// Missing from some other tools' annotations.
  public private(set) var creator: Creator?
  /// Missing from some other tools' annotations.
  public private(set) var created: Timestamp?
  /// Only the textual ones.
  public let bodies: [Body]
  public private(set) var target: Target
  public private(set) var raw: JSON

  /// Makes a new annotation. Replies, edits and resolutions belong to an annotation, all other kinds to a
  /// text.
  public init(
    id: AnnotationID = .new(), _ kind: Kind, on target: Target, by creator: Creator, at created: Timestamp
  ) {
    let bodies = Body.bodies(of: kind)
    let motivation = kind.motivation
    var raw: JSON = [
      "@context": "http://www.w3.org/ns/anno.jsonld",
      "id": .string(id.urn),
      "type": "Annotation",
      "motivation": .string(motivation.name),
      "creator": creator.json,
      "created": .string(created.utc.description),
    ]
    if let first = bodies.first {
      raw.set("body", bodies.count == 1 ? first.json : .array(bodies.map(\.json)))
    }
    raw.set("target", target.json)
    self.init(
      id: id, motivation: motivation, creator: creator, created: created, bodies: bodies, target: target,
      raw: raw)
  }

  init(
    id: AnnotationID, motivation: Motivation, creator: Creator?, created: Timestamp?, bodies: [Body],
    target: Target, raw: JSON
  ) {
    self.id = id
    self.motivation = motivation
    self.creator = creator
    self.created = created
    self.bodies = bodies
    self.target = target
    self.raw = raw
    kind = Kind(motivation, bodies, target)
  }

  /// The passage, when this is on a text.
  public var passage: Passage? {
    guard case .passage(let passage) = target else { return nil }
    return passage
  }

  /// The annotation that this answers, edits or resolves.
  public var parent: AnnotationID? {
    guard case .annotation(let id) = target else { return nil }
    return id
  }

  /// Adds who made it and when, where an imported annotation doesn't say so.
  public func completed(by creator: Creator, at created: Timestamp) -> Annotation {
    var copy = self
    if copy.creator == nil {
      copy.creator = creator
      copy.raw.set("creator", creator.json)
    }
    if copy.created == nil {
      copy.created = created
      copy.raw.set("created", .string(created.utc.description))
    }
    return copy
  }

  /// Puts it on another passage, such as the one that an imported quote was found at. Other members of the
  /// target and other tools' selectors are kept.
  public func moved(to passage: Passage) -> Annotation {
    var copy = self
    copy.target = .passage(passage)
    if var targets = raw["target"]?.arrayValue, let first = targets.first {
      targets[0] = passage.json(replacing: first)
      copy.raw.set("target", .array(targets))
    } else {
      copy.raw.set("target", passage.json(replacing: raw["target"]))
    }
    return copy
  }

  /// With a member of Galley's own beside the standard's.
  func adding(_ key: String, _ value: JSON) -> Annotation {
    var copy = self
    copy.raw.set(key, value)
    return copy
  }

  /// In the name of whoever imports it. Whom it named before is kept as `importedFrom`. A program stays named,
  /// with the e-mail of who answers for it.
  public func inTheName(of creator: Creator) -> Annotation {
    guard let old = self.creator, old.email?.lowercased() != creator.email?.lowercased() else { return self }
    var copy = self
    if let given = raw["creator"], raw[Self.originKey] == nil { copy.raw.set(Self.originKey, given) }
    var json = creator.json
    if isByTool, var tool = raw["creator"]?.arrayValue?.first ?? raw["creator"] {
      if let email = creator.email { tool.set("email", .string("mailto:\(email)")) }
      json = tool
    }
    copy.creator = isByTool ? Creator(name: old.name ?? old.iri, email: creator.email, iri: old.iri) : creator
    copy.raw.set("creator", json)
    return copy
  }

  /// As somebody sees it who must not know who made it.
  public func anonymous(as creator: Creator) -> Annotation {
    var copy = self
    copy.creator = creator
    copy.raw.set("creator", creator.json)
    for key in [Self.originKey, "generator", "via"] { copy.raw.remove(key) }
    return copy
  }

  /// With other words in what it says and quotes and in whose words they are, but for a suggested text.
  func reworded(_ words: (String) -> String) -> Annotation {
    var raw = raw
    for key in ["body", "target", Self.originKey] {
      if let value = raw[key] { raw.set(key, Self.reworded(value, isSuggestion: replacement != nil, words)) }
    }
    guard raw != self.raw,
      let read = try? AnnotationReader(name: id.description).annotation(
        parsing: raw.serializedBytes(pretty: false))
    else { return self }
    return read
  }

  private static func reworded(_ json: JSON, isSuggestion: Bool, _ words: (String) -> String) -> JSON {
    switch json {
    case .string(let text): .string(words(text))
    case .array(let items): .array(items.map { reworded($0, isSuggestion: isSuggestion, words) })
    case .object(let members):
      .object(
        members.map { member in
          let isKept = isSuggestion && member.key == "value" && json["purpose"]?.stringValue != "commenting"
          return isKept
            ? member : JSON.Member(member.key, reworded(member.value, isSuggestion: isSuggestion, words))
        })
    default: json
    }
  }

  /// The file's bytes: pretty, deterministic, with a final newline.
  public var fileBytes: [UInt8] {
    raw.serializedBytes(pretty: true) + [0x0A]
  }
}

extension Annotation {
  /// Who made an annotation: a W3C Agent.
  public struct Creator: Sendable, Hashable {
    public let name: String?
    public let email: String?
    /// The IRI that other tools give, `acct:ann@example.org` say.
    public let iri: String?

    public init(name: String?, email: String?, iri: String? = nil) {
      self.name = name
      self.email = email
      self.iri = iri
    }
  }

  /// A textual body.
  public struct Body: Sendable, Hashable {
    public let value: String
    public let purpose: Motivation?

    public init(_ value: String, purpose: Motivation?) {
      self.value = value
      self.purpose = purpose
    }
  }

  public enum Target: Sendable, Hashable {
    case passage(Passage)
    case annotation(AnnotationID)
  }

  /// A text, or a part of it, as it was when the annotation was made.
  public struct Passage: Sendable, Hashable {
    /// The path of the article's text in the repository; in imported annotations any IRI.
    public let source: String
    /// 40 lower-case hex digits; missing in imported annotations.
    public let commit: String?
    public let quote: Quote?
    /// In Unicode scalars, half open. Nothing says that the text is as long: check against it.
    public let position: Range<Int>?

    /// The whole text when there is neither quote nor position.
    public init(source: String, commit: String?, quote: Quote? = nil, position: Range<Int>? = nil) {
      self.source = source
      self.commit = commit
      self.quote = quote
      self.position = position
    }

    public var isWholeText: Bool {
      quote == nil && position == nil
    }
  }

  /// A TextQuoteSelector: the passage's words and some of what stands around them.
  public struct Quote: Sendable, Hashable {
    public let exact: String
    public let prefix: String
    public let suffix: String

    public init(exact: String, prefix: String = "", suffix: String = "") {
      self.exact = exact
      self.prefix = prefix
      self.suffix = suffix
    }
  }
}
