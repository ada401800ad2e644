/// A text cut into words and marks, each with the white space after it.
///
/// A line break inside a paragraph is white space, so that a re-wrapped paragraph has the same tokens. A blank line,
/// and a line break before or after structure (a list item, heading, table row, quotation, code), is a token.
struct TokenizedText: Sendable {
  /// UTF-8.
  let bytes: [UInt8]
  /// The words and marks; ascending and disjoint.
  private(set) var tokens: [Range<Int>] = []
  /// Whether lines of rows, code or front matter are cut into words, where layout means something.
  private(set) var hasCutLines = false
  /// Bytes of lines of code, and of those and front matter, that are cut into words: ascending.
  private var codeLines: [Range<Int>] = []
  private var indentedLines: [Range<Int>] = []
  /// White space before the first token.
  private(set) var leading: Range<Int> = 0..<0

  init(_ text: String, _ style: TokenStyle = .reading) {
    self.init(Lines(Array(text.utf8)), style)
  }

  /// - Parameter partsPasted: whether a line's end between pasted paragraphs is a token; see `Lines.pastedParagraphs`.
  init(_ lines: Lines, _ style: TokenStyle = .reading, partsPasted: Bool = false) {
    self.init(lines, 0..<lines.count, style, endsInBreak: false, partsPasted: partsPasted)
  }

  /// Some lines of a text; what they are is known from the whole.
  ///
  /// - Parameters:
  ///   - quotes: where the lines of quotations go on in the whole text: for `TokenStyle.merging`.
  ///   - endsInBreak: whether the end of the last line is a token.
  init(
    _ lines: Lines, _ range: Range<Int>, _ style: TokenStyle, quotes: [Range<Int>] = [], endsInBreak: Bool,
    partsPasted: Bool = false
  ) {
    let (start, end) = (lines.starts[range.lowerBound], lines.starts[range.upperBound])
    bytes = range == 0..<lines.count ? lines.bytes : Array(lines.bytes[lines.range(range)])
    let special = range.filter { lines.kinds[$0].isWhole && !lines.content($0).isEmpty }
    let whole = special.filter { style != .merging || lines.isBound($0) }
    let cut = style == .merging ? special.filter { !lines.isBound($0) } : []
    let joins = quotes[firstPlace(in: quotes.indices) { quotes[$0].lowerBound >= start }...]
      .prefix { $0.upperBound <= end }
    var scanner = TokenScanner(
      bytes: bytes, style: style, wholeLines: whole.map { lines.starts[$0] - start },
      cutLines: Set(cut.map { lines.starts[$0] - start }),
      joins: joins.map { $0.lowerBound - start..<$0.upperBound - start }, endsInBreak: endsInBreak,
      paragraphEnds: partsPasted ? lines.pastedParagraphs.map { lines.starts[$0 + 1] - 1 - start } : [])
    scanner.run()
    tokens = scanner.tokens
    hasCutLines = !cut.isEmpty
    func ranges(_ kinds: [Lines.Kind]) -> [Range<Int>] {
      cut.filter { kinds.contains(lines.kinds[$0]) }.map {
        lines.starts[$0] - start..<lines.starts[$0 + 1] - start
      }
    }
    codeLines = ranges([.code])
    indentedLines = ranges([.code, .frontMatter])
    rows = ranges([.tableRow])
    cutLines = ranges([.code, .frontMatter, .tableRow])
    leading = 0..<(tokens.first?.lowerBound ?? bytes.count)
  }

  /// The text with pieces of its bytes, none of which cuts a token, in another order.
  func permuted(_ pieces: [Range<Int>]) -> TokenizedText {
    TokenizedText(self, pieces)
  }

  private init(_ text: TokenizedText, _ pieces: [Range<Int>]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.bytes.count)
    func parts(_ ranges: [Range<Int>], of piece: Range<Int>) -> [Range<Int>] {
      let first = firstPlace(in: ranges.indices) { ranges[$0].upperBound > piece.lowerBound }
      let shift = bytes.count - piece.lowerBound
      return ranges[first...].prefix { $0.lowerBound < piece.upperBound }.map { range in
        let part = range.clamped(to: piece)
        return part.lowerBound + shift..<part.upperBound + shift
      }
    }
    for piece in pieces {
      tokens += parts(text.tokens, of: piece)
      codeLines += parts(text.codeLines, of: piece)
      indentedLines += parts(text.indentedLines, of: piece)
      rows += parts(text.rows, of: piece)
      cutLines += parts(text.cutLines, of: piece)
      bytes += text.bytes[piece]
    }
    self.bytes = bytes
    hasCutLines = text.hasCutLines
    leading = 0..<(tokens.first?.lowerBound ?? bytes.count)
  }

  /// Rows of tables that are cut into cells and words.
  private(set) var rows: [Range<Int>] = []
  private var cutLines: [Range<Int>] = []

  var count: Int { tokens.count }

  /// Whether a token is of a line of code, front matter or a table.
  func isCut(_ token: Int) -> Bool { Self.holds(cutLines, tokens[token].lowerBound) != nil }

  func isCode(_ token: Int) -> Bool { Self.holds(codeLines, tokens[token].lowerBound) != nil }

  /// Whether a token is in a line whose indentation means something.
  func isIndented(_ token: Int) -> Bool { Self.holds(indentedLines, tokens[token].lowerBound) != nil }

  /// The number of the table's row that a token is in.
  func row(_ token: Int) -> Int? { Self.holds(rows, tokens[token].lowerBound) }

  private static func holds(_ ranges: [Range<Int>], _ byte: Int) -> Int? {
    let index = firstPlace(in: ranges.indices) { ranges[$0].upperBound > byte }
    return index < ranges.count && ranges[index].contains(byte) ? index : nil
  }

  /// The white space after a token.
  func space(after index: Int) -> Range<Int> {
    tokens[index].upperBound..<(index + 1 < tokens.count ? tokens[index + 1].lowerBound : bytes.count)
  }

  /// The token and the white space after it.
  func extent(_ index: Int) -> Range<Int> { tokens[index].lowerBound..<space(after: index).upperBound }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  func string(tokens range: Range<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    return string(extent(first).lowerBound..<extent(last).upperBound)
  }
}
