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
        "The rules are those of galley.yaml on main. The branches of what is published are removed."
      ],
      arguments: [CommonArguments.slug],
      options: [OptionSpec("--dry-run", "Only say whether it can be published")],
      examples: [
        Example("galley publish rivers", says: "publish the current revision"),
        Example("galley publish rivers --dry-run", says: "could it go out now?"),
      ],
      seeAlso: ["status", "sync"])
  ) { context in
    let desk = try context.desk()
    desk.isDryRun = context.parsed.flag("--dry-run")
    let done = try desk.publish(context.slug())
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
            "dryRun": .bool(desk.isDryRun),
            "removed": .array(done.removedBranches.map { .string($0) }),
          ]
        ]
      },
      text: { paint in
        "\(desk.isDryRun ? "Would publish" : "Published") \(paint.bold("\(done.slug) \(done.number)")) on main: \(visible(done.path, keepNewlines: false))\n"
      })
  }
}
