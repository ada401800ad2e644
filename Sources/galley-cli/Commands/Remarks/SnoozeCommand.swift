import Editorial
import Galley
import Git
import JSON
import Terminal

enum SnoozeCommand {
  static let command = Command(
    CommandSpec(
      "snooze", "Put a remark off in your inbox", group: HelpGroup.remarks,
      discussion: [
        "It comes back on that day, or when somebody else says something about it. Others' inboxes don't change; but it is kept in your review like all that you say, so who shares this desk can see it."
      ],
      arguments: [CommonArguments.id],
      options: [
        OptionSpec("--until", value: "DATE", "The day, as in 2026-12-01, +7d or friday", required: true)
      ],
      examples: [Example("galley snooze 3f9a --until 2026-12-01", says: "not before December")],
      seeAlso: ["inbox"])
  ) { context in
    let desk = try context.desk()
    guard let day = try context.day("--until", on: desk) else {
      throw context.parsed.usageError("--until is missing", remedy: "Give a day.")
    }
    let done = try desk.snooze(context.parsed.required("ID"), until: day)
    return try done.outcome(on: desk, says: "Put off until \(day).")
  }
}
