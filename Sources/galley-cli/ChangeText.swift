import Editorial
import Prose
import Terminal

extension Paint {
  /// Words that go. Without colour the marks of git's word diff tell them.
  func deleted(_ text: String) -> String { isOn ? strike(text) : safe("[-\(text)-]") }

  /// Words that come.
  func inserted(_ text: String) -> String { isOn ? green(text) : safe("{+\(text)+}") }

  /// A passage in one line with what a suggestion takes out of it and puts in; long runs that stay are cut short.
  func change(from old: String, to new: String) -> String {
    let scalars = ScalarText(old)
    var line = ""
    var place = 0
    for edit in editsFrom(old: old, new: new) {
      line += safe(cutShort(String(scalars[place..<edit.range.lowerBound]), atStart: place == 0))
      if !edit.range.isEmpty { line += deleted(oneLine(String(scalars[edit.range]))) }
      if !edit.replacement.isEmpty { line += inserted(oneLine(edit.replacement)) }
      place = edit.range.upperBound
    }
    return line + safe(cutShort(String(scalars[place..<scalars.count]), atEnd: true))
  }

  private func safe(_ text: String) -> String { visible(oneLine(text), keepNewlines: false) }

  private func cutShort(_ text: String, atStart: Bool = false, atEnd: Bool = false) -> String {
    let kept = 40
    guard text.count > 2 * kept + 20 else { return text }
    let head = atStart ? "" : text.prefix(kept)
    let tail = atEnd ? "" : text.suffix(kept)
    return "\(head) … \(tail)".trimmingBlanks
  }
}

/// A text's line breaks as a sign, for one line.
func oneLine(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "⏎")
}

extension String {
  fileprivate var trimmingBlanks: String {
    let start = drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
