import TestSupport

/// Paragraphs of sentences that hardly share words, as prose has them.
enum LongText {
  static func word(_ random: inout SeededRandom) -> String {
    (0..<Int.random(in: 1...4, using: &random)).map { _ in
      ["ba", "ri", "ko", "men", "sul", "te", "vo", "na", "lis", "dor"].randomElement(using: &random) ?? ""
    }.joined()
  }

  static func sentence(_ random: inout SeededRandom) -> String {
    let words = (0..<Int.random(in: 6...14, using: &random)).map { _ in word(&random) }
    return "The " + words.joined(separator: " ") + "."
  }

  static func paragraphs(_ count: Int, _ random: inout SeededRandom) -> [String] {
    (0..<count).map { _ in
      (0..<Int.random(in: 1...4, using: &random)).map { _ in sentence(&random) }.joined(separator: " ")
    }
  }
}
