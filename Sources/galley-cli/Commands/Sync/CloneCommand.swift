import Editorial
import Galley
import Git
import JSON
import Terminal

enum CloneCommand {
  static let command = Command(
    CommandSpec(
      "clone", "Join a desk: copy it from a shared remote", group: HelpGroup.sync,
      arguments: [
        ArgumentSpec("URL", "The remote: a path, host:path, ssh:// or https://"),
        ArgumentSpec(
          "DIR", "The new folder; named after the remote if not given", count: .optional, kind: .directory),
      ],
      examples: [Example("galley clone editor@example.org:news.git", says: "join over ssh")],
      seeAlso: ["sync"])
  ) { context in
    let progress = TransferLine()
    let made = try cloneDesk(
      from: context.parsed.required("URL"), to: context.parsed.value("DIR"), environment: context.environment,
      onProgress: progress.show)
    progress.end()
    var isDesk = made.isDesk
    if made.isEmpty, askYesNo("The remote is empty. Make it a desk?", default: true) == true {
      _ = try makeDesk(in: made.folder, bare: false, environment: context.environment)
      _ = try Desk.open(made.folder, environment: context.environment).sync()
      isDesk = true
    }
    let notes =
      isDesk
      ? []
      : [
        made.isEmpty
          ? "the remote is empty: make it a desk with 'galley init \(made.folder)', then 'galley sync' in it"
          : "the remote isn't a desk: make it one with 'galley init \(made.folder)', then 'galley sync' in it"
      ]
    return Outcome(
      notes: notes,
      json: {
        [
          [
            "folder": .string(made.folder), "desk": .bool(isDesk), "empty": .bool(made.isEmpty),
            "branches": JSON(made.branches),
          ]
        ]
      },
      text: { paint in
        let folder = paint.bold(visible(made.folder, keepNewlines: false))
        if made.isEmpty, isDesk { return "Cloned into \(folder), and made it a desk.\n" }
        return "Cloned into \(folder): \(counted(made.branches, "branch", "branches")).\n"
      })
  }
}
