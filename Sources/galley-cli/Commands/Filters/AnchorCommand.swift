import Galley
import JSON
import Prose
import Terminal

enum AnchorCommand {
  static let command = Command(
    CommandSpec(
      "anchor", "Find passages of an older text in a newer one", group: HelpGroup.filters,
      discussion: [
        "Reads {\"id\",\"start\",\"end\",\"exact\",\"prefix\",\"suffix\"} a line on stdin and answers "
          + "{\"id\",\"status\",\"start\",\"end\",\"score\",\"certain\",\"method\"}; offsets are Unicode scalars. Either exact or start and end "
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
      return try context.batch { row in
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
    let pair = try Reanchoring(old: context.text(of: old), new: context.text(of: new))
    return try context.batch { try placed($0, by: pair.place) }
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
      "certain": .bool(placement.isCertain),
      "method": .string(placement.method.rawValue),
    ]
  }
}
