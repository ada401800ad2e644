import Editorial
import Galley
import Git
import JSON
import Terminal

enum ShareCommands {
  static let all = [`init`, clone, sync]
  static let group = "Desk"

  static let `init` = Command(
    CommandSpec(
      "init", "Make a desk: a git repository that Galley works on", group: group,
      arguments: [
        ArgumentSpec("DIR", "The folder; the current one if not given", count: .optional, kind: .directory)
      ],
      options: [OptionSpec("--bare", "Make a remote: a repository without a working tree")],
      examples: [
        Example("galley init desk", says: "make a desk"),
        Example("galley init --bare /srv/news.git", says: "make the remote that a team meets at"),
      ],
      seeAlso: ["clone", "new"])
  ) { context in
    let made = try makeDesk(
      in: context.parsed.value("DIR") ?? context.folder, bare: context.parsed.flag("--bare"),
      environment: context.environment)
    return Outcome(
      notes: made.notes,
      json: { [["folder": .string(made.folder), "bare": .bool(made.isBare), "new": .bool(made.isNew)]] },
      text: { paint in
        let kind = made.isBare ? "remote desk" : "desk"
        let place =
          made.folder == "." ? " here" : " in \(paint.bold(visible(made.folder, keepNewlines: false)))"
        let next =
          made.isBare
          ? "Join it with 'galley clone \(visible(made.folder, keepNewlines: false)) DIR'; guard it with 'galley hooks install --repo \(visible(made.folder, keepNewlines: false))'."
          : "Start with 'galley new SLUG --from FILE.md'."
        return made.isNew
          ? "Made a \(kind)\(place). \(next)\n" : "There is a \(kind)\(place) already.\n"
      })
  }

  static let clone = Command(
    CommandSpec(
      "clone", "Join a desk: copy it from a shared remote", group: group,
      arguments: [
        ArgumentSpec("URL", "The remote: a path, host:path, ssh:// or https://"),
        ArgumentSpec(
          "DIR", "The new folder; named after the remote if not given", count: .optional, kind: .directory),
      ],
      examples: [Example("galley clone editor@example.org:news.git", says: "join over ssh")],
      seeAlso: ["sync"])
  ) { context in
    let progress = TransferLine()
    let made = try cloneDesk(
      from: context.parsed.required("URL"), to: context.parsed.value("DIR"), environment: context.environment,
      onProgress: progress.show)
    progress.end()
    var isDesk = made.isDesk
    if made.isEmpty, askYesNo("The remote is empty. Make it a desk?", default: true) == true {
      _ = try makeDesk(in: made.folder, bare: false, environment: context.environment)
      _ = try Desk.open(made.folder, environment: context.environment).sync()
      isDesk = true
    }
    let notes =
      isDesk
      ? []
      : [
        made.isEmpty
          ? "the remote is empty: make it a desk with 'galley init \(made.folder)', then 'galley sync' in it"
          : "the remote isn't a desk: make it one with 'galley init \(made.folder)', then 'galley sync' in it"
      ]
    return Outcome(
      notes: notes,
      json: {
        [
          [
            "folder": .string(made.folder), "desk": .bool(isDesk), "empty": .bool(made.isEmpty),
            "branches": JSON(made.branches),
          ]
        ]
      },
      text: { paint in
        let folder = paint.bold(visible(made.folder, keepNewlines: false))
        if made.isEmpty, isDesk { return "Cloned into \(folder), and made it a desk.\n" }
        return "Cloned into \(folder): \(made.branches) branch\(made.branches == 1 ? "" : "es").\n"
      })
  }

  static let sync = Command(
    CommandSpec(
      "sync", "Take in what others did and send what you did", group: group,
      discussion: [
        "Works offline first: everything you do is kept on this desk until you sync. When two people changed the same "
          + "revision, their texts are merged by word; passages that both changed are shown, numbered from 1, and nothing is lost."
      ],
      options: DecideCommands.settlingOptions,
      examples: [
        Example("galley sync", says: "meet the others"),
        Example("galley sync --ours 1 --theirs 2", says: "settle two passages that both sides changed"),
      ],
      seeAlso: ["status"])
  ) { context in
    let progress = TransferLine()
    defer { progress.end() }
    let report: SyncReport
    let failure: Failure?
    do {
      report = try context.desk().sync(settling: context.settling(), onProgress: progress.show)
      failure = report.refusal.map { Failure($0) }
    } catch let stopped as StoppedSync {
      report = stopped.report
      failure = Failure(stopped.cause).adding(report.refusal)
    }
    progress.end()
    let words =
      report.declined.isEmpty
      ? report.messages.split(whereSeparator: \.isNewline).map { "remote: \($0)" } : []
    return Outcome(
      notes: report.notes + words, failure: failure,
      json: {
        [
          [
            "remote": .string(report.remote), "url": .string(report.url), "rounds": JSON(report.rounds),
            "branches": .array(
              report.branches.map { ["branch": .string($0.branch), "change": .string($0.change.rawValue)] }),
            "declined": .array(
              report.declined.map { ["branch": .string($0.branch), "reason": .string($0.reason)] }),
            "error": failure?.json["error"] ?? .null,
          ]
        ]
      },
      text: { paint in
        guard !report.branches.isEmpty else {
          return failure == nil ? "Everything is in step with \(report.remote).\n" : ""
        }
        let lines = report.branches.map {
          "  \($0.changeInWords.padding(to: 8))  \(visible($0.inWords, keepNewlines: false))\n"
        }
        return "Synced with \(paint.bold(report.remote)):\n\(lines.joined())"
      })
  }
}

extension SyncedBranch {
  /// A branch that isn't needed any more is no loss.
  fileprivate var changeInWords: String { change == .removed ? "closed" : change.rawValue }

  /// The branch without git's words.
  fileprivate var inWords: String {
    switch DeskBranch(name: branch) {
    case .main: "what is published (main)"
    case .revision(let slug, let number): "\(slug) \(number)"
    case .review(let slug, let number, let person): "the review of \(slug) \(number) by \(person.email)"
    case nil: branch
    }
  }
}

/// The line on stderr that shows a transfer.
private final class TransferLine {
  private let line = Progress()

  func show(_ progress: TransferProgress) {
    guard progress.totalObjects > 0 else { return }
    line.update(
      "\(progress.phase == .sending ? "sending" : "receiving"): \(progress.doneObjects) of \(progress.totalObjects) objects"
    )
  }

  func end() { line.finish() }
}

extension String {
  /// With blanks after it, up to a count of characters.
  func padding(to count: Int) -> String { self + String(repeating: " ", count: max(0, count - self.count)) }
}
