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
      arguments: [
        ArgumentSpec(
          "SLUG", "One article; all open ones if not given", count: .optional, kind: .dynamic("slug"))
      ],
      options: [
        OptionSpec("--open", "Only what nobody has resolved"),
        OptionSpec(
          "--by", value: "R", "Only one reviewer's: an e-mail, an id or a name", kind: .dynamic("person")),
        CommonArguments.revision,
      ],
      examples: [
        Example("galley annotations rivers --open", says: "what is left to do"),
        Example("galley annotations --open --by ben", says: "what Ben waits for, on every article"),
      ],
      seeAlso: ["show", "resolve", "triage"])
  ) { context in
    let desk = try context.desk()
    let filter = RemarkFilter(openOnly: context.parsed.flag("--open"), by: context.parsed.value("--by"))
    guard context.parsed.value("SLUG") != nil else { return try ofAll(desk, filter, context) }
    let shown = try desk.show(context.slug(), revision: context.revision(), filter)
    return Outcome(
      notes: shown.notes, isPaged: true,
      json: { shown.threads.map { $0.json(shown.ids, of: shown.slug) } },
      text: { paint in
        guard !shown.threads.isEmpty else { return "No remark on \(shown.slug) \(shown.number).\n" }
        return shown.threads.map { shown.listing($0, paint) }.joined()
      })
  }

  private static func ofAll(_ desk: Desk, _ filter: RemarkFilter, _ context: Context) throws -> Outcome {
    try context.refuseRevisionOfAll()
    let all = try desk.showAll(filter)
    let shown = all.filter { !$0.threads.isEmpty }
    return Outcome(
      notes: all.flatMap(\.notes), isPaged: true,
      json: { shown.flatMap { article in article.threads.map { $0.json(article.ids, of: article.slug) } } },
      text: { paint in
        if shown.isEmpty { return "No remark.\n" }
        return shown.map { article in
          "\(paint.bold("\(article.slug) \(article.number)"))\n"
            + article.threads.map { article.listing($0, paint) }.joined()
        }.joined(separator: "\n")
      })
  }
}

extension Context {
  /// `--rev` is of one article.
  func refuseRevisionOfAll() throws {
    guard parsed.value("--rev") != nil else { return }
    throw parsed.usageError("--rev is a revision of one article", remedy: "Name the article too.")
  }
}
