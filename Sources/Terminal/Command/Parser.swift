/// What the command line asks for.
public enum Invocation: Sendable {
  /// No command was given; the global options may have been.
  case noCommand(Parsed)
  case run(Parsed)
  /// Help on the command of that path, on everything when it is empty.
  case help(path: [String])
  case version
}

extension Program {
  /// Reads the words after the program's name, with GNU habits: options stand anywhere, `--` ends them, `-`
  /// is an ordinary word, and an option with a value takes the next word whatever it begins with.
  public func parse(_ words: [String]) throws(UsageError) -> Invocation {
    var parser = Parser(program: self, words: words[...])
    return try parser.run()
  }
}

private struct Parser {
  let program: Program
  var words: ArraySlice<String>
  var path: [String] = []
  var command: CommandSpec?
  var given: [String: [String]] = [:]
  var positional: [String] = []
  var helpTopic: [String]?
  var wantsHelp = false

  mutating func run() throws(UsageError) -> Invocation {
    var optionsEnded = false
    while let word = words.popFirst() {
      if optionsEnded || word == "-" || !word.hasPrefix("-") {
        try take(word)
      } else if word == "--" {
        optionsEnded = true
      } else if command == nil, helpTopic == nil, word == "--version" {
        return .version
      } else {
        try takeOption(word)
      }
    }
    if let topic = helpTopic { return .help(path: try checkTopic(topic)) }
    if wantsHelp { return .help(path: path) }
    guard let command else { return .noCommand(parsed()) }
    if !command.subcommands.isEmpty {
      throw error(
        "'\(path.joined(separator: " "))' needs a command after it",
        "Choose one of \(listed(command.subcommands.filter { !$0.isHidden }.map(\.name))).")
    }
    try assignArguments(of: command)
    try checkOptions(of: command)
    return .run(parsed())
  }

  // MARK: Words

  mutating func take(_ word: String) throws(UsageError) {
    if helpTopic != nil {
      // The help on help is the overview.
      if helpTopic != [] || word != "help" { helpTopic?.append(word) }
    } else if let command, command.subcommands.isEmpty {
      positional.append(word)
    } else if command == nil, word == "help", program.command(at: ["help"]) == nil {
      helpTopic = []
    } else {
      let choices = command?.subcommands ?? program.commands
      guard let found = choices.first(where: { $0.name == word }) else {
        throw unknownCommand(word, among: choices)
      }
      command = found
      path.append(word)
    }
  }

  func checkTopic(_ topic: [String]) throws(UsageError) -> [String] {
    var choices = program.commands
    for word in topic {
      guard let found = choices.first(where: { $0.name == word }) else {
        throw unknownCommand(word, among: choices)
      }
      choices = found.subcommands
    }
    return topic
  }

  // MARK: Options

  var options: [OptionSpec] { (command?.options ?? []) + program.globalOptions }

  mutating func takeOption(_ word: String) throws(UsageError) {
    var name = word
    var inline: String?
    if word.hasPrefix("--"), let equals = word.firstIndex(of: "=") {
      name = String(word[..<equals])
      inline = String(word[word.index(after: equals)...])
    }
    let meant = program.optionSynonyms[name] ?? name
    guard let option = options.first(where: { [name, meant].contains($0.long) || $0.short == name }) else {
      throw unknownOption(name)
    }
    if option.long == Program.help.long {
      wantsHelp = true
    } else if given[option.long] != nil, !option.isRepeating {
      throw error("\(option.long) is given twice", "Keep one of them.")
    }
    guard option.takesValue else {
      if inline != nil { throw error("\(option.long) takes no value", "Write \(option.long) alone.") }
      given[option.long] = [""]
      return
    }
    if option.isValueOptional, inline == nil, words.first?.hasPrefix("-") ?? true {
      given[option.long, default: []].append("")
      return
    }
    guard let value = inline ?? words.popFirst() else {
      throw error("\(name) needs a value", "Write '\(option.spelling)': \(option.help.lowercasedFirst).")
    }
    try check(value, option.kind, for: option.long)
    given[option.long, default: []].append(value)
  }

