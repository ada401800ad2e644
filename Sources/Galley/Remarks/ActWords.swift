import Editorial

/// What an annotation does, as the subject of the commit that brings it.
struct ActWords {
  let annotation: Annotation
  /// `rivers r1`
  let place: String

  init(_ annotation: Annotation, _ slug: Slug, _ number: RevisionNumber) {
    self.annotation = annotation
    place = "\(slug) \(number)"
  }

  /// `Reject 4826c1 on rivers r1`
  var subject: String {
    let about = annotation.parent.map { String($0.description.suffix(6)) } ?? ""
    let quote = annotation.passage?.quote.map { ": \u{201C}\(Self.excerpt(of: $0.exact))\u{201D}" } ?? ""
    return switch annotation.kind {
    case .comment: "Comment on \(place)\(quote)"
    case .query: "Query \(place)\(quote)"
    case .suggestion: "Suggest a change to \(place)\(quote)"
    case .claim: "Mark a claim in \(place)\(quote)"
    case .reply: "Reply to \(about) on \(place)"
    case .edit: "Reword \(about) on \(place)"
    case .resolution(let resolution, _): "\(words(for: resolution, about)) on \(place)"
    case .verdict(let verdict, _): "Give the verdict \(verdict.rawValue) on \(place)"
    case .check(.unchecked, _, _): "Have claim \(about) checked again in \(place)"
    case .check(let state, _, _): "Find claim \(about) \(state.rawValue) in \(place)"
    case .satisfaction(true, _): "Be satisfied with what became of a remark on \(place)"
    case .satisfaction(false, _): "Not be satisfied with what became of a remark on \(place)"
    case .reattachment: "Name the passage of \(about) on \(place)"
    case .approval(let check, true, _): "Approve \(Self.excerpt(of: check)) on \(place)"
    case .approval(let check, false, _): "Take back the check \(Self.excerpt(of: check)) on \(place)"
    case .override(let rule, true, _): "Override \(Self.excerpt(of: rule)) on \(place)"
    case .override(let rule, false, _): "Let \(Self.excerpt(of: rule)) hold again on \(place)"
    case .decision(.accept, _): "Accept \(place)"
    case .decision(.revise, _): "Ask for a revision of \(place)"
    case .decision(.decline, _): "Decline \(place)"
    case .decision(.shelve, _): "Shelve \(place)"
    case .decision(.reopen, _): "Take back the decision on \(place)"
    case .snooze: "Put off \(about) in the own inbox, on \(place)"
    case .other: "Annotate \(place)\(quote)"
    }
  }

  private func words(for resolution: Resolution, _ about: String) -> String {
    switch resolution {
    case .accepted: annotation.isWithChange ? "Accept \(about) with a change" : "Accept \(about)"
    case .rejected: "Reject \(about)"
    case .answered: "Answer \(about)"
    case .deferred: "Put off \(about)"
    case .withdrawn: "Withdraw \(about)"
    case .reopened: "Open \(about) again"
    case .redacted: "Redact \(about)"
    }
  }

  /// The message's subject and body for several annotations of one commit.
  static func message(_ all: [Annotation], _ slug: Slug, _ number: RevisionNumber) -> (
    subject: String, body: String?
  ) {
    let acts = all.map { ActWords($0, slug, number).subject }
    guard acts.count != 1 else { return (acts[0], nil) }
    let resolutions = all.compactMap(\.resolution)
    let counts = Resolution.allCases.map { word in (word, resolutions.count { $0 == word }) }.filter {
      $0.1 > 0
    }
    let subject =
      resolutions.count == all.count
      ? "Settle \(all.count) remarks on \(slug) \(number): \(counts.map { "\($1) \($0.rawValue)" }.joined(separator: ", "))"
      : "Annotate \(slug) \(number): \(all.count) annotations"
    let more = acts.count > 100 ? ["and \(acts.count - 100) more"] : []
    return (subject, (acts.prefix(100) + more).joined(separator: "\n"))
  }

  /// A passage's first words in one line, without anything that a terminal would obey.
  private static func excerpt(of quote: String) -> String {
    let words = quote.unicodeScalars.prefix(400).split { $0.isControlSign || $0.properties.isWhitespace }
    let line = words.map(String.init).joined(separator: " ")
    return line.count > 40 ? "\(line.prefix(39))…" : line
  }
}

extension Unicode.Scalar {
  /// Whether it is nothing to be seen and a terminal or an editor may obey it; the joiner inside of emoji isn't.
  var isControlSign: Bool {
    [.control, .format].contains(properties.generalCategory) && self != "\u{200D}"
  }
}
