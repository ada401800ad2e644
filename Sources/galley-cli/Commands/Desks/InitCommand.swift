import Editorial
import Galley
import Git
import JSON
import Terminal

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
      json: { [["folder": .string(made.folder), "bare": .bool(made.isBare), "new": .bool(made.isNew)]] },
      text: { paint in
        let kind = made.isBare ? "remote desk" : "desk"
        let place =
          made.folder == "." ? " here" : " in \(paint.bold(visible(made.folder, keepNewlines: false)))"
        let next =
          made.isBare
          ? "Join it with 'galley clone \(visible(made.folder, keepNewlines: false)) DIR'; guard it with 'galley hooks install --repo \(visible(made.folder, keepNewlines: false))'."
          : "Start with 'galley new SLUG --from FILE.md'."
        return made.isNew
          ? "Made a \(kind)\(place). \(next)\n" : "There is a \(kind)\(place) already.\n"
      })
  }
}
