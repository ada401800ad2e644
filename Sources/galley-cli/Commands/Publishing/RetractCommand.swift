import Editorial
import Galley
import JSON
import Terminal

enum RetractCommand {
  static let command = Command(
    CommandSpec(
      "retract", "Take a published article off main, and say why", group: HelpGroup.publishing,
      discussion: [
        "Its text and the files beside it go from main in one commit that keeps the reason. The reviews stay, so does the history, "
          + "and 'galley revise SLUG' starts the next revision from what was published."
      ],
      arguments: [CommonArguments.slug],
      options: [OptionSpec("-m", value: "WHY", "The reason", required: true)],
      examples: [
        Example("galley retract rivers -m 'The figures were made up'", says: "take it off main"),
        Example("git revert COMMIT", says: "bring it back on main as it was"),
      ],
      seeAlso: ["publish", "revise", "log"])
  ) { context in
    let done = try context.desk().retract(context.slug(), because: context.parsed.required("-m"))
    return Outcome(
      json: {
        [
          [
            "slug": .string(done.slug.description), "revision": .string(done.number.description),
            "commit": .string(done.commit.description), "files": JSON(done.files),
          ]
        ]
      },
      text: { paint in
        "Took \(paint.bold("\(done.slug) \(done.number)")) off main. What was said of it stays there.\n"
      })
  }
}
