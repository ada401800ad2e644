import Editorial
import Galley
import JSON
import Terminal

/// Whether an article may go out, and the acts that let it.
enum ReadyCommands {
  static let all = [ready, approve, override, decide]

  static let ready = Command(
    CommandSpec(
      "ready", "Whether an article may be published, rule by rule", group: DecideCommands.group,
      discussion: [
        "Every rule of galley.yaml on main, as 'publish' and the server see it: satisfied, not satisfied, overridden or not applicable, and who can clear it. "
          + "The exit code is 0 when all hold, else 1."
      ],
      arguments: [DraftCommands.slugArgument],
      examples: [Example("galley ready rivers", says: "see what is left before 'galley publish rivers'")],
      seeAlso: ["approve", "override", "publish"])
  ) { context in
    let ready = try context.desk().readiness(of: context.slug())
    return Outcome(
      exitCode: ready.isReady ? 0 : 1, json: { [ready.json] }, text: { paint in ready.text(paint) })
  }

  static let approve = Command(
    CommandSpec(
      "approve", "Give a named check, such as copy, facts or legal", group: DecideCommands.group,
      discussion: [
        "galley.yaml names the checks, who gives each and what makes it outdated: any change, a change of words, of claims, or of the passage that was read."
      ],
      arguments: [
        DraftCommands.slugArgument, ArgumentSpec("CHECK", "Its name in galley.yaml"),
      ],
      options: [
        OptionSpec("-m", value: "T", "What you read it for"),
        OptionSpec("--quote", value: "Q", "The passage, for a check that is about one"),
        ReviewCommands.occurrenceOption,
        OptionSpec("--undo", "Take it back"),
      ],
      examples: [Example("galley approve rivers copy", says: "say that the copy is read")],
      seeAlso: ["ready", "claims"])
  ) { context in
    let desk = try context.desk()
    let isUndo = context.parsed.flag("--undo")
    let check = context.parsed.required("CHECK")
    let done = try desk.approve(
      context.slug(), check, message: context.parsed.value("-m"), quote: context.parsed.value("--quote"),
      occurrence: context.parsed.integer("--occurrence"), undo: isUndo)
    return try ReviewCommands.outcome(
      done, desk,
      says: "The check \(check) of \(done.slug) \(done.number) is \(isUndo ? "taken back" : "given").")
  }

  static let override = Command(
    CommandSpec(
      "override", "Say that a rule needn't hold for this revision, and why", group: DecideCommands.group,
      discussion: [
        "An editor's act, shown with its reason wherever the rule is. It doesn't go over to the next revision. An embargo can't be overridden."
      ],
      arguments: [
        DraftCommands.slugArgument, ArgumentSpec("RULE", "Its name, as 'galley ready' shows it"),
      ],
      options: [
        OptionSpec("-m", value: "WHY", "Why it needn't"),
        OptionSpec("--undo", "It must hold again"),
      ],
      exclusive: [.exactlyOne("-m", "--undo")],
      examples: [
        Example("galley override rivers no-mark-left -m 'TK is the airline'", says: "let a false alarm pass")
      ],
      seeAlso: ["ready"])
  ) { context in
    let desk = try context.desk()
    let isUndo = context.parsed.flag("--undo")
    let rule = context.parsed.required("RULE")
    let done = try desk.override(
      context.slug(), rule: rule, why: context.parsed.value("-m"), undo: isUndo)
    return try ReviewCommands.outcome(
      done, desk,
      says: isUndo
        ? "The rule \(rule) must hold again."
        : "The rule \(rule) is overridden for \(done.slug) \(done.number).")
  }

  static let decide = Command(
    CommandSpec(
      "decide", "Decide on a revision: accept it, have it revised, or decline it",
      group: DecideCommands.group,
      discussion: [
        "A verdict is a reviewer's judgement; a decision is the editor's act. 'reopen' takes the last one back."
      ],
      arguments: [
        DraftCommands.slugArgument,
        ArgumentSpec("DECISION", "The decision", kind: .oneOf(Decision.allCases.map(\.rawValue))),
      ],
      options: [OptionSpec("-m", value: "T", "Why")],
      examples: [
        Example("galley decide rivers revise -m 'The figure needs a source'", says: "ask for a revision")
      ],
      seeAlso: ["verdict", "rounds"])
  ) { context in
    let desk = try context.desk()
    let decision = Decision(rawValue: context.parsed.required("DECISION")) ?? .reopen
    let done = try desk.decide(context.slug(), decision, message: context.parsed.value("-m"))
    return try ReviewCommands.outcome(
      done, desk,
      says: decision == .reopen
        ? "The decision on \(done.slug) \(done.number) is taken back."
        : "Decision on \(done.slug) \(done.number): \(decision.rawValue).")
  }
}

extension Readiness {
  var json: JSON {
    [
      "slug": .string(slug.description), "revision": .string(number.description),
      "commit": .string(commit.description), "ready": .bool(isReady), "rules": .array(rules.map(\.json)),
    ]
  }

  func text(_ paint: Paint) -> String {
    let state = isReady ? paint.green("ready to publish") : paint.yellow("not ready to publish")
    var out = "\(paint.bold("\(slug) \(number)"))  \(state)\n"
    if rules.isEmpty { out += "  No rule is on in galley.yaml.\n" }
    return out + rules.map { $0.text(paint) }.joined()
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
