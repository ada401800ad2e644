/// What a command is called, takes and does. The parser, the help, the shell completions and the man page
/// are all made from this one value, so they cannot disagree.
public struct CommandSpec: Sendable {
  /// The word typed, lower-case with hyphens.
  public var name: String
  /// One line, without a full stop: what it does, beginning with a verb.
  public var abstract: String
  /// Paragraphs for the help and the man page, each a string without line breaks.
  public var discussion: [String]
  /// The heading it stands under in the overview.
  public var group: String
  public var arguments: [ArgumentSpec]
  public var options: [OptionSpec]
  /// Options that exclude each other.
  public var exclusive: [ExclusiveGroup]
  public var examples: [Example]
  /// Names of related commands.
  public var seeAlso: [String]
  /// Commands under this one, as `install` is under `hooks`. One with subcommands takes no arguments itself.
  public var subcommands: [CommandSpec]
  /// Parsed, but shown in no help, completion or man page.
  public var isHidden: Bool

  public init(
    _ name: String, _ abstract: String, group: String = "", discussion: [String] = [],
    arguments: [ArgumentSpec] = [], options: [OptionSpec] = [], exclusive: [ExclusiveGroup] = [],
    examples: [Example] = [], seeAlso: [String] = [], subcommands: [CommandSpec] = [], isHidden: Bool = false
  ) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    self.group = group
    self.arguments = arguments
    self.options = options
    self.exclusive = exclusive
    self.examples = examples
    self.seeAlso = seeAlso
    self.subcommands = subcommands
    self.isHidden = isHidden
  }
}

/// What a value may be. The parser checks `oneOf` and `integer`; the completions offer what fits.
public enum ValueKind: Sendable, Equatable {
  /// Any text; nothing is offered.
  case text
  /// A path of a file, or `-`.
  case file
  case directory
  /// One of these words and no other.
  case oneOf([String])
  /// A whole decimal number in this range.
  case integer(ClosedRange<Int>)
  /// Any text; the completions ask the program, as `PROGRAM __complete KIND PREFIX`, which answers a
  /// candidate a line, each optionally followed by a tab and a description.
  case dynamic(String)

  var choices: [String]? {
    if case .oneOf(let words) = self { words } else { nil }
  }
}

/// A word that is known by its place.
public struct ArgumentSpec: Sendable {
  public enum Count: Sendable { case required, optional, zeroOrMore, oneOrMore }

  /// Upper-case, as the usage line shows it: `SLUG`.
  public var name: String
  public var help: String
  public var count: Count
  public var kind: ValueKind

  public init(_ name: String, _ help: String, count: Count = .required, kind: ValueKind = .text) {
    self.name = name
    self.help = help
    self.count = count
    self.kind = kind
  }

  var isRequired: Bool { count == .required || count == .oneOrMore }
  var isRepeating: Bool { count == .zeroOrMore || count == .oneOrMore }
}

/// A flag, or an option with a value.
public struct OptionSpec: Sendable {
  /// With its hyphens, as it is typed and looked up: `--quote`.
  public var long: String
  /// With its hyphen: `-m`.
  public var short: String?
  /// What the usage line calls the value; nil for a flag.
  public var valueName: String?
  public var help: String
  public var kind: ValueKind
  public var isRequired: Bool
  /// The value may be left out: at the end of the line, or where an option follows.
  public var isValueOptional = false
  /// May be given more than once.
  public var isRepeating: Bool
  /// Long names of options without which this one makes no sense.
  public var requires: [String]

  /// A flag.
  public init(_ long: String, short: String? = nil, _ help: String, requires: [String] = []) {
    self.long = long
    self.short = short
    self.valueName = nil
    self.help = help
    self.kind = .text
    self.isRequired = false
    self.isRepeating = false
    self.requires = requires
  }

  /// An option with a value.
  public init(
    _ long: String, short: String? = nil, value: String, _ help: String, kind: ValueKind = .text,
    required: Bool = false, repeating: Bool = false, valueOptional: Bool = false, requires: [String] = []
  ) {
    isValueOptional = valueOptional
    self.long = long
    self.short = short
    self.valueName = value
    self.help = help
    self.kind = kind
    self.isRequired = required
    self.isRepeating = repeating
    self.requires = requires
  }

  var takesValue: Bool { valueName != nil }
  /// `--quote Q`, or `--open` for a flag.
  var spelling: String {
    guard let valueName else { return long }
    return isValueOptional ? "\(long) [\(valueName)]" : "\(long) \(valueName)"
  }
}

/// Options of which at most one may be given.
public struct ExclusiveGroup: Sendable {
  /// Long names, in the order of the usage line.
  public var options: [String]
  /// Exactly one must be given.
  public var isRequired: Bool

  public static func exactlyOne(_ options: String...) -> ExclusiveGroup {
    ExclusiveGroup(options: options, isRequired: true)
  }

  public static func atMostOne(_ options: String...) -> ExclusiveGroup {
    ExclusiveGroup(options: options, isRequired: false)
  }
}

/// A command line to copy, and what it does.
public struct Example: Sendable {
  public var command: String
  public var says: String

  public init(_ command: String, says: String) {
    self.command = command
    self.says = says
  }
}
