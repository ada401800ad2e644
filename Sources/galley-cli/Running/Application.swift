import Editorial
import Galley
import Git
import JSON
import System
import Terminal

/// The whole command line: finds the command, runs it, and renders what it has to say.
struct Application {
  static let commands = Commands.all

  static let program = Program(
    name: "galley", version: "0.1", abstract: "editorial review on git",
    discussion: [
      "Articles and reviewers' annotations are plain files in a git repository. Each revision of an article is a branch; "
        + "reviews are merged into it; a team meets at a shared remote."
    ],
    commands: commands.map(\.spec) + HelpCommands.specs,
    globalOptions: [
      OptionSpec("--json", "Answer in JSON: one object, or one object a line"),
      OptionSpec("--repo", value: "DIR", "Work on the desk in this folder; -C DIR too", kind: .directory),
      OptionSpec("--quiet", short: "-q", "Say nothing but errors and what was asked for in JSON"),
      OptionSpec("--no-pager", "Show long texts at once"),
    ],
    optionSynonyms: ["-C": "--repo", "--message": "-m"],
    leads: [
      "comment":
        "Say something with 'galley annotate SLUG --quote Q --comment T', or in your editor with 'galley review SLUG'.",
      "query": "Ask with 'galley annotate SLUG --quote Q --query T'.",
      "suggest":
        "Suggest with 'galley annotate SLUG --quote Q --suggest T', or change the text in 'galley review SLUG'.",
      "accept":
        "Take a suggestion with 'galley resolve ID accepted', or go through all with 'galley triage SLUG'.",
      "reject":
        "Turn a suggestion down with 'galley resolve ID rejected -m WHY', or go through all with 'galley triage SLUG'.",
      "answer":
        "Answer with 'galley reply ID TEXT' and 'galley resolve ID answered', or in 'galley triage SLUG'.",
      "delete":
        "Take back what you did last with 'galley undo', a remark with 'galley resolve ID withdrawn', an article with 'galley shelve SLUG' or 'galley retract SLUG -m WHY'.",
      "remove":
        "Take back what you did last with 'galley undo', a remark with 'galley resolve ID withdrawn', an article with 'galley shelve SLUG' or 'galley retract SLUG -m WHY'.",
      "withdraw":
        "Withdraw a remark with 'galley resolve ID withdrawn', a verdict with 'galley verdict SLUG withdrawn', a submission with 'galley unsubmit SLUG'.",
      "remarks":
        "List them with 'galley annotations [SLUG]', or read them in the text with 'galley show SLUG'.",
      "history": "See what happened with 'galley log [SLUG]'.",
      "push": "Send and take in with 'galley sync'.",
      "pull": "Send and take in with 'galley sync'.", "fetch": "Send and take in with 'galley sync'.",
      "commit": "Save a text with 'galley save SLUG', or change it with 'galley edit SLUG'.",
      "add": "Start an article with 'galley new SLUG', or take one up that main has with 'galley adopt'.",
      "find": "Look for words with 'galley search WORDS'.",
      "grep": "Look for words with 'galley search WORDS'.",
      "revert": "Take back what you did last with 'galley undo'.",
      "withdrawn": "Withdraw a remark with 'galley resolve ID withdrawn'.",
    ],
    exitCodes: [
      (0, "done"), (1, "refused, or the answer is no"), (2, "wrong usage"), (3, "a conflict to resolve"),
      (4, "the remote or the network"), (5, "the repository is damaged"),
    ],
    environment: [
      ("GIT_EDITOR, VISUAL, EDITOR", "The editor; git's core.editor goes before VISUAL, as for git"),
      ("NO_COLOR", "No colour, even on a terminal"),
      ("GALLEY_PAGER, PAGER", "What shows long texts on a terminal"),
      ("GALLEY_TIMEOUT", "Seconds to wait for a silent remote"),
      ("GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL", "Who you are, before git's configuration"),
    ])

  private let environment: [String: String] = Self.readEnvironment()
  private let isQuiet: Bool
  private let isUnpaged: Bool

  init(isQuiet: Bool = false, isUnpaged: Bool = false) {
    (self.isQuiet, self.isUnpaged) = (isQuiet, isUnpaged)
  }

  /// - Parameter words: nil when one of them isn't UTF-8.
  /// - Returns: the exit code of the contract.
  func run(_ words: [String]?) -> Int32 {
    guard let words else {
      return fail(
        Failure(
          Refusal(.usage, "a word of the command isn't UTF-8", "Type it again, or set a UTF-8 locale.")),
        isJSON: false)
    }
    let isJSON = words.contains("--json")
    let application = Application(
      isQuiet: Self.flag("-q", "--quiet", in: words), isUnpaged: Self.flag("--no-pager", in: words))
    return application.run(words, isJSON: isJSON)
  }

  /// Whether a flag stands before the words that are only text.
  private static func flag(_ names: String..., in words: [String]) -> Bool {
    words.prefix { $0 != "--" }.contains(where: names.contains)
  }

