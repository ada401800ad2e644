/// Where articles of one kind stand, as galley.yaml writes it: `content/posts/{slug}.md`, `_posts/{date}-{slug}.md`.
///
/// `{slug}` stands for one or more components, `{date}` for a day as `YYYY-MM-DD`.
public struct ArticlePattern: Sendable, Hashable {
  enum Piece: Hashable { case literal(String), slug, date }

  /// As it is written.
  public let text: String
  let pieces: [Piece]

  /// Where a new desk's articles are.
  static func standard(ending: String) -> ArticlePattern {
    ArticlePattern(
      text: "articles/{slug}/index.\(ending)",
      pieces: [.literal("articles/"), .slug, .literal("/index.\(ending)")])
  }

  private init(text: String, pieces: [Piece]) {
    (self.text, self.pieces) = (text, pieces)
  }

  /// - Throws: ``InvalidValue`` that says what a pattern has to be.
  public init(_ text: String) throws(InvalidValue) {
    func invalid(_ why: String, _ remedy: String) -> InvalidValue {
      InvalidValue("\(quoted(text)) is no place for articles", why: why, remedy: remedy)
    }
    guard let pieces = Self.pieces(of: text) else {
      throw invalid(
        "it has braces that are neither {slug} nor {date}", "Write it as 'content/posts/{slug}.md'")
    }
    guard pieces.count(where: { $0 == .slug }) == 1, pieces.count(where: { $0 == .date }) < 2 else {
      throw invalid(
        "{slug} has to be in it once, {date} at most once", "Write it as 'content/posts/{slug}.md'")
    }
    for (one, next) in zip(pieces, pieces.dropFirst()) where one != .date && next == .slug || next == .date {
      if case .literal = one { continue }
      throw invalid("{slug} and {date} touch", "Put a dash or a slash between them")
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard !text.hasPrefix("/"), parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
      throw invalid(
        "it isn't a path from the top of the repository", "Write it without '.', '..' or a leading '/'")
    }
    guard !parts.contains(where: { $0.lowercased().hasPrefix(".git") }) else {
      throw invalid("git has files of its own there", "Name another folder")
    }
    guard case .literal(let end)? = pieces.last, end.split(separator: "/").last?.contains(".") == true else {
      throw invalid("it doesn't end with the ending of the files", "Add it, as in '{slug}.md'")
    }
    self.init(text: text, pieces: pieces)
  }

  /// Whether an article of this kind has a folder of its own: the file's name is the same for all.
  public var isBundle: Bool {
    guard case .literal(let end)? = pieces.last else { return false }
    return end.contains("/")
  }

  /// The ending of the files' names, without its dot.
  public var ending: String { Editorial.ending(ofFile: text) ?? "" }

  /// The folder that all articles of this kind are in, with its slash at the end; empty for the top.
  public var folder: String {
    guard case .literal(let start)? = pieces.first, let slash = start.lastIndex(of: "/") else { return "" }
    return String(start[...slash])
  }

  /// How much of a path it spells out: of two patterns for one file, the one that says more is the narrower.
  var spelled: Int {
    pieces.reduce(0) { sum, piece in
      switch piece {
      case .literal(let text): sum + text.utf8.count
      case .date: sum + 10
      case .slug: sum
      }
    }
  }

  /// What `{slug}` stands for in a path, with its slashes; nil when the path isn't of this pattern.
  func name(in path: String) -> Substring? {
    var rest = path[...]
    for piece in pieces {
      if piece == .slug { break }
      guard let left = Self.dropping(piece, fromStartOf: rest) else { return nil }
      rest = left
    }
    for piece in pieces.reversed() {
      if piece == .slug { break }
      guard let left = Self.dropping(piece, fromEndOf: rest) else { return nil }
      rest = left
    }
    let isName = rest.split(separator: "/", omittingEmptySubsequences: false)
      .allSatisfy { !$0.isEmpty && $0.first != "." }
    return isName ? rest : nil
  }

  /// The path of a new article.
  func path(of slug: Slug, on day: String) -> String {
    pieces.map { piece in
      switch piece {
      case .literal(let text): text
      case .slug: slug.text
      case .date: day
      }
    }.joined()
  }

  static func dropping(_ piece: Piece, fromStartOf text: Substring) -> Substring? {
    switch piece {
    case .literal(let start): return text.hasPrefix(start) ? text.dropFirst(start.count) : nil
    case .date:
      let day = text.prefix(10)
      return isDay(day) ? text.dropFirst(10) : nil
    case .slug: return text
    }
  }

  static func dropping(_ piece: Piece, fromEndOf text: Substring) -> Substring? {
    switch piece {
    case .literal(let end): return text.hasSuffix(end) ? text.dropLast(end.count) : nil
    case .date:
      let day = text.suffix(10)
      return isDay(day) ? text.dropLast(10) : nil
    case .slug: return text
    }
  }

  /// Whether a text is a day as `{date}` has it.
  public static func isDay(_ text: Substring) -> Bool {
    text.utf8.count == 10
      && text.utf8.enumerated().allSatisfy { place, byte in
        place == 4 || place == 7 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
      }
  }

  private static func pieces(of text: String) -> [Piece]? {
    var (pieces, rest): ([Piece], Substring) = ([], text[...])
    while !rest.isEmpty {
      let literal = rest.prefix { $0 != "{" && $0 != "}" }
      if !literal.isEmpty {
        pieces.append(.literal(String(literal)))
        rest = rest[literal.endIndex...]
      } else if rest.hasPrefix("{slug}") {
        pieces.append(.slug)
        rest = rest.dropFirst(6)
      } else if rest.hasPrefix("{date}") {
        pieces.append(.date)
        rest = rest.dropFirst(6)
      } else {
        return nil
      }
    }
    return pieces
  }
}
