import Editorial
import Galley
import Pages
import Prose
import Terminal

/// A diff for a terminal: inline, or the drafts side by side.
struct DiffText {
  let layout: DiffLayout
  /// Lists a numbered remark; not given outside a desk.
  let listing: (DiffRemark, Int) -> String
  let paint: Paint
  let width: Int
  /// Shows unchanged paragraphs too.
  var isWhole = false

  func inline() -> String {
    rendered(emptyLine: "\n") { block in
      lines(body(block, block.pieces, isOld: nil).wrapped(to: width, first: mark(block.block)))
    }
  }

  func sideBySide() -> String {
    let column = max(8, (width - 3) / 2)
    return rendered(emptyLine: emptyRow(column)) { rows(of: $0, column) }
  }

  /// Every block with the remarks on it, and the space between paragraphs.
  private func rendered(emptyLine: String, _ text: (DiffLayout.Block) -> String) -> String {
    var out = ""
    var last: DiffLayout.Block?
    for part in parts() {
      switch part {
      case .skipped(let count): out += skipLine(count)
      case .block(let block):
        if needsSpace(block, after: last) { out += emptyLine }
        last = block
        out += text(block) + remarks(block)
        if block.endsParagraph { out += emptyLine }
      }
    }
    return out
  }

  private func rows(of block: DiffLayout.Block, _ column: Int) -> String {
    let left = side(block, .deleted, column)
    let right = side(block, .inserted, column)
    return lines(
      (0..<max(left.count, right.count)).map { index in
        let one = index < left.count ? left[index] : ""
        let other = index < right.count ? right[index] : ""
        return one.padded(to: column) + Styled(" │ ", .dim) + other
      })
  }

  private func side(_ block: DiffLayout.Block, _ kind: ReaderSpan.Kind, _ column: Int) -> [Styled] {
    let isOld = kind == .deleted
    if isOld ? block.block.kind == .moved || block.block.old.isEmpty : block.block.new.isEmpty { return [] }
    let pieces = block.pieces.filter { $0.kind == .same || $0.kind == kind }
    return body(block, pieces, isOld: isOld).wrapped(to: column)
  }

  private func body(_ block: DiffLayout.Block, _ pieces: [DiffLayout.Piece], isOld: Bool?) -> Styled {
    let label = Styled(moveLabel(block.block, isOld: isOld), .dim)
    if block.block.kind == .movedAway, isOld == nil, block.remarks.isEmpty {
      // All of it is shown where it stands now.
      let text = pieces.map(\.text).joined()
      return label + Styled(text.prefix(50) + (text.count > 50 ? "…" : ""), .dim)
    }
    return label + styled(pieces.map { $0.move == block.block.move ? $0.withoutMove : $0 })
  }

  private func emptyRow(_ column: Int) -> String {
    String(repeating: " ", count: column) + paint.dim(" │") + "\n"
  }

  /// Whether a paragraph that isn't of the list before it stands directly after that.
  private func needsSpace(_ block: DiffLayout.Block, after last: DiffLayout.Block?) -> Bool {
    guard let last, !last.endsParagraph, !(last.isItem && block.isItem) else { return false }
    return block.endsParagraph && (block.block.kind == .movedAway || block.block.kind == .deleted)
  }

  private enum Part {
    case block(DiffLayout.Block)
    case skipped(Int)
  }

  /// The blocks, but for long runs of unchanged ones that nobody remarked on: only their first and last.
  private func parts() -> [Part] {
    var parts: [Part] = []
    var run: [DiffLayout.Block] = []
    func close(isEnd: Bool) {
      let head = parts.isEmpty ? 0 : 1
      let tail = isEnd ? 0 : 1
      if isWhole || run.count <= head + tail + 1 {
        parts += run.map(Part.block)
      } else {
        parts += run.prefix(head).map(Part.block)
        parts.append(.skipped(run.count - head - tail))
        parts += run.suffix(tail).map(Part.block)
      }
      run = []
    }
    for block in layout.blocks {
      if block.block.kind == .same, block.remarks.isEmpty, !block.pieces.contains(where: \.isMarked) {
        run.append(block)
      } else {
        close(isEnd: false)
        parts.append(.block(block))
      }
    }
    close(isEnd: true)
    return parts
  }

