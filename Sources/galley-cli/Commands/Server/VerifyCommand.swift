import Editorial
import Galley
import JSON
import Terminal

/// Whether the record is whole and the signatures are good.
enum VerifyCommand {
  static let command = Command(
    CommandSpec(
      "verify", "Prove that the record is whole and the signatures are good", group: HelpGroup.server,
      discussion: [
        "Goes through every commit of what is published and open: nothing said was rewritten or taken away, every published text is its "
          + "revision's, with its reviews, verdicts and resolutions, the rules of galley.yaml held, and every signature is its author's. "
          + "The state of each open article is what its events amount to: desks that have the same events print the same one. "
          + "Exit code 1 when something is wrong, 5 when the repository is damaged."
      ],
      arguments: [
        ArgumentSpec("SLUG", "One article; all if not given", count: .optional, kind: .dynamic("slug"))
      ],
      examples: [
        Example("galley verify", says: "the whole desk"),
        Example("galley verify rivers --json", says: "one article, for a script"),
      ],
      seeAlso: ["log"])
  ) { context in
    let slug = try context.parsed.value("SLUG").map { _ in try context.slug() }
    let found = try context.desk().verify(slug)
    return Outcome(
      exitCode: found.isWhole ? 0 : 1,
      json: {
        [
          [
            "whole": .bool(found.isWhole), "commits": JSON(found.commits), "signed": JSON(found.signed),
            "unsigned": JSON(found.unsigned), "publications": JSON(found.publications),
            "annotations": JSON(found.annotations),
            "faults": .array(found.faults.map(\.json)),
            "states": .array(
              found.states.map {
                [
                  "slug": .string($0.slug.description), "state": .string($0.fingerprint.description),
                  "events": JSON($0.events),
                ]
              }),
          ]
        ]
      },
      text: { paint in
        let faults = found.faults.map { visible($0.line, keepNewlines: false) + "\n" }.joined()
        let head = found.isWhole ? paint.bold("The record is whole") : paint.bold("The record is not whole")
        let signers = found.signers.sorted { $0.key < $1.key }.map { email, keys in
          "  \(visible(email, keepNewlines: false)) signed with \(keys.sorted().joined(separator: ", "))\n"
        }
        let states = found.states.map {
          "  \($0.slug)  state \($0.fingerprint.short) of \(counted($0.events, "event"))\n"
        }
        return
          "\(faults)\(head): \(found.commits) commits (\(found.signed) signed), \(found.publications) publications with \(found.annotations) annotations.\n\(states.joined())\(signers.joined())"
      })
  }
}
