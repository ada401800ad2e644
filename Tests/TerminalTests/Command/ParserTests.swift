import Terminal
import TestSupport
import Testing

private func run(_ words: String...) throws -> Parsed {
  guard case .run(let parsed) = try sample.parse(words) else { throw NotRun() }
  return parsed
}

private func refusal(_ words: String...) -> UsageError? {
  do {
    _ = try sample.parse(words)
    return nil
  } catch {
    return error
  }
}

private struct NotRun: Error {}

@Suite struct ParserTests {
  @Test("the sample's declarations are sound") func soundSample() {
    #expect(sample.faults == [])
  }

  @Test("arguments are known by their place and options by their name")
  func plainCommand() throws {
    let parsed = try run("annotate", "rivers", "--quote", "the Rhine", "--comment", "Which bank?")
    #expect(parsed.path == ["annotate"])
    #expect(parsed.required("SLUG") == "rivers")
    #expect(parsed.value("--quote") == "the Rhine")
    #expect(parsed.value("--query") == nil)
    #expect(!parsed.flag("--json"))
  }

  @Test("options may stand before, among and after the arguments, global ones before the command too")
  func optionsAnywhere() throws {
    let parsed = try run("--repo", "desk", "reply", "--json", "3fa9", "yes")
    #expect(parsed.value("--repo") == "desk")
    #expect(parsed.flag("--json"))
    #expect(parsed.values("ID") == ["3fa9"])
    #expect(parsed.value("TEXT") == "yes")
  }

  @Test("a value may follow an equals sign, be empty, and hold equals signs of its own")
  func inlineValues() throws {
    let parsed = try run("annotate", "a", "--quote=x=y", "--comment=")
    #expect(parsed.value("--quote") == "x=y")
    #expect(parsed.value("--comment") == "")
  }

  @Test(
    "an option with a value takes the next word whatever it begins with",
    arguments: ["-5 degrees", "--", "-"])
  func hyphenValues(value: String) throws {
    #expect(try run("annotate", "a", "--quote", value, "--comment", "c").value("--quote") == value)
  }

  @Test("two hyphens end the options, and a single one is an ordinary word")
  func endOfOptions() throws {
    #expect(try run("reply", "3fa9", "--", "--json").value("TEXT") == "--json")
    #expect(try run("new", "-", "--from", "-").value("SLUG") == "-")
  }

  @Test("a short option is looked up by its long name")
  func shortOption() throws {
    #expect(try run("verdict", "a", "minor", "-m", "Dates.").value("--message") == "Dates.")
    #expect(refusal("verdict", "a", "minor", "-mDates")?.remedy == "Write '-m 'Dates'' apart.")
  }

  @Test("a repeating option and a repeating argument keep their order")
  func repeating() throws {
    #expect(try run("new", "a", "--tag", "x", "--tag=y").values("--tag") == ["x", "y"])
    #expect(try run("show", "a", "f", "g").values("FILE") == ["f", "g"])
    #expect(try run("show", "a").values("FILE") == [])
  }

  @Test("a comma-separated option is a list, and an absent one is none")
  func lists() throws {
    #expect(try run("new", "a", "--tag", "x,y,", "--tag", "z").list("--tag") == ["x", "y", "z"])
    #expect(try run("new", "a").list("--tag") == nil)
  }

  @Test("giving an option or a flag twice is refused")
  func twice() {
    #expect(refusal("show", "a", "--format", "html", "--format=html")?.message == "--format is given twice")
    #expect(refusal("show", "a", "--open", "--open")?.message == "--open is given twice")
  }

