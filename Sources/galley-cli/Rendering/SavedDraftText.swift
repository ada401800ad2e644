import Editorial
import Galley
import JSON
import Terminal

extension SavedDraft {
  var json: JSON {
    [
      "slug": .string(slug.description), "revision": .string(number.description),
      "commit": .string(commit.description), "changed": .bool(isChanged),
      "title": title.map { .string($0) } ?? .null,
    ]
  }

  func outcome(verb: String, next: String = "") -> Outcome {
    Outcome(
      notes: mended.map { "the text was mended: \($0)" } + notes,
      json: { [json] },
      text: { paint in
        guard isChanged else { return "\(slug) \(number) has this text already.\n" }
        let title = title.map { " \u{201C}\(visible($0, keepNewlines: false))\u{201D}" } ?? ""
        return "\(verb) \(paint.bold("\(slug) \(number)"))\(title).\(next)\n"
      })
  }
}
