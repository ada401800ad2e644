/// Reads TOML 1.0 as front matter needs it: keys, tables, arrays, strings, and any other value as its own text. What it
/// reads is given as ``Yaml`` nodes, so that every rule reads both; Debian has no C library for it.
struct TomlReader {
  private let scalars: [Unicode.Scalar]
  private let lineStarts: [Int]
  private var place = 0
  private let name: String
  private let firstLine: Int
  private var depth = 0

  /// - Parameters:
  ///   - name: the file, for errors.
  ///   - firstLine: the number that errors give the first line.
  init(_ text: some StringProtocol, name: String, firstLine: Int) {
    let scalars = Array(text.unicodeScalars)
    self.scalars = scalars
    lineStarts = [0] + scalars.indices.filter { scalars[$0] == "\n" }.map { $0 + 1 }
    (self.name, self.firstLine) = (name, firstLine)
  }

  /// A mapping. Tables are mappings in it, arrays of tables sequences of mappings.
  ///
  /// - Throws: what can't be read, with its line and column.
  mutating func document() throws(InvalidValue) -> Yaml {
    guard scalars.count <= Yaml.maxBytes else {
      throw invalid("it is larger than \(Yaml.maxBytes >> 20) MiB")
    }
    let root = TomlTable()
    var path: [String] = []
    skipLines()
    while place < scalars.count {
      if next == "[" {
        path = try header(into: root)
      } else {
        let keys = try self.keys()
        try expect("=")
        let value = try self.value(below: path.count + keys.names.count)
        try root.put(value, at: path + keys.names, keys.range, self)
      }
      skipBlanks()
      skipComment()
      guard place == scalars.count || next == "\n" else { throw invalid("something follows the value") }
      skipLines()
    }
    return root.yaml(InvalidValue.Place(line: firstLine, column: 1))
  }

  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func skipBlanks() {
    while let scalar = next, scalar == " " || scalar == "\t" || scalar == "\r" { place += 1 }
  }

  private mutating func skipComment() {
    guard next == "#" else { return }
    while place < scalars.count, next != "\n" { place += 1 }
  }

  private mutating func skipLines() {
    while true {
      skipBlanks()
      skipComment()
      guard next == "\n" else { return }
      place += 1
    }
  }

  private mutating func expect(_ scalar: Unicode.Scalar) throws(InvalidValue) {
    skipBlanks()
    guard next == scalar else { throw invalid("'\(scalar)' is missing") }
    place += 1
    skipBlanks()
  }

  /// `[table]` or `[[array of tables]]`.
  private mutating func header(into root: TomlTable) throws(InvalidValue) -> [String] {
    place += 1
    let isArray = next == "["
    if isArray { place += 1 }
    skipBlanks()
    let keys = try self.keys()
    try expect("]")
    if isArray { try expect("]") }
    try refuseDeeper(than: keys.names.count)
    try root.open(keys.names, isArray: isArray, keys.range, self)
    return keys.names
  }

  /// A key, dotted maybe.
  private mutating func keys() throws(InvalidValue) -> (names: [String], range: Range<Int>) {
    let start = place
    var names: [String] = []
    while true {
      skipBlanks()
      if next == "\"" || next == "'" {
        names.append(try string())
      } else {
        let begin = place
        while let scalar = next,
          scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "_"
        {
          place += 1
        }
        guard place > begin else { throw invalid("a key is missing") }
        names.append(text(begin..<place))
      }
      let end = place
      skipBlanks()
      guard next == "." else { return (names, start..<end) }
      place += 1
    }
  }

  private func refuseDeeper(than depth: Int) throws(InvalidValue) {
    guard depth <= Yaml.maxDepth else { throw invalid("it is nested deeper than \(Yaml.maxDepth) levels") }
  }

