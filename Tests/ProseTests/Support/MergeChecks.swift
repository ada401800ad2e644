import Testing

@testable import Prose

/// What holds for every merge of texts whose new words carry `ours` and `theirs`.
///
/// - Parameter isFair: whether taking one side everywhere gives that side's words: where nobody moved any.
func checkMerge(_ result: MergeResult, _ texts: [String], isFair: Bool) {
  if result.isClean {
    let words = result.text().replacing(".", with: " . ").replacing("|", with: " | ").replacing(
      "\n", with: " \n "
    )
    .split(separator: " ")
    for (one, next) in zip(words, words.dropFirst()) {
      let isMeeting =
        one.hasPrefix("ours") && next.hasPrefix("theirs") || one.hasPrefix("theirs") && next.hasPrefix("ours")
      #expect(!isMeeting, "\(one) meets \(next): \(texts) gave \(result.text())")
    }
  }
  // Taking one side everywhere gives that side's words, but for those that the other side took away.
  for side in isFair ? [1, 2] : [] {
    let chosen = result.hunks.map { hunk in
      switch hunk {
      case .clean(let text): text
      case .conflict(_, let ours, let theirs): side == 1 ? ours : theirs
      }
    }.joined()
    func words(_ text: String) -> Set<Substring> { Set(text.split { !$0.isLetter && !$0.isNumber }) }
    let (own, other) = (words(texts[side]), words(texts[3 - side]))
    let lost = own.subtracting(words(chosen)).filter { !words(texts[0]).contains($0) || other.contains($0) }
    #expect(lost.isEmpty, "taking side \(side) loses \(lost): \(texts) gave \(result.text())")
  }
}