  private func run(_ words: [String], isJSON: Bool) -> Int32 {
    do {
      switch try Self.program.parse(words) {
      case .noCommand(let parsed): return try finish(overview(parsed), isJSON: isJSON)
      case .help(let path): return try finish(HelpCommands.help(path), isJSON: isJSON)
      case .version: return try finish(HelpCommands.version, isJSON: isJSON)
      case .run(let parsed):
        if let outcome = try HelpCommands.run(parsed) { return try finish(outcome, isJSON: isJSON) }
        guard let command = Self.commands.first(where: { $0.spec.name == parsed.path.first }) else {
          return 2
        }
        let context = Context(parsed: parsed, environment: environment)
        do {
          return try finish(command.run(context), isJSON: isJSON)
        } catch {
          return fail(Failure(error).inClone(at: context.folder), isJSON: isJSON)
        }
      }
    } catch let error as UsageError {
      return fail(Failure(withChoices(error, words)), isJSON: isJSON)
    } catch {
      return fail(Failure(error), isJSON: isJSON)
    }
  }

  /// An error about a word that is missing, with what there is to choose from on the desk at hand.
  private func withChoices(_ error: UsageError, _ words: [String]) -> UsageError {
    guard let kind = error.missingKind else { return error }
    let place = words.firstIndex { $0 == "--repo" || $0 == "-C" }.map { $0 + 1 }
    let folder = place.flatMap { words.indices.contains($0) ? words[$0] : nil } ?? "."
    let choices = HelpCommands.candidates(kind, prefix: "", in: folder)
    guard !choices.isEmpty else { return error }
    var error = error
    let more = choices.count > 8 ? ", …" : ""
    error.remedy += " There is: \(choices.prefix(8).joined(separator: ", "))\(more)."
    return error
  }

  /// `galley` alone: what to do next on this desk, or how to get one.
  private func overview(_ parsed: Parsed) throws -> Outcome {
    let context = Context(parsed: parsed, environment: environment)
    let (rows, notes): ([ArticleStatus], [String])
    do {
      let desk = try context.desk()
      (rows, notes) = try (desk.status(), desk.statusNotes())
    } catch let refusal as Refusal where refusal.kind == .refused && !parsed.flag("--json") {
      // Where there is no desk: how to get one, and what there is to do with it.
      let width = Screen.current().width
      return Outcome(
        json: { [] },
        text: { paint in
          "There is no desk here. Make one with 'galley init DIR', or join one with 'galley clone URL'.\n\n"
            + Self.program.overview(width: width).rendered(colour: paint.isOn)
        })
    }
    return Outcome(
      notes: notes,
      json: { rows.map(\.json) },
      text: { paint in
        let work =
          rows.isEmpty
          ? notes.isEmpty
            ? "No article is open. Start one with 'galley new SLUG --from FILE.md'.\n"
            : "No article is open on this desk.\n"
          : rows.map { $0.text(paint) }.joined()
        return work + "\nAll commands: 'galley help'.\n"
      })
  }

  private func finish(_ outcome: Outcome, isJSON: Bool) throws -> Int32 {
    let isQuiet = isQuiet && !isJSON
    for note in outcome.notes where !isQuiet { writeError("galley: note: \(withoutCredentials(note))\n") }
    let screen = Screen.current()
    let pager =
      outcome.isPaged && !isJSON && !isUnpaged ? Pager.chosen(variables: ["GALLEY_PAGER", "PAGER"]) : nil
    let output = Output(screen: screen, pager: pager)
    if isJSON {
      for value in outcome.json() { output.writeVerbatim(value.serialized(pretty: false) + "\n") }
    } else {
      let text = isQuiet ? "" : outcome.text(Paint(isOn: screen.isColoured))
      let width = outcome.isVerbatim ? nil : screen.fittingWidth
      output.writeVerbatim(width.map { folded(text, to: $0) } ?? text)
      if let failure = outcome.failure { Self.write(failure.details, to: output, screen) }
    }
    try output.finish()
    if let failure = outcome.failure { writeError(Styled(failure.line) + "\n") }
    return outcome.exitCode
  }

  private func fail(_ failure: Failure, isJSON: Bool) -> Int32 {
    let screen = Screen.current()
    let output = Output(screen: screen)
    if isJSON {
      output.writeVerbatim(failure.json.serialized(pretty: false) + "\n")
    } else {
      Self.write(failure.details, to: output, screen)
    }
    try? output.finish()
    writeError(Styled(failure.line) + "\n")
    return failure.exitCode
  }

  private static func write(_ details: [String], to output: Output, _ screen: Screen) {
    for detail in details {
      let line = visible(detail, keepNewlines: false) + "\n"
      output.writeVerbatim(screen.fittingWidth.map { folded(line, to: $0) } ?? line)
    }
  }

  private static func readEnvironment() -> [String: String] {
    var found: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        found[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      next += 1
    }
    return found
  }
}
