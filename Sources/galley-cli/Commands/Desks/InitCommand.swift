import Editorial
import Galley
import Git
import JSON
import Terminal

extension MadeDesk {
  fileprivate var json: JSON {
    [
      "folder": .string(folder), "bare": .bool(isBare), "new": .bool(isNew),
      "generator": site?.generator.map { .string($0.rawValue) } ?? .null,
      "articles": .array((site?.patterns ?? []).map(JSON.string)), "found": JSON(site?.articles ?? 0),
    ]
  }
}

enum InitCommand {
  static let command = Command(
    CommandSpec(
      "init", "Make a desk: a git repository that Galley works on", group: HelpGroup.desks,
      arguments: [
        ArgumentSpec("DIR", "The folder; the current one if not given", count: .optional, kind: .directory)
      ],
      options: [OptionSpec("--bare", "Make a remote: a repository without a working tree")],
      examples: [
        Example("galley init desk", says: "make a desk"),
        Example("galley init --bare /srv/news.git", says: "make the remote that a team meets at"),
      ],
      seeAlso: ["clone", "new"])
  ) { context in
    let made = try makeDesk(
      in: context.parsed.value("DIR") ?? context.folder, bare: context.parsed.flag("--bare"),
      environment: context.environment)
    return Outcome(
      notes: made.notes,
      json: { [made.json] },
      text: { paint in
        let kind = made.isBare ? "remote desk" : "desk"
        let place =
          made.folder == "." ? " here" : " in \(paint.bold(visible(made.folder, keepNewlines: false)))"
        let next =
          made.isBare
          ? "Join it with 'galley clone \(visible(made.folder, keepNewlines: false)) DIR'; guard it with 'galley hooks install --repo \(visible(made.folder, keepNewlines: false))'."
          : "Start with 'galley new SLUG --from FILE.md'."
        let site = made.site.map { found($0) } ?? ""
        return made.isNew
          ? "Made a \(kind)\(place). \(site.isEmpty ? next : site)\n"
          : "There is a \(kind)\(place) already.\n"
      })
  }

  /// What was found in a repository that had files.
  private static func found(_ site: FoundSite) -> String {
    let maker = site.generator.map { "\($0.rawValue) makes a site of it. " } ?? ""
    guard site.articles > 0 else {
      return maker + "No texts were found: write where they stand to 'articles' in galley.yaml."
    }
    return maker + """
      Found \(counted(site.articles, "article")), which galley.yaml on main says:
      \(site.patterns.map { "  \(visible($0, keepNewlines: false))" }.joined(separator: "\n"))
      What is said of them is kept in \(DeskLayout.hiddenRecord). See all with 'galley adopt --all'; the first remark on one takes it up.
      """
  }
}
