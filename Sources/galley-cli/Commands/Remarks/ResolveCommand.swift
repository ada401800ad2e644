import Editorial
import Galley
import JSON
import Terminal

enum ResolveCommand {
  static let command = Command(
    CommandSpec(
      "resolve", "Say what became of a remark", group: HelpGroup.remarks,
      discussion: [
        "A suggestion resolved as accepted is taken into the text by the next 'galley revise'; with --with-change its author "
          + "puts it in, in other words. A remark that is deferred to a revision is open again there. Say why when you reject."
      ],
      arguments: [
        CommonArguments.ids,
        ArgumentSpec("RESOLUTION", "What became of it", kind: .oneOf(Resolution.choices.map(\.rawValue))),
      ],
      options: [
        OptionSpec("-m", value: "T", "Why"),
        OptionSpec("--with-change", "Accepted, but in other words than suggested"),
        OptionSpec("--to", value: "rN", "Put off to this revision", kind: .dynamic("revision")),
      ],
      examples: [
        Example("galley resolve 3f9a answered", says: "close a query"),
        Example("galley resolve 3f9a 60ca 1ab4 accepted", says: "take three suggestions"),
        Example("galley resolve 3f9a rejected -m 'The town is right'", says: "turn it down, and say why"),
        Example("galley resolve 3f9a deferred --to r3", says: "put it off"),
      ],
      seeAlso: ["reply", "reopen", "revise", "satisfied"])
  ) { context in
    let desk = try context.desk()
    let resolution = Resolution(rawValue: context.parsed.required("RESOLUTION")) ?? .answered
    let ids = context.parsed.values("ID")
    let done = try desk.resolve(
      ids, resolution, message: context.text("-m"),
      withChange: context.parsed.flag("--with-change"), deferredTo: context.revision("--to"))
    return done.outcome {
      "Resolved \(listed(ids)) of \(listed($0)) as \(resolution.rawValue)."
    }
  }
}
