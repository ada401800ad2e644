import Editorial
import Galley
import JSON
import Prose
import Terminal

enum ClaimCommand {
  static let command = Command(
    CommandSpec(
      "claim", "Say what you found of a claim", group: HelpGroup.remarks,
      arguments: [
        CommonArguments.id,
        ArgumentSpec("STATE", "What is known of it now", kind: .oneOf(ClaimState.allCases.map(\.rawValue))),
      ],
      options: [
        OptionSpec("--source", value: "S", "Where that is from: a URL or words"),
        OptionSpec("-m", value: "T", "More on it"),
      ],
      examples: [
        Example("galley claim 3f9a supported --source https://example.org/deed.pdf", says: "name the source"),
        Example("galley claim 3f9a disputed -m 'The county says 1951'", says: "contradict it"),
      ],
      seeAlso: ["claims", "approve"])
  ) { context in
    let desk = try context.desk()
    let state = ClaimState(rawValue: context.parsed.required("STATE")) ?? .unchecked
    let done = try desk.checkClaim(
      context.parsed.required("ID"), state, source: context.parsed.value("--source"),
      message: context.text("-m"))
    return try done.outcome(on: desk, says: "The claim is \(state.rawValue) as it stands.")
  }
}
