import Editorial
import Galley
import JSON
import Terminal

enum DecideCommand {
  static let command = Command(
    CommandSpec(
      "decide", "Decide on a revision: accept it, have it revised, or decline it",
      group: HelpGroup.rounds,
      discussion: [
        "A verdict is a reviewer's judgement; a decision is the editor's act. 'reopen' takes the last one back."
      ],
      arguments: [
        CommonArguments.slug,
        ArgumentSpec(
          "DECISION", "The decision", kind: .oneOf(Decision.allCases.filter { $0 != .shelve }.map(\.rawValue))
        ),
      ],
      options: [OptionSpec("-m", value: "T", "Why")],
      examples: [
        Example("galley decide rivers revise -m 'The figure needs a source'", says: "ask for a revision")
      ],
      seeAlso: ["verdict", "rounds"])
  ) { context in
    let desk = try context.desk()
    let decision = Decision(rawValue: context.parsed.required("DECISION")) ?? .reopen
    let done = try desk.decide(context.slug(), decision, message: context.text("-m"))
    return try done.outcome(
      on: desk,
      says: decision == .reopen
        ? "The decision on \(done.slug) \(done.number) is taken back."
        : "Decision on \(done.slug) \(done.number): \(decision.rawValue).")
  }
}
