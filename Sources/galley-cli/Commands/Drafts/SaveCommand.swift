import Editorial
import Galley
import JSON
import Terminal

enum SaveCommand {
  static let command = Command(
    CommandSpec(
      "save", "Save a text as the article's current draft", group: HelpGroup.drafts,
      discussion: [
        "Without --from, the text is taken from the working tree where the revision is checked out: for those who write in "
          + "their own editor after 'git switch revision/rivers/r1'."
      ],
      arguments: [CommonArguments.slug],
      options: [
        OptionSpec("--from", value: "FILE", "The Markdown file; - reads stdin", kind: .file),
        OptionSpec("-m", value: "MSG", "What changed and why, for the history"),
        OptionSpec(
          "--base", value: "COMMIT", "What the text was made from: what was saved since is merged in, by word"
        ),
      ] + CommonArguments.settling,
      examples: [
        Example("galley save rivers --from draft.md -m 'Name the source'", says: "save a new text"),
        Example(
          "galley save rivers --from draft.md --base r1", says: "merge it with what was saved since r1"),
      ],
      seeAlso: ["edit", "diff"])
  ) { context in
    let desk = try context.desk()
    let slug = try context.slug()
    let message = try context.text("-m")
    let base = try context.parsed.value("--base").map { try desk.commitOfText($0, of: slug) }
    guard let input = try context.inputFromOption() else {
      guard base == nil else {
        throw context.parsed.usageError(
          "--base needs --from", remedy: "A text that is checked out is known to be made from its branch.")
      }
      let saved = try desk.saveCheckedOut(slug, message: message, beforeOrphaning: context.warnOfOrphans)
      return saved.outcome(verb: "Saved")
    }
    let saved = try desk.save(
      slug, input: input.bytes, name: input.name, message: message,
      madeFrom: base, settling: context.settling(), beside: context.filesBeside(),
      beforeOrphaning: context.warnOfOrphans)
    return saved.outcome(verb: "Saved")
  }
}
