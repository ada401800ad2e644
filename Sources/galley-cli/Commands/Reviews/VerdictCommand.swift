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
          "VERDICT", "Your judgement of the revision",
          kind: .oneOf(Verdict.allCases.map(\.rawValue) + ["withdrawn"])),
      ],
      options: [OptionSpec("-m", value: "T", "Why"), CommonArguments.revision],
      examples: [
        Example("galley verdict rivers minor -m 'One number needs a source'", says: "ask for small changes"),
        Example("galley verdict rivers withdrawn", says: "take it back: the review goes on"),
      ],
      seeAlso: ["annotate", "publish"])
  ) { context in
    let desk = try context.desk()
    if context.parsed.value("VERDICT") == "withdrawn" {
      let done = try desk.withdrawVerdict(
        context.slug(), message: context.text("-m"), revision: context.revision())
      return try done.outcome(on: desk, says: "Your verdict on \(done.slug) \(done.number) is taken back.")
    }
    let verdict = Verdict(rawValue: context.parsed.required("VERDICT")) ?? .minor
    let done = try desk.giveVerdict(
      context.slug(), verdict, message: context.text("-m"), revision: context.revision())
    return try done.outcome(on: desk, says: "Verdict on \(done.slug) \(done.number): \(verdict.rawValue).")
  }
}