  private func skipLine(_ count: Int) -> String {
    paint.dim("  ⋯ \(counted(count, "unchanged paragraph"))") + "\n\n"
  }

  private func mark(_ block: ReaderBlock) -> Styled {
    switch block.kind {
    case .same: "  "
    case .changed: Styled("~ ", .yellow)
    case .split, .merged: Styled("~ ", .yellow)
    case .inserted: Styled("+ ", .green)
    case .deleted: Styled("- ", .red)
    case .moved: Styled("> ", .magenta)
    case .movedAway: Styled("< ", .magenta)
    }
  }

  /// - Parameter isOld: true in the older draft's column, false in the newer's; nil where there is one only.
  private func moveLabel(_ block: ReaderBlock, isOld: Bool?) -> String {
    guard let move = block.move else {
      switch block.kind {
      case .split where isOld != true: return "(split) "
      case .merged where isOld != true: return "(merged) "
      default: return ""
      }
    }
    return block.kind == .movedAway ? "(M\(move + 1) stood here) " : "(M\(move + 1) moved here) "
  }

  private func styled(_ pieces: [DiffLayout.Piece]) -> Styled {
    var out = Styled()
    for (index, piece) in pieces.enumerated() {
      let isFirst = index == 0 || !pieces[index - 1].continues(in: piece)
      let isLast = index + 1 == pieces.count || !piece.continues(in: pieces[index + 1])
      var style: Style = piece.isMarked ? .underline : []
      // Without colour the marks of git's word diff tell what is what.
      var marks = ("", "")
      switch piece.kind {
      case .same: break
      case .deleted:
        style.formUnion(piece.move == nil ? [.red, .strike] : [.magenta, .strike])
        marks = ("[-", "-]")
      case .inserted:
        style.formUnion(piece.move == nil ? .green : .magenta)
        marks = ("{+", "+}")
      }
      // A change that begins with a line's end is marked on the line that it begins.
      let breaks = isFirst ? piece.text.prefix { $0 == "\n" } : ""
      out += Styled(lines: String(breaks))
      if isFirst, !paint.isOn { out += Styled(marks.0) }
      if isFirst, piece.kind != .same, let move = piece.move { out += Styled("(M\(move + 1)) ", .dim) }
      let words = piece.text.dropFirst(breaks.count)
      // One that ends with a line's end is marked up to the line's words.
      let ends = isLast && !marks.1.isEmpty ? String(words.reversed().prefix { $0 == "\n" }) : ""
      out += Styled(lines: String(words.dropLast(ends.count)), style)
      for number in piece.ends { out += Styled("[\(number)]", .cyan) }
      if isLast, !paint.isOn { out += Styled(marks.1) }
      out += Styled(lines: ends)
    }
    return out
  }

  private func remarks(_ block: DiffLayout.Block) -> String {
    block.remarks.map { listing(layout.numbered[$0 - 1], $0) }.joined()
  }

  private func lines(_ lines: [Styled]) -> String {
    lines.map { $0.rendered(colour: paint.isOn).trimmingEnd + "\n" }.joined()
  }
}

extension String {
  /// Without blanks at its end.
  fileprivate var trimmingEnd: String {
    var text = self
    while text.utf8.last == 0x20 { text.removeLast() }
    return text
  }
}

extension DiffLayout.Piece {
  /// For a block that says itself which move it belongs to.
  fileprivate var withoutMove: DiffLayout.Piece {
    var piece = self
    piece.move = nil
    return piece
  }

  /// Whether the next piece is part of the same change.
  fileprivate func continues(in next: DiffLayout.Piece) -> Bool { kind == next.kind && move == next.move }
}
