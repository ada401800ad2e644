import Editorial
import Galley
import Terminal

enum ReopenCommand {
  static let command = Command(
    CommandSpec(
      "reopen", "Open a remark again that was resolved by mistake", group: HelpGroup.remarks,
      discussion: [
        "Who resolved a remark, or may resolve it, takes the resolution back. Both stay in the record. What its maker withdrew, only its maker brings back. "
          + "Once a revision has an accepted suggestion's words, suggest others instead."
      ],
      arguments: [CommonArguments.ids],
      options: [OptionSpec("-m", value: "T", "Why")],
      examples: [Example("galley reopen 3f9a -m 'That was another one'", says: "take a slip back")],
      seeAlso: ["resolve", "satisfied"])
  ) { context in
    let desk = try context.desk()
    let ids = context.parsed.values("ID")
    let done = try desk.reopen(ids, message: context.text("-m"))
    return done.outcome { "\(listed(ids)) of \(listed($0)) \(ids.count == 1 ? "is" : "are") open again." }
  }
}
