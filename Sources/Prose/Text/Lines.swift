/// A text cut into lines, each with its line end, and what kind of line each is.
///
/// The kinds are those of Markdown with front matter, as far as a merge needs them: where words may be merged, and
/// where a line is the smallest thing that may change hands.
struct Lines: Sendable {
  enum Kind: UInt8, Sendable {
    case prose
    case blank
    /// Between the `---` lines (YAML), `+++` lines (TOML) or braces (JSON) at the start of the text, these included.
    case frontMatter
    /// The line that opens or closes a code block.
    case fence
    case code
    case tableRow

    /// Whether the line is merged as it is, never word by word.
    var isWhole: Bool { self != .prose && self != .blank }
  }

  /// UTF-8.
  let bytes: [UInt8]
  /// Where each line begins, and the end of the text.
  let starts: [Int]
  private(set) var kinds: [Kind]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [0]
    for place in bytes.indices where bytes[place] == 0x0A && place + 1 < bytes.count {
      starts.append(place + 1)
    }
    if !bytes.isEmpty { starts.append(bytes.count) }
    self.starts = starts
    kinds = []
    findKinds()
  }

  var count: Int { starts.count - 1 }

  /// The line with its end.
  func range(_ line: Int) -> Range<Int> { starts[line]..<starts[line + 1] }

  func range(_ lines: Range<Int>) -> Range<Int> { starts[lines.lowerBound]..<starts[lines.upperBound] }

  /// The line without its end and the blanks before it.
  func content(_ line: Int) -> ArraySlice<UInt8> {
    var range = range(line)
    while let last = range.last, isBlank(bytes[last]) { range.removeLast() }
    return bytes[range]
  }

  /// Whether a line is a bound of code or of front matter: it changes hands as it is.
  func isBound(_ line: Int) -> Bool {
    if kinds[line] == .fence { return true }
    guard kinds[line] == .frontMatter else { return false }
    return ["---", "+++"].contains { content(line).elementsEqual($0.utf8) }
  }

  /// The lines of the front matter; empty when there is none.
  var frontMatter: Range<Int> { 0..<(kinds.firstIndex { $0 != .frontMatter } ?? kinds.count) }

  /// Whether the last code block isn't closed.
  private(set) var endsInCode = false

  private mutating func findKinds() {
    kinds.reserveCapacity(count)
    let front = endOfFrontMatter()
    var open: (mark: UInt8, length: Int)?
    for line in 0..<count {
      if line < front {
        kinds.append(.frontMatter)
        continue
      }
      let text = content(line).drop { $0 == 0x20 || $0 == 0x09 }
      if let fence = open {
        let closes =
          Self.fence(text).map { $0.mark == fence.mark && $0.length >= fence.length && $0.isBare } ?? false
        if closes { open = nil }
        kinds.append(closes ? .fence : .code)
      } else if let fence = Self.fence(text) {
        open = (fence.mark, fence.length)
        kinds.append(.fence)
      } else {
        kinds.append(text.isEmpty ? .blank : text.first == UInt8(ascii: "|") ? .tableRow : .prose)
      }
    }
    endsInCode = open != nil
    findTables()
  }

  /// The line after the one that closes front matter, or 0.
  private func endOfFrontMatter() -> Int {
    let bounds = [("---", "---"), ("+++", "+++"), ("{", "}")]
    guard count > 1, let bound = bounds.first(where: { content(0).elementsEqual($0.0.utf8) }) else {
      return 0
    }
    return (1..<count).first { content($0).elementsEqual(bound.1.utf8) }.map { $0 + 1 } ?? 0
  }

  /// A run of three or more backticks or tildes; bare when nothing follows it.
  private static func fence(_ text: ArraySlice<UInt8>) -> (mark: UInt8, length: Int, isBare: Bool)? {
    guard let mark = text.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else { return nil }
    let rest = text.drop { $0 == mark }
    let length = text.count - rest.count
    guard length >= 3, mark == UInt8(ascii: "~") || !rest.contains(mark) else { return nil }
    return (mark, length, rest.isEmpty)
  }

  /// Rows that don't begin with a bar: those around a row of dashes, up to the next blank line.
  private mutating func findTables() {
    for line in kinds.indices.dropFirst() where kinds[line] == .prose && isDashes(line) {
      guard kinds[line - 1] == .prose, content(line - 1).contains(UInt8(ascii: "|")) else { continue }
      kinds[line - 1] = .tableRow
      var row = line
      while row < count, kinds[row] == .prose, content(row).contains(UInt8(ascii: "|")) {
        kinds[row] = .tableRow
        row += 1
      }
    }
  }

  private func isDashes(_ line: Int) -> Bool {
    let text = content(line)
    return text.contains(UInt8(ascii: "|")) && text.contains(UInt8(ascii: "-"))
      && text.allSatisfy {
        $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") || $0 == 0x20
      }
  }
}

func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
