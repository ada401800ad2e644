import Editorial
import Galley
import Git
import JSON
import Prose
import Terminal

enum ShowCommand {
  static let command = Command(
    CommandSpec(
      "show", "The text with its annotations", group: HelpGroup.reading,
      discussion: [
        "Every remark stands where its passage is in this revision, whichever revision it was made on. "
          + "A remark whose passage is gone is listed at the end with the words it was made on.",
        "--format critic gives the text with its open remarks in CriticMarkup: mark it in any editor and give it back with "
          + "'galley review SLUG --from FILE'.",
      ],
      arguments: [CommonArguments.slug],
      options: [
        CommonArguments.revision,
        OptionSpec("--format", value: "F", "How to show it", kind: .oneOf(["terminal", "critic"])),
      ],
      examples: [
        Example("galley show rivers --rev r1", says: "the first revision"),
        Example("galley show rivers --format critic", says: "a copy to mark"),
      ],
      seeAlso: ["annotations", "diff", "review"])
  ) { context in
    if context.parsed.value("--format") == "critic" {
      return try ReviewCommand.copy(of: context.slug(), context)
    }
    let shown = try context.desk().show(context.slug(), revision: context.revision())
    return Outcome(
      notes: shown.notes, isPaged: true, json: { [shown.json(withText: true)] },
      text: { paint in shown.text(paint) })
  }
}
