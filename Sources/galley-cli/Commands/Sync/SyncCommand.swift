import Editorial
import Galley
import Git
import JSON
import Terminal

enum SyncCommand {
  static let command = Command(
    CommandSpec(
      "sync", "Take in what others did and send what you did", group: HelpGroup.sync,
      discussion: [
        "Works offline first: everything you do is kept on this desk until you sync. When two people changed the same "
          + "revision, their texts are merged by word; passages that both changed are shown, numbered from 1, and nothing is lost."
      ],
      options: CommonArguments.settling + [
        OptionSpec(
          "--let-go", value: "BRANCH",
          "Take the remote's where it lost something that this desk has: a branch's name, or 'all'",
          repeating: true),
        OptionSpec(
          "--send-again", value: "BRANCH", "Send what the remote lost again: a branch's name, or 'all'",
          repeating: true),
      ],
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
      let choices = SyncChoices(
        letGo: Set(context.parsed.values("--let-go")), sendAgain: Set(context.parsed.values("--send-again")))
      report = try context.desk().sync(
        settling: context.settling(), choices: choices, onProgress: progress.show)
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
          if report.holdsBranches, failure == nil {
            return "Everything else is in step with \(report.remote); 'galley status' says what waits.\n"
          }
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
