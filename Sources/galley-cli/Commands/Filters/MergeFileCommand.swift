import Galley
import JSON
import Prose
import System
import Terminal

enum MergeFileCommand {
  static let command = Command(
    CommandSpec(
      "merge-file", "Merge three texts by word", group: HelpGroup.filters,
      discussion: [
        "Like git merge-file: the result takes OURS' place, or goes to stdout with --stdout. Exit code 3 tells of conflicts, "
          + "marked around the smallest run of words.",
        "--batch reads {\"id\",\"base\",\"ours\",\"theirs\"} a line and answers {\"id\",\"clean\",\"merged\",\"conflicts\"}.",
      ],
      arguments: [
        ArgumentSpec("BASE", "The common ancestor", count: .optional, kind: .file),
        ArgumentSpec("OURS", "Our side; gets the result", count: .optional, kind: .file),
        ArgumentSpec("THEIRS", "The other side", count: .optional, kind: .file),
      ],
      options: [
        OptionSpec("--stdout", "Write the result to stdout and leave OURS as it is"),
        OptionSpec("--batch", "Read many merges as JSON lines on stdin"),
      ],
      examples: [Example("galley merge-file base.md ours.md theirs.md --stdout", says: "see the merged text")]
    )
  ) { context in
    if context.parsed.flag("--batch") { return try context.batch(answer: merged) }
    guard let base = context.parsed.value("BASE"), let ours = context.parsed.value("OURS"),
      let theirs = context.parsed.value("THEIRS")
    else {
      throw context.parsed.usageError(
        "three files are needed", remedy: "Name BASE OURS THEIRS, or use --batch.")
    }
    let texts = try [base, ours, theirs].map { try context.text(of: $0) }
    let result = merge(base: texts[0], ours: texts[1], theirs: texts[2])
    let merged = result.text()
    let toStdout = context.parsed.flag("--stdout")
    if !toStdout { try write(merged, to: ours) }
    return Outcome(
      exitCode: result.isClean ? 0 : 3, isVerbatim: true,
      json: {
        [
          [
            "clean": .bool(result.isClean), "conflicts": JSON(result.conflicts),
            "merged": toStdout ? .string(merged) : .null,
          ]
        ]
      },
      text: { _ in toStdout ? merged : "" })
  }

  private static func merged(_ row: JSON) throws -> JSON {
    guard let base = row["base"]?.stringValue, let ours = row["ours"]?.stringValue,
      let theirs = row["theirs"]?.stringValue
    else { throw BadRow(what: "it needs the strings base, ours and theirs") }
    let result = merge(base: base, ours: ours, theirs: theirs)
    return [
      "id": row["id"] ?? .null, "clean": .bool(result.isClean), "merged": .string(result.text()),
      "conflicts": JSON(result.conflicts),
    ]
  }
}