  @Test("a choice must be one of those listed, in options and in arguments")
  func choices() {
    #expect(
      refusal("verdict", "a", "mino")?.remedy
        == "Did you mean 'minor'? Choose one of accept, minor, major or reject.")
    #expect(refusal("show", "a", "--format=xml")?.message == "--format cannot be 'xml'")
  }

  @Test(
    "a number must be decimal and in its range",
    arguments: ["0", "10000", "x", "", "+3", "1e3", "٣", "9999999999999999999999"])
  func numbers(bad: String) throws {
    let good = try run("annotate", "a", "--quote", "q", "--query", "t", "--occurrence", "12")
    #expect(good.integer("--occurrence") == 12)
    let error = refusal("annotate", "a", "--quote", "q", "--query", "t", "--occurrence", bad)
    #expect(error?.remedy == "Give a whole number from 1 to 9999.")
  }

  @Test("options of one group exclude each other, and a required group wants one")
  func exclusiveGroups() {
    #expect(
      refusal("annotate", "a", "--quote", "q", "--query", "t", "--suggest", "u")?.message
        == "--query and --suggest exclude each other")
    #expect(
      refusal("annotate", "a", "--quote", "q")?.message == "one of --comment, --query or --suggest is missing"
    )
    #expect(refusal("show", "a") == nil)
    #expect(refusal("show", "a", "--open", "--in", "d") != nil)
  }

  @Test("what is required and what an option requires must be there")
  func missing() {
    #expect(refusal("reply", "3fa9")?.description == "TEXT is missing. Give the answer.")
    #expect(refusal("annotate", "a", "--query", "t")?.message == "--quote Q is missing")
    #expect(
      refusal("annotate", "a", "--query", "t", "--quote")?.description
        == "--quote needs a value. Write '--quote Q': the passage, word by word.")
  }

  @Test("a flag takes no value")
  func flagValue() {
    #expect(refusal("show", "a", "--open=yes")?.message == "--open takes no value")
  }

  @Test("a word too many is refused, shown safely and shortened")
  func surplus() {
    #expect(refusal("reply", "a", "b", "c\u{1B}[2J")?.message == "'c␛[2J' is one word too many")
    let long = refusal("reply", "a", "b", String(repeating: "x", count: 5000))
    #expect((long?.message.count ?? 0) < 100)
  }

  @Test("a mistyped command or option gets a suggestion, a wild one the way to the help")
  func suggestions() {
    #expect(
      refusal("anotate")?.description == "there is no command 'anotate'. Did you mean 'galley annotate'?")
    #expect(refusal("hepl")?.remedy == "Did you mean 'galley help'?")
    #expect(refusal("zzzzzz")?.remedy == "See 'galley help'.")
    #expect(refusal("show", "a", "--opne")?.remedy == "Did you mean '--open'?")
    #expect(refusal("reply", "a", "-5 degrees")?.remedy.hasPrefix("Put '--' before") == true)
    #expect(refusal("__complet")?.remedy == "See 'galley help'.")
  }

  @Test("an option of a command that stands before it is told its place")
  func optionTooEarly() {
    #expect(refusal("--open", "show")?.remedy == "Write it after the command, as in 'show --open'.")
  }

  @Test("a subcommand is part of the path; without one the choices are listed")
  func subcommands() throws {
    let parsed = try run("hooks", "install", "--force")
    #expect(parsed.commandName == "hooks install")
    #expect(parsed.flag("--force"))
    #expect(refusal("hooks")?.remedy == "Choose one of install or remove.")
    #expect(refusal("hooks", "instal")?.remedy == "Did you mean 'galley hooks install'?")
  }

  @Test("the usage line of an error is that of its command only")
  func usageLine() {
    #expect(
      refusal("annotate")?.usage
        == "galley annotate SLUG --quote Q [--occurrence K] [--rev rN] (--comment T | --query T | --suggest T)"
    )
    #expect(refusal("verdict", "a")?.usage == "galley verdict SLUG accept|minor|major|reject [--message MSG]")
    #expect(refusal("hooks")?.usage == "galley hooks install|remove")
    #expect(refusal("nothing-like-it")?.usage == "galley COMMAND [ARGUMENT]...")
  }

  @Test("help is asked for in every way and wins over what is missing")
  func help() throws {
    func topic(_ words: String...) throws -> [String]? {
      guard case .help(let path) = try sample.parse(words) else { return nil }
      return path
    }
    #expect(try topic("-h") == [])
    #expect(try topic("help") == [])
    #expect(try topic("help", "annotate") == ["annotate"])
    #expect(try topic("help", "hooks", "install") == ["hooks", "install"])
    #expect(try topic("annotate", "--help") == ["annotate"])
    #expect(try topic("hooks", "install", "-h") == ["hooks", "install"])
    #expect(try topic("-h", "show") == ["show"])
    #expect(refusal("help", "shwo")?.remedy == "Did you mean 'galley show'?")
  }

  @Test("no words, or global options alone, are no command")
  func noCommand() throws {
    guard case .noCommand(let parsed) = try sample.parse(["--repo", "d"]) else {
      Issue.record("expected no command")
      return
    }
    #expect(parsed.value("--repo") == "d")
    guard case .version = try sample.parse(["--version"]) else {
      Issue.record("expected the version")
      return
    }
  }

  @Test("random words never trap, and a success has all that is required")
  func fuzz() {
    var random = SeededRandom(seed: 7)
    let pool = [
      "annotate", "reply", "show", "hooks", "install", "help", "--", "-", "--quote", "--quote=x", "-m", "-h",
      "--json",
      "--repo", "--open", "", "=", "--=", "--x=", "-\u{301}", "\u{0}", "--format", "html", "a", "--comment",
    ]
    for _ in 0..<5000 {
      let words = (0..<Int.random(in: 0...7, using: &random)).map { _ in
        pool.randomElement(using: &random) ?? ""
      }
      guard case .run(let parsed)? = try? sample.parse(words) else { continue }
      if parsed.path == ["reply"] { #expect(parsed.value("ID") != nil && parsed.value("TEXT") != nil) }
      if parsed.path == ["annotate"] { #expect(parsed.value("--quote") != nil) }
    }
  }

  @Test("unsound declarations are told")
  func faults() {
    let bad = Program(
      name: "p", version: "0", abstract: "x",
      commands: [
        CommandSpec(
          "a", "Does it.",
          arguments: [ArgumentSpec("X", "x", count: .zeroOrMore), ArgumentSpec("Y", "y")],
          options: [OptionSpec("--b", "b", requires: ["--c"]), OptionSpec("--b", "again")],
          exclusive: [.atMostOne("--b", "--d")], seeAlso: ["gone"])
      ])
    #expect(bad.faults.count == 8)
  }
}
