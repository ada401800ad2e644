import JSON

/// Reads Web Annotations of any tool, within bounds.
///
/// Members that the model allows in several shapes are taken in all of them. Of several targets the first is
/// used; `Annotation.raw` keeps the rest.
public struct AnnotationReader: Sendable {
  public static let maxFileBytes = 1 << 20
  public static let maxBodyBytes = 256 << 10
  public static let maxQuoteBytes = 64 << 10

  /// The file or stream, for errors.
  public let name: String

  public init(name: String) {
    self.name = name
  }

  /// Reads a file of a desk: one annotation, whose id is a UUID.
  ///
  /// - Throws: `InvalidValue` that names the member that is wrong.
  public func annotation(parsing bytes: some Collection<UInt8>) throws(InvalidValue) -> Annotation {
    let json: JSON
    do {
      json = try JSON(parsing: bytes, limits: JSON.Limits(maxBytes: Self.maxFileBytes))
    } catch {
      throw invalid(error)
    }
    return try annotation(json)
  }

  /// Reads an annotation whose JSON is parsed already.
  public func annotation(_ json: JSON) throws(InvalidValue) -> Annotation {
    guard case .object = json else { throw invalid("it is not a JSON object") }
    try checkType(json)
    guard let idText = json["id"]?.stringValue, let id = AnnotationID(uuid: idText) else {
      throw invalid(member: "id", "is not a UUID ('urn:uuid:…')")
    }
    let bodies = try bodies(json)
    let motivation = motivation(json["motivation"]) ?? bodies.lazy.compactMap(\.purpose).first ?? .commenting
    return Annotation(
      id: id, motivation: motivation, creator: creator(json["creator"]),
      created: try created(json["created"]),
      bodies: bodies, target: try target(json["target"]), raw: json)
  }

  func invalid(_ why: String, remedy: String = "Mend or remove it") -> InvalidValue {
    InvalidValue("\(quoted(name)) is not an annotation that Galley can read", why: why, remedy: remedy)
  }

  func invalid(member: String, _ why: String) -> InvalidValue {
    invalid("its member '\(member)' \(why)", remedy: "Mend that member")
  }

  func invalid(_ error: JSONError) -> InvalidValue {
    InvalidValue(
      "\(quoted(name)) is not an annotation that Galley can read", why: error.message,
      remedy: "Mend the JSON there", place: InvalidValue.Place(line: error.line, column: error.column))
  }
}

extension AnnotationReader {
  private func checkType(_ json: JSON) throws(InvalidValue) {
    guard let type = json["type"] ?? json["@type"] else {
      throw invalid(member: "type", "is missing; it should be \"Annotation\"")
    }
    if type.stringValue == "Annotation" { return }
    let types = (type.arrayValue ?? [type]).compactMap(\.stringValue)
    guard types.contains("Annotation") || types.contains("oa:Annotation") else {
      throw invalid(member: "type", "is not \"Annotation\"")
    }
  }

  /// The first that the vocabulary of Galley has, else the first.
  private func motivation(_ json: JSON?) -> Motivation? {
    if let only = json?.stringValue { return Motivation(only) }
    let all = (json?.arrayValue ?? json.map { [$0] } ?? []).compactMap(\.stringValue).map(Motivation.init)
    return all.first(where: Motivation.ofRemarks.contains)
      ?? all.first { if case .other = $0 { false } else { true } } ?? all.first
  }

  /// Who a member says that made it.
  func creator(_ json: JSON?) -> Annotation.Creator? {
    let first = json?.arrayValue?.first ?? json
    if let iri = first?.stringValue { return creator(iri: iri) }
    guard let first, case .object = first else { return nil }
    let email = first["email"]?.arrayValue?.first?.stringValue ?? first["email"]?.stringValue
    let name = first["name"]?.arrayValue?.first?.stringValue ?? first["name"]?.stringValue
    let creator = Annotation.Creator(
      name: name ?? first["nickname"]?.stringValue, email: email.map(withoutMailto),
      iri: first["id"]?.stringValue)
    return creator == Annotation.Creator(name: nil, email: nil) ? nil : creator
  }

  private func creator(iri: String) -> Annotation.Creator {
    let email = withoutMailto(iri)
    if email != iri { return Annotation.Creator(name: nil, email: email) }
    let account = iri.hasPrefix("acct:") ? iri.dropFirst(5).prefix { $0 != "@" } : ""
    return Annotation.Creator(name: account.isEmpty ? nil : String(account), email: nil, iri: iri)
  }

  private func withoutMailto(_ text: String) -> String {
    if text.utf8.starts(with: "mailto:".utf8) { return String(text.utf8.dropFirst(7)) ?? text }
    return text.prefix(7).lowercased() == "mailto:" ? String(text.dropFirst(7)) : text
  }

  /// The type of the model, xsd:dateTime, may lack an offset: UTC is meant then.
  private func created(_ json: JSON?) throws(InvalidValue) -> Timestamp? {
    guard let json, !json.isNull else { return nil }
    guard let text = json.stringValue, let time = (try? Timestamp(text)) ?? (try? Timestamp(text + "Z"))
    else {
      throw invalid(member: "created", "is not a time such as 2026-11-24T10:00:00Z")
    }
    return time
  }

  private func bodies(_ json: JSON) throws(InvalidValue) -> [Annotation.Body] {
    guard let body = json["body"], !body.isNull else {
      return try json["bodyValue"].map { json throws(InvalidValue) in [try self.body(json, "bodyValue")] }?
        .compactMap(\.self) ?? []
    }
    guard let all = body.arrayValue else { return try [self.body(body, "body")].compactMap(\.self) }
    var bodies: [Annotation.Body] = []
    for (place, item) in all.enumerated() {
      if let body = try self.body(item, "body[\(place)]") { bodies.append(body) }
    }
    return bodies
  }

  /// Nil for what is no text, such as a picture by its address.
  private func body(_ json: JSON, _ member: String) throws(InvalidValue) -> Annotation.Body? {
    if let text = json.stringValue {
      return Annotation.Body(try bounded(text, Self.maxBodyBytes, member), purpose: nil)
    }
    guard case .object = json else { throw invalid(member: member, "is neither a text nor an object") }
    guard let value = json["value"] else { return nil }
    guard let text = value.stringValue else { throw invalid(member: "\(member).value", "is not a text") }
    return Annotation.Body(
      try bounded(text, Self.maxBodyBytes, "\(member).value"), purpose: motivation(json["purpose"]))
  }

  func bounded(
    _ text: String, _ maxBytes: Int, _ member: @autoclosure () -> String
  ) throws(InvalidValue) -> String {
    guard text.utf8.count <= maxBytes else {
      throw invalid(member: member(), "is larger than \(maxBytes >> 10) KiB")
    }
    return text
  }
}
