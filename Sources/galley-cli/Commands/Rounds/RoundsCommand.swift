import Editorial
import Galley
import JSON
import Prose
import Terminal

enum RoundsCommand {
  static let command = Command(
    CommandSpec(
      "rounds", "The rounds of reviews: who was asked, what they say, and the decision",
      group: HelpGroup.rounds, arguments: [CommonArguments.slug],
      examples: [Example("galley rounds rivers", says: "every round so far")],
      seeAlso: ["submit", "decide", "blind"])
  ) { context in
    let slug = try context.slug()
    let rounds = try context.desk().rounds(of: slug)
    return Outcome(
      isPaged: true, json: { rounds.map(\.json) },
      text: { paint in
        rounds.isEmpty
          ? "\(slug) was never submitted for review. Do so with 'galley submit \(slug)'.\n"
          : rounds.map { $0.text(paint) }.joined()
      })
  }
}

extension RoundStatus {
  fileprivate var json: JSON {
    [
      "slug": .string(slug.description), "revision": .string(round.number.description),
      "method": .string(round.method.rawValue), "blind": .bool(round.isBlind),
      "reviewers": .array(round.reviewers.map { .string($0.component) }),
      "waiting": .array(waiting.map { .string($0.component) }),
      "brief": round.brief.map { .string($0) } ?? .null,
      "due": round.due.map { .string($0.description) } ?? .null,
      "verdicts": .array(
        verdicts.compactMap { entry in entry.annotation.verdict.map { entry.json(verdict: $0) } }),
      "decision": decision?.annotation.decision.map { .string($0.rawValue) } ?? .null,
      "decidedBy": decision.map { .string($0.person.component) } ?? .null,
      "takenBackBy": reopening.map { .string($0.person.component) } ?? .null,
      "contradictions": .array(disagreements.flatMap(\.json)),
      "reason": (decision ?? reopening)?.annotation.text.map { .string($0) } ?? .null,
    ]
  }

  private var verdicts: [RecordEntry] { round.verdicts.values.sorted { $0.person < $1.person } }

  fileprivate func text(_ paint: Paint) -> String {
    func shown(_ text: String) -> String { visible(oneLine(text), keepNewlines: false) }
    var facts = [round.method.rawValue]
    if round.isBlind { facts.append("blind until merged") }
    if let due = round.due { facts.append("due \(due)") }
    var out = "\(paint.bold("\(slug) \(round.number)"))  \(facts.joined(separator: ", "))\n"
    if let brief = round.brief { out += "  brief: \(shown(brief))\n" }
    if round.reviewers.isEmpty { out += "  everybody is asked\n" }
    for entry in verdicts {
      let message = entry.annotation.text.map { ": \(shown($0))" } ?? ""
      out += "  \(shown(entry.name)): \(entry.annotation.verdict?.rawValue ?? "")\(message)\n"
    }
    for person in waiting { out += "  \(shown(person.email)): \(paint.dim("no verdict yet"))\n" }
    if let decision, let word = decision.annotation.decision?.rawValue {
      let message = decision.annotation.text.map { ": \(shown($0))" } ?? ""
      out += "  decision by \(shown(decision.name)): \(paint.bold(word))\(message)\n"
    }
    if let reopening {
      let message = reopening.annotation.text.map { ": \(shown($0))" } ?? ""
      out += "  decision taken back by \(shown(reopening.name))\(message)\n"
    }
    for line in disagreements.flatMap({ $0.lines(paint) }) { out += "  \(line)\n" }
    return out
  }
}
