import Editorial
import Galley
import JSON
import Terminal

enum UndoCommand {
  static let command = Command(
    CommandSpec(
      "undo", "Take back what you did last", group: HelpGroup.desks,
      discussion: [
        "What is only on this desk simply goes, be it a save, a revision, a remark, a publication or an article that you started; --redo brings it back. "
          + "What was sent stays in the history, and an event takes it back: a remark is withdrawn, a resolution opened again, a submission, verdict, decision or check taken back. "
          + "On a terminal you are told what it is and asked; Enter leaves it. Run it again for what you did before that."
      ],
      options: [
        OptionSpec("--dry-run", "Only say what it would be"),
        OptionSpec("--redo", "Do again what was taken back, where nothing was done since"),
      ],
      exclusive: [.atMostOne("--dry-run", "--redo")],
      examples: [
        Example("galley undo --dry-run", says: "what did I do last?"),
        Example("galley undo", says: "take it back"),
      ],
      seeAlso: ["log", "reopen", "edit-remark"])
  ) { context in
    let desk = try context.desk()
    if context.parsed.flag("--redo") {
      guard let words = try desk.redo() else {
        throw Refusal("there is nothing to do again", "'galley undo' takes back what you did last.")
      }
      return outcome(words, nil, events: [], "redone", "Did again: \u{201C}\(words)\u{201D}.")
    }
    guard let last = try desk.lastAct() else {
      throw Refusal("nothing is remembered that you did here", "See 'galley log' for what happened.")
    }
    let means = last.isSent ? ", which was sent: \(listed(last.events))" : ""
    let name =
      "\u{201C}\(last.words)\u{201D} of \(last.at.description.prefix(16).map { $0 == "T" ? " " : String($0) }.joined())"
    if context.parsed.flag("--dry-run") {
      return outcome(last.words, last.at, events: last.events, "would", "Would take back \(name)\(means).")
    }
    if canAsk(), askYesNo("Take back \(name)\(means)?", default: false) != true {
      throw Refusal("nothing was taken back", "Everything is as it was.")
    }
    try desk.undo(last)
    let back = last.isSent ? "" : " 'galley undo --redo' brings it back."
    return outcome(last.words, last.at, events: last.events, "undone", "Took back \(name)\(means).\(back)")
  }

  private static func outcome(
    _ words: String, _ at: Timestamp?, events: [String], _ state: String, _ text: String
  ) -> Outcome {
    Outcome(
      json: {
        [
          [
            "state": .string(state), "act": .string(words), "at": at.map { .string($0.description) } ?? .null,
            "events": .array(events.map { .string($0) }),
          ]
        ]
      },
      text: { _ in visible(text, keepNewlines: false) + "\n" })
  }
}
