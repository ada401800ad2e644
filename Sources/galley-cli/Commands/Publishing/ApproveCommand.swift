import Editorial
import Galley
import JSON
import Terminal

enum ApproveCommand {
  static let command = Command(
    CommandSpec(
      "approve", "Give a named check, such as copy, facts or legal", group: HelpGroup.publishing,
      discussion: [
        "galley.yaml names the checks, who gives each and what makes it outdated: any change, a change of words, of claims, or of the passage that was read."
      ],
      arguments: [
        CommonArguments.slug, ArgumentSpec("CHECK", "Its name in galley.yaml"),
      ],
      options: [
        OptionSpec("-m", value: "T", "What you read it for"),
        OptionSpec("--quote", value: "Q", "The passage, for a check that is about one"),
        CommonArguments.occurrence,
        OptionSpec("--undo", "Take it back"),
      ],
      examples: [Example("galley approve rivers copy", says: "say that the copy is read")],
      seeAlso: ["ready", "claims"])
  ) { context in
    let desk = try context.desk()
    let isUndo = context.parsed.flag("--undo")
    let check = context.parsed.required("CHECK")
    let done = try desk.approve(
      context.slug(), check, message: context.text("-m"), quote: context.parsed.value("--quote"),
      occurrence: context.parsed.integer("--occurrence"), undo: isUndo)
    return try done.outcome(
      on: desk,
      says: "The check \(check) of \(done.slug) \(done.number) is \(isUndo ? "taken back" : "given").")
  }
}
