import JSON

extension Annotation.Creator {
  var json: JSON {
    var json: JSON = [:]
    if let iri { json.set("id", .string(iri)) }
    json.set("type", "Person")
    if let name { json.set("name", .string(name)) }
    if let email { json.set("email", .string("mailto:\(email)")) }
    return json
  }
}

extension Annotation.Body {
  var json: JSON {
    var json: JSON = ["type": "TextualBody", "value": .string(value), "format": "text/plain"]
    if let purpose { json.set("purpose", .string(purpose.name)) }
    return json
  }

  static func bodies(of kind: Annotation.Kind) -> [Annotation.Body] {
    let purpose = kind.motivation
    func withMessage(_ value: String, _ message: String?, tag: String? = nil, source: String? = nil) -> [Self]
    {
      [Annotation.Body(value, purpose: purpose)]
        + [
          tag.map { Self($0, purpose: .tagging) }, message.map { Self($0, purpose: .commenting) },
          source.map { Self($0, purpose: .linking) },
        ].compactMap(\.self)
    }
    return switch kind {
    case .comment(let text), .query(let text), .reply(let text), .edit(let text):
      [Annotation.Body(text, purpose: purpose)]
    case .suggestion(let replacement, let message): withMessage(replacement, message)
    case .resolution(let resolution, let message): withMessage(resolution.rawValue, message)
    case .verdict(let verdict, let message): withMessage(verdict.rawValue, message)
    case .claim(let text, let source): withMessage(BodyWord.claim, text, source: source)
    case .check(let state, let source, let message): withMessage(state.rawValue, message, source: source)
    case .satisfaction(let isSatisfied, let message):
      withMessage(isSatisfied ? BodyWord.satisfied : BodyWord.unsatisfied, message)
    case .approval(let check, let isGiven, let message):
      withMessage(isGiven ? BodyWord.approved : BodyWord.disapproved, message, tag: check)
    case .override(let rule, let isGiven, let message):
      withMessage(isGiven ? BodyWord.override : BodyWord.noOverride, message, tag: rule)
    case .decision(let decision, let message): withMessage(decision.rawValue, message)
    case .snooze(let day): withMessage(day.description, nil)
    case .reattachment: []
    case .other(let text): text.map { [Annotation.Body($0, purpose: nil)] } ?? []
    }
  }
}

extension Annotation.Target {
  var json: JSON {
    switch self {
    case .passage(let passage): passage.json(replacing: nil)
    case .annotation(let id): .string(id.urn)
    }
  }
}

extension Annotation.Passage {
  /// - Parameter old: a target whose other members and other kinds of selectors are kept.
  func json(replacing old: JSON?) -> JSON {
    var json: JSON = [:]
    if let old, case .object = old { json = old }
    var selectors: [JSON] = []
    if let quote { selectors.append(quote.json) }
    if let position {
      selectors.append([
        "type": "TextPositionSelector", "start": JSON(position.lowerBound), "end": JSON(position.upperBound),
      ])
    }
    let oldSelectors = json["selector"].map { $0.arrayValue ?? [$0] } ?? []
    selectors += oldSelectors.filter {
      !["TextQuoteSelector", "TextPositionSelector"].contains($0["type"]?.stringValue)
    }
    json.set("source", .string(source))
    json.remove("commit")
    if let commit { json.set("commit", .string(commit)) }
    json.remove("selector")
    if !selectors.isEmpty { json.set("selector", .array(selectors)) }
    return json
  }
}

extension Annotation.Quote {
  var json: JSON {
    [
      "type": "TextQuoteSelector", "exact": .string(exact), "prefix": .string(prefix),
      "suffix": .string(suffix),
    ]
  }
}
