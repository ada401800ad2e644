import Editorial
import Galley
import Prose
import Terminal

enum ReviewCommand {
  static let command = Command(
    CommandSpec(
      "review", "Review a text in your editor", group: HelpGroup.reviews,
      discussion: [
        "Opens the revision's text in $VISUAL or $EDITOR. What you change becomes suggestions, each as small as it can stand alone.",
        "CriticMarkup works too: {++in++}, {--out--}, {~~old~>new~~}, {==passage==}{>>remark<<}, {>>remark<<}; a remark right after a "
          + "change becomes its message, and one that begins with ? is a query.",
        "--from takes a copy that was marked elsewhere, as 'galley show SLUG --format critic' gives it. Remarks that exist already are "
          + "not made again, and words added to one become a reply. Nothing is lost: a copy that can't be read is kept.",
      ],
      arguments: [CommonArguments.slug],
      options: [
        OptionSpec(
          "--from", value: "FILE", "Take a marked copy instead of opening the editor; - reads stdin",
          kind: .file),
        OptionSpec("--remarks", "Open the text with the open remarks in it"),
        CommonArguments.revision,
      ],
      exclusive: [.atMostOne("--from", "--remarks")],
      examples: [
        Example("galley review rivers", says: "review in your editor"),
        Example("galley review rivers --from rivers.md", says: "take a copy that was marked elsewhere"),
      ],
      seeAlso: ["annotate", "show", "verdict"])
  ) { context in
    let desk = try context.desk()
    let slug = try context.slug()
    let revision = try context.revision()
    if let path = context.parsed.value("--from") {
      let done = try desk.review(
        slug, revision: revision, copy: context.input(path), name: context.inputName(path))
      return try outcome(done, desk)
    }
    let opened = try desk.openReview(slug, revision: revision, withRemarks: context.parsed.flag("--remarks"))
    let file = try EditedFile(
      text: opened.marked, name: "\(slug.description.split(separator: "/").joined(separator: "-")).md")
    let edited = try file.edit() ?? Array(opened.marked.utf8)
    let done = try file.removed {
      try desk.review(
        slug, revision: opened.revision.number, copy: edited, name: file.path, opened: opened.revision)
    }
    return try outcome(done, desk)
  }

  /// The text with its open remarks, to be marked elsewhere.
  static func copy(of slug: Slug, _ context: Context) throws -> Outcome {
    let desk = try context.desk()
    let opened = try desk.openReview(slug, revision: context.revision(), withRemarks: true)
    return Outcome(
      isPaged: true, isVerbatim: true,
      json: {
        [
          [
            "slug": .string(slug.description), "revision": .string(opened.revision.number.description),
            "commit": .string(opened.revision.tip.description), "critic": .string(opened.marked),
          ]
        ]
      },
      text: { _ in
        Screen.current().isTerminal ? visible(opened.marked, keepNewlines: true) : opened.marked
      })
  }

  private static func outcome(_ done: Annotated, _ desk: Desk) throws -> Outcome {
    let plain = try done.outcome(on: desk)
    let short = ShortIDs(try desk.openArticle(done.slug).map { Array(try desk.annotationIDs(of: $0)) } ?? [])
    return Outcome(
      notes: plain.notes, json: plain.json,
      text: { paint in
        let there =
          done.alreadyThere > 0
          ? "\(counted(done.alreadyThere, "remark")) \(done.alreadyThere == 1 ? "was" : "were") there already"
          : ""
        guard !done.annotations.isEmpty else {
          return "Nothing new on \(done.slug) \(done.number)\(there.isEmpty ? "" : ": \(there)").\n"
        }
        let head =
          "\(counted(done.annotations.count, "annotation")) on \(done.slug) \(done.number)\(there.isEmpty ? "" : "; \(there)"):\n"
        return head + done.annotations.map { line($0, paint, short) }.joined()
      })
  }

  private static func line(_ annotation: Annotation, _ paint: Paint, _ short: ShortIDs) -> String {
    let quote = annotation.anchor?.exact ?? ""
    var words: String
    if let replacement = annotation.replacement {
      words = paint.change(from: quote, to: replacement)
      if let message = annotation.text { words += "  \(visible(oneLine(message), keepNewlines: false))" }
    } else {
      let place = quote.isEmpty ? "" : paint.dim(" on \u{201C}\(oneLine(quote))\u{201D}")
      words = visible(oneLine(annotation.text ?? ""), keepNewlines: false) + place
    }
    return "  \(paint.yellow(short.tail(of: annotation.id)))  \(annotation.noun)  \(words)\n"
  }
}
