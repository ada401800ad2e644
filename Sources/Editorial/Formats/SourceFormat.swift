/// What language a text is written in, told by its file's ending.
public enum SourceFormat: String, Sendable, Hashable, CaseIterable {
  case markdown, asciidoc, reStructuredText, latex, typst, html, plain

  /// The endings of its files, without the dot.
  public var endings: [String] {
    switch self {
    case .markdown: ["md", "markdown", "mdx", "qmd", "Rmd"]
    case .asciidoc: ["adoc", "asciidoc"]
    case .reStructuredText: ["rst"]
    case .latex: ["tex"]
    case .typst: ["typ"]
    case .html: ["html", "htm"]
    case .plain: ["txt"]
    }
  }

  /// Every ending that a text may have; Markdown's first.
  public static let allEndings = allCases.flatMap(\.endings)

  /// Whether a file is a text by its ending.
  public static func isText(_ file: String) -> Bool {
    ending(ofFile: file).map(allEndings.contains) ?? false
  }

  /// - Parameter file: its name or path. One with another ending is Markdown.
  public init(ofFile file: String) {
    let ending = Editorial.ending(ofFile: file)
    self = Self.allCases.first { format in ending.map(format.endings.contains) ?? false } ?? .markdown
  }

  /// What a text says of itself in the words of its own language; nil where that has none, or the text doesn't say it.
  func header(of text: String) -> SourceHeader? {
    switch self {
    case .markdown, .plain: nil
    case .asciidoc: SourceHeader(asciidoc: text)
    case .reStructuredText: SourceHeader(reStructuredText: text)
    case .latex: SourceHeader(latex: text)
    case .typst: SourceHeader(typst: text)
    case .html: SourceHeader(html: text)
    }
  }

  /// The files of the pictures that a text shows; nil for those that are read as Markdown.
  func pictures(in text: String) -> [String]? {
    switch self {
    case .markdown, .html: nil
    case .plain: []
    case .asciidoc: found(in: text, after: ["image::", "image:"], until: "[")
    case .reStructuredText: found(in: text, after: [".. image:: ", ".. figure:: "], until: "\n")
    case .latex: found(in: text, after: ["\\includegraphics"], skipping: "[]", opening: "{", until: "}")
    case .typst: found(in: text, after: ["image(\""], until: "\"")
    }
  }

  /// What stands between a mark and what ends it, each once.
  private func found(
    in text: String, after marks: [String], skipping option: String? = nil, opening: Character? = nil,
    until end: Character
  ) -> [String] {
    var files: [String] = []
    for mark in marks {
      var rest = text[...]
      while let start = rest.firstRange(of: mark) {
        rest = rest[start.upperBound...]
        if let option, rest.first == option.first, let close = rest.firstIndex(of: option.last ?? "]") {
          rest = rest[rest.index(after: close)...]
        }
        if let opening {
          guard rest.first == opening else { continue }
          rest = rest.dropFirst()
        }
        let file = rest.prefix { $0 != end && !$0.isNewline }
        let name = file.trimmed
        if !name.isEmpty, rest[file.endIndex...].first == end || end == "\n", !files.contains(name) {
          files.append(name)
        }
      }
    }
    return files
  }
}

/// What stands after the last dot of a file's name or path; nil where there is none.
public func ending(ofFile file: some StringProtocol) -> String? {
  file.lastIndex(of: ".").map { String(file[file.index(after: $0)...]) }
}

/// The title and the authors that a text names in its own language.
struct SourceHeader: Hashable {
  var title: String?
  var authors: [FrontMatter.Author] = []

  /// `= Title`, then a line `Ann Example <ann@example.org>; Bob Example`, or `:author: Ann`.
  ///
  /// AsciiDoc's documentation, "Document Header".
  init?(asciidoc text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(60)
    guard let first = lines.firstIndex(where: { !$0.isEmpty && !$0.hasPrefix("//") && !$0.hasPrefix(":") }),
      lines[first].hasPrefix("= ")
    else { return nil }
    title = lines[first].dropFirst(2).trimmed
    for line in lines[(first + 1)...].prefix(while: { !$0.isEmpty }) {
      if line.hasPrefix(":author: ") {
        authors = Self.people(line.dropFirst(9), separator: ";")
      } else if !line.hasPrefix(":"), authors.isEmpty {
        authors = Self.people(line, separator: ";")
      }
    }
  }

  /// A title that is underlined, or over- and underlined, and the field `:Author:`.
  ///
  /// Docutils' specification, "Sections" and "Bibliographic Fields".
  init?(reStructuredText text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(60)
    func isRule(_ line: Substring) -> Bool {
      guard let first = line.first, "=-~^\"'`#*+_:.".contains(first), line.count > 2 else { return false }
      return line.allSatisfy { $0 == first }
    }
    for (line, next) in zip(lines, lines.dropFirst()) where title == nil {
      if !line.trimmed.isEmpty, !isRule(line), isRule(next) { title = line.trimmed }
    }
    for line in lines {
      for name in [":Author: ", ":author: ", ":Authors: ", ".. sectionauthor:: ", ".. codeauthor:: "]
      where line.hasPrefix(name) { authors += Self.people(line.dropFirst(name.count), separator: ",") }
    }
    if title == nil, authors.isEmpty { return nil }
  }

