import Editorial
import Galley
import Terminal

enum RedactCommand {
  static let command = Command(
    CommandSpec(
      "redact", "Take the words of a remark or reply away from all that is shown", group: HelpGroup.remarks,
      discussion: [
        "For what must not stand there: an insult, a private matter. You may redact your own words, an editor everybody's. "
          + "All that Galley shows has the reason in place of the words; the file itself stays in git's history. docs/security.md says how to take it out of there where the law demands it."
      ],
      arguments: [CommonArguments.id],
      options: [OptionSpec("-m", value: "WHY", "Why; it is shown in place of the words", required: true)],
      examples: [Example("galley redact 60ca -m 'A private matter'", says: "take the words away")],
      seeAlso: ["edit-remark", "resolve"])
  ) { context in
    let desk = try context.desk()
    let typed = context.parsed.required("ID")
    let done = try desk.redact(typed, because: context.parsed.required("-m"))
    return try done.outcome(on: desk, says: "The words of \(typed) are taken away.")
  }
}
