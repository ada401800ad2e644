import Editorial
import Galley
import JSON
import Terminal

enum NewCommand {
  static let command = Command(
    CommandSpec(
      "new", "Start an article: its first revision, r1", group: HelpGroup.drafts,
      discussion: [
        "A Markdown text may begin with front matter; without one, a title and your name are put there. A text in another language (by its file's ending) stays as it is.",
        "A text that was pasted with one paragraph a line is taken as it is; --blank-lines parts its paragraphs as Markdown does.",
        "Line ends of other systems and a byte order mark are mended on the way in.",
      ],
      arguments: [CommonArguments.slug],
      options: [
        OptionSpec("--title", value: "T", "The title, for the front matter"),
        OptionSpec(
          "--blank-lines", "Put a blank line between paragraphs that are one line each", requires: ["--from"]),
        OptionSpec("--from", value: "FILE", "Take the text from a file; - reads stdin", kind: .file),
      ],
      examples: [
        Example(
          "galley new rivers --title 'The rivers rise' --from draft.md", says: "start an article from a file")
      ],
      seeAlso: ["save", "submit"])
  ) { context in
    let input = try context.inputFromOption()
    let saved = try context.desk().startArticle(
      context.checked { try Slug(context.parsed.required("SLUG")) }, title: context.parsed.value("--title"),
      input: input?.bytes, name: input?.name ?? "",
      beside: context.filesBeside(),
      partingParagraphs: { count in
        context.parsed.flag("--blank-lines")
          || askYesNo("Put blank lines between the \(count) paragraphs of the text?", default: true) == true
      })
    return saved.outcome(
      verb: "Started", next: " Ask for reviews with 'galley submit \(saved.slug)', or go on writing.")
  }
}
