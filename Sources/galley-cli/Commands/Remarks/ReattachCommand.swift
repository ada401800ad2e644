import Editorial
import Galley
import JSON
import Prose
import Terminal

enum ReattachCommand {
  static let command = Command(
    CommandSpec(
      "reattach", "Name the passage that a remark is really about", group: HelpGroup.remarks,
      discussion: [
        "From that revision on the remark is followed from there. The passage it was made on stays written down.",
        "--confirm says that the place where it is shown is the right one, when that is told as unsure.",
      ],
      arguments: [CommonArguments.id],
      options: [
        OptionSpec("--quote", value: "Q", "The passage's words"),
        OptionSpec("--confirm", "It belongs where it stands now"),
        OptionSpec(
          "--occurrence", value: "K", "Which place, from 1, when the words stand several times",
          kind: .integer(1...1_000_000), requires: ["--quote"]),
        CommonArguments.revision,
      ],
      exclusive: [.exactlyOne("--quote", "--confirm")],
      examples: [
        Example("galley reattach 3f9a --confirm", says: "the place that is told as unsure is right"),
        Example("galley reattach 3f9a --quote 'the old dam'", says: "put an orphan where it belongs"),
      ],
      seeAlso: ["why", "annotations"])
  ) { context in
    let desk = try context.desk()
    if context.parsed.flag("--confirm") {
      let done = try desk.confirmPlace(context.parsed.required("ID"), revision: context.revision())
      return try done.outcome(on: desk, says: "Noted: the remark belongs where it stands.")
    }
    let done = try desk.reattach(
      context.parsed.required("ID"), quote: context.parsed.required("--quote"),
      occurrence: context.parsed.integer("--occurrence"), revision: context.revision())
    return try done.outcome(on: desk, says: "Noted: the remark is about that passage.")
  }
}
