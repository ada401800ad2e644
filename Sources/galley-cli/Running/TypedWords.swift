import Editorial
import Galley

extension Context {
  /// The words of an option or argument, nil when it isn't given; `-` reads stdin.
  func text(_ name: String) throws -> String? { try parsed.value(name).map(words) }

  /// Words of an argument or option; `-` reads stdin.
  func words(_ typed: String) throws -> String {
    guard typed == "-" else { return typed }
    guard let text = String(validating: try input("-", limit: 1 << 20), as: UTF8.self) else {
      throw Refusal("stdin isn't UTF-8 text", "Give it as UTF-8.")
    }
    return text.withoutLastBreak
  }
}

extension String {
  /// Without the line ends at the end that an editor or a pipe puts there.
  var withoutLastBreak: String {
    var text = self
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }

  /// Without blank lines before and after.
  var trimmingBlankEnds: String {
    var text = withoutLastBreak[...]
    while text.first?.isNewline == true { text.removeFirst() }
    return String(text)
  }
}
