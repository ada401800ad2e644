/// Attributes of a run of text; they combine.
public struct Style: OptionSet, Sendable, Hashable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let bold = Style(rawValue: 1 << 0)
  public static let dim = Style(rawValue: 1 << 1)
  public static let italic = Style(rawValue: 1 << 2)
  public static let underline = Style(rawValue: 1 << 3)
  public static let inverse = Style(rawValue: 1 << 4)
  public static let strike = Style(rawValue: 1 << 5)
  public static let red = Style(rawValue: 1 << 6)
  public static let green = Style(rawValue: 1 << 7)
  public static let yellow = Style(rawValue: 1 << 8)
  public static let blue = Style(rawValue: 1 << 9)
  public static let magenta = Style(rawValue: 1 << 10)
  public static let cyan = Style(rawValue: 1 << 11)

  /// Parameters of Select Graphic Rendition (ECMA-48, 8.3.117) in the order of the bits.
  private static let parameters = ["1", "2", "3", "4", "7", "9", "31", "32", "33", "34", "35", "36"]

  /// The escape sequence that turns the style on.
  var sequence: String {
    let on = Style.parameters.indices.filter { rawValue & (1 << UInt16($0)) != 0 }
    return "\u{1B}[" + on.map { Style.parameters[$0] }.joined(separator: ";") + "m"
  }

  /// The style that such a sequence's parameters turn on; those of another program count for nothing.
  init(parameters: some StringProtocol) {
    self = []
    for parameter in parameters.split(separator: ";") {
      if let bit = Style.parameters.firstIndex(of: String(parameter)) {
        insert(Style(rawValue: 1 << UInt16(bit)))
      }
    }
  }
}

/// Text for people, in styles, that is safe to send to a terminal.
///
/// Literal parts are the program's own and stand as written. Everything that comes in as a `String`, by
/// interpolation or initialiser, goes through `visible`: no text of a user reaches a terminal another way.
/// ```swift
/// let line: Styled = "\(slug, .bold) by \(author)\n"
/// ```
public struct Styled: Sendable, Equatable {
  struct Run: Sendable, Equatable {
    var text: String
    var style: Style
  }

  private(set) var runs: [Run] = []

  public init() {}

  /// Text of one line; its line breaks and tabs are shown as signs.
  public init(_ text: String, _ style: Style = []) {
    append(trusted: visible(text, keepNewlines: false), style)
  }

  /// Text that may have several lines; line feeds and tabs are kept.
  public init(lines text: String, _ style: Style = []) {
    append(trusted: visible(text, keepNewlines: true), style)
  }

  init(trusted text: String, _ style: Style = []) { append(trusted: text, style) }

  mutating func append(trusted text: String, _ style: Style) {
    guard !text.isEmpty else { return }
    if let last = runs.indices.last, runs[last].style == style {
      runs[last].text += text
    } else {
      runs.append(Run(text: text, style: style))
    }
  }

  public mutating func append(_ other: Styled) {
    for run in other.runs { append(trusted: run.text, run.style) }
  }

  public static func + (left: Styled, right: Styled) -> Styled {
    var result = left
    result.append(right)
    return result
  }

  public static func += (left: inout Styled, right: Styled) { left.append(right) }

  public var isEmpty: Bool { runs.isEmpty }

  /// The text alone.
  public var plain: String { runs.map(\.text).joined() }

  /// Columns on a terminal, of a text without line breaks.
  public var width: Int { runs.reduce(0) { $0 + displayWidth($1.text) } }

  /// The same with these attributes added everywhere.
  public func adding(_ style: Style) -> Styled {
    var result = Styled()
    for run in runs { result.append(trusted: run.text, run.style.union(style)) }
    return result
  }

  /// What to send to the terminal. A style never spans a line break, which pagers would lose.
  public func rendered(colour: Bool) -> String {
    guard colour else { return plain }
    var result = ""
    for run in runs {
      if run.style.isEmpty {
        result += run.text
        continue
      }
      for (number, line) in run.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if number > 0 { result += "\n" }
        if !line.isEmpty { result += run.style.sequence + line + "\u{1B}[0m" }
      }
    }
    return result
  }
}

extension Styled: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self.init(trusted: value) }

  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.result }

  public struct StringInterpolation: StringInterpolationProtocol {
    var result = Styled()

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ literal: String) { result.append(trusted: literal, []) }

    public mutating func appendInterpolation(_ text: Styled) { result.append(text) }

    /// Any value by its description, made visible and in one line.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible, _ style: Style = []) {
      result.append(Styled(value.description, style))
    }
  }
}

extension Sequence<Styled> {
  public func joined(separator: Styled = "") -> Styled {
    var result = Styled()
    var isFirst = true
    for part in self {
      if !isFirst { result.append(separator) }
      result.append(part)
      isFirst = false
    }
    return result
  }
}
