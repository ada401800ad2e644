extension Program {
  /// The manual page in roff, for section 1, with the macros of man(7).
  /// - Parameter date: when the page was last changed, as `2026-01-31`; empty leaves it out.
  public func manPage(date: String = "") -> String {
    var page = RoffPage()
    let title = [name.uppercased(), "1", date, "\(name) \(version)", "User Commands"]
    page.line(".TH " + title.map(quoted).joined(separator: " "))
    // Left-aligned and without hyphenation: what is to be typed is never broken or stretched.
    page.line(".nh\n.ad l")
    page.section("NAME")
    page.line("\(roff(name)) \\- \(roff(abstract))")
    page.section("SYNOPSIS")
    page.line("\\fB\(roff(name))\\fP \\fICOMMAND\\fP [\\fIARGUMENT\\fP]...")
    if !discussion.isEmpty { page.section("DESCRIPTION") }
    page.paragraphs(discussion)
    page.section("COMMANDS")
    var group: String?
    for (path, command) in leaves {
      let heading = self.command(at: Array(path.prefix(1)))?.group ?? ""
      if heading != group, !heading.isEmpty { page.line(".SS \(quoted(heading))") }
      group = heading
      page.command([name] + path, command)
    }
    page.section("OPTIONS")
    page.line("Every command takes:")
    page.options(globalOptions)
    if !exitCodes.isEmpty { page.section("EXIT STATUS") }
    for (code, meaning) in exitCodes { page.definition("\\fB\(code)\\fP", meaning) }
    if !environment.isEmpty { page.section("ENVIRONMENT") }
    for (variable, meaning) in environment { page.definition("\\fB\(roff(variable))\\fP", meaning) }
    return page.text
  }
}

private struct RoffPage {
  private(set) var text = ""

  mutating func line(_ line: String) { text += line + "\n" }

  mutating func section(_ name: String) { line(".SH \(quoted(name))") }

  mutating func paragraphs(_ paragraphs: [String]) {
    for (number, paragraph) in paragraphs.enumerated() {
      if number > 0 { line(".PP") }
      line(roff(paragraph))
    }
  }

  mutating func definition(_ term: String, _ meaning: String) { line(".TP\n\(term)\n\(roff(meaning))") }

  mutating func options(_ options: [OptionSpec]) {
    for option in options {
      let names = [option.short, option.long].compactMap { $0 }.map { "\\fB\(roff($0))\\fP" }
      let value = option.valueName.map { " \\fI\(roff($0))\\fP" } ?? ""
      definition(names.joined(separator: ", ") + value, option.fullHelp)
    }
  }

  mutating func command(_ words: [String], _ command: CommandSpec) {
    let usage = command.usageParts.map { " " + roff($0) }.joined()
    line(".TP\n\\fB\(roff(words.joined(separator: " ")))\\fP\(usage)")
    line(roff(command.abstract.prefix(1).uppercased() + command.abstract.dropFirst() + "."))
    line(".RS")
    for paragraph in command.discussion { line(".PP\n\(roff(paragraph))") }
    for argument in command.arguments { definition("\\fI\(roff(argument.name))\\fP", argument.fullHelp) }
    options(command.options)
    for example in command.examples {
      let says = example.says.prefix(1).uppercased() + example.says.dropFirst()
      line(".PP\n\(roff(says)):\n.PP\n.RS 4\n.EX\n\(roff(example.command))\n.EE\n.RE")
    }
    line(".RE")
  }
}

/// An argument of a request.
private func quoted(_ text: String) -> String { "\"\(roff(text))\"" }

/// Text with everything escaped that roff would read as a request, or typeset as another character; line
/// breaks become blanks.
func roff(_ text: some StringProtocol) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\(rs"
    case "-": result += "\\-"
    case "'": result += "\\(aq"
    case "\"": result += "\\(dq"
    case "`": result += "\\(ga"
    case "^": result += "\\(ha"
    case "~": result += "\\(ti"
    case ".": result += result.isEmpty ? "\\&." : "."
    case "\n", "\t", "\r": result += " "
    case " "..."~": result.unicodeScalars.append(scalar)
    case _ where scalar.value < 0xA0: break
    default:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)]"
    }
  }
  return result
}
