import Pages
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
