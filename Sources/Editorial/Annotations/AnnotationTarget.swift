import JSON

// How `AnnotationReader` reads the target: what an annotation is on.

extension AnnotationReader {
  func target(_ json: JSON?) throws(InvalidValue) -> Annotation.Target {
    guard let first = json?.arrayValue.map(\.first) ?? json else {
      throw invalid(member: "target", "is missing")
    }
    if let iri = first.stringValue { return try target(iri: iri, of: nil) }
    guard case .object = first else { throw invalid(member: "target", "is neither a text nor an object") }
    let source = first["source"] ?? first["id"]
    guard let iri = source?.stringValue ?? source?["id"]?.stringValue else {
      throw invalid(member: "target.source", "is missing or no text")
    }
    return try target(iri: iri, of: first)
  }

  private func target(iri: String, of json: JSON?) throws(InvalidValue) -> Annotation.Target {
    if let id = AnnotationID(uuid: iri) { return .annotation(id) }
    let iri = try bounded(iri, 4 << 10, "target.source")
    let selectors = json?["selector"].map { $0.arrayValue ?? [$0] } ?? []
    var quote: Annotation.Quote?
    var position: Range<Int>?
    for (place, selector) in selectors.enumerated() {
      switch selector["type"]?.stringValue {
      case "TextQuoteSelector" where quote == nil: quote = try self.quote(selector, place)
      case "TextPositionSelector" where position == nil: position = try self.position(selector, place)
      default: continue
      }
    }
    return .passage(
      Annotation.Passage(
        source: iri, commit: try commit(json?["commit"]), quote: quote, position: position))
  }

  private func commit(_ json: JSON?) throws(InvalidValue) -> String? {
    guard let json, !json.isNull else { return nil }
    guard let text = json.stringValue, text.utf8.count == 40, text.utf8.allSatisfy({ hexValue($0) != nil })
    else {
      throw invalid(member: "target.commit", "is not the 40 hex digits of a commit")
    }
    return text.utf8.contains { $0 < UInt8(ascii: "a") && $0 > UInt8(ascii: "9") } ? text.lowercased() : text
  }

  /// Members are named only where they are wrong: to write all their names takes longer than to read them.
  private func member(_ key: String, _ selector: Int) -> String { "target.selector[\(selector)].\(key)" }

  private func quote(_ json: JSON, _ place: Int) throws(InvalidValue) -> Annotation.Quote {
    guard json["exact"] != nil else { throw invalid(member: member("exact", place), "is missing") }
    return Annotation.Quote(
      exact: try text(json, "exact", place), prefix: try text(json, "prefix", place),
      suffix: try text(json, "suffix", place))
  }

  private func text(_ json: JSON, _ key: String, _ place: Int) throws(InvalidValue) -> String {
    guard let value = json[key], !value.isNull else { return "" }
    guard let text = value.stringValue else { throw invalid(member: member(key, place), "is not a text") }
    return try bounded(text, Self.maxQuoteBytes, member(key, place))
  }

  private func position(_ json: JSON, _ place: Int) throws(InvalidValue) -> Range<Int> {
    let start = try offset(json, "start", place)
    let end = try offset(json, "end", place)
    guard start <= end else { throw invalid(member: member("end", place), "is before the start") }
    return start..<end
  }

  private func offset(_ json: JSON, _ key: String, _ place: Int) throws(InvalidValue) -> Int {
    guard let offset = json[key]?.intValue else {
      throw invalid(member: member(key, place), "is not a whole number")
    }
    guard offset >= 0 else { throw invalid(member: member(key, place), "is negative") }
    return offset
  }
}
