import Editorial
import Galley
import JSON
import Terminal

enum SatisfiedCommand {
  static let command = Command(
    CommandSpec(
      "satisfied", "Say whether the answer to your remark will do", group: HelpGroup.remarks,
      discussion: ["With --no the remark is open again."],
      arguments: [CommonArguments.id],
      options: [
        OptionSpec("--no", "It won't do"),
        OptionSpec("-m", value: "T", "What is missing, or that it is fine"),
      ],
      examples: [
        Example("galley satisfied 3f9a", says: "take the answer"),
        Example("galley satisfied 3f9a --no -m 'Which year?'", says: "open it again"),
      ],
      seeAlso: ["resolve", "answers"])
  ) { context in
    let desk = try context.desk()
    let isSatisfied = !context.parsed.flag("--no")
    let done = try desk.sayWhetherSatisfied(
      context.parsed.required("ID"), isSatisfied, message: context.parsed.value("-m"))
    return try done.outcome(
      on: desk, says: isSatisfied ? "Noted: it will do." : "Noted: it won't do. The remark is open again.")
  }
}
