import Editorial
import Galley
import JSON
import Prose
import Terminal

enum ReviseCommand {
  static let command = Command(
    CommandSpec(
      "revise", "Make the next revision from accepted suggestions", group: HelpGroup.drafts,
      discussion: [
        "Suggestions are applied where they were made and merged by word with what the author changed since. "
          + "Suggestions that touch the same words differently are a conflict: all sides are shown and nothing is written."
      ],
      arguments: [CommonArguments.slug],
      options: [
        OptionSpec(
          "--accept", value: "ID,…", "Suggestions to take in", kind: .dynamic("annotation"), repeating: true),
        OptionSpec("--accept-all", "Take in every open suggestion that isn't rejected"),
        OptionSpec(
          "--reject", value: "ID,…", "Suggestions to turn down", kind: .dynamic("annotation"), repeating: true
        ),
        OptionSpec("--interactive", "Go through the open remarks first, as 'galley triage' does"),
        OptionSpec("--dry-run", "Only say what would be made, and whether it can be"),
      ] + CommonArguments.settling,
      exclusive: [.atMostOne("--accept-all", "--interactive")],
      examples: [
        Example("galley revise rivers --accept-all --reject 3f9a", says: "take in all but one"),
        Example("galley revise rivers", says: "start the next revision with the text as it is"),
      ],
      seeAlso: ["triage", "diff", "publish"])
  ) { context in
    let desk = try context.desk()
    desk.isDryRun = context.parsed.flag("--dry-run")
    if desk.isDryRun, context.parsed.flag("--interactive") {
      throw context.parsed.usageError(
        "--interactive asks what to do, and --dry-run does nothing", remedy: "Give one of them.")
    }
    let slug = try context.slug()
    var decisions = Decisions()
    decisions.acceptAll = context.parsed.flag("--accept-all")
    decisions.accept = context.parsed.list("--accept") ?? []
    decisions.reject = context.parsed.list("--reject") ?? []
    if context.parsed.flag("--interactive") {
      let (triaged, isStopped) = try TriageDialogue.run(on: desk, slug)
      if isStopped { return TriageCommand.outcome(triaged, made: nil, clashing: []) }
    }
    return try outcome(
      of: desk.revise(slug, decisions, settling: context.settling(), beforeOrphaning: context.warnOfOrphans),
      desk)
  }

  private static func outcome(of done: Revised, _ desk: Desk) throws -> Outcome {
    let slug = done.slug
    let short = ShortIDs(try desk.record(of: slug).entries.map(\.id))
    return Outcome(
      notes: done.notes,
      json: {
        [
          [
            "slug": .string(done.slug.description), "revision": .string(done.number.description),
            "accepted": .array(done.accepted.map { .string($0.description) }),
            "rejected": .array(done.rejected.map { .string($0.description) }),
            "undecided": .array(done.undecided.map { .string($0.description) }),
            "mergedReviews": JSON(done.mergedReviews), "commit": .string(done.commit.description),
            "dryRun": .bool(desk.isDryRun),
          ]
        ]
      },
      text: { paint in
        var text =
          "\(desk.isDryRun ? "Would make" : "Made") \(paint.bold("\(done.slug) \(done.number)")): \(done.accepted.count) accepted, \(done.rejected.count) rejected.\n"
        if !done.undecided.isEmpty {
          text +=
            "Undecided: \(done.undecided.map { paint.yellow(short.tail(of: $0)) }.joined(separator: ", ")).\n"
        }
        return text
      })
  }
}
