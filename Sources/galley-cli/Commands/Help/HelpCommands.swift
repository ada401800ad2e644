import Editorial
import Galley
import JSON
import Terminal

/// What the declarations tell of themselves: completions, the man page, and what the shells ask while one types.
enum HelpCommands {
  static let specs = [
    CommandSpec(
      "completions", "Print the completions for a shell", group: HelpGroup.help,
      arguments: [ArgumentSpec("SHELL", "The shell", kind: .oneOf(["bash", "zsh", "fish"]))],
      examples: [Example("source <(galley completions bash)", says: "complete in this bash")]),
    CommandSpec(
      "man", "Print the man page", group: HelpGroup.help,
      examples: [Example("galley man | man -l -", says: "read it")]),
    CommandSpec(
      "__complete", "Answer a shell",
      arguments: [
        ArgumentSpec("KIND", "What is wanted"), ArgumentSpec("PREFIX", "What is typed", count: .optional),
      ],
      isHidden: true),
  ]

  /// The help on a command, or the overview for an empty path.
  static func help(_ path: [String]) throws -> Outcome {
    let width = Screen.current().width
    let text =
      path.isEmpty
      ? Application.program.overview(width: width) : Application.program.help(path: path, width: width)
    return Outcome(
      json: { [["text": .string(text.plain)]] }, text: { paint in text.rendered(colour: paint.isOn) })
  }

  static var version: Outcome {
    Outcome(
      json: { [["version": .string(Application.program.version)]] },
      text: { _ in "galley \(Application.program.version)\n" })
  }

  /// nil when it is a command of another file.
  static func run(_ parsed: Parsed) throws -> Outcome? {
    switch parsed.path.first {
    case "completions":
      switch parsed.required("SHELL") {
      case "bash": return plain(Application.program.completions(for: .bash))
      case "zsh": return plain(Application.program.completions(for: .zsh))
      default: return plain(Application.program.completions(for: .fish))
      }
    case "man": return plain(Application.program.manPage(date: Timestamp.now().day.description))
    case "__complete":
      return plain(candidates(parsed).map { visible($0, keepNewlines: false) + "\n" }.joined())
    default: return nil
    }
  }

  private static func plain(_ text: String) -> Outcome {
    Outcome(isVerbatim: true, json: { [["text": .string(text)]] }, text: { _ in text })
  }

  private static func revisions(of articles: [OpenArticle]) -> [String] {
    Set(articles.flatMap(\.revisions).map(\.number)).sorted().map(\.description)
  }

  /// The e-mails of those whom galley.yaml names, and who reviewed what is open.
  private static func people(of articles: [OpenArticle], _ desk: Desk) -> [String] {
    let named = (try? desk.configuration().people.map(\.email)) ?? []
    return Set(named + articles.flatMap(\.reviews).map(\.person.email)).sorted()
  }

  /// Never fails: a shell that completes shows no errors.
  private static func candidates(_ parsed: Parsed) -> [String] {
    candidates(
      parsed.value("KIND") ?? "", prefix: parsed.value("PREFIX") ?? "", in: parsed.value("--repo") ?? ".")
  }

  static func candidates(_ kind: String, prefix: String, in folder: String) -> [String] {
    guard let desk = try? Desk.open(folder, environment: [:]),
      let articles = try? desk.openArticles(withPublished: true)
    else { return [] }
    let found: [String] =
      switch kind {
      case "slug":
        Set(articles.map(\.slug) + ((try? desk.publishedSlugs()) ?? [])).sorted().map(\.description)
      case "revision": Self.revisions(of: articles)
      case "draft": Self.revisions(of: articles) + ["published"]
      case "annotation":
        articles.flatMap { article -> [String] in
          let ids = (try? desk.annotationIDs(of: article)) ?? []
          let short = ShortIDs(ids)
          return ids.map { short.tail(of: $0) }.sorted()
        }
      case "person": Self.people(of: articles, desk)
      default: []
      }
    return found.filter { $0.hasPrefix(prefix) }
  }
}
