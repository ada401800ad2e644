import JSON
import Terminal

/// What a command has to say when it is done: rendered for people or as JSON, never both.
struct Outcome {
  /// For people, on stdout.
  var text: (Paint) -> String
  /// One object, or one object a line.
  var json: () -> [JSON]
  /// Things to know beside the result, on stderr: a checkout left as it is.
  var notes: [String]
  var exitCode: Int32
  /// What did not work while the rest did: told after the result, and the exit code comes from it.
  var failure: Failure?
  /// Whether a long text goes through the pager on a terminal.
  var isPaged: Bool
  /// Whether each line must stay one, on a narrow terminal too: a patch, a script.
  var isVerbatim: Bool

  init(
    notes: [String] = [], exitCode: Int32 = 0, failure: Failure? = nil, isPaged: Bool = false,
    isVerbatim: Bool = false,
    json: @escaping () -> [JSON], text: @escaping (Paint) -> String
  ) {
    self.text = text
    self.json = json
    self.notes = notes
    self.exitCode = failure?.exitCode ?? exitCode
    self.failure = failure
    self.isPaged = isPaged
    self.isVerbatim = isVerbatim
  }
}

/// One command: its declaration and what it does.
struct Command: Sendable {
  let spec: CommandSpec
  let run: @Sendable (Context) throws -> Outcome

  init(_ spec: CommandSpec, run: @escaping @Sendable (Context) throws -> Outcome) {
    self.spec = spec
    self.run = run
  }
}
