import Editorial

/// What somebody decides of one remark in a triage.
public enum TriageDecision: Sendable, Hashable {
  /// A suggestion's words are taken; what a comment asks for is promised.
  case accept
  case reject(String?)
  /// The passage gets these words instead.
  case edit(String)
  case answer(String)
  case putOff(to: RevisionNumber?, String?)
  /// The remark stays open.
  case reply(String)
}

/// What is typed in a triage: `y`, `n Too long`, `d r3`. The same words stand in a file of decisions.
public enum TriageStep: Sendable, Hashable {
  case decide(TriageDecision)
  /// A decision whose words are missing.
  case needsWords(for: Character)
  case skip, back, help, quit
  case unknown

  public init(_ typed: String) {
    let parts = typed.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let words = parts.count > 1 ? String(parts[1].drop { $0.isWhitespace }) : nil
    let meant = Self.names.first { $0.value.contains(parts.first?.lowercased() ?? "") }?.key
    self =
      switch (meant, words) {
      case ("y", nil): .decide(.accept)
      case ("n", _): .decide(.reject(words))
      case ("e", let words?): .decide(.edit(words))
      case ("a", let words?): .decide(.answer(words))
      case ("r", let words?): .decide(.reply(words))
      case ("d", _): .decide(Self.puttingOff(words))
      case ("e", nil), ("a", nil), ("r", nil): .needsWords(for: meant ?? "e")
      case ("s", nil): .skip
      case ("b", nil): .back
      case ("?", nil): .help
      case ("q", nil): .quit
      default: .unknown
      }
  }

  private static let names: [Character: Set<String>] = [
    "y": ["y", "yes", "accept"], "n": ["n", "no", "reject"], "e": ["e", "edit"], "a": ["a", "answer"],
    "d": ["d", "defer"], "r": ["r", "reply"], "s": ["s", "skip"], "b": ["b", "back"],
    "?": ["?", "h", "help"], "q": ["q", "quit"],
  ]

  private static func puttingOff(_ words: String?) -> TriageDecision {
    guard let words else { return .putOff(to: nil, nil) }
    let parts = words.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    guard let number = try? RevisionNumber(String(parts[0])) else { return .putOff(to: nil, words) }
    return .putOff(to: number, parts.count > 1 ? String(parts[1]) : nil)
  }
}

/// A line of a file of decisions: `1ab4 y`, `60ca,7f3e n Too long`; blank lines and those that begin with `#` say nothing.
public struct TriageLine: Sendable, Hashable {
  /// From 1.
  public let line: Int
  /// By the ends of their ids.
  public let ids: [String]
  /// nil for `s`, which leaves them open.
  public let decision: TriageDecision?

  /// - Throws: ``Refusal`` that names the first line which says nothing, or `q`, `b` and the like.
  public static func read(_ text: String) throws -> [TriageLine] {
    var lines: [TriageLine] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.drop { $0.isWhitespace }
      guard !words.isEmpty, words.first != "#" else { continue }
      let parts = words.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      let typed = parts.count > 1 ? unescaped(String(parts[1])) : ""
      let decision: TriageDecision?
      switch TriageStep(typed) {
      case .decide(let decided): decision = decided
      case .skip: decision = nil
      default:
        throw Refusal(
          .usage, "line \(index + 1) of the decisions isn't one: \(words.prefix(60))",
          "A line is an id and 'y', 'n REASON', 'e WORDS', 'a TEXT', 'd [rN]', 'r TEXT' or 's', as in '1ab4 y'. Nothing was written."
        )
      }
      lines.append(
        TriageLine(line: index + 1, ids: parts[0].split(separator: ",").map(String.init), decision: decision))
    }
    return lines
  }

  /// `\n` is a new line.
  private static func unescaped(_ text: String) -> String {
    var (out, isEscaped) = ("", false)
    for character in text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed() {
      if isEscaped {
        out.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        out.append(character)
      }
    }
    return out
  }
}

extension TriageDecision {
  /// As a line of a file says it, without the id.
  var line: String {
    func escaped(_ text: String?) -> String {
      text.map {
        " " + $0.replacing("\\", with: "\\\\").replacing("\r", with: "").replacing("\n", with: "\\n")
      } ?? ""
    }
    return switch self {
    case .accept: "y"
    case .reject(let reason): "n\(escaped(reason))"
    case .edit(let words): "e\(escaped(words))"
    case .answer(let text): "a\(escaped(text))"
    case .putOff(let number, let reason): "d\(number.map { " \($0)" } ?? "")\(escaped(reason))"
    case .reply(let text): "r\(escaped(text))"
    }
  }
}
