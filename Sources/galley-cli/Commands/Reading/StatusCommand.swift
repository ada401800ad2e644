import Editorial
import Galley
import Git
import JSON
import Prose
import Terminal

enum StatusCommand {
  static let command = Command(
    CommandSpec(
      "status", "Whose turn it is, and what to do next", group: HelpGroup.reading,
      arguments: [
        ArgumentSpec(
          "SLUG", "One article; all open ones if not given", count: .optional, kind: .dynamic("slug"))
      ],
      examples: [Example("galley status", says: "every open article")], seeAlso: ["annotations", "log"])
  ) { context in
    let desk = try context.desk()
    let slug = try context.parsed.value("SLUG").map { try context.slug($0) }
    let rows = try desk.status(slug)
    let notes = slug == nil ? try desk.statusNotes() : []
    return Outcome(
      notes: notes,
      json: { rows.map(\.json) },
      text: { paint in
        if rows.isEmpty, !notes.isEmpty { return "No article is open on this desk.\n" }
        if rows.isEmpty {
          return slug.map {
            "\($0) is published; nothing is open. Start the next revision with 'galley revise \($0)'.\n"
          }
            ?? "No article is open. Start one with 'galley new SLUG --from FILE.md'.\n"
        }
        return rows.map { $0.text(paint) }.joined()
      })
  }
}
