import Editorial
import Galley
import JSON
import System
import Terminal

/// What a server of the remotes runs for whoever comes in.
enum GateCommand {
  static let command = Command(
    CommandSpec(
      "gate", "Let one person fetch and push: ssh's forced command, or a web server's CGI program",
      group: HelpGroup.server,
      discussion: [
        "For authorized_keys on the server that holds the remotes: the key's holder can fetch from and push to the repositories "
          + "below DIR, is known to their hooks by LOGIN, and can do nothing else. Blind reviews of others are hidden until they are merged.",
        "With --http it stands in the place of git's http-backend, for the person whom the web server names by REMOTE_USER.",
      ],
      arguments: [
        ArgumentSpec(
          "LOGIN", "Who comes in, as galley.yaml knows them: an e-mail or a login", count: .optional)
      ],
      options: [
        OptionSpec(
          "--root", value: "DIR", "The folder of the repositories; the home folder if not given",
          kind: .directory),
        OptionSpec("--http", "Answer a web server's request, as a CGI program"),
        OptionSpec(
          "--hidden",
          "Only say which branches of --repo are to be hidden from LOGIN, one a line, as git's transfer.hideRefs has them; hooks/gitolite uses it"
        ),
        OptionSpec(
          "--filter", value: "DIR",
          "Only pass on what LOGIN may ask of git's upload-pack in a repository; the gate runs this itself",
          kind: .directory),
      ],
      exclusive: [.atMostOne("--http", "--hidden"), .atMostOne("--hidden", "--filter")],
      examples: [
        Example(
          "galley gate ben@example.org --root /srv/git", says: "what command=\"…\" before Ben's key forces"),
        Example("galley gate --http --root /srv/git", says: "what a web server runs for git's requests"),
      ],
      seeAlso: ["hooks"])
  ) { context in
    let isWeb = context.parsed.flag("--http")
    let named = isWeb ? context.environment["REMOTE_USER"] ?? "" : context.parsed.value("LOGIN")
    guard let login = named else {
      throw context.parsed.usageError(
        "LOGIN is missing", remedy: "Name who comes in by an e-mail or a login.")
    }
    if context.parsed.flag("--hidden") { return try hidden(from: login, context) }
    if let folder = context.parsed.value("--filter") {
      let filter = try FetchFilter(folder: folder, login: login, environment: context.environment)
      GateFilter.run(filter, tellsClient: !isWeb)
      return Outcome(json: { [] }, text: { _ in "" })
    }
    do {
      let gate = try Gate(
        root: context.parsed.value("--root") ?? context.environment["HOME"] ?? ".", login: login,
        environment: context.environment)
      let pass = try isWeb ? gate.webPass() : gate.pass()
      try GateFilter.stand(before: pass, login: login, isWeb: isWeb)
      replaceProcess(pass)
    } catch let refusal as Refusal where isWeb {
      return Outcome(isVerbatim: true, json: { [Failure(refusal).json] }, text: { _ in notFound })
    }
    throw Refusal(
      "git can't be run: \(systemErrorWords())", "Who runs the server installs git there.")
  }

  private static let notFound =
    "Status: 404 Not Found\r\nContent-Type: text/plain\r\n\r\nThere is no such repository.\n"

  private static func hidden(from login: String, _ context: Context) throws -> Outcome {
    let references = try hiddenReferences(
      in: context.folder, from: login, environment: context.environment)
    return Outcome(
      isVerbatim: true, json: { [["hidden": .array(references.map { .string($0) })]] },
      text: { _ in references.map { $0 + "\n" }.joined() })
  }

  /// Becomes git; comes back only when that fails.
  private static func replaceProcess(_ pass: GatePass) {
    var words = pass.arguments.map { strdup($0) } + [nil]
    clearenv()
    for (name, value) in pass.environment { setenv(name, value, 1) }
    execvp(pass.arguments[0], &words)
  }
}
