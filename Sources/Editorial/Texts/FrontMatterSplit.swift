/// Where front matter begins and ends. Its fences may end in blanks and CRLF.
struct FrontMatterSplit {
  let syntax: FrontMatter.Syntax
  let fields: Substring
  let body: Substring
  let fieldsRange: Range<Int>
  let bodyOffset: Int

  /// Nil when the text doesn't begin with a line `---`, `+++` or `{`.
  ///
  /// - Throws: when there is no line that closes it.
  init?(_ text: String, _ name: String) throws(InvalidValue) {
    if let start = Self.afterLine(["---"], text, text.startIndex) {
      try self.init(text, name, from: start, closedBy: ["---", "..."], .yaml)
    } else if let start = Self.afterLine(["+++"], text, text.startIndex) {
      try self.init(text, name, from: start, closedBy: ["+++"], .toml)
    } else if let next = Self.afterLine(["{"], text, text.startIndex), Self.isKey(text[next...]) {
      // Without a closing line it is no front matter: a brace may begin a text.
      try? self.init(text, name, from: text.startIndex, closedBy: ["}"], .json)
    } else {
      return nil
    }
  }

  private init(
    _ text: String, _ name: String, from start: String.Index, closedBy fences: [String],
    _ syntax: FrontMatter.Syntax
  ) throws(InvalidValue) {
    var line = start
    while line < text.endIndex {
      if let bodyStart = Self.afterLine(fences, text, line) {
        // A JSON object has its braces.
        let end = syntax == .json ? bodyStart : line
        self.syntax = syntax
        fields = text[start..<end]
        body = text[bodyStart...]
        let offset = text.unicodeScalars.distance(from: text.startIndex, to: start)
        fieldsRange = offset..<offset + fields.unicodeScalars.count
        bodyOffset = fieldsRange.upperBound + text.unicodeScalars.distance(from: end, to: bodyStart)
        return
      }
      guard let newline = text.utf8[line...].firstIndex(of: 0x0A) else { break }
      line = text.utf8.index(after: newline)
    }
    throw InvalidValue(
      "the front matter of \(quoted(name)) can't be read", why: "no line '\(fences[0])' closes it",
      remedy: "Add that line, or begin the text with an empty line if it has no front matter",
      place: InvalidValue.Place(line: 1, column: 1))
  }

  /// Whether a JSON object goes on so: YAML would take any words for a key.
  private static func isKey(_ rest: Substring) -> Bool {
    let first = rest.utf8.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    return first == UInt8(ascii: "\"") || first == UInt8(ascii: "}")
  }

  /// The start of the next line when the line here is one of these.
  private static func afterLine(_ fences: [String], _ text: String, _ line: String.Index) -> String.Index? {
    let rest = text.utf8[line...]
    guard let fence = fences.first(where: { rest.starts(with: $0.utf8) }) else { return nil }
    let after = rest.dropFirst(fence.utf8.count).drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    guard let newline = after.first else { return after.startIndex }
    return newline == 0x0A ? text.utf8.index(after: after.startIndex) : nil
  }
}
