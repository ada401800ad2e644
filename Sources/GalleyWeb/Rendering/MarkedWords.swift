import Pages
import Rendered

/// Puts passages' marks into a Markdown tree, and renders it.
struct MarkedWords {
  private typealias Run = VisibleWords.Run

  private let tree: MarkdownTree
  private let runs: [Run]
  /// The top block of each mark's first word.
  private var homes: [MarkdownTree.Node: [Int]] = [:]
  /// Stands in the tree's text for markup that is put there when it is rendered; unguessable, so that no text has it.
  private let token = Gate.newToken()
  private var markup: [HTML] = []

  init(_ tree: MarkdownTree, _ words: VisibleWords) {
    (self.tree, runs) = (tree, words.runs)
  }

  /// Puts `<mark>` around passages; each may run over several nodes, and they may overlap.
  ///
  /// - Parameter marks: ranges in Unicode scalars of the visible text.
  mutating func mark(_ marks: [Mark]) {
    for mark in marks {
      guard let first = runs.first(where: { $0.range.overlaps(mark.range) }) else { continue }
      homes[tree.top(of: first.node), default: []].append(mark.number)
    }
    for run in runs {
      let here = marks.filter { $0.range.overlaps(run.range) }
      if !here.isEmpty { mark(run, here) }
    }
  }

  private mutating func mark(_ run: Run, _ marks: [Mark]) {
    let scalars = Array((MarkdownTree.words(of: run.node) ?? "").unicodeScalars)
    var cuts: Set<Int> = [run.range.lowerBound, run.range.upperBound]
    for mark in marks {
      for end in [mark.range.lowerBound, mark.range.upperBound] where run.range.contains(end) {
        cuts.insert(end)
      }
    }
    let places = cuts.sorted()
    var literal = String.UnicodeScalarView()
    for (start, end) in zip(places, places.dropFirst()) {
      let words = scalars[(start - run.range.lowerBound)..<(end - run.range.lowerBound)]
      let here = marks.filter { $0.range.overlaps(start..<end) }
      if !here.isEmpty { literal.append(contentsOf: standIn(for: Self.opening(here))) }
      literal.append(contentsOf: words)
      guard !here.isEmpty else { continue }
      literal.append(contentsOf: standIn(for: Self.closing(here.filter { $0.range.upperBound == end })))
    }
    MarkdownTree.setWords(String(literal), of: run.node)
  }

  private mutating func standIn(for html: HTML) -> String.UnicodeScalarView {
    markup.append(html)
    return "\(token)\(markup.count - 1).".unicodeScalars
  }

  private static func opening(_ marks: [Mark]) -> HTML {
    let kinds = Set(marks.map(\.kind)).sorted().joined(separator: " ")
    return
      "<mark class=\"\(kinds)\" data-notes=\"\(marks.map { String($0.number) }.joined(separator: " "))\">"
  }

  /// The end of a mark, followed by the numbers of the passages that end with it.
  private static func closing(_ ending: [Mark]) -> HTML {
    let numbers = ending.map { "<sup class=\"ref\" id=\"passage-\($0.number)\">\($0.number)</sup>" as HTML }
    return "</mark>\(numbers)"
  }

  /// The tree's top blocks as HTML, each with the numbers of the marks whose first word it holds.
  func blocks() -> [RenderedText.Block] {
    tree.blocks().map { node, html in
      let parts = html.components(separatedBy: token)
      var whole = parts[0]
      for part in parts.dropFirst() {
        let number = part.prefix { $0.isNumber }
        if let index = Int(number), markup.indices.contains(index) { whole += markup[index].markup }
        whole += part.dropFirst(number.count + 1)
      }
      return RenderedText.Block(html: HTML(trusted: whole), marks: homes[node] ?? [])
    }
  }
}

extension String {
  /// The parts between occurrences of a separator that isn't empty.
  fileprivate func components(separatedBy separator: String) -> [String] {
    let (all, wanted) = (Array(utf8), Array(separator.utf8))
    var parts: [String] = []
    var start = 0
    var place = 0
    while place + wanted.count <= all.count {
      if all[place] == wanted[0], all[place..<(place + wanted.count)].elementsEqual(wanted) {
        parts.append(String(decoding: all[start..<place], as: UTF8.self))
        place += wanted.count
        start = place
      } else {
        place += 1
      }
    }
    return parts + [String(decoding: all[start...], as: UTF8.self)]
  }
}
