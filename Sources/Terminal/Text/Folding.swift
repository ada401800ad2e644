extension Styled {
  /// Reads back what `rendered` made, with or without colour. The text must be safe for a terminal already.
  init(rendered text: some StringProtocol) {
    self.init()
    var style: Style = []
    for (number, part) in text.split(separator: "\u{1B}", omittingEmptySubsequences: false).enumerated() {
      guard number > 0, part.first == "[", let end = part.firstIndex(of: "m") else {
        append(trusted: String(part), style)
        continue
      }
      style = Style(parameters: part[part.index(after: part.startIndex)..<end])
      append(trusted: String(part[part.index(after: end)...]), style)
    }
  }
}

/// A rendered text whose lines are broken where they are wider than the screen. A line's own indent, or the
/// blanks that stand in for it, hold for all of its parts.
public func folded(_ text: String, to width: Int) -> String {
  let hasColour = text.contains("\u{1B}")
  return text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
    guard line.utf8.count > width else { return String(line) }
    let styled = Styled(rendered: line)
    guard styled.width > width else { return String(line) }
    let plain = styled.plain
    let indent = Styled(trusted: String(plain.prefix { $0 == " " }.prefix(width / 2)))
    return styled.dropping(indent.width).wrapped(to: width, first: indent, rest: indent)
      .map { $0.rendered(colour: hasColour) }.joined(separator: "\n")
  }.joined(separator: "\n")
}

extension Styled {
  /// Without so many columns at the start, which must be blanks.
  fileprivate func dropping(_ columns: Int) -> Styled { Styled(cells: cells.dropFirst(columns)) }
}
