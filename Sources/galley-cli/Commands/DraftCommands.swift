import Editorial
import Galley
import JSON
import Terminal

enum DraftCommands {
  static let all = [new, edit, save, submit]
  static let group = "Write"

  static let slugArgument = ArgumentSpec(
    "SLUG", "The article, as in 'rivers' or 'news/rivers'", kind: .dynamic("slug"))

  static let new = Command(
    CommandSpec(
      "new", "Start an article: its first revision, r1", group: group,
      discussion: [
        "The text may begin with YAML front matter; without one, a title and your name are put there.",
        "Line ends of other systems and a byte order mark are mended on the way in.",
      ],
      arguments: [slugArgument],
      options: [
        OptionSpec("--title", value: "T", "The title, for the front matter"),
        OptionSpec("--from", value: "FILE", "Take the text from a Markdown file; - reads stdin", kind: .file),
      ],
      examples: [
        Example(
          "galley new rivers --title 'The rivers rise' --from draft.md", says: "start an article from a file")
      ],
      seeAlso: ["save", "submit"])
  ) { context in
    let input = try context.inputFromOption()
    let saved = try context.desk().startArticle(
      context.slug(), title: context.parsed.value("--title"), input: input?.bytes, name: input?.name ?? "")
    return outcome(
      saved, verb: "Started", next: " Ask for reviews with 'galley submit \(saved.slug)', or go on writing.")
  }

  static let save = Command(
    CommandSpec(
      "save", "Save a text as the article's current draft", group: group,
      discussion: [
        "Without --from, the text is taken from the working tree where the revision is checked out: for those who write in "
          + "their own editor after 'git switch revision/rivers/r1'."
      ],
      arguments: [slugArgument],
      options: [
        OptionSpec("--from", value: "FILE", "The Markdown file; - reads stdin", kind: .file),
        OptionSpec("-m", value: "MSG", "What changed and why, for the history"),
        OptionSpec(
          "--base", value: "COMMIT", "What the text was made from: what was saved since is merged in, by word"
        ),
      ] + DecideCommands.settlingOptions,
      examples: [
        Example("galley save rivers --from draft.md -m 'Name the source'", says: "save a new text"),
        Example(
          "galley save rivers --from draft.md --base r1", says: "merge it with what was saved since r1"),
      ],
      seeAlso: ["edit", "diff"])
  ) { context in
    let desk = try context.desk()
    let slug = try context.slug()
    let message = context.parsed.value("-m")
    let base = try context.parsed.value("--base").map { try desk.commitOfText($0, of: slug) }
    guard let input = try context.inputFromOption() else {
      guard base == nil else {
        throw context.parsed.usageError(
          "--base needs --from", remedy: "A text that is checked out is known to be made from its branch.")
      }
      let saved = try desk.saveCheckedOut(slug, message: message, beforeOrphaning: context.warnOfOrphans)
      return outcome(saved, verb: "Saved")
    }
    let saved = try desk.save(
      slug, input: input.bytes, name: input.name, message: message,
      madeFrom: base, settling: context.settling(),
      beforeOrphaning: context.warnOfOrphans)
    return outcome(saved, verb: "Saved")
  }

  static let edit = Command(
    CommandSpec(
      "edit", "Change the current draft in your editor", group: group,
      discussion: [
        "Opens $VISUAL or $EDITOR. When somebody saved meanwhile, both texts are merged by word; passages that "
          + "both changed are shown, your text is kept in a file, and 'galley save' settles them."
      ],
      arguments: [slugArgument],
      options: [OptionSpec("-m", value: "MSG", "What changed and why, for the history")],
      examples: [Example("EDITOR=nano galley edit rivers", says: "change the draft in nano")],
      seeAlso: ["save"])
  ) { context in
    let desk = try context.desk()
    let slug = try context.slug()
    let draft = try desk.openDraft(of: slug)
    let text = try desk.articleText(slug, in: draft.tip)
    let file = try EditedFile(
      text: text, name: "\(slug.description.split(separator: "/").joined(separator: "-")).md")
    let edited = try file.edit() ?? Array(text.utf8)
    do {
      let saved = try desk.save(
        slug, input: edited, message: context.parsed.value("-m"), madeFrom: draft.tip,
        beforeOrphaning: context.warnOfOrphans)
      file.remove()
      return outcome(saved, verb: "Saved")
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

  static let submit = Command(
    CommandSpec(
      "submit", "Ask for reviews of the current revision", group: group,
      arguments: [slugArgument],
      options: [
        OptionSpec(
          "--reviewers", value: "A,B", "Who is asked: e-mails, or names of galley.yaml", repeating: true),
        OptionSpec("--due", value: "DATE", "The day they are wanted, as in 2026-12-01"),
        OptionSpec("--blind", "Reviewers don't see one another's remarks before they are merged"),
        OptionSpec(
          "--method", value: "M",
          "open, single-anonymous (authors don't know the reviewers) or double-anonymous (nor they the authors)",
          kind: .oneOf(RoundMethod.allCases.map(\.rawValue))),
        OptionSpec("--brief", value: "T", "What the reviewers are asked to look at"),
      ],
      examples: [
        Example(
          "galley submit rivers --reviewers ben@example.org,cara@example.org --due 2026-12-01",
          says: "ask two people")
      ],
      seeAlso: ["annotate", "status"])
  ) { context in
    let due = try context.parsed.value("--due").map { text in try context.checked { try Day(text) } }
    let done = try context.desk().submit(
      context.slug(), reviewers: context.parsed.list("--reviewers") ?? [], due: due,
      blind: context.parsed.flag("--blind"),
      method: context.parsed.value("--method").flatMap(RoundMethod.init) ?? .open,
      brief: context.parsed.value("--brief"))
    let asked = done.submission
    return Outcome(
      notes: done.notes,
      json: {
        [
          [
            "slug": .string(done.slug.description), "revision": .string(asked.number.description),
            "reviewers": .array(asked.reviewers.map { .string($0.email) }),
            "due": asked.due.map { .string($0.description) } ?? .null, "blind": .bool(asked.isBlind),
            "method": .string(asked.method.rawValue), "brief": asked.brief.map { .string($0) } ?? .null,
            "commit": .string(done.commit.description),
          ]
        ]
      },
      text: { paint in
        let who = asked.reviewers.isEmpty ? "everybody" : asked.reviewers.map(\.email).joined(separator: ", ")
        let due = asked.due.map { ", due \($0)" } ?? ""
        let blind = asked.isBlind ? " The review is blind." : ""
        return
          "\(paint.bold("\(done.slug) \(asked.number)")) is submitted for review by \(who)\(due).\(blind)\n"
      })
  }

  private static func outcome(_ saved: SavedDraft, verb: String, next: String = "") -> Outcome {
    Outcome(
      notes: saved.mended.map { "the text was mended: \($0)" } + saved.notes,
      json: {
        [
          [
            "slug": .string(saved.slug.description), "revision": .string(saved.number.description),
            "commit": .string(saved.commit.description), "changed": .bool(saved.isChanged),
            "title": saved.title.map { .string($0) } ?? .null,
          ]
        ]
      },
      text: { paint in
        guard saved.isChanged else { return "\(saved.slug) \(saved.number) has this text already.\n" }
        let title = saved.title.map { " \u{201C}\(visible($0, keepNewlines: false))\u{201D}" } ?? ""
        return "\(verb) \(paint.bold("\(saved.slug) \(saved.number)"))\(title).\(next)\n"
      })
  }
}
