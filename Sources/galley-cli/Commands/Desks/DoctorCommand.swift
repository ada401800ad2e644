import Editorial
import Galley
import JSON
import Terminal

enum DoctorCommand {
  static let command = Command(
    CommandSpec(
      "doctor", "Find what is damaged in a desk, and mend it", group: HelpGroup.desks,
      discussion: [
        "Reads every object that the desk's branches need, git's configuration, packed-refs and index, galley.yaml and texts, and "
          + "says what is damaged, where, and what is whole. With --repair it fetches what is lost from the remote again, sets branches "
          + "back to their newest whole commit, brings back galley.yaml and texts as they last could be read, and removes locks of "
          + "programs that have ended. What it replaces is put aside in .git/galley/hurt, never thrown away. The exit code is 5 "
          + "while something is damaged."
      ],
      options: [OptionSpec("--repair", "Mend what can be mended; without it nothing is changed")],
      examples: [
        Example("galley doctor", says: "look"), Example("galley doctor --repair", says: "look, and mend"),
      ],
      seeAlso: ["sync"])
  ) { context in
    let found = try examineDesk(
      in: context.folder, repairs: context.parsed.flag("--repair"), environment: context.environment)
    return Outcome(
      notes: found.notes, exitCode: found.isDamaged ? 5 : found.isHealthy ? 0 : 1, json: { [found.json] },
      text: { found.text($0) })
  }
}

extension Examination {
  fileprivate var json: JSON {
    [
      "damaged": .bool(isDamaged), "objects": JSON(objects),
      "branches": .array(branches.map { ["branch": .string($0.name), "whole": .bool($0.isWhole)] }),
      "findings": .array(
        findings.map {
          [
            "kind": .string($0.kind.rawValue), "what": .string($0.what), "hurts": .string($0.hurts),
            "mended": .bool($0.isMended), "remedy": .string($0.remedy),
          ]
        }),
    ]
  }

  fileprivate func text(_ paint: Paint) -> String {
    func line(_ text: String) -> String { visible(text, keepNewlines: false) + "\n" }
    var text = ""
    for finding in findings {
      text += paint.bold(finding.isMended ? "mended  " : "damaged ") + line(finding.what)
      text += "        needed by: " + line(finding.hurts)
      if !finding.isMended { text += "        " + line(finding.remedy) }
    }
    let damaged = branches.filter { !$0.isWhole }
    for branch in damaged { text += paint.bold("damaged ") + line("branch \(branch.name)") }
    let whole = branches.count - damaged.count
    return text + "\(whole) of \(branches.count) branches whole, \(objects) objects read.\n"
  }
}
