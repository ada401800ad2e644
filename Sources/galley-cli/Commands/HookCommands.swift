import Editorial
import Galley
import Git
import Glibc
import JSON
import Terminal

/// The hooks: installing them, and what they call.
enum HookCommands {
  static let all = [hooks, hook, GateCommand.gate, VerifyCommand.verify]

  static let hooks = Command(
    CommandSpec(
      "hooks", "Guard a remote, or check early on a desk", group: ShareCommands.group,
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

  static let hook = Command(
    CommandSpec(
      "hook", "What git's hooks call", group: ShareCommands.group,
      discussion: ["Git runs this with what githooks(5) says. Exit code 1 refuses what git is about to do."],
      arguments: [
        ArgumentSpec(
          "NAME", "The hook", kind: .oneOf(HookName.allCases.map(\.rawValue))),
        ArgumentSpec("ARGUMENT", "What git gives the hook", count: .zeroOrMore),
      ],
      examples: [Example("exec galley hook pre-receive -- \"$@\"", says: "a hook's last line")],
      seeAlso: ["hooks"], isHidden: true)
  ) { context in
    guard let name = HookName(rawValue: context.parsed.required("NAME")) else {
      throw context.parsed.usageError("there is no such hook", remedy: "See 'galley help hook'.")
    }
    let answer = try answer(name, context)
    let isRefused = !answer.broken.isEmpty
    return Outcome(
      exitCode: isRefused ? 1 : 0,
      json: {
        [
          [
            "broken": .array(answer.broken.map(json)), "notes": .array(answer.notes.map { .string($0) }),
          ]
        ]
      },
      text: { _ in
        (answer.broken.map(\.line) + answer.notes).map {
          "galley: \(visible($0, keepNewlines: false))\n"
        }.joined()
      })
  }

  static func json(_ broken: BrokenRule) -> JSON {
    [
      "rule": .string(broken.rule.rawValue), "place": .string(broken.place), "what": .string(broken.what),
      "remedy": .string(broken.remedy),
    ]
  }

  private static func answer(_ name: HookName, _ context: Context) throws -> HookAnswer {
    let arguments = context.parsed.values("ARGUMENT")
    let (folder, environment) = (context.folder, context.environment)
    switch name {
    case .preReceive:
      return try ServerHooks(folder: folder, environment: environment).preReceive(
        arguments, context.input("-"))
    case .update: return try ServerHooks(folder: folder, environment: environment).update(arguments)
    case .referenceTransaction:
      return try ServerHooks(folder: folder, environment: environment)
        .referenceTransaction(arguments, context.input("-"))
    case .postReceive:
      // What has happened has happened: it is no error when nothing can be said about it.
      let hooks = try? ServerHooks(folder: folder, environment: environment)
      return try hooks?.postReceive(arguments, context.input("-")) ?? HookAnswer()
    case .preCommit: return try ClientHooks(folder: folder, environment: environment).preCommit()
    case .commitMessage:
      guard let file = arguments.first else {
        throw context.parsed.usageError("the message's file is missing", remedy: "Let git run the hook.")
      }
      let message = String(decoding: try context.input(file, limit: 1 << 20), as: UTF8.self)
      return try ClientHooks(folder: folder, environment: environment).commitMessage(message)
    case .prePush:
      return try ClientHooks(folder: folder, environment: environment)
        .prePush(remote: arguments.first ?? "", context.input("-"))
    }
  }

  /// This program's own file.
  private static func ownProgram() throws -> String {
    guard let path = realpath("/proc/self/exe", nil) else {
      throw Refusal("galley doesn't find its own file", "Check that /proc is mounted.")
    }
    defer { free(path) }
    return String(cString: path)
  }
}
