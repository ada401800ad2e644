import Terminal

/// Colours words of a line, where the screen has colour. What goes in is made safe for a terminal on the way.
struct Paint {
  let isOn: Bool

  func bold(_ text: String) -> String { styled(text, .bold) }
  func dim(_ text: String) -> String { styled(text, .dim) }
  func underline(_ text: String) -> String { styled(text, .underline) }
  func strike(_ text: String) -> String { styled(text, [.strike, .red]) }
  func red(_ text: String) -> String { styled(text, .red) }
  func green(_ text: String) -> String { styled(text, .green) }
  func yellow(_ text: String) -> String { styled(text, .yellow) }
  func cyan(_ text: String) -> String { styled(text, .cyan) }

  private func styled(_ text: String, _ style: Style) -> String {
    Styled(lines: text, style).rendered(colour: isOn)
  }
}

extension String {
  /// With blanks after it, up to a count of characters.
  func padding(to count: Int) -> String { self + String(repeating: " ", count: max(0, count - self.count)) }
}
