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
        OptionSpec("--interactive", "Ask about each open suggestion"),
      ] + CommonArguments.settling,
      exclusive: [.atMostOne("--accept-all", "--interactive")],
      examples: [
        Example("galley revise rivers --accept-all --reject 3f9a", says: "take in all but one"),
        Example("galley revise rivers", says: "start the next revision with the text as it is"),
      ],
      seeAlso: ["diff", "publish"])
  ) { context in
    let desk = try context.desk()
    let slug = try context.slug()
    var decisions = Decisions()
    decisions.acceptAll = context.parsed.flag("--accept-all")
    decisions.accept = context.parsed.list("--accept") ?? []
    decisions.reject = context.parsed.list("--reject") ?? []
    if context.parsed.flag("--interactive") { try ask(&decisions, slug, desk) }
    let done = try desk.revise(
      slug, decisions, settling: context.settling(), beforeOrphaning: context.warnOfOrphans)
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
          ]
        ]
      },
      text: { paint in
        var text =
          "Made \(paint.bold("\(done.slug) \(done.number)")): \(done.accepted.count) accepted, \(done.rejected.count) rejected.\n"
        if !done.undecided.isEmpty {
          text +=
            "Undecided: \(done.undecided.map { paint.yellow(short.tail(of: $0)) }.joined(separator: ", ")).\n"
        }
        return text
      })
  }

  private static func ask(_ decisions: inout Decisions, _ slug: Slug, _ desk: Desk) throws {
    let record = try desk.recordToShow(desk.record(of: slug)).record
    let short = ShortIDs(record.entries.map(\.id))
    for thread in record.threads where thread.isOpen {
      guard let replacement = thread.root.annotation.replacement else { continue }
      let quote = thread.root.annotation.anchor?.exact ?? ""
      let question: Styled =
        "\(short.tail(of: thread.root.id)) \(thread.root.person.email): \u{201C}\(quote)\u{201D} → \u{201C}\(replacement)\u{201D}. Accept?"
      guard let yes = askYesNo(question, default: true) else {
        throw Refusal(
          .usage, "--interactive asks, and nobody is at the terminal", "Give --accept and --reject.")
      }
      if yes {
        decisions.accept.append(thread.root.id.description)
      } else {
        decisions.reject.append(thread.root.id.description)
      }
    }
  }
}
