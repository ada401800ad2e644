import Editorial
import Galley
import Glibc
import JSON
import Terminal

/// What an ssh server runs for whoever comes in.
enum GateCommand {
  static let gate = Command(
    CommandSpec(
      "gate", "Let a key's holder fetch and push, as a forced command of ssh", group: ShareCommands.group,
      discussion: [
        "For authorized_keys on the server that holds the remotes: the key's holder can fetch from and push to the repositories "
          + "below DIR, is known to their hooks by LOGIN, and can do nothing else. Blind reviews of others are hidden until they are merged."
      ],
      arguments: [
        ArgumentSpec("LOGIN", "Who holds the key, as galley.yaml knows them: an e-mail or a login")
      ],
      options: [
        OptionSpec(
          "--root", value: "DIR", "The folder of the repositories; the home folder if not given",
          kind: .directory)
      ],
      examples: [
        Example(
          "galley gate ben@example.org --root /srv/git", says: "what command=\"…\" before Ben's key forces")
      ],
      seeAlso: ["hooks"])
  ) { context in
    let root = context.parsed.value("--root") ?? context.environment["HOME"] ?? "."
    let pass = try Gate(
      root: root, login: context.parsed.required("LOGIN"), environment: context.environment
    ).pass()
    replaceProcess(pass)
    throw Refusal(
      "git can't be run: \(String(cString: strerror(errno)))", "Who runs the server installs git there.")
  }

  /// Becomes git; comes back only when that fails.
  private static func replaceProcess(_ pass: GatePass) {
    var words = pass.arguments.map { strdup($0) } + [nil]
    clearenv()
    for (name, value) in pass.environment { setenv(name, value, 1) }
    execvp(pass.arguments[0], &words)
  }
}