  /// - Parameter levels: how many keys, or arrays, lead from the value around it to this one.
  private mutating func value(below levels: Int) throws(InvalidValue) -> Yaml {
    let start = place
    depth += levels
    defer { depth -= levels }
    try refuseDeeper(than: depth)
    switch next {
    case "\"", "'":
      let text = try string()
      return node(.scalar(text, isPlain: false), start)
    case "[":
      place += 1
      var items: [Yaml] = []
      skipLines()
      while next != "]" {
        items.append(try value(below: 1))
        skipLines()
        guard next == "," else { break }
        place += 1
        skipLines()
      }
      try expect("]")
      return node(.sequence(items), start, isFlow: true)
    case "{":
      place += 1
      let table = TomlTable()
      skipBlanks()
      while next != "}" {
        let keys = try self.keys()
        try expect("=")
        try table.put(try value(below: keys.names.count), at: keys.names, keys.range, self)
        skipBlanks()
        guard next == "," else { break }
        place += 1
        skipBlanks()
      }
      try expect("}")
      return Yaml(
        content: table.yaml(position(start)).content, place: position(start), range: start..<place,
        isFlow: true)
    default:
      while let scalar = next, !"\n,]}#\r".unicodeScalars.contains(scalar) { place += 1 }
      var end = place
      while end > start, scalars[end - 1] == " " || scalars[end - 1] == "\t" { end -= 1 }
      guard end > start else { throw invalid("a value is missing") }
      return Yaml(
        content: .scalar(text(start..<end), isPlain: true), place: position(start), range: start..<end,
        isFlow: false)
    }
  }

  /// A string in single or double quotes, or in three of them.
  private mutating func string() throws(InvalidValue) -> String {
    guard let quote = next else { throw invalid("a string is missing") }
    let isLong = scalars[place...].prefix(3).elementsEqual([quote, quote, quote])
    place += isLong ? 3 : 1
    if isLong, next == "\r" { place += 1 }
    if isLong, next == "\n" { place += 1 }
    var out = String.UnicodeScalarView()
    while let scalar = next {
      if scalar == quote, !isLong || scalars[place...].prefix(3).elementsEqual([quote, quote, quote]) {
        place += isLong ? 3 : 1
        return String(out)
      }
      guard isLong || scalar != "\n" else { break }
      place += 1
      if scalar == "\\", quote == "\"" {
        if let escaped = try escape() { out.append(escaped) }
      } else {
        out.append(scalar)
      }
    }
    throw invalid("a string isn't closed")
  }

  /// What stands for an escape; nil for a line's end that is no part of the string.
  private mutating func escape() throws(InvalidValue) -> Unicode.Scalar? {
    guard let scalar = next else { throw invalid("a string isn't closed") }
    place += 1
    switch scalar {
    case "b": return "\u{8}"
    case "t": return "\t"
    case "n": return "\n"
    case "f": return "\u{C}"
    case "r": return "\r"
    case "e": return "\u{1B}"
    case "\"", "\\": return scalar
    case "u", "U":
      let count = scalar == "u" ? 4 : 8
      let digits = text(place..<min(place + count, scalars.count))
      guard digits.unicodeScalars.count == count, let number = UInt32(digits, radix: 16),
        let value = Unicode.Scalar(number)
      else { throw invalid("'\\\(scalar)\(digits)' is no character") }
      place += count
      return value
    case "\n", " ", "\t", "\r":
      while let blank = next, blank == " " || blank == "\t" || blank == "\n" || blank == "\r" { place += 1 }
      return nil
    default: throw invalid("'\\\(scalar)' means nothing")
    }
  }

  private func text(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[range])
    return String(view)
  }

  private func node(_ content: Yaml.Content, _ start: Int, isFlow: Bool = false) -> Yaml {
    Yaml(content: content, place: position(start), range: start..<place, isFlow: isFlow)
  }

  func position(_ offset: Int) -> InvalidValue.Place {
    var (line, after) = (0, lineStarts.count)
    while after - line > 1 {
      let middle = (line + after) / 2
      if lineStarts[middle] <= offset { line = middle } else { after = middle }
    }
    return InvalidValue.Place(
      line: firstLine + line, column: min(offset, scalars.count) - lineStarts[line] + 1)
  }

  func invalid(_ why: String, at offset: Int? = nil) -> InvalidValue {
    InvalidValue(
      "\(quoted(name)) can't be read as TOML", why: why, remedy: "Mend that line",
      place: position(offset ?? place))
  }
}
