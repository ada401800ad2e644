import Editorial
import Galley
import Terminal

enum ShelveCommand {
  static let command = Command(
    CommandSpec(
      "shelve", "Lay an article aside, or take it up again", group: HelpGroup.rounds,
      discussion: [
        "A shelved article waits for nobody: status tells it apart, and no inbox has it. Nothing is lost."
      ],
      arguments: [CommonArguments.slug],
      options: [OptionSpec("-m", value: "T", "Why"), OptionSpec("--take-up", "Go on with it")],
      examples: [
        Example("galley shelve rivers -m 'After the elections'", says: "lay it aside"),
        Example("galley shelve rivers --take-up", says: "go on with it"),
      ],
      seeAlso: ["decide", "status", "list"])
  ) { context in
    let desk = try context.desk()
    let takesUp = context.parsed.flag("--take-up")
    let done = try desk.shelve(context.slug(), message: context.text("-m"), takesUp: takesUp)
    return try done.outcome(
      on: desk, says: takesUp ? "\(done.slug) is taken up again." : "\(done.slug) is laid aside.")
  }
}
