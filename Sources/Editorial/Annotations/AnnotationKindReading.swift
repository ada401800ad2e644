// How the kind of an annotation is read off its members. The other way round is `Annotation.Body.bodies(of:)`.

/// The words of bodies that say what is meant, beside those that are a kind's own values.
enum BodyWord {
  static let claim = "claim"
  static let satisfied = "satisfied"
  static let unsatisfied = "unsatisfied"
  static let approved = "approved"
  static let disapproved = "approval withdrawn"
  static let override = "override"
  static let noOverride = "override withdrawn"
}

extension Annotation.Kind {
  /// Works the kind out of the members. What other tools combine in another way than Galley is taken for the
  /// nearest harmless kind: a verdict that isn't one of ours is a comment, and counts for no rule.
  init(_ motivation: Motivation, _ bodies: [Annotation.Body], _ target: Annotation.Target) {
    let main = bodies.first { $0.purpose == motivation } ?? bodies.first { $0.purpose != .tagging }
    let said = Said(
      value: main?.value, message: bodies.first { $0.purpose == .commenting && $0 != main }?.value,
      source: bodies.first { $0.purpose == .linking && $0 != main }?.value,
      tag: bodies.first { $0.purpose == .tagging }?.value)
    self =
      switch target {
      case .annotation: Self.about(motivation, said)
      case .passage: Self.on(motivation, said)
      }
  }

  private struct Said {
    let value: String?
    let message: String?
    let source: String?
    let tag: String?
  }

  /// On another annotation.
  private static func about(_ motivation: Motivation, _ said: Said) -> Self {
    switch (motivation, said.value) {
    case (.moderating, let value?):
      Resolution(rawValue: value).map { .resolution($0, message: said.message) } ?? .reply(value)
    case (.assessing, BodyWord.satisfied): .satisfaction(true, message: said.message)
    case (.assessing, BodyWord.unsatisfied): .satisfaction(false, message: said.message)
    case (.assessing, let value?):
      ClaimState(rawValue: value).map { .check($0, source: said.source, message: said.message) }
        ?? .reply(value)
    case (.editing, let value?): .edit(value)
    case (.linking, nil): .reattachment
    case (.bookmarking, let value?): (try? Day(value)).map { .snooze(until: $0) } ?? .other(value)
    case (.other, _), (.bookmarking, nil): .other(said.value)
    case (_, let value?): .reply(value)
    case (_, nil): .other(nil)
    }
  }

  /// On a text.
  private static func on(_ motivation: Motivation, _ said: Said) -> Self {
    switch (motivation, said.value) {
    case (.assessing, let value?):
      if let verdict = Verdict(rawValue: value) {
        .verdict(verdict, message: said.message)
      } else if let check = said.tag, [BodyWord.approved, BodyWord.disapproved].contains(value) {
        .approval(check: check, isGiven: value == BodyWord.approved, message: said.message)
      } else {
        .comment(value)
      }
    case (.moderating, let value?):
      if let decision = Decision(rawValue: value) {
        .decision(decision, message: said.message)
      } else if let rule = said.tag, [BodyWord.override, BodyWord.noOverride].contains(value) {
        .override(rule: rule, isGiven: value == BodyWord.override, message: said.message)
      } else {
        .comment(value)
      }
    case (.classifying, BodyWord.claim): .claim(said.message, source: said.source)
    case (.editing, let value?): .suggestion(replacement: value, message: said.message)
    case (.questioning, let value?): .query(value)
    case (.other, _), (.bookmarking, _), (.linking, _), (.tagging, _), (.classifying, _): .other(said.value)
    case (_, let value?): .comment(value)
    case (_, nil): .other(nil)
    }
  }
}
