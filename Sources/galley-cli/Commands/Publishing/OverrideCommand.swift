import Editorial
import Galley
import JSON
import Terminal

enum OverrideCommand {
  static let command = Command(
    CommandSpec(
      "override", "Say that a rule needn't hold for this revision, and why", group: HelpGroup.publishing,
      discussion: [
        "An editor's act, shown with its reason wherever the rule is. It doesn't go over to the next revision. An embargo can't be overridden."
      ],
      arguments: [
        CommonArguments.slug, ArgumentSpec("RULE", "Its name, as 'galley ready' shows it"),
      ],
      options: [
        OptionSpec("-m", value: "WHY", "Why it needn't"),
        OptionSpec("--undo", "It must hold again"),
      ],
      exclusive: [.exactlyOne("-m", "--undo")],
      examples: [
        Example("galley override rivers no-mark-left -m 'TK is the airline'", says: "let a false alarm pass")
      ],
      seeAlso: ["ready"])
  ) { context in
    let desk = try context.desk()
    let isUndo = context.parsed.flag("--undo")
    let rule = context.parsed.required("RULE")
    let done = try desk.override(
      context.slug(), rule: rule, why: context.text("-m"), undo: isUndo)
    return try done.outcome(
      on: desk,
      says: isUndo
        ? "The rule \(rule) must hold again."
        : "The rule \(rule) is overridden for \(done.slug) \(done.number).")
  }
}
