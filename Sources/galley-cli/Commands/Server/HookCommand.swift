import Editorial
import Galley
import Git
import JSON
import Terminal

enum HookCommand {
  static let command = Command(
    CommandSpec(
      "hook", "What git's hooks call", group: HelpGroup.server,
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
            "broken": .array(answer.broken.map(\.json)), "notes": .array(answer.notes.map { .string($0) }),
          ]
        ]
      },
      text: { _ in
        (answer.broken.map(\.line) + answer.notes).map {
          "galley: \(visible($0, keepNewlines: false))\n"
        }.joined()
      })
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
}
