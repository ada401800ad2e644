import Editorial
import Galley
import Terminal

enum ReplyCommand {
  static let command = Command(
    CommandSpec(
      "reply", "Reply to an annotation", group: HelpGroup.remarks,
      arguments: [CommonArguments.id, ArgumentSpec("TEXT", "The reply")],
      examples: [Example("galley reply 3f9a 'It was 3 March 2026.'", says: "answer a question")],
      seeAlso: ["resolve"])
  ) { context in
    let desk = try context.desk()
    let done = try desk.reply(to: context.parsed.required("ID"), context.parsed.required("TEXT"))
    return try done.outcome(on: desk)
  }
}
