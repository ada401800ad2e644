import Editorial
import Galley
import Git
import JSON
import Prose
import Terminal

enum LogCommand {
  static let command = Command(
    CommandSpec(
      "log", "What happened, newest first: of an article, or of all", group: HelpGroup.reading,
      arguments: [
        ArgumentSpec("SLUG", "One article; all if not given", count: .optional, kind: .dynamic("slug"))
      ],
      options: [
        OptionSpec("--since", value: "DAY", "Nothing before this day: a date, 7d, yesterday, monday"),
        OptionSpec(
          "--by", value: "R", "Only what one person did: an e-mail or a name", kind: .dynamic("person")),
        OptionSpec("-n", value: "N", "Only the newest so many", kind: .integer(1...1_000_000)),
        OptionSpec("--git", "Show commits' ids too"),
      ],
      examples: [
        Example("galley log rivers", says: "what happened to one article"),
        Example("galley log --since monday --by ben", says: "what Ben did this week"),
      ], seeAlso: ["status", "list"])
  ) { context in
    let desk = try context.desk()
    let filter = HistoryFilter(
      since: try context.pastDay("--since", on: desk), by: context.parsed.value("--by"),
      count: context.parsed.integer("-n"))
    let slug = try context.parsed.value("SLUG").map { text in try context.checked { try Slug(text) } }
    let steps = try slug.map { try desk.history(of: $0, filter) } ?? desk.historyOfDesk(filter)
    let showsCommits = context.parsed.flag("--git")
    return Outcome(
      isPaged: true, json: { steps.map(\.json) },
      text: { paint in
        if steps.isEmpty { return "Nothing happened.\n" }
        return steps.map { $0.line(paint, showsCommits: showsCommits) }.joined()
      })
  }
}

extension HistoryStep {
  fileprivate var json: JSON {
    [
      "commit": .string(commit.description), "event": note.map { .string($0.event.rawValue) } ?? .null,
      "slug": note.map { .string($0.slug.description) } ?? .null,
      "revision": note.map { .string($0.number.description) } ?? .null,
      "author": .string(author.name), "email": .string(author.email), "at": .string(time.description),
      "subject": .string(subject),
    ]
  }

  fileprivate func line(_ paint: Paint, showsCommits: Bool) -> String {
    let id = showsCommits ? paint.yellow(commit.short) + "  " : ""
    let when = time.description.prefix(16).map { $0 == "T" ? " " : String($0) }.joined()
    let who = visible(author.name, keepNewlines: false)
    return "\(id)\(when)  \(visible(subject, keepNewlines: false))  \(paint.dim(who))\n"
  }
}
