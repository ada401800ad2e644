import Editorial
import Galley
import Git
import JSON
import Prose
import Terminal

enum LogCommand {
  static let command = Command(
    CommandSpec(
      "log", "The history of an article", group: HelpGroup.reading,
      arguments: [CommonArguments.slug],
      options: [OptionSpec("--git", "Show commits' ids too")],
      examples: [Example("galley log rivers", says: "what happened, newest first")], seeAlso: ["status"])
  ) { context in
    let steps = try context.desk().history(of: context.slug())
    let showsCommits = context.parsed.flag("--git")
    return Outcome(
      isPaged: true,
      json: {
        steps.map { step in
          [
            "commit": .string(step.commit.description),
            "event": step.note.map { .string($0.event.rawValue) } ?? .null,
            "revision": step.note.map { .string($0.number.description) } ?? .null,
            "author": .string(step.author.name), "email": .string(step.author.email),
            "at": .string(step.time.description), "subject": .string(step.subject),
          ]
        }
      },
      text: { paint in
        steps.map { step in
          let commit = showsCommits ? paint.yellow(step.commit.short) + "  " : ""
          let revision = (step.note?.number.description ?? "").padding(to: 4)
          return "\(commit)\(step.time.description.prefix(10))  \(revision)  "
            + "\(visible(step.subject, keepNewlines: false))  \(paint.dim(visible(step.author.name, keepNewlines: false)))\n"
        }.joined()
      })
  }
}

extension HistoryStep {
  var time: Timestamp { Timestamp(seconds: author.seconds, offsetMinutes: Int(author.offsetMinutes)) }
}
