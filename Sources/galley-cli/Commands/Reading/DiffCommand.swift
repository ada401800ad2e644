import Editorial
import Galley
import JSON
import Pages
import Prose
import Terminal

enum DiffCommand {
  static let command = Command(
    CommandSpec(
      "diff", "What changed between two drafts, word by word", group: HelpGroup.reading,
      discussion: [
        "Paragraphs are paired, also when they were moved, split or merged, and the words that changed are marked; "
          + "remarks stand beside the passage they hang on. Unchanged stretches are left out on a terminal; see --whole.",
        "A draft is a revision (r2), 'published' for what is on main, or a commit of 'galley log SLUG --git' for one save of many.",
        "--format patch is for 'git apply' and 'patch'; --format critic is CriticMarkup; --format html is one page "
          + "to read or print.",
        "--since-my-review compares the draft that you gave your last verdict on (or made your last remark on) with "
          + "the current one, and tells what became of each of your remarks.",
      ],
      arguments: [
        CommonArguments.slug,
        ArgumentSpec(
          "FROM", "The older draft; the revision before TO if not given", count: .optional,
          kind: .dynamic("draft")),
        ArgumentSpec(
          "TO", "The newer draft; the current revision if not given", count: .optional,
          kind: .dynamic("draft")),
      ],
      options: [
        OptionSpec(
          "--format", value: "F", "How to show it",
          kind: .oneOf(["terminal", "html", "json", "critic", "patch"])),
        OptionSpec("--side-by-side", "The drafts in two columns, on a terminal"),
        OptionSpec("--whole", "Unchanged paragraphs too, on a terminal"),
        OptionSpec("--since-my-review", "From the draft that you reviewed last"),
      ],
      examples: [
        Example("galley diff rivers r1 r2", says: "from the first to the second revision"),
        Example("galley diff rivers published", says: "what would change for the readers"),
        Example("galley diff rivers --since-my-review", says: "what became of your review"),
        Example("galley diff rivers --format html", says: "a page to read or print"),
      ],
      seeAlso: ["show", "review"])
  ) { context in
    let diff = try compared(context)
    let format = context.parsed.value("--format") ?? "terminal"
    let other = try rendered(diff, as: format)
    return Outcome(
      notes: format == "terminal" ? diff.newArticle.notes : [], isPaged: true, isVerbatim: other != nil,
      json: { [diff.json] },
      text: { paint in
        if let other { return Screen.current().isTerminal ? visible(other, keepNewlines: true) : other }
        return diff.text(
          paint, sideBySide: context.parsed.flag("--side-by-side"), whole: context.parsed.flag("--whole"))
      })
  }

  private static func compared(_ context: Context) throws -> RevisionDiff {
    let (from, to) = try (context.draft("FROM"), context.draft("TO"))
    guard context.parsed.flag("--since-my-review") else {
      return try context.desk().diff(context.slug(), from: from, to: to)
    }
    guard to == nil else {
      throw context.parsed.usageError(
        "--since-my-review finds the older draft itself", remedy: "Name the newer draft only, or none.")
    }
    return try context.desk().diffSinceOwnReview(context.slug(), upTo: from)
  }

  /// The formats that aren't for a terminal; nil for the one that is.
  private static func rendered(_ diff: RevisionDiff, as format: String) throws -> String? {
    switch format {
    case "html": diff.page
    case "json": diff.json.serialized(pretty: false) + "\n"
    case "critic": diff.critic.marked
    case "patch": try diff.patch()
    default: nil
    }
  }
}
