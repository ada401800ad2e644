/// What stood on the command line, after every check the declaration allows.
///
/// Asking for a name that the command does not declare is a mistake in the program and stops a debug build.
public struct Parsed: Sendable {
  /// The command's words: `["hooks", "install"]`; empty when none was given.
  public let path: [String]
  /// How the command is used, for errors found later.
  public let usage: String
  let declared: Set<String>
  var given: [String: [String]] = [:]

  init(path: [String], usage: String, declared: Set<String>) {
    self.path = path
    self.usage = usage
    self.declared = declared
  }

  /// The command's words with blanks between: `hooks install`.
  public var commandName: String { path.joined(separator: " ") }

  /// Whether the flag, or the option, was given: `flag("--json")`.
  public func flag(_ name: String) -> Bool { !values(name).isEmpty }

  /// The value of an option (`--quote`) or argument (`SLUG`), nil when it was not given.
  public func value(_ name: String) -> String? { values(name).first }

  /// All values of a repeating option or argument, in order.
  public func values(_ name: String) -> [String] {
    assert(declared.contains(name), "\(commandName) declares no \(name)")
    return given[name] ?? []
  }

  /// The value of what is declared as required, which the parser has made sure of.
  public func required(_ name: String) -> String {
    guard let value = value(name) else { preconditionFailure("\(name) is not declared as required") }
    return value
  }

  /// The value of an option or argument of kind `integer`.
  public func integer(_ name: String) -> Int? { value(name).flatMap { Int($0) } }

  /// The values of a comma-separated option, `--accept a,b --accept c`, without empty ones; nil when it was
  /// not given.
  public func list(_ name: String) -> [String]? {
    let all = values(name)
    return all.isEmpty ? nil : all.flatMap { $0.split(separator: ",").map(String.init) }
  }

  /// A usage error of this command, for what a declaration cannot say.
  public func usageError(_ message: String, remedy: String) -> UsageError {
    UsageError(message: message, remedy: remedy, usage: usage)
  }
}

/// The command line was wrong; the program should exit with 2.
public struct UsageError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, without a full stop.
  public var message: String
  /// What to do about it, a sentence with its full stop.
  public var remedy: String
  /// The usage line of the command at hand.
  public var usage: String
  /// The kind of ``ValueKind/dynamic(_:)`` of an argument that is missing: what there is to choose from.
  public var missingKind: String?

  public init(message: String, remedy: String, usage: String) {
    self.message = message
    self.remedy = remedy
    self.usage = usage
  }

  /// `WHAT. HOW TO MEND IT`
  public var description: String { "\(message). \(remedy)" }
}
