import Pages
import Prose
import Rendered
import Terminal

/// A passage to be marked in a rendered article.
struct Mark: Sendable {
  /// The number shown behind it and beside its remark, from 1.
  let number: Int
  /// Unicode scalars of the Markdown.
  let range: Range<Int>
  /// CSS classes.
  let kind: String
}

/// An article's Markdown as HTML, a block at a time, with passages marked.
struct RenderedText {
  struct Block {
    let html: HTML
    /// Numbers of the marks that begin here.
    let marks: [Int]
  }

  let blocks: [Block]

  /// - Parameter markdown: without front matter.
  init(_ markdown: String, marks: [Mark]) {
    // Pasted paragraphs are shown as such: the marks' places move with the line feeds that part them.
    if let (parted, places) = partingPastedParagraphs(markdown) {
      func moved(_ place: Int) -> Int { place + places.count { $0 <= place } }
      self.init(
        parted: parted,
        marks: marks.map {
          Mark(
            number: $0.number,
            range: moved(
              $0.range.lowerBound)..<max(moved($0.range.upperBound - 1) + 1, moved($0.range.lowerBound)),
            kind: $0.kind)
        })
    } else {
      self.init(parted: markdown, marks: marks)
    }
  }

  private init(parted markdown: String, marks: [Mark]) {
    guard let tree = MarkdownTree(markdown) else {
      blocks = [Block(html: "<pre>\(visible(markdown, keepNewlines: true))</pre>", marks: [])]
      return
    }
    let words = VisibleWords(tree, source: markdown)
    var marked = MarkedWords(tree, words)
    marked.mark(
      marks.compactMap { mark in
        words.map.visible(of: mark.range).map { Mark(number: mark.number, range: $0, kind: mark.kind) }
      })
    blocks = marked.blocks()
  }
}
