import Editorial
import Galley
import JSON
import Prose
import Terminal

extension Editorial.Thread {
  /// The word for what became of it.
  var disposition: String {
    guard resolution != nil, let annotation = resolved?.annotation else {
      return isSatisfied == false || reopening != nil ? "open again" : "open"
    }
    return annotation.outcomeInWords
  }
}

extension RecordEntry {
  func json(verdict: Verdict) -> JSON {
    [
      "reviewer": .string(person.component), "revision": .string(number.description),
      "verdict": .string(verdict.rawValue), "message": annotation.text.map { .string($0) } ?? .null,
    ]
  }
}

/// What a blind round hides from whoever looks.
func blindNotes(hidden: Int) -> [String] {
  hidden == 0
    ? []
    : ["the review is blind: \(counted(hidden, "remark")) of others are hidden until merged"]
}

/// In typographic quotes and on one line, shortened in its middle, harmless for a terminal.
func quoted(_ text: String) -> String {
  let line = visible(oneLine(text), keepNewlines: false)
  return "\u{201C}\(line.count > 300 ? "\(line.prefix(140)) … \(line.suffix(140))" : line)\u{201D}"
}
