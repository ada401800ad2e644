import Editorial
import Galley
import Prose

/// A diff as HTML: the drafts in one text, the remarks beside the passages they hang on.
package struct DiffArticle {
  private let diff: RevisionDiff
  private let layout: DiffLayout
  /// The names that links to moves lead to: of the first place of each, where it stood and where it stands.
  private let names: [Place: String]

  /// A block, or a piece of one.
  private struct Place: Hashable {
    let block: Int
    var piece: Int?
  }

  package init(_ diff: RevisionDiff) {
    self.diff = diff
    layout = DiffLayout(diff.reader, diff.remarks)
    var names: [Place: String] = [:]
    var known: Set<String> = []
    func add(_ move: Int, isOld: Bool, _ place: Place) {
      let name = Self.name(move, isOld: isOld)
      if known.insert(name).inserted { names[place] = name }
    }
    for (index, block) in layout.blocks.enumerated() {
      if let move = block.block.move { add(move, isOld: block.block.kind == .movedAway, Place(block: index)) }
      for (number, piece) in block.pieces.enumerated() where piece.kind != .same {
        guard let move = piece.move, move != block.block.move else { continue }
        add(move, isOld: piece.kind == .deleted, Place(block: index, piece: number))
      }
    }
    self.names = names
  }

  private static func name(_ move: Int, isOld: Bool) -> String { "m\(move + 1)-\(isOld ? "from" : "to")" }

  /// What stands in a page's body.
  package var html: HTML {
    """
    <h1>\(shown(diff.title))</h1>
    <p class="facts">\(diff.reader.summary) <span class="key"><del>taken away</del> <ins>put in</ins> <ins class="moved">moved</ins></span></p>
    <div class="diff">
    \(layout.blocks.enumerated().map(row))</div>
    \(section("Files", files))
    \(section("Without a place in either draft", layout.others.map { note($0, nil) }))
    \(diff.review == nil ? "" : section("Your remarks", diff.ownRemarks.map(fate)))
    """
  }

  private var files: [HTML] {
    let items: [HTML] = diff.files.map { "<li>\($0.word) \(shown($0.path)): \(shown($0.facts))</li>\n" }
    return items.isEmpty ? [] : ["<ul>\n\(items)</ul>\n"]
  }

  private func section(_ title: String, _ parts: [HTML]) -> HTML {
    parts.isEmpty ? "" : "<section><h2>\(title)</h2>\n\(parts)</section>\n"
  }

  // MARK: The text

  private func row(_ index: Int, _ block: DiffLayout.Block) -> HTML {
    let notes = block.remarks.map { note(layout.numbered[$0 - 1], $0) }
    let aside: HTML = notes.isEmpty ? "" : "\n<aside aria-label=\"Remarks\">\(notes)</aside>"
    return """
      <div class="row \(block.block.kind.rawValue)\(block.isPreformatted ? " code" : "")"><div class="block" dir="\(block.isPreformatted ? "auto" : direction(of: block.pieces.map(\.text)))"\(anchor(Place(block: index)))>\(label(block.block))\(element(block, index))</div>\(aside)</div>

      """
  }

  private func anchor(_ place: Place) -> HTML { names[place].map { " id=\"\($0)\"" } ?? "" }

  private func label(_ block: ReaderBlock) -> HTML {
    switch (block.kind, block.move) {
    case (.moved, let move?): "<p class=\"label\">\(link(move, toOld: true)) moved here</p>"
    case (.movedAway, let move?): "<p class=\"label\">\(link(move, toOld: false)) stood here</p>"
    case (.split, _): "<p class=\"label\">split</p>"
    case (.merged, _): "<p class=\"label\">merged</p>"
    default: ""
    }
  }

  private func link(_ move: Int, toOld: Bool) -> HTML {
    "<a class=\"move\" href=\"#\(Self.name(move, isOld: toOld))\">M\(move + 1)</a>"
  }

  /// A heading for a heading, preformatted for code and the like, else a paragraph.
  private func element(_ block: DiffLayout.Block, _ index: Int) -> HTML {
    var pieces = block.pieces
    var marks =
      pieces.first { $0.kind == .same || pieces[0].kind == $0.kind }?.text.prefix { $0 == "#" }.count ?? 0
    if marks > 0, (1...6).contains(marks), pieces[0].text.dropFirst(marks).hasPrefix(" ") {
      pieces[0].text.removeFirst(marks + 1)
    } else {
      marks = 0
    }
    if block.block.kind == .movedAway {
      let text = pieces.map(\.text).joined()
      return "<p class=\"excerpt\">\(shown(String(text.prefix(60))))\(text.count > 60 ? "…" : "")</p>"
    }
    let content = pieces.enumerated().map { span($1, Place(block: index, piece: $0), in: block.block) }
    if marks > 0 {
      let level = min(marks + 1, 6)
      return "<h\(level)>\(content)</h\(level)>"
    }
    return block.isPreformatted ? "<pre>\(content)</pre>" : "<p>\(content)</p>"
  }

  private func span(_ piece: DiffLayout.Piece, _ place: Place, in block: ReaderBlock) -> HTML {
    var html: HTML = "\(shown(piece.text))"
    if piece.isMarked { html = "<mark>\(html)</mark>" }
    let move = piece.move == block.move ? nil : piece.move
    let moved: HTML = move == nil ? "" : " class=\"moved\"\(anchor(place))"
    switch piece.kind {
    case .same: break
    case .deleted: html = "<del\(moved)>\(html)</del>"
    case .inserted: html = "<ins\(moved)>\(html)</ins>"
    }
    if let move, piece.kind != .same { html += link(move, toOld: piece.kind == .inserted) }
    for number in piece.ends {
      html += "<a class=\"ref\" id=\"p\(number)\" href=\"#n\(number)\">\(number)</a>"
    }
    return html
  }

  // MARK: The remarks

  private func note(_ remark: DiffRemark, _ number: Int?) -> HTML {
    let thread = remark.placed.thread
    let root = thread.root
    let head: HTML = number.map { "<a href=\"#p\($0)\">\($0)</a> " } ?? ""
    let name: HTML = number.map { " id=\"n\($0)\"" } ?? ""
    let quote: HTML =
      number != nil && root.annotation.replacement == nil
      ? "" : root.annotation.anchor.map { "<blockquote>\(shown($0.exact))</blockquote>" } ?? ""
    let replies = thread.replies.map { reply -> HTML in
      "<p class=\"reply\" dir=\"auto\"><b>\(who(reply))</b> \(shown(reply.annotation.text ?? ""))</p>"
    }
    return """
      <div class="note \(remark.placed.pageClasses)"\(name)>
      <p class="who">\(head)<b>\(who(root))</b> \(root.number.description) <span class="state">\(remark.fate)</span></p>
      \(root.annotation.replacement == nil ? quote : "")\(says(root))\(replies)
      </div>

      """
  }

  private func says(_ root: RecordEntry) -> HTML {
    let words: HTML = root.annotation.text.map { "<p dir=\"auto\">\(shown($0))</p>" } ?? ""
    guard let replacement = root.annotation.replacement else { return words }
    let quote = root.annotation.anchor?.exact ?? ""
    return "<p dir=\"auto\"><del>\(shown(quote))</del> → <ins>\(shown(replacement))</ins></p>\(words)"
  }

  private func fate(_ remark: DiffRemark) -> HTML {
    let number = layout.numbered.firstIndex { $0.placed.thread.root.id == remark.placed.thread.root.id }
    let link: HTML = number.map { "<a href=\"#n\($0 + 1)\">\($0 + 1)</a> " } ?? ""
    let quote = remark.placed.thread.root.annotation.anchor?.exact ?? "the whole text"
    return """
      <div class="note"><p class="who">\(link)<span class="state">\(remark.fate)</span></p>
      <blockquote>\(shown(quote))</blockquote>\(says(remark.placed.thread.root))</div>

      """
  }

  private func who(_ entry: RecordEntry) -> String {
    shown(entry.name)
  }
}

extension PlacedThread {
  /// The CSS classes of a remark on a page: its kind, and whether it is settled.
  public var pageClasses: String {
    let kind =
      switch thread.root.annotation.motivation {
      case .questioning: "query"
      case .editing: "suggestion"
      default: "comment"
      }
    return isOpen ? kind : "\(kind) closed"
  }
}
