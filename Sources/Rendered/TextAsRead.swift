import Prose

/// A Markdown text as its readers see it on a page: without the marks of emphasis, links, code, quotations and tables, with
/// entities as what they stand for. Words that somebody read there are found in the source.
public struct TextAsRead {
  private let source: [Unicode.Scalar]
  private let map: SourceMap
  private let search: QuoteSearch

  /// - Parameter markdown: without front matter.
  /// - Returns: nil when there is no memory.
  public init?(_ markdown: String) {
    guard let tree = MarkdownTree(markdown) else { return nil }
    let words = VisibleWords(tree, source: markdown)
    source = Array(markdown.unicodeScalars)
    map = words.map
    search = QuoteSearch(in: words.text)
  }

  /// Where words stand, in Unicode scalars of the source, in order. Marks that begin or end inside of a passage belong to
  /// it whole.
  public func places(of quote: String) -> [Range<Int>] {
    search.occurrences(of: quote).compactMap { map.source(of: $0).map(whole) }
  }

  /// Where words that a reader selected stand, told from others by the words around them; nil when they can't be told.
  ///
  /// - Parameter withMarks: whether marks that begin or end inside of the passage belong to it whole.
  public func place(of selected: Anchor, withMarks: Bool = false) -> Range<Int>? {
    let placement = search.place(selected)
    guard placement.status == .kept, let seen = placement.range else { return nil }
    return map.source(of: seen).map { withMarks ? whole($0) : $0 }
  }

  // MARK: Marks

  private static let delimiters: Set<Unicode.Scalar> = ["*", "_", "~", "`"]

  /// With the marks of emphasis, code and links that it holds only one end of.
  private func whole(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      if let run = delimiters(before: start), count(run, in: start..<end) % 2 == 1 {
        (start, isGrowing) = (start - run.count, true)
      } else if let run = delimiters(after: end), count(run, in: start..<end) % 2 == 1 {
        (end, isGrowing) = (end + run.count, true)
      }
      let depth = openBrackets(in: start..<end)
      if depth.closed > 0, start > 0, source[start - 1] == "[" {
        (start, isGrowing) = (start - 1, true)
      } else if depth.open > 0, end < source.count, source[end] == "]" {
        (end, isGrowing) = (endOfLink(from: end), true)
      }
    }
    return start..<end
  }

  private func delimiters(before place: Int) -> [Unicode.Scalar]? {
    guard place > 0, Self.delimiters.contains(source[place - 1]) else { return nil }
    var start = place - 1
    while start > 0, source[start - 1] == source[place - 1] { start -= 1 }
    return Array(source[start..<place])
  }

  private func delimiters(after place: Int) -> [Unicode.Scalar]? {
    guard place < source.count, Self.delimiters.contains(source[place]) else { return nil }
    return Array(source[place...].prefix { $0 == source[place] })
  }

  /// How often a run of delimiters stands in a passage, neither longer nor shorter.
  private func count(_ run: [Unicode.Scalar], in range: Range<Int>) -> Int {
    var (count, place) = (0, range.lowerBound)
    while place < range.upperBound {
      guard source[place] == run[0] else {
        place += 1
        continue
      }
      let length = source[place..<range.upperBound].prefix { $0 == run[0] }.count
      if length == run.count { count += 1 }
      place += length
    }
    return count
  }

  /// How many square brackets of a passage open without a closing one, and close without an opening one.
  private func openBrackets(in range: Range<Int>) -> (open: Int, closed: Int) {
    var depth = (open: 0, closed: 0)
    for place in range where place == 0 || source[place - 1] != "\\" {
      if source[place] == "[" { depth.open += 1 }
      if source[place] == "]" {
        if depth.open > 0 { depth.open -= 1 } else { depth.closed += 1 }
      }
    }
    return depth
  }

  /// After a closing bracket and the address or label that follows it.
  private func endOfLink(from bracket: Int) -> Int {
    let longest = 4_096
    let next = bracket + 1
    guard next < source.count,
      let closing = source[next] == "(" ? ")" as Unicode.Scalar : source[next] == "[" ? "]" : nil
    else { return next }
    let end = source[next..<min(source.count, next + longest)].firstIndex { $0 == closing || $0 == "\n" }
    return end.map { source[$0] == closing ? $0 + 1 : next } ?? next
  }
}