  /// `\title{…}` and `\author{Ann \and Bob}`.
  init?(latex text: String) {
    title = Self.argument(of: "\\title", in: text)
    for part in (Self.argument(of: "\\author", in: text) ?? "").components(by: "\\and") {
      let name = part.components(by: "\\\\").first?.components(by: "\\thanks").first?.trimmed ?? ""
      if !name.isEmpty { authors.append(FrontMatter.Author(name: name, email: nil)) }
    }
    if title == nil, authors.isEmpty { return nil }
  }

  /// `#set document(title: "…", author: "…")`, or `("Ann", "Bob")`; else the first heading `= Title`.
  init?(typst text: String) {
    if let call = text.firstRange(of: "#set document(") {
      let rest = text[call.upperBound...].prefix(2_000)
      title = Self.quoted(after: "title:", in: rest).first
      authors = Self.quoted(after: "author:", in: rest).map { FrontMatter.Author(name: $0, email: nil) }
    }
    title = title ?? text.split(separator: "\n").first { $0.hasPrefix("= ") }.map { $0.dropFirst(2).trimmed }
    if title == nil, authors.isEmpty { return nil }
  }

  /// `<title>`, else the first `<h1>`, and `<meta name="author" content="…">`.
  init?(html text: String) {
    let head = text.prefix(100_000)
    title = Self.element("title", in: head) ?? Self.element("h1", in: head)
    if let meta = head.firstRange(of: "name=\"author\""),
      let tag = head[meta.upperBound...].firstIndex(of: ">")
    {
      authors = Self.quoted(after: "content=", in: head[meta.upperBound..<tag]).prefix(1)
        .map { FrontMatter.Author(name: $0, email: nil) }
    }
    if title == nil, authors.isEmpty { return nil }
  }

  /// `Ann Example <ann@example.org>`, several parted by a sign.
  private static func people(_ text: some StringProtocol, separator: Character) -> [FrontMatter.Author] {
    text.split(separator: separator).compactMap { one in
      let whole = one.trimmed
      guard !whole.isEmpty else { return nil }
      guard let open = whole.lastIndex(of: "<"), whole.last == ">" else {
        return FrontMatter.Author(name: whole, email: nil)
      }
      let name = whole[..<open].trimmed
      return FrontMatter.Author(
        name: name.isEmpty ? nil : name, email: String(whole[whole.index(after: open)...].dropLast()))
    }
  }

  /// The argument of a macro, with the braces in it balanced.
  private static func argument(of macro: String, in text: String) -> String? {
    var rest = text[...]
    while let start = rest.firstRange(of: macro) {
      rest = rest[start.upperBound...]
      guard rest.first == "{" else { continue }
      var depth = 0
      for place in rest.prefix(2_000).indices {
        if rest[place] == "{" { depth += 1 }
        if rest[place] == "}" { depth -= 1 }
        if depth == 0 {
          let words = rest[rest.index(after: rest.startIndex)..<place].split(whereSeparator: \.isWhitespace)
          return words.isEmpty ? nil : words.joined(separator: " ")
        }
      }
    }
    return nil
  }

  /// The texts in quotes after a name: one, or those of a list in parentheses.
  private static func quoted(after name: String, in text: Substring) -> [String] {
    guard let start = text.firstRange(of: name) else { return [] }
    var rest = text[start.upperBound...].drop(while: \.isWhitespace)
    let isList = rest.first == "("
    if isList { rest = rest.dropFirst() }
    var found: [String] = []
    while let open = rest.first(where: { !$0.isWhitespace && $0 != "," }), open == "\"" {
      rest = rest.drop { $0 != "\"" }.dropFirst()
      let words = rest.prefix { $0 != "\"" }
      found.append(String(words))
      rest = rest[words.endIndex...].dropFirst()
      if !isList { break }
    }
    return found
  }

  private static func element(_ name: String, in text: Substring) -> String? {
    guard let open = text.firstRange(of: "<\(name)"),
      let start = text[open.upperBound...].firstIndex(of: ">"),
      let end = text[start...].firstRange(of: "</\(name)")
    else { return nil }
    let words = text[text.index(after: start)..<end.lowerBound].split(whereSeparator: \.isWhitespace)
    return words.isEmpty || words.joined().contains("<") ? nil : words.joined(separator: " ")
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return String(
      start.prefix(upTo: start.lastIndex { !$0.isWhitespace }.map(start.index(after:)) ?? start.startIndex))
  }

  fileprivate func components(by mark: String) -> [String] {
    var (found, rest): ([String], Substring) = ([], Substring(self))
    while let range = rest.firstRange(of: mark) {
      found.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return found + [String(rest)]
  }
}
