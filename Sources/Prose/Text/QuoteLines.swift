/// Where the lines of a block quote are one paragraph: from a line's end over the `>` that begins the next line.
///
/// There the sign is white space to a reader: a quote that was wrapped anew says the same.
struct QuoteLines {
  /// Bytes, ascending: each from a line feed to the first byte of the next line's words.
  private(set) var joins: [Range<Int>] = []

  private let bytes: [UInt8]

  init(_ lines: Lines) {
    bytes = lines.bytes
    guard bytes.contains(UInt8(ascii: ">")) else { return }
    var before: Line?
    for index in 0..<lines.count {
      let line = lines.kinds[index] == .prose ? line(lines.content(index).indices, after: before) : nil
      if let line, let before, line.goesOn, before.mayGoOn, before.depth == line.depth {
        joins.append(lines.starts[index] - 1..<line.words.lowerBound)
      }
      before = line
    }
  }

  /// Whether a range holds nothing but white space and signs that stand between a quote's lines.
  func isSpace(_ range: Range<Int>) -> Bool {
    range.allSatisfy { isBlank(bytes[$0]) || bytes[$0] == UInt8(ascii: ">") && join(at: $0) != nil }
  }

  /// The white space that a range begins with.
  func spacePrefix(_ range: Range<Int>) -> Range<Int> {
    range.lowerBound..<(range.first { !isSpace($0..<$0 + 1) } ?? range.upperBound)
  }

  /// The white space that a range ends with.
  func spaceSuffix(_ range: Range<Int>) -> Range<Int> {
    (range.last { !isSpace($0..<$0 + 1) }.map { $0 + 1 } ?? range.lowerBound)..<range.upperBound
  }

  /// The one that a byte is in.
  func join(at byte: Int) -> Range<Int>? {
    let index = firstPlace(in: joins.indices) { joins[$0].upperBound > byte }
    return index < joins.count && joins[index].contains(byte) ? joins[index] : nil
  }

  /// A line that a quote's sign begins.
  private struct Line {
    let depth: Int
    let words: Range<Int>
    /// Whether words of the same paragraph may come before it.
    let goesOn: Bool
    /// Whether words of the same paragraph may follow.
    let mayGoOn: Bool
    let isInCode: Bool
  }

  private func line(_ range: Range<Int>, after before: Line?) -> Line? {
    var (depth, place) = (0, range.lowerBound)
    while true {
      let sign = bytes[place..<range.upperBound].prefix(4).firstIndex { $0 != 0x20 } ?? range.upperBound
      guard sign < range.upperBound, bytes[sign] == UInt8(ascii: ">") else { break }
      (depth, place) = (depth + 1, sign + 1)
    }
    guard depth > 0 else { return nil }
    let words =
      (bytes[place..<range.upperBound].firstIndex { !isBlank($0) } ?? range.upperBound)..<range.upperBound
    let text = bytes[words]
    let isFence = ["```", "~~~"].contains { text.starts(with: $0.utf8) }
    let wasInCode = before?.isInCode ?? false
    let isProse = !wasInCode && !isFence && !text.isEmpty && !"#|<".utf8.contains(text[words.lowerBound])
    return Line(
      depth: depth, words: words, goesOn: isProse && !Self.isItem(text),
      mayGoOn: isProse && !text.starts(with: "[!".utf8), isInCode: wasInCode != isFence)
  }

  /// Whether a line begins an item of a list, or a reference.
  private static func isItem(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first else { return false }
    if first == UInt8(ascii: "["), let end = line.firstIndex(of: UInt8(ascii: "]")) {
      return line[end...].dropFirst().first == UInt8(ascii: ":")
    }
    return ListMark(line) != nil
  }
}
