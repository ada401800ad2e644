import Editorial
import Galley
import Terminal

enum EditRemarkCommand {
  static let command = Command(
    CommandSpec(
      "edit-remark", "Put what you said in other words", group: HelpGroup.remarks,
      discussion: [
        "A comment, query or reply of yours says TEXT from now on; what it said stays in the history. "
          + "A suggestion is withdrawn, and another with the words TEXT stands in its place. Without TEXT your editor opens."
      ],
      arguments: [
        CommonArguments.id, ArgumentSpec("TEXT", "The new words; - reads stdin", count: .optional),
      ],
      examples: [
        Example("galley edit-remark 60ca 'Which archive?'", says: "ask better"),
        Example("galley edit-remark 1ab4 'have risen'", says: "suggest better words"),
      ],
      seeAlso: ["reply", "resolve", "undo"])
  ) { context in
    let desk = try context.desk()
    let typed = context.parsed.required("ID")
    if let text = context.parsed.value("TEXT") {
      let done = try desk.editRemark(typed, context.words(text))
      return try done.outcome(on: desk, says: says(done, typed, desk))
    }
    let old = try desk.findAnnotation(typed).entry.annotation
    let file = try EditedFile(text: (old.replacement ?? old.text ?? "") + "\n", name: "remark.md")
    guard let edited = try file.edit() else {
      throw Refusal("nothing was changed in the editor", "Everything is as it was.")
    }
    let done = try file.removed {
      try desk.editRemark(typed, String(decoding: edited, as: UTF8.self).withoutLastBreak)
    }
    return try done.outcome(on: desk, says: says(done, typed, desk))
  }

  private static func says(_ done: Annotated, _ typed: String, _ desk: Desk) throws -> String {
    guard done.annotations.count == 2, let new = done.annotations.first else { return "Reworded \(typed)." }
    let short = ShortIDs(try desk.record(of: done.slug).entries.map(\.id))
    return "Withdrew \(typed), and made \(short.tail(of: new.id)) in its place."
  }
}
