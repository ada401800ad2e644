import Editorial
import Galley
import Git
import JSON
import Prose
import Terminal

enum AnnotationsCommand {
  static let command = Command(
    CommandSpec(
      "annotations", "The list of remarks, with what became of each", group: HelpGroup.remarks,
      arguments: [CommonArguments.slug],
      options: [
        OptionSpec("--open", "Only what nobody has resolved"),
        OptionSpec("--by", value: "R", "Only one reviewer's: an e-mail, an id or a name"),
        CommonArguments.revision,
      ],
      examples: [Example("galley annotations rivers --open", says: "what is left to do")],
      seeAlso: ["show", "resolve"])
  ) { context in
    let desk = try context.desk()
    let filter = RemarkFilter(openOnly: context.parsed.flag("--open"), by: context.parsed.value("--by"))
    let shown = try desk.show(context.slug(), revision: context.revision(), filter)
    return Outcome(
      notes: shown.notes, isPaged: true, json: { shown.threads.map { $0.json(shown.ids) } },
      text: { paint in
        guard !shown.threads.isEmpty else { return "No remark on \(shown.slug) \(shown.number).\n" }
        return shown.threads.map { shown.listing($0, paint) }.joined()
      })
  }
}
