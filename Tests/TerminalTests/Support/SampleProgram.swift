import Terminal

/// A program with one of everything that a declaration can say.
let sample = Program(
  name: "galley", version: "1.2.3", abstract: "editorial review on git",
  discussion: ["Articles and reviews are plain files - in a git repository."],
  commands: [
    CommandSpec(
      "annotate", "remark on a passage", group: "Review",
      discussion: [".This paragraph begins with a dot, has a back\\slash and an option --quote."],
      arguments: [ArgumentSpec("SLUG", "the article's slug", kind: .dynamic("slug"))],
      options: [
        OptionSpec("--quote", value: "Q", "the passage, word by word", required: true),
        OptionSpec(
          "--occurrence", value: "K", "which of several equal passages", kind: .integer(1...9999),
          requires: ["--quote"]),
        OptionSpec("--comment", value: "T", "a comment"),
        OptionSpec("--query", value: "T", "a question that needs an answer"),
        OptionSpec("--suggest", value: "T", "the replacement text"),
        OptionSpec("--rev", value: "rN", "the revision: it's the newest [unless said]"),
      ],
      exclusive: [.exactlyOne("--comment", "--query", "--suggest")],
      examples: [
        Example(
          "galley annotate rivers --quote 'the Rhine' --comment 'Which bank?'",
          says: "asks about the one place that says so")
      ],
      seeAlso: ["reply"]),
    CommandSpec(
      "reply", "answer an annotation", group: "Review",
      arguments: [
        ArgumentSpec("ID", "the annotation's id", kind: .dynamic("annotation")),
        ArgumentSpec("TEXT", "the answer"),
      ],
      examples: [Example("galley reply 3fa9 'The left one.'", says: "answers the query")]),
    CommandSpec(
      "verdict", "close one's review", group: "Review",
      arguments: [
        ArgumentSpec("SLUG", "the article's slug", kind: .dynamic("slug")),
        ArgumentSpec("VERDICT", "the judgement", kind: .oneOf(["accept", "minor", "major", "reject"])),
      ],
      options: [OptionSpec("--message", short: "-m", value: "MSG", "why")],
      examples: [Example("galley verdict rivers minor -m 'Dates first.'", says: "asks for small changes")]),
    CommandSpec(
      "new", "start an article", group: "Write",
      arguments: [ArgumentSpec("SLUG", "the article's slug")],
      options: [
        OptionSpec("--from", value: "FILE", "take the text from a file", kind: .file),
        OptionSpec("--tag", value: "TAG", "a keyword", repeating: true),
      ],
      examples: [Example("galley new rivers --from draft.md", says: "starts r1 from a file")]),
    CommandSpec(
      "show", "show the text with its annotations", group: "Read",
      arguments: [
        ArgumentSpec("SLUG", "the article's slug", kind: .dynamic("slug")),
        ArgumentSpec("FILE", "files to add", count: .zeroOrMore, kind: .file),
      ],
      options: [
        OptionSpec("--open", "only open ones"),
        OptionSpec("--format", value: "F", "the form", kind: .oneOf(["terminal", "html"])),
        OptionSpec("--in", value: "DIR", "where to look", kind: .directory),
      ],
      exclusive: [.atMostOne("--open", "--in")],
      examples: [Example("galley show rivers", says: "shows the newest revision")]),
    CommandSpec(
      "hooks", "install git hooks", group: "Desk",
      subcommands: [
        CommandSpec(
          "install", "put the hooks into this desk", options: [OptionSpec("--force", "replace others")],
          examples: [Example("galley hooks install", says: "installs all of them")]),
        CommandSpec(
          "remove", "take the hooks out", examples: [Example("galley hooks remove", says: "removes ours")]),
      ]),
    CommandSpec(
      "__complete", "answer the shell",
      arguments: [ArgumentSpec("KIND", "what"), ArgumentSpec("PREFIX", "typed so far")], isHidden: true),
  ],
  globalOptions: [
    OptionSpec("--json", "answer as JSON"),
    OptionSpec("--repo", value: "DIR", "the desk to work on", kind: .directory),
  ],
  exitCodes: [(0, "done"), (2, "wrong usage")],
  environment: [("GALLEY_PAGER", "the pager, before PAGER")])
