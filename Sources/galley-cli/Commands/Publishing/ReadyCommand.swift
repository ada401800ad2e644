import Editorial
import Galley
import JSON
import Terminal

enum ReadyCommand {
  static let command = Command(
    CommandSpec(
      "ready", "Whether an article may be published, rule by rule", group: HelpGroup.publishing,
      discussion: [
        "Every rule of galley.yaml on main, as 'publish' and the server see it: satisfied, not satisfied, overridden or not applicable, and who can clear it. "
          + "The exit code is 0 when all hold, else 1. What was accepted with a change and isn't changed yet is listed too."
      ],
      arguments: [CommonArguments.slug],
      examples: [Example("galley ready rivers", says: "see what is left before 'galley publish rivers'")],
      seeAlso: ["approve", "override", "publish"])
  ) { context in
    let ready = try context.desk().readiness(of: context.slug())
    return Outcome(
      exitCode: ready.isReady ? 0 : 1, json: { [ready.json] }, text: { paint in ready.text(paint) })
  }
}

extension Readiness {
  var json: JSON {
    [
      "slug": .string(slug.description), "revision": .string(number.description),
      "commit": .string(commit.description), "ready": .bool(isReady), "rules": .array(rules.map(\.json)),
      "owed": .array(owed.map { .string($0.root.id.description) }),
    ]
  }

  func text(_ paint: Paint) -> String {
    let state = isReady ? paint.green("ready to publish") : paint.yellow("not ready to publish")
    var out = "\(paint.bold("\(slug) \(number)"))  \(state)\n"
    if rules.isEmpty { out += "  No rule is on in galley.yaml.\n" }
    out += rules.map { $0.text(paint) }.joined()
    for thread in owed {
      let words = thread.root.annotation.text ?? thread.root.annotation.anchor?.exact ?? ""
      out +=
        "  \(paint.yellow("!")) \(ids.tail(of: thread.root.id)) was accepted with a change, and its passage says what it said: \(quoted(words))\n"
    }
    if !owed.isEmpty { out += "      Change it with 'galley edit \(slug)', or resolve it otherwise.\n" }
    return out
  }
}

extension RuleResult {
  var json: JSON {
    var by: JSON = .null
    var reason: JSON = .null
    if case .overridden(let person, _, let why) = state {
      by = .string(person.component)
      reason = why.map { .string($0) } ?? .null
    }
    return [
      "rule": .string(rule), "state": .string(word), "why": .string(why),
      "remedy": remedy.isEmpty || holds ? .null : .string(remedy),
      "details": .array(details.map { .string($0) }), "clear": .array(clearedBy.map { .string($0) }),
      "overriddenBy": by, "overrideReason": reason,
    ]
  }

  private var word: String {
    switch state {
    case .satisfied: "satisfied"
    case .notSatisfied: "not satisfied"
    case .overridden: "overridden"
    case .notApplicable: "not applicable"
    }
  }

  func text(_ paint: Paint) -> String {
    func shown(_ text: String) -> String { visible(text, keepNewlines: false) }
    let mark =
      switch state {
      case .satisfied: paint.green("✓")
      case .notSatisfied: paint.red("✗")
      case .overridden: paint.yellow("!")
      case .notApplicable: paint.dim("–")
      }
    var out = "  \(mark) \(shown(rule)): \(shown(why))\n"
    if case .overridden(_, let name, let reason) = state {
      out += "      overridden by \(shown(name))\(reason.map { ": \(shown($0))" } ?? "")\n"
    }
    guard state == .notSatisfied else { return out }
    out += details.map { "    \(shown($0))\n" }.joined()
    return out + "      \(shown(clearedBy.joined(separator: ", "))): \(shown(remedy))\n"
  }
}
