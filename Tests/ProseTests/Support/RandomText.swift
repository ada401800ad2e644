import TestSupport

/// Texts to try functions on: paragraphs, lists, odd characters and the marks of CriticMarkup.
enum RandomText {
  private static let words = [
    "river", "dam", "the", "a", "of", "wall", "fish", "1950", "don't", "Grüße", "東京", "e\u{301}", "👩‍👩‍👧", "{++",
    "--}",
    "~>", "{~~", "\\", "\\\\", "<<}", "{==", "*", "north", "snow", "letters", "spring", "water",
  ]
  private static let ends = [".", "?", "!", ",", " –", "。", "…", ".\"", ""]
  private static let gaps = [
    "\n\n", "\n\n", "\n", "\n- ", "\n\n# ", "\n| ", "\n\n```\n", "\n\n\n", "  ", "\r\n",
  ]

  static func sentence(_ random: inout SeededRandom) -> String {
    let count = Int.random(in: 1...12, using: &random)
    let chosen = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }
    return chosen.joined(separator: " ") + (ends.randomElement(using: &random) ?? "")
  }

  static func text(_ random: inout SeededRandom) -> String {
    (0..<Int.random(in: 0...8, using: &random)).map { _ in
      let sentences = (0..<Int.random(in: 1...4, using: &random)).map { _ in sentence(&random) }
      return sentences.joined(separator: " ") + (gaps.randomElement(using: &random) ?? "")
    }.joined()
  }

  /// A text with words changed, pieces moved, cut and doubled.
  static func edited(_ text: String, _ random: inout SeededRandom) -> String {
    var pieces = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<Int.random(in: 0...6, using: &random) where !pieces.isEmpty {
      let start = Int.random(in: 0..<pieces.count, using: &random)
      let end = min(pieces.count, start + Int.random(in: 1...12, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: pieces.replaceSubrange(start..<end, with: [sentence(&random)])
      case 1: pieces.removeSubrange(start..<end)
      case 2:
        let moved = Array(pieces[start..<end])
        pieces.removeSubrange(start..<end)
        pieces.insert(contentsOf: moved, at: Int.random(in: 0...pieces.count, using: &random))
      default: pieces.insert(sentence(&random) + "\n\n", at: start)
      }
    }
    return pieces.joined(separator: " ")
  }
}
