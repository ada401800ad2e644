/// What is wrong with a place in CriticMarkup.
public struct CriticProblem: Error, Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// A mark that is never closed.
    case unclosed(String)
    /// A mark that begins inside another one.
    case nested(String)
    /// An end without a beginning.
    case stray(String)
    /// A substitution without `~>`.
    case noTurn
  }

  public let kind: Kind
  /// From 1.
  public let line: Int
  /// In Unicode scalars, from 1.
  public let column: Int
}

extension CriticText {
  /// Reads CriticMarkup. Marks don't nest; they may hold several paragraphs.
  ///
  /// - Parameter article: the text that was marked, where it is known: of several `~>` in one substitution it tells the one
  ///   that parts the old words from the new.
  /// - Returns: the text, and what is wrong with it: the first 20 problems, each at its place. What is malformed is
  ///   taken as text.
  public static func parse(
    _ marked: String, of article: String? = nil
  ) -> (text: CriticText, problems: [CriticProblem]) {
    var parser = CriticParser(Array(marked.utf8), article.map { Array($0.utf8) })
    parser.run()
    return (parser.text, parser.problems)
  }
}

private struct CriticParser {
  private(set) var text = CriticText()
  private(set) var problems: [CriticProblem] = []

  private static let mostProblems = 20

  private let bytes: [UInt8]
  private var place = 0
  private var content: [UInt8] = []
  /// The mark that is open: its sign and where it began.
  private var open: (sign: UInt8, start: Int)?
  /// The old part of a substitution whose new part is being read.
  private var oldPart: String?
  /// Where `~>` stands in the new part.
  private var laterTurns: [Int] = []
  private let article: [UInt8]?

  init(_ bytes: [UInt8], _ article: [UInt8]?) {
    (self.bytes, self.article) = (bytes, article)
  }

  mutating func run() {
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\\") {
        readBackslashes()
      } else if let delimiter = delimiter(at: place) {
        take(delimiter)
      } else {
        if oldPart != nil, bytes[place...].starts(with: Self.turn) { laterTurns.append(content.count) }
        content.append(bytes[place])
        place += 1
      }
    }
    if let open {
      // The cause of what was found inside it: never one too many.
      if problems.count == Self.mostProblems { problems.removeLast() }
      report(.unclosed(opener(open.sign)), at: open.start)
      let old = oldPart.map { $0 + "~>" } ?? ""
      self.open = nil
      let rest = taken()
      text.append(.text(opener(open.sign) + old + rest))
    }
    text.append(.text(taken()))
    problems.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  private func delimiter(at place: Int) -> CriticDelimiter? {
    CriticDelimiter.at(place, in: bytes, inOldPart: open?.sign == UInt8(ascii: "~") && oldPart == nil)
  }

  private mutating func readBackslashes() {
    var end = place
    while end < bytes.count, bytes[end] == UInt8(ascii: "\\") { end += 1 }
    let count = end - place
    let isBeforeDelimiter = delimiter(at: end) != nil
    content += bytes[place..<place + (isBeforeDelimiter ? count / 2 : count)]
    place = end
    if isBeforeDelimiter, count % 2 == 1 { takeAsText() }
  }

  private mutating func takeAsText() {
    content.append(bytes[place])
    place += 1
  }

  private mutating func take(_ delimiter: CriticDelimiter) {
    switch delimiter {
    case .opens(let sign):
      guard open == nil else {
        report(.nested(opener(sign)), at: place)
        return takeAsText()
      }
      text.append(.text(taken()))
      open = (sign, place)
      place += delimiter.length
    case .turns:
      oldPart = taken()
      place += delimiter.length
    case .closes(let sign):
      guard let open else {
        report(.stray(closer(sign)), at: place)
        return takeAsText()
      }
      guard open.sign == sign else { return takeAsText() }
      close(open)
      place += delimiter.length
    }
  }

  private static let turn = Array("~>".utf8)
  /// How much of the text around a substitution must be the article's.
  private static let context = 16

  /// The old words and the new: of several arrows the one that gives the article's own words back when the mark is
  /// rejected, the first where none does.
  private func parts(_ old: String, _ new: String) -> (old: String, new: String) {
    guard let article, !laterTurns.isEmpty else { return (old, new) }
    let (first, rest) = (Array(old.utf8), Array(new.utf8))
    let before = Array(text.rejected.utf8.suffix(Self.context))
    let after = bytes[min(place + 3, bytes.count)...].prefix(Self.context).prefix { $0 != UInt8(ascii: "{") }
    for (prefix, suffix) in [(before, Array(after)), ([], Array(after)), (before, [])] {
      for turn in [nil] + laterTurns.map(Optional.some) {
        let words = turn.map { first + Self.turn + rest[..<$0] } ?? first
        let wanted = (prefix + words + suffix).map(UInt32.init)
        if !matches(of: wanted, in: article.map(UInt32.init), limit: 1).isEmpty {
          guard let turn else { return (old, new) }
          return (
            String(decoding: words, as: UTF8.self),
            String(decoding: rest[(turn + Self.turn.count)...], as: UTF8.self)
          )
        }
      }
    }
    return (old, new)
  }

  private mutating func close(_ mark: (sign: UInt8, start: Int)) {
    open = nil
    let inside = taken()
    switch mark.sign {
    case UInt8(ascii: "+"): text.append(.insertion(inside))
    case UInt8(ascii: "-"): text.append(.deletion(inside))
    case UInt8(ascii: "="): text.append(.highlight(inside))
    case UInt8(ascii: ">"): text.append(.comment(inside))
    default:
      if let old = oldPart {
        let parts = parts(old, inside)
        text.append(.substitution(old: parts.old, new: parts.new))
      } else {
        report(.noTurn, at: mark.start)
        text.append(.text("{~~\(inside)~~}"))
      }
    }
    oldPart = nil
    laterTurns = []
  }

  private mutating func taken() -> String {
    defer { content.removeAll() }
    return String(decoding: content, as: UTF8.self)
  }

  private func opener(_ sign: UInt8) -> String {
    String(decoding: [UInt8(ascii: "{"), sign, sign], as: UTF8.self)
  }

  private func closer(_ sign: UInt8) -> String {
    let sign = sign == UInt8(ascii: ">") ? UInt8(ascii: "<") : sign
    return String(decoding: [sign, sign, UInt8(ascii: "}")], as: UTF8.self)
  }

  private mutating func report(_ kind: CriticProblem.Kind, at place: Int) {
    guard problems.count < Self.mostProblems else { return }
    var (line, start) = (1, 0)
    for (index, byte) in bytes[..<place].enumerated() where byte == 0x0A {
      (line, start) = (line + 1, index + 1)
    }
    let column = 1 + bytes[start..<place].count { $0 & 0xC0 != 0x80 }
    problems.append(CriticProblem(kind: kind, line: line, column: column))
  }
}
