import Editorial
import Galley
import Git
import JSON
import Prose
import Terminal

enum LookCommands {
  static let all = [status, show, annotations, log]
  static let group = "Look"

  static let status = Command(
    CommandSpec(
      "status", "Whose turn it is, and what to do next", group: group,
      arguments: [
        ArgumentSpec(
          "SLUG", "One article; all open ones if not given", count: .optional, kind: .dynamic("slug"))
      ],
      examples: [Example("galley status", says: "every open article")], seeAlso: ["annotations", "log"])
  ) { context in
    let desk = try context.desk()
    let slug = try context.parsed.value("SLUG").map { text in try context.checked { try Slug(text) } }
    let rows = try desk.status(slug)
    return Outcome(
      json: { rows.map(\.json) },
      text: { paint in
        if rows.isEmpty {
          return slug.map {
            "\($0) is published; nothing is open. Start the next revision with 'galley revise \($0)'.\n"
          }
            ?? "No article is open. Start one with 'galley new SLUG --from FILE.md'.\n"
        }
        return rows.map { $0.text(paint) }.joined()
      })
  }

  static let show = Command(
    CommandSpec(
      "show", "The text with its annotations", group: group,
      discussion: [
        "Every remark stands where its passage is in this revision, whichever revision it was made on. "
          + "A remark whose passage is gone is listed at the end with the words it was made on.",
        "--format critic gives the text with its open remarks in CriticMarkup: mark it in any editor and give it back with "
          + "'galley review SLUG --from FILE'.",
      ],
      arguments: [DraftCommands.slugArgument],
      options: [
        ReviewCommands.revisionOption,
        OptionSpec("--format", value: "F", "How to show it", kind: .oneOf(["terminal", "critic"])),
      ],
      examples: [
        Example("galley show rivers --rev r1", says: "the first revision"),
        Example("galley show rivers --format critic", says: "a copy to mark"),
      ],
      seeAlso: ["annotations", "diff", "review"])
  ) { context in
    if context.parsed.value("--format") == "critic" {
      return try MarkedReviewCommand.copy(of: context.slug(), context)
    }
    let shown = try context.desk().show(context.slug(), revision: context.revision())
    return Outcome(
      notes: shown.notes, isPaged: true, json: { [shown.json(withText: true)] },
      text: { paint in shown.text(paint) })
  }

  static let annotations = Command(
    CommandSpec(
      "annotations", "The list of remarks, with what became of each", group: group,
      arguments: [DraftCommands.slugArgument],
      options: [
        OptionSpec("--open", "Only what nobody has resolved"),
        OptionSpec("--by", value: "R", "Only one reviewer's: an e-mail, an id or a name"),
        ReviewCommands.revisionOption,
      ],
      examples: [Example("galley annotations rivers --open", says: "what is left to do")],
      seeAlso: ["show", "resolve"])
  ) { context in
    let desk = try context.desk()
    let filter = RemarkFilter(openOnly: context.parsed.flag("--open"), by: context.parsed.value("--by"))
    let shown = try desk.show(context.slug(), revision: context.revision(), filter)
    return Outcome(
      notes: shown.notes, isPaged: true, json: { shown.threads.map { $0.json(shown.ids) } },
      text: { paint in
        guard !shown.threads.isEmpty else { return "No remark on \(shown.slug) \(shown.number).\n" }
        return shown.threads.map { shown.listing($0, paint) }.joined()
      })
  }

  static let log = Command(
    CommandSpec(
      "log", "The history of an article", group: group,
      arguments: [DraftCommands.slugArgument],
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

extension ArticleStatus {
  var json: JSON {
    [
      "slug": .string(slug.description), "revision": .string(number.description),
      "phase": .string(phase.rawValue),
      "turn": .array(turn.map { .string($0) }), "next": .string(next), "annotations": JSON(annotations),
      "remarks": JSON(remarks), "open": JSON(openRemarks), "openQueries": JSON(openQueries),
      "openSuggestions": JSON(openSuggestions), "openClaims": JSON(openClaims),
      "contradictions": JSON(contradictions),
      "unmergedReviews": .array(unmergedReviews.map { .string($0.component) }),
      "verdicts": .array(
        verdicts.map { ["reviewer": .string($0.person.component), "verdict": .string($0.verdict.rawValue)] }),
      "due": due.map { .string($0.description) } ?? .null, "blind": .bool(isBlind),
      "unreadable": .array(unreadable.map { ["path": .string($0.path), "why": .string($0.why)] }),
    ]
  }

  func text(_ paint: Paint) -> String {
    let who = turn.map { visible($0, keepNewlines: false) }.joined(separator: ", ")
    var text = "\(paint.bold("\(slug) \(number)"))  \(phase.rawValue)\(who.isEmpty ? "" : "; turn: \(who)")\n"
    text += "  \(remarksInWords(paint))\n"
    if !verdicts.isEmpty {
      let all = verdicts.map { "\(visible($0.person.email, keepNewlines: false)) \($0.verdict.rawValue)" }
      text += "  verdicts: \(all.joined(separator: ", "))\n"
    }
    text += "  next: \(next)\n"
    for file in unreadable {
      text += "  \(paint.red("unreadable")): \(visible("\(file.path): \(file.why)", keepNewlines: false))\n"
    }
    return text
  }

  /// What was said, what of it is open, and what waits.
  private func remarksInWords(_ paint: Paint) -> String {
    var facts = [remarks == 0 ? "no remarks" : counted(remarks, "remark")]
    if openRemarks > 0 {
      let comments = openRemarks - openQueries - openSuggestions - openClaims
      let kinds = [
        openQueries == 0 ? nil : paint.yellow(openQueries == 1 ? "1 query" : "\(openQueries) queries"),
        openSuggestions == 0 ? nil : counted(openSuggestions, "suggestion"),
        openClaims == 0 ? nil : counted(openClaims, "claim"),
        comments == 0 ? nil : counted(comments, "comment"),
      ].compactMap(\.self)
      facts[0] += ", \(openRemarks) open: \(kinds.joined(separator: ", "))"
    } else if remarks > 0 {
      facts[0] += ", none open"
    }
    if contradictions > 0 { facts.append(paint.red(counted(contradictions, "contradiction"))) }
    if !unmergedReviews.isEmpty { facts.append("\(counted(unmergedReviews.count, "review")) to merge") }
    if let due { facts.append("due \(due)") }
    return facts.joined(separator: " · ")
  }
}
