/// The shells for which completions can be made.
public enum Shell: String, Sendable, CaseIterable {
  case bash, zsh, fish
}

extension Program {
  /// A script that teaches the shell to complete this program's command lines.
  ///
  /// For values of kind `dynamic` it runs `PROGRAM __complete [GLOBAL OPTIONS] -- KIND PREFIX`, with the
  /// program found on PATH and the global options that are already on the line.
  public func completions(for shell: Shell) -> String {
    let tables = CompletionTables(self)
    switch shell {
    case .bash: return bashCompletions(tables)
    case .zsh: return zshCompletions(tables)
    case .fish: return fishCompletions(tables)
    }
  }
}

/// What the scripts of all shells look things up in. A command is known by its words with blanks between, the
/// program itself by the empty text.
struct CompletionTables {
  struct Entry {
    var word: String
    var help: String
  }

  /// Commands that go on: `hooks` and `install` lead to `hooks install`.
  var steps: [(from: String, word: String, to: String)] = []
  /// The kinds of values by command and option; of every command where that is `*`.
  var optionKinds: [(command: String, option: String, kind: String)] = []
  /// The kinds of arguments by command and place; the last may stand for all from there on.
  var argumentKinds: [(command: String, place: Int, isLast: Bool, kind: String)] = []
  /// The next commands, by command.
  var commands: [(command: String, entries: [Entry])] = []
  /// The options, by command.
  var options: [(command: String, entries: [Entry])] = []

  init(_ program: Program) {
    let help = CommandSpec(
      "help", "show how to use a command",
      arguments: [
        ArgumentSpec(
          "COMMAND", "which", count: .optional,
          kind: .oneOf(program.commands.filter { !$0.isHidden }.map(\.name)))
      ])
    let hasHelp = program.commands.contains { $0.name == "help" }
    for option in program.globalOptions where option.takesValue { add(option, of: "*") }
    add(program.commands + (hasHelp ? [] : [help]), below: "", globals: program.globalOptions)
  }

  private mutating func add(_ below: [CommandSpec], below parent: String, globals: [OptionSpec]) {
    let shown = below.filter { !$0.isHidden }
    commands.append((parent, shown.map { Entry(word: $0.name, help: $0.abstract) }))
    if parent.isEmpty { options.append(("", CompletionTables.entries(globals))) }
    for command in shown {
      let path = parent.isEmpty ? command.name : "\(parent) \(command.name)"
      steps.append((parent, command.name, path))
      options.append((path, CompletionTables.entries(command.options + globals)))
      for option in command.options where option.takesValue { add(option, of: path) }
      for (place, argument) in command.arguments.enumerated() {
        // The word after a repeating one may come at any place from the second on.
        let isAfter = place > 0 && command.arguments[place - 1].isRepeating
        let isLast = isAfter || argument.isRepeating && place == command.arguments.count - 1
        argumentKinds.append((path, place, isLast, argument.kind.completionWord))
      }
      if !command.subcommands.isEmpty { add(command.subcommands, below: path, globals: globals) }
    }
  }

  private mutating func add(_ option: OptionSpec, of command: String) {
    for name in [option.short, option.long].compactMap({ $0 }) {
      optionKinds.append((command, name, option.kind.completionWord))
    }
  }

  private static func entries(_ options: [OptionSpec]) -> [Entry] {
    options.flatMap { option in
      [option.long, option.short].compactMap { $0 }.map { Entry(word: $0, help: option.help) }
    }
  }
}

extension ValueKind {
  /// `ask:slug`, `words:accept minor`, `file`, `directory`, `text`
  fileprivate var completionWord: String {
    switch self {
    case .text, .integer: "text"
    case .file: "file"
    case .directory: "directory"
    case .oneOf(let words): "words:\(words.joined(separator: " "))"
    case .dynamic(let kind): "ask:\(kind)"
    }
  }
}

extension Program {
  /// The name as part of a shell function's.
  var shellName: String { String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" }) }
}

/// A word for bash and zsh, quoted whatever it holds.
func shellQuoted(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
}
