import Editorial
import Git
import Prose

/// The last line of a copy that a reviewer opens: it says which text it is of.
struct ReviewFooter {
  let slug: Slug
  let number: RevisionNumber
  let commit: ObjectID

  init(slug: Slug, number: RevisionNumber, commit: ObjectID) {
    self.slug = slug
    self.number = number
    self.commit = commit
  }

  var line: String {
    "galley: \(slug) \(number) at \(commit). Please leave this line; change the text as you like. A remark stands between "
      + "the signs that this line stands between; a question begins with a question mark."
  }

  /// Whether a text has one, or something like it.
  static func mayBe(in text: String) -> Bool { text.contains("{>>galley: ") }

  /// nil for another comment.
  init?(comment: String) {
    let words = comment.split(separator: " ", maxSplits: 5)
    guard words.count >= 5, words[0] == "galley:", words[3] == "at", let slug = try? Slug(String(words[1])),
      let number = try? RevisionNumber(component: words[2]),
      let commit = ObjectID(hex: String(words[4].prefix { $0 != "." }))
    else { return nil }
    self.init(slug: slug, number: number, commit: commit)
  }
}

extension CriticText {
  /// The last one, should there be several.
  var footer: ReviewFooter? {
    parts.lazy.reversed().compactMap { part in
      if case .comment(let text) = part { ReviewFooter(comment: text) } else { nil }
    }.first
  }

  /// Without its last lines: the footer, and the line breaks that came with it.
  var withoutFooter: CriticText {
    CriticText(
      parts.filter { part in
        if case .comment(let text) = part { ReviewFooter(comment: text) == nil } else { true }
      })
  }
}
