import Pages
import Prose
import Terminal

enum ExternalDiffCommand {
  /// What git calls: the environment variable GIT_EXTERNAL_DIFF, or a driver's `diff.NAME.command`.
  static let command = Command(
    CommandSpec(
      "external-diff", "Compare two files for git, as its external diff", group: HelpGroup.reading,
      discussion: [
        "Takes the words that git gives: PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE."
      ],
      arguments: [ArgumentSpec("WORDS", "As git gives them", count: .oneOrMore)],
      examples: [
        Example(
          "galley external-diff -- a.md old.md 0 100644 new.md 0 100644",
          says: "compare two files as git would")
      ],
      seeAlso: ["diff"], isHidden: true)
  ) { context in
    let words = context.parsed.values("WORDS")
    guard words.count >= 7 else {
      // Git gives the path alone when it is unmerged.
      return Outcome(json: { [] }, text: { _ in "* \(visible(words[0], keepNewlines: false)) is unmerged\n" })
    }
    let path = words.count > 7 ? "\(words[0]) → \(words[7])" : words[0]
    let texts = try (text(of: words[1], context), text(of: words[4], context))
    let screen = Screen.current()
    let isColoured =
      screen.isColoured
      || environmentVariable("GIT_PAGER_IN_USE") != nil && (environmentVariable("NO_COLOR") ?? "").isEmpty
    return Outcome(
      isVerbatim: true, json: { [] },
      text: { _ in
        let paint = Paint(isOn: isColoured)
        let head = paint.bold(visible(path, keepNewlines: false))
        guard let old = texts.0, let new = texts.1 else { return "\(head)\nNot UTF-8 text.\n\n" }
        let reader = ReaderDiff(old: old, new: new)
        let text = DiffText(
          layout: DiffLayout(reader), listing: { _, _ in "" }, paint: paint, width: max(20, screen.width))
        return "\(head)\n\(reader.summary)\n\n\(text.inline())\n"
      })
  }

  /// A file's text; nil when it isn't text.
  private static func text(of path: String, _ context: Context) throws -> String? {
    path == "/dev/null" ? "" : String(validating: try context.input(path), as: UTF8.self)
  }
}
