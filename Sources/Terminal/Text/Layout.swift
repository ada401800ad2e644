public enum Alignment: Sendable { case left, right }

extension Styled {
  struct Cell {
    var character: Character
    var style: Style
    var width: Int
  }

  /// One cell a grapheme cluster; a tab becomes four blanks.
  var cells: [Cell] {
    runs.flatMap { run in
      run.text.flatMap { character -> [Cell] in
        if character == "\t" {
          return Array(repeating: Cell(character: " ", style: run.style, width: 1), count: 4)
        }
        return [Cell(character: character, style: run.style, width: Terminal.cells(character))]
      }
    }
  }

  init(cells: some Sequence<Cell>) {
    self.init()
    var text = ""
    var style: Style = []
    for cell in cells {
      if cell.style != style {
        append(trusted: text, style)
        text = ""
        style = cell.style
      }
      text.append(cell.character)
    }
    append(trusted: text, style)
  }

  /// At most `width` columns; what is cut off is shown by an ellipsis, which counts.
  public func truncated(to width: Int) -> Styled {
    guard self.width > width else { return self }
    guard width > 0 else { return Styled() }
    var kept: [Cell] = []
    var used = 0
    for cell in cells {
      if used + cell.width > width - 1 { break }
      kept.append(cell)
      used += cell.width
    }
    return Styled(cells: kept) + Styled(trusted: "…", kept.last?.style ?? [])
  }

  /// At least `width` columns, filled up with blanks.
  public func padded(to width: Int, _ alignment: Alignment = .left) -> Styled {
    let missing = width - self.width
    guard missing > 0 else { return self }
    let blanks = Styled(trusted: String(repeating: " ", count: missing))
    return alignment == .left ? self + blanks : blanks + self
  }
}

/// Rows of columns, two blanks apart, for a terminal.
public struct Table: Sendable {
  public struct Column: Sendable {
    public var title: Styled?
    public var alignment: Alignment
    /// The first to be narrowed when the rows are too wide.
    public var isFlexible: Bool

    public init(_ title: Styled? = nil, _ alignment: Alignment = .left, flexible: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.isFlexible = flexible
    }
  }

  public var columns: [Column]
  /// Cells of one line each; missing ones are empty, and those beyond the columns are left out.
  public var rows: [[Styled]]

  public init(_ columns: [Column], rows: [[Styled]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// The lines, without line feeds or blanks at the end, none wider than `width`; nil is without limit.
  public func lines(width: Int?) -> [Styled] {
    var all = rows
    if columns.contains(where: { $0.title != nil }) {
      all.insert(columns.map { ($0.title ?? "").adding(.bold) }, at: 0)
    }
    var widths = columns.indices.map { column in
      all.reduce(0) { max($0, column < $1.count ? $1[column].width : 0) }
    }
    if let width { narrow(&widths, to: width - 2 * max(0, columns.count - 1)) }
    return all.map { row in
      var cells: [Styled] = []
      for (index, column) in columns.enumerated() {
        let cell = (index < row.count ? row[index] : "").truncated(to: widths[index])
        let isLast = index == columns.count - 1 || row.dropFirst(index + 1).allSatisfy(\.isEmpty)
        cells.append(
          isLast && column.alignment == .left ? cell : cell.padded(to: widths[index], column.alignment))
        if isLast { break }
      }
      let line = cells.joined(separator: "  ")
      return width.map { line.truncated(to: $0) } ?? line
    }
  }

  private func narrow(_ widths: inout [Int], to available: Int) {
    let flexible = columns.indices.filter { columns[$0].isFlexible }
    for (candidates, floor) in [(flexible, 8), (Array(columns.indices), 1)] {
      var excess = widths.reduce(0, +) - available
      while excess > 0, let widest = candidates.max(by: { widths[$0] < widths[$1] }), widths[widest] > floor {
        let next = candidates.filter { $0 != widest }.map { widths[$0] }.max() ?? 0
        let target = max(floor, widths[widest] - excess, min(next, widths[widest] - 1))
        excess -= widths[widest] - target
        widths[widest] = target
      }
    }
  }
}
