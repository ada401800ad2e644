import Editorial
import Galley
import JSON
import Prose
import Terminal

enum PublishCommand {
  static let command = Command(
    CommandSpec(
      "publish", "Merge the revision into main, when the rules hold", group: HelpGroup.publishing,
      discussion: [
        "The rules are those of galley.yaml on main. The branches of what is published are removed.",
        "Where a host takes main by pull requests only, --as-branch makes a branch for one. However it is merged there, the article is published once main has its text and record.",
      ],
      arguments: [CommonArguments.slug],
      options: [
        OptionSpec("--as-branch", "Leave main, and make a branch off it for a pull request"),
        OptionSpec("--dry-run", "Only say whether it can be published"),
      ],
      examples: [
        Example("galley publish rivers", says: "publish the current revision"),
        Example("galley publish rivers --dry-run", says: "could it go out now?"),
      ],
      seeAlso: ["status", "sync"])
  ) { context in
    let desk = try context.desk()
    desk.isDryRun = context.parsed.flag("--dry-run")
    let done = try desk.publish(context.slug(), asBranch: context.parsed.flag("--as-branch"))
    var notes = done.notes
    if done.isOpenToAll {
      notes.append("galley.yaml names no people, so everyone who can push may publish")
    }
    if done.mergedReviews > 0 {
      notes.append(
        "\(counted(done.mergedReviews, "review")) that waited \(done.mergedReviews == 1 ? "was" : "were") merged first"
      )
    }
    return Outcome(
      notes: notes,
      json: {
        [
          [
            "slug": .string(done.slug.description), "revision": .string(done.number.description),
            "commit": .string(done.commit.description), "openToAll": .bool(done.isOpenToAll),
            "branch": .string(done.branch), "dryRun": .bool(desk.isDryRun),
            "removed": .array(done.removedBranches.map { .string($0) }),
          ]
        ]
      },
      text: { paint in
        let what = paint.bold("\(done.slug) \(done.number)")
        let path = visible(done.path, keepNewlines: false)
        guard done.branch == DeskBranch.main.name else {
          return
            "\(desk.isDryRun ? "Would put" : "Put") \(what) on the branch \(done.branch): \(path)\nSend it with 'git push \((try? desk.remoteName()) ?? "REMOTE") \(done.branch)', and have it merged there; then 'galley sync'.\n"
        }
        return "\(desk.isDryRun ? "Would publish" : "Published") \(what) on main: \(path)\n"
      })
  }
}
