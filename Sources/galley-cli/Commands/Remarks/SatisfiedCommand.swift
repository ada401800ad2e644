import Editorial
import Galley
import JSON
import Terminal

enum SatisfiedCommand {
  static let command = Command(
    CommandSpec(
      "satisfied", "Say whether the answer to your remark will do", group: HelpGroup.remarks,
      discussion: ["With --no the remark is open again."],
      arguments: [CommonArguments.ids],
      options: [
        OptionSpec("--no", "It won't do"),
        OptionSpec("-m", value: "T", "What is missing, or that it is fine"),
      ],
      examples: [
        Example("galley satisfied 3f9a", says: "take the answer"),
        Example("galley satisfied 3f9a 60ca", says: "take two"),
        Example("galley satisfied 3f9a --no -m 'Which year?'", says: "open it again"),
      ],
      seeAlso: ["resolve", "answers"])
  ) { context in
    let desk = try context.desk()
    let isSatisfied = !context.parsed.flag("--no")
    let done = try desk.sayWhetherSatisfied(
      context.parsed.values("ID"), isSatisfied, message: context.text("-m"))
    let isOne = context.parsed.values("ID").count == 1
    return done.outcome { _ in
      isSatisfied
        ? "Noted: \(isOne ? "it" : "they") will do."
        : isOne
          ? "Noted: it won't do. The remark is open again."
          : "Noted: they won't do. The remarks are open again."
    }
  }
}
