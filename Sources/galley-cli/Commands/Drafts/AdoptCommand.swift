import Editorial
import Galley
import Terminal

enum AdoptCommand {
  static let command = Command(
    CommandSpec(
      "adopt", "Take up an article that main has already, as it stands there", group: HelpGroup.drafts,
      discussion: [
        "Its first revision is what main has, byte for byte, with the files beside the text; main's history stays, and what is changed there meanwhile is merged by word."
      ],
      arguments: [
        ArgumentSpec("ARTICLE", "Its slug, or the path of its text", count: .oneOrMore)
      ],
      examples: [Example("galley adopt rivers", says: "begin the review of articles/rivers/index.md")],
      seeAlso: ["new", "revise"])
  ) { context in
    let desk = try context.desk()
    let slugs = try context.parsed.values("ARTICLE").map { name in
      try context.checked {
        try DeskPath.slug(ofText: name.hasPrefix("./") ? String(name.dropFirst(2)) : name) ?? Slug(name)
      }
    }
    let done = try slugs.map { try desk.adopt($0) }
    return Outcome(
      notes: done.flatMap(\.notes), json: { done.map(\.json) },
      text: { paint in
        done.map { saved in
          let title = saved.title.map { " \u{201C}\(visible($0, keepNewlines: false))\u{201D}" } ?? ""
          return "Adopted \(paint.bold("\(saved.slug) \(saved.number)"))\(title).\n"
        }.joined()
      })
  }
}
