/// The whole command line: the program's name, its commands and what all of them take.
public struct Program: Sendable {
  public var name: String
  public var version: String
  /// One line, without a full stop.
  public var abstract: String
  /// Paragraphs for the man page, each without line breaks.
  public var discussion: [String]
  /// In the order of the overview; groups come in the order of their first command.
  public var commands: [CommandSpec]
  /// Options of every command. `-h, --help` is always among them.
  public var globalOptions: [OptionSpec]
  /// Other spellings of options, as they are known from git: `-C` for `--repo`.
  public var optionSynonyms: [String: String] = [:]
  /// What to say of words that are no commands, and that people try: where they lead.
  public var leads: [String: String] = [:]
  /// Meaning of the exit codes, in order.
  public var exitCodes: [(code: Int, meaning: String)]
  /// Environment variables that matter, for the man page.
  public var environment: [(name: String, meaning: String)]

  static let help = OptionSpec("--help", short: "-h", "Show help and stop")

  public init(
    name: String, version: String, abstract: String, discussion: [String] = [], commands: [CommandSpec],
    globalOptions: [OptionSpec] = [], optionSynonyms: [String: String] = [:], leads: [String: String] = [:],
    exitCodes: [(code: Int, meaning: String)] = [],
    environment: [(name: String, meaning: String)] = []
  ) {
    self.name = name
    self.version = version
    self.abstract = abstract
    self.discussion = discussion
    self.commands = commands
    self.globalOptions = globalOptions + [Program.help]
    self.optionSynonyms = optionSynonyms
    self.leads = leads
    self.exitCodes = exitCodes
    self.environment = environment
  }

  /// The command of that path, as `["hooks", "install"]`.
  public func command(at path: [String]) -> CommandSpec? {
    var commands = commands
    var found: CommandSpec?
    for name in path {
      guard let next = commands.first(where: { $0.name == name }) else { return nil }
      found = next
      commands = next.subcommands
    }
    return found
  }

  /// Every command that runs, with its path, subcommands included and hidden ones left out.
  var leaves: [(path: [String], command: CommandSpec)] {
    func walk(_ commands: [CommandSpec], _ path: [String]) -> [(path: [String], command: CommandSpec)] {
      commands.filter { !$0.isHidden }.flatMap { command in
        let here = path + [command.name]
        return command.subcommands.isEmpty ? [(here, command)] : walk(command.subcommands, here)
      }
    }
    return walk(commands, [])
  }

  /// `galley annotate SLUG --quote Q [--rev rN]`, without the global options.
  public func usage(of path: [String]) -> String {
    guard let command = command(at: path) else { return "\(name) COMMAND [ARGUMENT]..." }
    return ([name] + path + command.usageParts).joined(separator: " ")
  }
}

extension CommandSpec {
  /// The words after the command in its usage line; a part is never broken over two lines.
  var usageParts: [String] {
    if !subcommands.isEmpty {
      return [subcommands.filter { !$0.isHidden }.map(\.name).joined(separator: "|")]
    }
    let grouped = Set(exclusive.flatMap(\.options))
    var parts = arguments.map(\.usage)
    for option in options where !grouped.contains(option.long) {
      let text = option.spelling + (option.isRepeating && !option.spelling.hasSuffix("…") ? "..." : "")
      parts.append(option.isRequired ? text : "[\(text)]")
    }
    for group in exclusive {
      let inside = group.options.compactMap { name in options.first { $0.long == name }?.spelling }
      let text = inside.joined(separator: " | ")
      parts.append(group.isRequired ? "(\(text))" : "[\(text)]")
    }
    return parts
  }
}

extension ArgumentSpec {
  var usage: String {
    let word = kind.choices?.joined(separator: "|") ?? name
    switch count {
    case .required: return word
    case .optional: return "[\(word)]"
    case .oneOrMore: return "\(word)..."
    case .zeroOrMore: return "[\(word)...]"
    }
  }
}
