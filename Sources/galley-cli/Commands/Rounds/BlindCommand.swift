import Editorial
import Galley
import JSON
import Terminal

enum BlindCommand {
  static let command = Command(
    CommandSpec(
      "blind", "Keep authors and reviewers from knowing one another", group: HelpGroup.rounds,
      discussion: [
        "Galley shows pseudonyms in anonymous rounds, but whoever can fetch a git repository can read its names. Where that matters, reviewers work in a repository of their own."
      ],
      seeAlso: ["submit", "rounds"], subcommands: [check, export, take])
  ) { context in
    let desk = try context.desk()
    let slug = try context.slug()
    switch context.parsed.path.last {
    case "export": return outcome(try desk.exportBlind(slug, to: context.parsed.required("DIR")))
    case "import": return outcome(try desk.importBlind(slug, from: context.parsed.required("DIR")))
    default:
      let other = try context.parsed.value("--in").map { try Desk.open($0, environment: context.environment) }
      return outcome(try desk.checkBlindness(of: slug, in: other))
    }
  }

  private static let folder = ArgumentSpec("DIR", "The repository for the reviewers", kind: .directory)

  private static let check = CommandSpec(
    "check", "Try to find out who is who, from what can be fetched",
    discussion: ["The exit code is 1 when anything gives somebody away."],
    arguments: [CommonArguments.slug],
    options: [
      OptionSpec(
        "--in", value: "DIR", "Look at this repository instead, as 'export' makes it", kind: .directory)
    ],
    examples: [Example("galley blind check rivers", says: "see what leaks, and what git cannot hide")])

  private static let export = CommandSpec(
    "export", "Write the text into a repository of its own, for the reviewers",
    discussion: [
      "No history, no names, no time zones; in a double-anonymous round no authors in the front matter. The reviewers clone it and work under the addresses that are printed."
    ],
    arguments: [CommonArguments.slug, folder],
    examples: [
      Example("galley blind export rivers /srv/blind/rivers.git", says: "for a double-anonymous round")
    ])

  private static let take = CommandSpec(
    "import", "Take the reviews of that repository into this desk",
    arguments: [CommonArguments.slug, folder],
    examples: [Example("galley blind import rivers /srv/blind/rivers.git", says: "then merge them as usual")])

  private static func outcome(_ made: BlindExport) -> Outcome {
    Outcome(
      json: {
        [
          [
            "slug": .string(made.slug.description), "revision": .string(made.number.description),
            "folder": .string(made.folder), "commit": .string(made.commit.description),
            "reviewers": .array(
              made.reviewers.map {
                [
                  "reviewer": .string($0.person.component), "name": .string($0.name),
                  "email": .string($0.email),
                ]
              }),
          ]
        ]
      },
      text: { paint in
        let folder = visible(made.folder, keepNewlines: false)
        var out = "Wrote \(made.slug) \(made.number) to \(paint.bold(folder)), without anybody's name.\n"
        if !made.reviewers.isEmpty {
          out +=
            "The reviewers clone it and set git's user.name and user.email there; keep this list to yourself:\n"
        }
        for one in made.reviewers {
          out += "  \(visible(one.person.email, keepNewlines: false)): \(one.name), \(one.email)\n"
        }
        return out
      })
  }

  private static func outcome(_ taken: BlindImport) -> Outcome {
    Outcome(
      notes: taken.notes,
      json: {
        [
          [
            "slug": .string(taken.slug.description),
            "reviews": .array(
              taken.reviews.map {
                [
                  "branch": .string($0.branch), "reviewer": .string($0.reviewer.name),
                  "annotations": JSON($0.count),
                ]
              }),
          ]
        ]
      },
      text: { _ in
        taken.reviews.isEmpty
          ? "Nothing new there.\n"
          : taken.reviews.map {
            "Took in \(counted($0.count, "annotation")) of \(visible($0.reviewer.name, keepNewlines: false)).\n"
          }.joined()
      })
  }

  private static let notHidden =
    "No tool hides style, what the text says of its author, how long the name in the front matter is, and, for who can fetch the commits, when somebody was at work.\n"

  private static func outcome(_ report: BlindReport) -> Outcome {
    Outcome(
      exitCode: report.leaks.isEmpty ? 0 : 1, isPaged: true,
      json: {
        [
          [
            "slug": .string(report.slug.description), "revision": .string(report.number.description),
            "method": .string(report.method.rawValue),
            "leaks": .array(
              report.leaks.map {
                [
                  "kind": .string($0.kind.rawValue), "person": .string($0.person.component),
                  "to": .string($0.to), "place": .string($0.place), "count": JSON($0.count),
                  "inGit": .bool($0.isInGit),
                ]
              }),
          ]
        ]
      },
      text: { paint in
        let head = "\(paint.bold("\(report.slug) \(report.number)"))  \(report.method.rawValue)"
        guard !report.leaks.isEmpty else {
          return "\(head): nothing found that gives anybody away.\n\(Self.notHidden)"
        }
        var out = "\(head): \(counted(report.leaks.count, "leak"))\n"
        for leak in report.leaks {
          let more = leak.count > 1 ? " and \(leak.count - 1) more" : ""
          out +=
            "  \(leak.to) can tell \(visible(leak.person.email, keepNewlines: false)) by the \(leak.kind.rawValue): \(visible(leak.place, keepNewlines: false))\(more)\(leak.isInGit ? paint.dim(" (git cannot hide it)") : "")\n"
        }
        return out
          + "What git cannot hide, another repository does: 'galley blind export \(report.slug) DIR'. The rest can be changed in the text and the files.\n"
          + Self.notHidden
      })
  }
}
