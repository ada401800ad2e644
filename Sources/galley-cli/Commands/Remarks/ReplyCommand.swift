import Editorial
import Galley
import Terminal

enum ReplyCommand {
  static let command = Command(
    CommandSpec(
      "reply", "Reply to an annotation", group: HelpGroup.remarks,
      arguments: [
        CommonArguments.id,
        ArgumentSpec("TEXT", "The reply; - reads stdin, and without it your editor opens", count: .optional),
      ],
      examples: [Example("galley reply 3f9a 'It was 3 March 2026.'", says: "answer a question")],
      seeAlso: ["resolve"])
  ) { context in
    let desk = try context.desk()
    let typed = context.parsed.required("ID")
    if let text = try context.text("TEXT") { return try desk.reply(to: typed, text).outcome(on: desk) }
    let asked = try desk.findAnnotation(typed).entry
    let quote = (asked.annotation.text ?? asked.anchor?.exact ?? "").split(separator: "\n").map {
      "> \($0)\n"
    }
    let file = try EditedFile(text: "\n\(quote.joined())", name: "reply.md")
    guard let edited = try file.edit() else {
      throw Refusal("nothing was written in the editor", "Everything is as it was.")
    }
    // What is answered stands below for reading only.
    let lines = String(decoding: edited, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let text = lines.filter { !$0.hasPrefix(">") }.joined(separator: "\n").trimmingBlankEnds
    return try file.removed { try desk.reply(to: typed, text) }.outcome(on: desk)
  }
}