  func check(_ value: String, _ kind: ValueKind, for name: String) throws(UsageError) {
    switch kind {
    case .oneOf(let choices) where !choices.contains(value):
      let guess = closest(to: value, among: choices).map { "Did you mean '\($0)'? " } ?? ""
      throw error("\(name) cannot be \(quoted(value))", "\(guess)Choose one of \(listed(choices)).")
    case .integer(let range):
      let isDecimal = value.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 }
      if isDecimal, let number = Int(value), range.contains(number) { return }
      throw error("\(name) cannot be \(quoted(value))", "Give a whole number \(bounds(range)).")
    default:
      return
    }
  }

  func checkOptions(of command: CommandSpec) throws(UsageError) {
    for group in command.exclusive {
      let present = group.options.filter { given[$0] != nil }
      if present.count > 1 {
        throw error("\(listed(present, "and")) exclude each other", "Keep one of them.")
      }
      if present.isEmpty, group.isRequired {
        throw error("one of \(listed(group.options)) is missing", seeHelp)
      }
    }
    for option in command.options {
      if option.isRequired, given[option.long] == nil {
        throw error("\(option.spelling) is missing", seeHelp)
      }
      guard given[option.long] != nil else { continue }
      for other in option.requires where given[other] == nil {
        let spelling = command.options.first { $0.long == other }?.spelling ?? other
        throw error("\(option.long) needs \(other) too", "Add \(spelling).")
      }
    }
  }

  // MARK: Arguments

  mutating func assignArguments(of command: CommandSpec) throws(UsageError) {
    var rest = positional[...]
    for (place, argument) in command.arguments.enumerated() {
      let following = command.arguments.count - place - 1
      let values =
        argument.isRepeating ? Array(rest.prefix(max(1, rest.count - following))) : Array(rest.prefix(1))
      rest = rest.dropFirst(values.count)
      if values.isEmpty, argument.isRequired {
        let choices = argument.kind.choices.map { ": \(listed($0))" } ?? ""
        var missing = error("\(argument.name) is missing", "Give \(argument.help.lowercasedFirst)\(choices).")
        if case .dynamic(let kind) = argument.kind { missing.missingKind = kind }
        throw missing
      }
      for value in values { try check(value, argument.kind, for: argument.name) }
      if !values.isEmpty { given[argument.name] = values }
    }
    if let extra = rest.first {
      throw error("\(quoted(extra)) is one word too many", "Put quotation marks around a text with blanks.")
    }
  }

  // MARK: Results

  func parsed() -> Parsed {
    let names = options.map(\.long) + (command?.arguments.map(\.name) ?? [])
    var result = Parsed(path: path, usage: program.usage(of: path), declared: Set(names))
    result.given = given
    return result
  }

  func error(_ message: String, _ remedy: String) -> UsageError {
    UsageError(message: message, remedy: remedy, usage: program.usage(of: path))
  }

  var seeHelp: String {
    let words = [program.name, "help"] + path
    return "See '\(words.joined(separator: " "))'."
  }

  func unknownCommand(_ word: String, among choices: [CommandSpec]) -> UsageError {
    if path.isEmpty, let lead = program.leads[word.lowercased()] {
      return error("there is no command \(quoted(word))", lead)
    }
    let names = choices.filter { !$0.isHidden }.map(\.name)
    let guess = closest(to: word, among: path.isEmpty ? names + ["help"] : names)
    let typed = path.isEmpty ? "" : path.joined(separator: " ") + " "
    let remedy = guess.map { "Did you mean '\(program.name) \(typed)\($0)'?" }
    return error("there is no command \(quoted(typed + word))", remedy ?? seeHelp)
  }

  func unknownOption(_ name: String) -> UsageError {
    let message = "there is no option \(quoted(name))"
    if command == nil, let owner = program.leaves.first(where: { $0.command.has(name) }) {
      return error(
        "\(message) before the command", "Write it after the command, as in '\(owner.command.name) \(name)'.")
    }
    if !name.hasPrefix("--"), let short = options.first(where: { $0.short == String(name.prefix(2)) }) {
      let rest = short.takesValue ? " \(quoted(String(name.dropFirst(2))))" : ""
      return error(message, "Write '\(short.short ?? short.long)\(rest)' apart.")
    }
    if name.count > 2,
      let guess = closest(to: name, among: options.flatMap { [$0.long] + ($0.short.map { [$0] } ?? []) })
    {
      return error(message, "Did you mean '\(guess)'?")
    }
    return error(message, "Put '--' before a text that begins with a hyphen, or see the help with -h.")
  }
}

extension CommandSpec {
  fileprivate func has(_ option: String) -> Bool {
    options.contains { $0.long == option || $0.short == option }
  }
}

/// A user's word in an error message: shown safely, and shortened.
private func quoted(_ word: String) -> String {
  let scalars = word.unicodeScalars
  let short = scalars.count > 60 ? String(String.UnicodeScalarView(scalars.prefix(60))) + "…" : word
  return "'\(visible(short, keepNewlines: false))'"
}

/// `a, b or c`
func listed(_ words: [String], _ conjunction: String = "or") -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
}

private func bounds(_ range: ClosedRange<Int>) -> String {
  if range.upperBound == .max {
    return range.lowerBound == .min ? "in digits" : "from \(range.lowerBound) up"
  }
  return "from \(range.lowerBound) to \(range.upperBound)"
}

extension String {
  /// For the middle of a sentence; an acronym stays one.
  fileprivate var lowercasedFirst: String {
    dropFirst().first?.isUppercase == true ? self : prefix(1).lowercased() + dropFirst()
  }
}
