import Editorial
import Galley
import Prose

extension ReaderDiff {
  /// What changed, in numbers: `2 paragraphs changed, 1 moved, 1 new`.
  package var summary: String {
    func count(_ kinds: ReaderBlock.Kind...) -> Int { blocks.count { kinds.contains($0.kind) } }
    let moved = moves.count
    let facts = [
      (count(.changed), "changed"), (count(.split), "split"), (count(.merged), "merged"), (moved, "moved"),
      (count(.inserted), "new"), (count(.deleted), "deleted"),
    ].filter { $0.0 > 0 }
    guard let first = facts.first else { return "The texts are the same." }
    let noun = first.0 == 1 ? "passage" : "passages"
    return facts.enumerated().map { "\($1.0) \($0 == 0 ? noun + " " : "")\($1.1)" }.joined(separator: ", ")
  }
}

extension RevisionDiff {
  /// What is compared: `rivers r1 → r2`.
  package var title: String {
    guard let review else { return "\(slug) \(names.old) → \(names.new)" }
    let day = review.at.map { " on \($0.description.prefix(10))" } ?? ""
    let act = review.verdict.map { "gave the verdict \($0.rawValue)" } ?? "made your last remark"
    return "\(slug) \(old.number), where you \(act)\(day) → \(names.new)"
  }

  /// The reviewer's own remarks, in the order of the text, of a diff since the own review.
  package var ownRemarks: [DiffRemark] {
    guard let review else { return [] }
    return remarks.filter { $0.placed.thread.root.person == review.person }
  }
}

extension DiffRemark {
  /// What became of a remark and where its passage is, in words.
  package var fate: String {
    let thread = placed.thread
    var words: String
    if let resolution = thread.resolution {
      words = resolution.rawValue + (thread.decidedIn.map { " in \($0)" } ?? "")
    } else {
      let count = thread.replies.count
      words = count == 0 ? "still open" : "still open, \(counted(count, "reply", "replies"))"
    }
    if !thread.disagreements.isEmpty { words += ", contradicted" }
    switch placed.placement?.status {
    case nil: break
    case .kept where placed.placement?.method == .moved: words += "; the passage was moved"
    case .changed where placed.placement?.method == .moved: words += "; the passage was moved and changed"
    case .kept: words += "; the passage stands as it was"
    case .changed: words += "; the passage was changed"
    case .orphan:
      words +=
        placed.placement?.method == .ambiguous
        ? "; the passage is in several places" : "; the passage is gone"
    }
    if placed.isUnsure, placed.isOpen { words += "; the place is unsure" }
    return words
  }
}

extension Thread {
  /// The revision whose making decided on it.
  package var decidedIn: RevisionNumber? { resolved?.annotation.decidedIn }
}
