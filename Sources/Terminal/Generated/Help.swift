extension Program {
  /// All commands by group, a line each, for a screen of that many columns.
  public func overview(width: Int) -> Styled {
    var page = HelpPage(width: width)
    page.paragraph("\(name, .bold): \(abstract)")
    page.usage(usage(of: []))
    var groups: [String] = []
    for command in commands where !command.isHidden && !groups.contains(command.group) {
      groups.append(command.group)
    }
    let names = commands.filter { !$0.isHidden }.map(\.name)
    for group in groups {
      let members = commands.filter { !$0.isHidden && $0.group == group }
      page.definitions(
        group.isEmpty ? "Commands" : group, members.map { ($0.name, $0.abstract) }, measuredBy: names)
    }
    page.definitions("With every command", globalOptions.map(\.helpEntry))
    page.paragraph("See '\(name) help COMMAND' for one of them, with examples.")
    return page.text
  }

  /// The help on one command; the overview when there is no such command.
  public func help(path: [String], width: Int) -> Styled {
    guard let command = command(at: path) else { return overview(width: width) }
    var page = HelpPage(width: width)
    page.paragraph("\(([name] + path).joined(separator: " "), .bold): \(command.abstract)")
    page.usage([name] + path, command.usageParts)
    for text in command.discussion { page.paragraph(Styled(text)) }
    page.definitions("Commands", command.subcommands.filter { !$0.isHidden }.map { ($0.name, $0.abstract) })
    page.definitions("Arguments", command.arguments.map(\.helpEntry))
    page.definitions("Options", command.options.map(\.helpEntry))
    page.definitions("With every command", globalOptions.map(\.helpEntry))
    page.examples(command.examples)
    if !command.seeAlso.isEmpty {
      page.paragraph("See also: \(command.seeAlso.map { "\(name) \($0)" }.joined(separator: ", "))")
    }
    return page.text
  }
}

extension OptionSpec {
  /// `-m, --message MSG`
  var helpTerm: String { (short.map { "\($0), " } ?? "") + spelling }

  /// What the help says, with what the parser will check.
  var fullHelp: String {
    var text = help + kind.choicesNote
    if isRequired { text += " (required)" }
    if isRepeating { text += " (may be repeated)" }
    return text
  }

  fileprivate var helpEntry: (String, String) { (helpTerm, fullHelp) }
}

extension ArgumentSpec {
  var fullHelp: String { help + kind.choicesNote + (isRequired ? "" : " (optional)") }

  fileprivate var helpEntry: (String, String) { (name, fullHelp) }
}

extension ValueKind {
  fileprivate var choicesNote: String { choices.map { ": \(listed($0))" } ?? "" }
}

/// Blocks under one another, an empty line between, nothing wider than the screen.
private struct HelpPage {
  let width: Int
  private(set) var text = Styled()

  /// Lines longer than 100 columns are hard to read, and in less than 20 nothing can be laid out.
  init(width: Int) { self.width = min(max(width, 20), 100) }

  private mutating func block(_ lines: [Styled]) {
    if !text.isEmpty { text += "\n" }
    for line in lines { text += line + "\n" }
  }

  mutating func paragraph(_ content: Styled) { block(content.wrapped(to: width)) }

  mutating func usage(_ line: String) { usage([line], []) }

  /// A usage line breaks only between its parts: `[--rev rN]` stays whole.
  mutating func usage(_ words: [String], _ parts: [String]) {
    let head: Styled = "\("Usage:", .bold) \(words.joined(separator: " "))"
    var lines = [head]
    for part in parts {
      let last = lines[lines.count - 1]
      let longer = last + " " + Styled(part)
      if longer.width <= width {
        lines[lines.count - 1] = longer
      } else {
        lines.append("         " + Styled(part))
      }
    }
    block(lines.flatMap { $0.width <= width ? [$0] : $0.wrapped(to: width, rest: "         ") })
  }

  /// Terms in a column, their meanings in another; a long term stands on a line of its own.
  mutating func definitions(_ heading: String, _ entries: [(String, String)], measuredBy terms: [String] = [])
  {
    guard !entries.isEmpty else { return }
    let widest = (entries.map(\.0) + terms).map(displayWidth).max() ?? 0
    let column = min(widest, max(4, width / 3))
    let indent = Styled(String(repeating: " ", count: column + 4))
    var lines = Styled(heading, .bold).wrapped(to: width)
    for (term, meaning) in entries {
      let name: Styled = "  \(term, .cyan)"
      if displayWidth(term) <= column {
        lines += Styled(meaning).wrapped(to: width, first: name.padded(to: column + 4), rest: indent)
      } else {
        lines += name.wrapped(to: width)
        lines += Styled(meaning).wrapped(to: width, first: indent, rest: indent)
      }
    }
    block(lines)
  }

  mutating func examples(_ examples: [Example]) {
    guard !examples.isEmpty else { return }
    var lines = Styled(examples.count == 1 ? "Example" : "Examples", .bold).wrapped(to: width)
    for example in examples {
      lines += Styled(example.command, .cyan).wrapped(to: width, first: "  ", rest: "      ")
      lines += Styled(example.says).wrapped(to: width, first: "      ")
    }
    block(lines)
  }
}
