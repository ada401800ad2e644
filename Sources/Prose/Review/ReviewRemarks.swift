/// A remark on a passage of a text, as a reviewer's marked-up copy of it says.
public struct ReviewRemark: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case comment(String)
    case query(String)
    case suggestion(replacement: String, message: String?)
  }

  /// Unicode scalars of the text that was opened, half open, never empty.
  public let range: Range<Int>
  public let kind: Kind

  public init(range: Range<Int>, kind: Kind) {
    self.range = range
    self.kind = kind
  }
}

/// The remarks that a reviewer's copy of a text makes: plain edits and changes in CriticMarkup are suggestions, each
/// as small as it can stand alone; remarks in CriticMarkup hang on their passage, or the nearest words.
///
/// White space that says the same is no suggestion (`SpaceMeaning`). Edits that touch are one: each suggestion can be
/// taken alone, and all of them together give the copy.
///
/// - Parameters:
///   - text: the text that was opened.
///   - copy: the reviewer's, with no mark's change made.
///   - marks: on the copy, in order.
/// - Returns: in the order of the text. Empty when the text is empty: a remark needs words to hang on.
public func reviewRemarks(on text: String, copy: String, marks: [CriticMark]) -> [ReviewRemark] {
  guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return [] }
  return ReviewReading(text, copy, marks).remarks()
}

/// What is said after the signs that tell the kind: `? Which date?` or `query: Which date?` asks, `comment: …` says.
public func reviewKind(ofComment text: String) -> ReviewRemark.Kind? {
  func rest(_ prefix: String) -> String? {
    guard text.lowercased().hasPrefix(prefix) else { return nil }
    let rest = String(text.unicodeScalars.dropFirst(prefix.unicodeScalars.count)).trimmed
    return rest.isEmpty ? nil : rest
  }
  let text = text.trimmed
  if text.isEmpty { return nil }
  if let question = rest("?") ?? rest("query:") { return .query(question) }
  return .comment(rest("comment:") ?? text)
}

/// A remark's words as they are written in CriticMarkup, so that they are read back as what they are.
public func reviewComment(_ kind: ReviewRemark.Kind) -> String {
  switch kind {
  case .query(let text): "? \(text)"
  case .comment(let text): reviewKind(ofComment: text) == .comment(text) ? text : "comment: \(text)"
  case .suggestion(_, let message): message ?? ""
  }
}

extension String {
  /// Without white space around it.
  var trimmed: String {
    let scalars = unicodeScalars.drop { $0.properties.isWhitespace }
    var end = scalars.endIndex
    while end > scalars.startIndex {
      let before = scalars.index(before: end)
      guard scalars[before].properties.isWhitespace else { break }
      end = before
    }
    return String(scalars[scalars.startIndex..<end])
  }
}
