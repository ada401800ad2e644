/// A YAML node, as far as front matter and galley.yaml need them: scalars, sequences, and mappings with
/// scalar keys. Each knows where it stands, for errors.
public struct Yaml: Sendable, Hashable {
  public enum Content: Sendable, Hashable {
    /// The text with quotes and escapes undone. Only a plain one (without quotes) may mean a number, a truth
    /// value or null.
    case scalar(String, isPlain: Bool)
    case sequence([Yaml])
    case mapping([Entry])
  }

  public struct Entry: Sendable, Hashable {
    public let key: String
    public let value: Yaml
    public let place: InvalidValue.Place
    /// The key's own text, in scalars of the YAML.
    let keyRange: Range<Int>
  }

  public let content: Content
  public let place: InvalidValue.Place
  /// In scalars of the YAML; that of a block collection ends with its last scalar.
  let range: Range<Int>
  /// Written with brackets or braces.
  let isFlow: Bool

  /// The value of a mapping's key.
  public subscript(key: String) -> Yaml? {
    entries?.first { $0.key == key }?.value
  }

  public var entries: [Entry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  public var items: [Yaml]? {
    guard case .sequence(let items) = content else { return nil }
    return items
  }

  public var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// A scalar's text, of numbers and dates too; nil for null.
  public var text: String? {
    guard case .scalar(let text, _) = content, !isNull else { return nil }
    return text
  }

  /// `true`, `yes` or `on` and their opposites, in any case, as YAML 1.1 has them.
  public var boolValue: Bool? {
    guard case .scalar(let text, isPlain: true) = content else { return nil }
    return switch text.lowercased() {
    case "true", "yes", "on": true
    case "false", "no", "off": false
    default: nil
    }
  }

  public var intValue: Int? {
    guard case .scalar(let text, isPlain: true) = content else { return nil }
    return Int(text)
  }

  /// Whether both say the same, wherever and however it is written.
  func isEqualButForTypography(as other: Yaml) -> Bool {
    switch (content, other.content) {
    case (.scalar, .scalar): text == other.text
    case (.sequence(let left), .sequence(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isEqualButForTypography(as: $1) }
    case (.mapping(let left), .mapping(let right)):
      left.count == right.count
        && zip(left, right).allSatisfy { $0.key == $1.key && $0.value.isEqualButForTypography(as: $1.value) }
    default: false
    }
  }
}

/// The text as a YAML scalar on one line: plain where nothing can be misread, else in double quotes.
public func yamlQuoted(_ text: String) -> String {
  if isSafePlain(text) { return text }
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": quoted += "\\\""
    case "\\": quoted += "\\\\"
    case "\n": quoted += "\\n"
    case "\t": quoted += "\\t"
    case "\u{FEFF}", "\u{2028}", "\u{2029}": quoted += hexEscape(scalar)
    default:
      switch scalar.properties.generalCategory {
      case .control, .unassigned: quoted += hexEscape(scalar)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
  }
  return quoted + "\""
}

private func hexEscape(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16)
  return "\\U" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
}

/// Begins with a letter, so that it is no number, date or indicator, and has none of the words and marks that
/// mean something in YAML.
private func isSafePlain(_ text: String) -> Bool {
  let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
  guard let first = text.unicodeScalars.first, first.properties.isAlphabetic, text.last != " ",
    !words.contains(text.lowercased())
  else { return false }
  return text.unicodeScalars.allSatisfy {
    $0.properties.isAlphabetic || ("0"..."9").contains($0) || " ,.'’()!?;&/-–—_+@".unicodeScalars.contains($0)
  }
}
