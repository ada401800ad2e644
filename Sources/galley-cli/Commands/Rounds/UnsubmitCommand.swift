import Editorial
import Galley
import JSON
import Terminal

enum UnsubmitCommand {
  static let command = Command(
    CommandSpec(
      "unsubmit", "Take back the call for reviews of the current revision", group: HelpGroup.rounds,
      discussion: [
        "The reviewers need not review it any more; what they have said stays. What a blind or anonymous round promised them stays too."
      ],
      arguments: [CommonArguments.slug], options: [OptionSpec("-m", value: "T", "Why")],
      examples: [Example("galley unsubmit rivers -m 'Not yet'", says: "go on writing first")],
      seeAlso: ["submit", "rounds"])
  ) { context in
    let done = try context.desk().unsubmit(context.slug(), message: context.text("-m"))
    return Outcome(
      json: {
        [
          [
            "slug": .string(done.slug.description), "revision": .string(done.submission.number.description),
            "commit": .string(done.commit.description),
          ]
        ]
      },
      text: { _ in "The submission of \(done.slug) \(done.submission.number) is taken back.\n" })
  }
}
