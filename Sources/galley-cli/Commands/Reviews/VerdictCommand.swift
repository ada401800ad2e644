import Editorial
import Galley
import JSON
import Terminal

enum VerdictCommand {
  static let command = Command(
    CommandSpec(
      "verdict", "Close your review with a verdict", group: HelpGroup.reviews,
      arguments: [
        CommonArguments.slug,
        ArgumentSpec(
          "VERDICT", "Your judgement of the revision", kind: .oneOf(Verdict.allCases.map(\.rawValue))),
      ],
      options: [OptionSpec("-m", value: "T", "Why"), CommonArguments.revision],
      examples: [
        Example("galley verdict rivers minor -m 'One number needs a source'", says: "ask for small changes")
      ],
      seeAlso: ["annotate", "publish"])
  ) { context in
    let desk = try context.desk()
    let verdict = Verdict(rawValue: context.parsed.required("VERDICT")) ?? .minor
    let done = try desk.giveVerdict(
      context.slug(), verdict, message: context.parsed.value("-m"), revision: context.revision())
    return try done.outcome(on: desk, says: "Verdict on \(done.slug) \(done.number): \(verdict.rawValue).")
  }
}
