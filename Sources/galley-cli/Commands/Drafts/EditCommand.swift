import Editorial
import Galley
import JSON
import Terminal

enum EditCommand {
  static let command = Command(
    CommandSpec(
      "edit", "Change the current draft in your editor", group: HelpGroup.drafts,
      discussion: [
        "Opens $VISUAL or $EDITOR. When somebody saved meanwhile, both texts are merged by word; passages that "
          + "both changed are shown, your text is kept in a file, and 'galley save' settles them."
      ],
      arguments: [CommonArguments.slug],
      options: [
        OptionSpec("-m", value: "MSG", "What changed and why, for the history"),
        OptionSpec("--title", value: "T", "Only give it another title, without the editor"),
      ],
      examples: [
        Example("EDITOR=nano galley edit rivers", says: "change the draft in nano"),
        Example("galley edit rivers --title 'The rivers rise'", says: "change the title"),
      ],
      seeAlso: ["save"])
  ) { context in
    let desk = try context.desk()
    let slug = try context.slug()
    try desk.takeUp(slug)
    let draft = try desk.openDraft(of: slug)
    let text = try desk.articleText(slug, in: draft.tip)
    if let title = context.parsed.value("--title") {
      let titled = try FrontMatter.setting("title", to: title, in: text)
      let saved = try desk.save(
        slug, input: Array(titled.utf8), message: context.text("-m") ?? "Give \(slug) another title",
        madeFrom: draft.tip)
      return saved.outcome(verb: "Saved")
    }
    let file = try EditedFile(
      text: text, name: "\(slug.description.split(separator: "/").joined(separator: "-")).md")
    let edited = try file.edit() ?? Array(text.utf8)
    do {
      let saved = try desk.save(
        slug, input: edited, message: context.text("-m"), madeFrom: draft.tip,
        beforeOrphaning: context.warnOfOrphans)
      file.remove()
      return saved.outcome(verb: "Saved")
    } catch let refusal as Refusal where refusal.kind == .conflict {
      throw Refusal(
        .conflict, refusal.what,
        "Your text is kept in \(file.path). Settle the passages with 'galley save \(slug) --from \(file.path) --base \(draft.tip) --edit', "
          + "or instead of --edit by number: '--ours 1,…' (what was saved) and '--theirs 1,…' (your text).",
        details: refusal.details)
    } catch {
      throw file.kept(after: error)
    }
  }
}
