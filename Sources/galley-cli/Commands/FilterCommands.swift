import Galley
import Glibc
import JSON
import Prose
import Terminal

/// The two algorithms alone, as filters: for git's merge driver and for measuring.
enum FilterCommands {
  static let all = [mergeFile, anchor, DiffCommand.externalDiff]
  static let group = "Filters"

  static let mergeFile = Command(
    CommandSpec(
      "merge-file", "Merge three texts by word", group: group,
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
    if context.parsed.flag("--batch") { return try batch(context, answer: merged) }
    guard let base = context.parsed.value("BASE"), let ours = context.parsed.value("OURS"),
      let theirs = context.parsed.value("THEIRS")
    else {
      throw context.parsed.usageError(
        "three files are needed", remedy: "Name BASE OURS THEIRS, or use --batch.")
    }
    let texts = try [base, ours, theirs].map { try text(of: $0, context) }
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

  static let anchor = Command(
    CommandSpec(
      "anchor", "Find passages of an older text in a newer one", group: group,
      discussion: [
        "Reads {\"id\",\"start\",\"end\",\"exact\",\"prefix\",\"suffix\"} a line on stdin and answers "
          + "{\"id\",\"status\",\"start\",\"end\",\"score\",\"method\"}; offsets are Unicode scalars. Either exact or start and end "
          + "may be left out. --batch reads the texts too, as \"old\" and \"new\"; without \"old\" the quote is looked for."
      ],
      arguments: [
        ArgumentSpec("OLD", "The older text", count: .optional, kind: .file),
        ArgumentSpec("NEW", "The newer text", count: .optional, kind: .file),
      ],
      options: [OptionSpec("--batch", "Each line brings its own texts")],
      examples: [Example("galley anchor old.md new.md < passages.jsonl", says: "where they are now")])
  ) { context in
    if context.parsed.flag("--batch") {
      var last: Drafts?
      return try batch(context) { row in
        guard let new = row["new"]?.stringValue else { throw BadRow(what: "it needs the string new") }
        let old = row["old"]?.stringValue
        let drafts = last.flatMap { $0.isSame(old, new) ? $0 : nil } ?? Drafts(old, new)
        last = drafts
        return try placed(row, by: drafts.place)
      }
    }
    guard let old = context.parsed.value("OLD"), let new = context.parsed.value("NEW") else {
      throw context.parsed.usageError("two files are needed", remedy: "Name OLD NEW, or use --batch.")
    }
    let pair = try Reanchoring(old: text(of: old, context), new: text(of: new, context))
    return try batch(context) { try placed($0, by: pair.place) }
  }

  /// The texts of a line, made ready once for all lines in a row that have the same.
  private struct Drafts {
    let old: String?
    let new: String
    let place: (Anchor) -> Placement

    init(_ old: String?, _ new: String) {
      (self.old, self.new) = (old, new)
      if let old {
        place = Reanchoring(old: old, new: new).place
      } else {
        place = QuoteSearch(in: new).place
      }
    }

    /// Byte by byte: equal strings may differ in their scalars.
    func isSame(_ old: String?, _ new: String) -> Bool {
      new.utf8.elementsEqual(self.new.utf8)
        && (old.map { old in self.old?.utf8.elementsEqual(old.utf8) == true } ?? (self.old == nil))
    }
  }

  private static func placed(_ row: JSON, by place: (Anchor) -> Placement) throws -> JSON {
    let start = row["start"]?.intValue
    let end = row["end"]?.intValue
    guard let exact = row["exact"]?.stringValue ?? (start == nil ? nil : "") else {
      throw BadRow(what: "it needs exact, or start and end")
    }
    var range: Range<Int>?
    if let start, let end, start >= 0, start <= end { range = start..<end }
    let placement = place(
      Anchor(
        exact: exact, prefix: row["prefix"]?.stringValue ?? "", suffix: row["suffix"]?.stringValue ?? "",
        range: range))
    return [
      "id": row["id"] ?? .null, "status": .string(placement.status.rawValue),
      "start": placement.range.map { JSON($0.lowerBound) } ?? .null,
      "end": placement.range.map { JSON($0.upperBound) } ?? .null, "score": JSON(placement.score),
      "method": .string(placement.method.rawValue),
    ]
  }

  private struct BadRow: Error {
    let what: String
  }

  /// Answers each line of stdin with a line.
  private static func batch(_ context: Context, answer: (JSON) throws -> JSON) throws -> Outcome {
    let bytes = try context.input("-", limit: 4 << 30)
    let output = Output(screen: .current())
    var number = 0
    for line in bytes.split(separator: 0x0A) {
      number += 1
      do {
        let row = try JSON(parsing: line, limits: JSON.Limits(maxBytes: 256 << 20, maxDepth: 64))
        output.writeVerbatim(try answer(row).serialized(pretty: false) + "\n")
      } catch let error as JSONError {
        throw context.parsed.usageError(
          "line \(number) of stdin isn't JSON: \(error)", remedy: "Give one object a line.")
      } catch let error as BadRow {
        throw context.parsed.usageError(
          "line \(number) of stdin: \(error.what)", remedy: "See 'galley help \(context.parsed.commandName)'."
        )
      }
    }
    try output.finish()
    return Outcome(json: { [] }, text: { _ in "" })
  }

  /// A file as text; what isn't UTF-8 is refused.
  private static func text(of path: String, _ context: Context) throws -> String {
    guard let text = String(validating: try context.input(path), as: UTF8.self) else {
      throw context.parsed.usageError("\(path) isn't UTF-8 text", remedy: "Convert it, with 'iconv' say.")
    }
    return text
  }

  private static func write(_ text: String, to path: String) throws {
    guard writeFile(path, Array(text.utf8)) else {
      throw EditedFile.trouble("\(path) can't be written", errno)
    }
  }
}
