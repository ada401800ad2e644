import Editorial
import Galley
import Terminal

enum AdoptCommand {
  static let command = Command(
    CommandSpec(
      "adopt", "Take up an article that main has already, as it stands there", group: HelpGroup.drafts,
      discussion: [
        "Its first revision is what main has, byte for byte, with the files beside the text; main's history stays, and what is changed there meanwhile is merged by word.",
        "Where the articles of a site stand, 'articles' in galley.yaml says. An article that nobody adopted is adopted by the first remark on it: --all writes nothing, it checks that every file can be.",
      ],
      arguments: [
        ArgumentSpec("ARTICLE", "Its slug, or the path of its text", count: .zeroOrMore)
      ],
      options: [
        OptionSpec("--all", "Say which articles of main can be reviewed, and find what is in the way")
      ],
      examples: [
        Example("galley adopt content/posts/dam.md", says: "begin the review of a page"),
        Example("galley adopt --all", says: "see that all of a site's pages can be reviewed"),
      ],
      seeAlso: ["new", "revise"])
  ) { context in
    let desk = try context.desk()
    if context.parsed.flag("--all") { return try all(desk) }
    let names = context.parsed.values("ARTICLE")
    guard !names.isEmpty else {
      throw Refusal(.usage, "no article is named", "Name the path of its text, or give --all.")
    }
    let done = try names.map { try desk.adopt(context.slug($0)) }
    return Outcome(
      notes: done.flatMap(\.notes), json: { done.map(\.json) },
      text: { paint in
        done.map { saved in
          let title = saved.title.map { " \u{201C}\(visible($0, keepNewlines: false))\u{201D}" } ?? ""
          return "Adopted \(paint.bold("\(saved.slug) \(saved.number)"))\(title).\n"
        }.joined()
      })
  }

  private static func all(_ desk: Desk) throws -> Outcome {
    let places = try desk.adoptable()
    return Outcome(
      json: {
        places.map { ["slug": .string($0.slug.description), "path": .string($0.text)] }
      },
      text: { paint in
        let shown = places.prefix(20).map {
          "  \(paint.bold($0.slug.description))  \(visible($0.text, keepNewlines: false))\n"
        }
        let more = places.count > 20 ? "  and \(places.count - 20) more\n" : ""
        return shown.joined() + more + """
          \(counted(places.count, "article")) of main can be reviewed. Nothing was written: the first remark on one takes it up.

          """
      })
  }
}
