import Editorial
import Galley
import JSON
import Terminal

enum SubmitCommand {
  static let command = Command(
    CommandSpec(
      "submit", "Ask for reviews of the current revision", group: HelpGroup.rounds,
      discussion: [
        "Given again, it changes what was asked for: more reviewers or fewer, another day, another brief."
      ],
      arguments: [CommonArguments.slug],
      options: [
        OptionSpec(
          "--reviewers", value: "A,B", "Who is asked: e-mails, or names of galley.yaml", repeating: true),
        OptionSpec("--due", value: "DATE", "The day they are wanted, as in 2026-12-01, +7d or friday"),
        OptionSpec("--blind", "Reviewers don't see one another's remarks before they are merged"),
        OptionSpec(
          "--method", value: "M",
          "open, single-anonymous (authors don't know the reviewers) or double-anonymous (nor they the authors)",
          kind: .oneOf(RoundMethod.allCases.map(\.rawValue))),
        OptionSpec(
          "--without", value: "A,B", "Who was asked and need not review it any more", repeating: true),
        OptionSpec("--brief", value: "T", "What the reviewers are asked to look at"),
      ],
      examples: [
        Example(
          "galley submit rivers --reviewers ben@example.org,cara@example.org --due 2026-12-01",
          says: "ask two people"),
        Example("galley submit rivers --due +7d --without cara@example.org", says: "later, and by one less"),
      ],
      seeAlso: ["unsubmit", "rounds", "status"])
  ) { context in
    let desk = try context.desk()
    let done = try desk.submit(
      context.slug(), reviewers: context.parsed.list("--reviewers") ?? [],
      due: context.day("--due", on: desk),
      blind: context.parsed.flag("--blind"),
      method: context.parsed.value("--method").flatMap(RoundMethod.init) ?? .open,
      brief: context.parsed.value("--brief"), without: context.parsed.list("--without") ?? [])
    let asked = done.submission
    return Outcome(
      json: {
        [
          [
            "slug": .string(done.slug.description), "revision": .string(asked.number.description),
            "reviewers": .array(asked.reviewers.map { .string($0.email) }),
            "due": asked.due.map { .string($0.description) } ?? .null, "blind": .bool(asked.isBlind),
            "method": .string(asked.method.rawValue), "brief": asked.brief.map { .string($0) } ?? .null,
            "commit": .string(done.commit.description),
          ]
        ]
      },
      text: { paint in
        if !asked.without.isEmpty, asked.reviewers.isEmpty {
          return
            "\(listed(asked.without.map(\.email))) need not review \(done.slug) \(asked.number) any more.\n"
        }
        let who = asked.reviewers.isEmpty ? "everybody" : asked.reviewers.map(\.email).joined(separator: ", ")
        let due = asked.due.map { ", due \($0)" } ?? ""
        let blind = asked.isBlind ? " The review is blind." : ""
        return
          "\(paint.bold("\(done.slug) \(asked.number)")) is submitted for review by \(who)\(due).\(blind)\n"
      })
  }
}
