import Editorial
import Galley
import Git
import JSON
import System
import Terminal

enum HooksCommand {
  static let command = Command(
    CommandSpec(
      "hooks", "Guard a remote, or check early on a desk", group: HelpGroup.server,
      subcommands: [
        CommandSpec(
          "install", "Install git's hooks that call galley",
          discussion: [
            "On a remote (a bare repository) the hooks hold everybody to the rules and roles of galley.yaml. On a desk they tell "
              + "those who work with plain git early what the server would say late. Hooks that are there already go on being called first."
          ],
          examples: [
            Example("galley hooks install --repo /srv/news.git", says: "guard the remote"),
            Example("galley hooks install", says: "check commits and pushes on this desk"),
          ],
          seeAlso: ["init", "sync"])
      ])
  ) { context in
    let done = try HookInstaller(context.folder, program: ownProgram()).install()
    return Outcome(
      notes: done.notes,
      json: {
        [
          [
            "folder": .string(done.folder), "server": .bool(done.isServer),
            "installed": .array(done.installed.map { .string($0.rawValue) }),
            "chained": .array(done.chained.map { .string($0.rawValue) }),
            "settings": .array(done.settings.map { .string("\($0.key)=\($0.value)") }),
          ]
        ]
      },
      text: { paint in
        let names = done.installed.map(\.rawValue).joined(separator: ", ")
        let chained = done.chained.map {
          "  The \($0.rawValue) that was there is called first.\n"
        }
        let next =
          done.isServer
          ? "  Tell it who pushes: set GALLEY_USER, GL_USER or REMOTE_USER; see docs/server.md.\n" : ""
        return
          "Installed \(paint.bold(names)) in \(visible(done.folder, keepNewlines: false)).\n\(chained.joined())\(next)"
      })
  }

  /// The name by which this program was called, or that PATH has, when it leads here: it will lead to the next version
  /// too. Else the program's own file.
  private static func ownProgram() throws -> String {
    guard let path = realpath("/proc/self/exe", nil) else {
      throw Refusal("galley doesn't find its own file", "Check that /proc is mounted.")
    }
    defer { free(path) }
    let own = String(cString: path)
    let called = CommandLine.unsafeArgv[0].map { String(cString: $0) } ?? ""
    let folders =
      called.contains("/") ? [] : (environmentVariable("PATH") ?? "").split(separator: ":").map(String.init)
    let candidates = called.contains("/") ? [called] : folders.map { "\($0)/\(called)" }
    for candidate in candidates where access(candidate, X_OK) == 0 {
      guard let found = realpath(candidate, nil) else { continue }
      defer { free(found) }
      // What was found first is what runs; the folder is made absolute, the name stays.
      guard strcmp(found, path) == 0 else { break }
      let end = candidate.lastIndex(of: "/") ?? candidate.startIndex
      guard let folder = realpath(end == candidate.startIndex ? "/" : String(candidate[..<end]), nil) else {
        break
      }
      defer { free(folder) }
      return String(cString: folder) + candidate[end...]
    }
    return own
  }
}
