extension Program {
  /// What is wrong with the declarations themselves, a sentence each; a test of the program asks for none.
  public var faults: [String] {
    var found = duplicates(commands.map(\.name)).map { "two commands are called \($0)" }
    for (path, command) in leaves {
      found += command.faults(globals: globalOptions).map { "\(path.joined(separator: " ")): \($0)" }
      for other in command.seeAlso where self.command(at: other.split(separator: " ").map(String.init)) == nil
      {
        found.append("\(path.joined(separator: " ")): see also names no command \(other)")
      }
    }
    return found
  }
}

extension CommandSpec {
  fileprivate func faults(globals: [OptionSpec]) -> [String] {
    var found: [String] = []
    let all = options + globals
    let longs = all.map(\.long)
    found += duplicates(longs + all.compactMap(\.short)).map { "two options are called \($0)" }
    found += duplicates(arguments.map(\.name)).map { "two arguments are called \($0)" }
    if examples.isEmpty { found.append("it has no example") }
    for text in [abstract] + all.map(\.help) + arguments.map(\.help)
    where text.isEmpty || text.hasSuffix(".") || text.contains("\n") {
      found.append("'\(text)' should be one line without a full stop")
    }
    for option in options {
      let isLetter = option.long.utf8.count == 2 && option.long.hasPrefix("-") && option.short == nil
      if !option.long.hasPrefix("--"), !isLetter {
        found.append("\(option.long) should begin with two hyphens, or be a hyphen and a letter")
      }
      if let short = option.short, short.utf8.count != 2 || !short.hasPrefix("-") {
        found.append("\(short) should be a hyphen and a letter")
      }
      for other in option.requires where !longs.contains(other) {
        found.append("\(option.long) requires \(other), which does not exist")
      }
    }
    for name in exclusive.flatMap(\.options) where !longs.contains(name) {
      found.append("a group names \(name), which does not exist")
    }
    for (argument, next) in zip(arguments, arguments.dropFirst()) {
      // What follows is told from it by number.
      if argument.isRepeating, argument.count == .zeroOrMore || next.count != .required {
        found.append("\(argument.name) repeats but is not the last argument")
      }
      if !argument.isRequired, next.isRequired {
        found.append("\(next.name) is required but follows an optional argument")
      }
    }
    return found
  }
}

private func duplicates(_ names: [String]) -> [String] {
  var seen: Set<String> = []
  return names.filter { !seen.insert($0).inserted }
}
