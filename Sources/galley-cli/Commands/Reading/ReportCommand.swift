import Editorial
import Galley
import JSON
import Pages
import Terminal

enum ReportCommand {
  static let command = Command(
    CommandSpec(
      "report", "The desk in figures, for a meeting or a year", group: HelpGroup.reading,
      discussion: [
        "Articles by state and how long they took, rounds and what is overdue, remarks by kind and what became of them, reviewers. "
          + "With --since, only what was said, asked for and published from that day on. Who may not know a reviewer's name sees the pseudonym.",
        "html is one page with its plots, to be read, printed or sent; csv is for a spreadsheet: table, row, column, value.",
      ],
      options: [
        OptionSpec("--since", value: "DAY", "From this day on: a date, 30d, 52w, monday"),
        OptionSpec("--format", value: "F", "How to write it", kind: .oneOf(["markdown", "html", "csv"])),
      ],
      examples: [
        Example("galley report --since 7d", says: "for the desk's meeting"),
        Example("galley report --since 2026-01-01 --format html", says: "a year on one page"),
      ],
      seeAlso: ["list", "rounds", "log"])
  ) { context in
    let desk = try context.desk()
    let report = try desk.report(since: context.pastDay("--since", on: desk))
    return Outcome(
      isPaged: true, isVerbatim: true, json: { [report.json] },
      text: { _ in
        let text =
          switch context.parsed.value("--format") {
          case "html": report.page
          case "csv": report.csv
          default: report.markdown
          }
        return Screen.current().isTerminal ? visible(text, keepNewlines: true) : text
      })
  }
}

extension DeskReport {
  fileprivate var markdown: String {
    let period = since.map { "since \($0)" } ?? "from the beginning"
    var out = "# Report of \(today), \(period)\n\n\(headline)\n"
    for table in tables where !table.rows.isEmpty {
      let rows = [table.columns, table.columns.map { _ in "---" }] + table.rows
      out += "\n## \(table.title)\n"
      out += rows.map { "| \($0.map(Self.cell).joined(separator: " | ")) |\n" }.joined()
    }
    return out
  }

  /// Nothing in a cell ends it, or is a mark or a tag.
  private static func cell(_ text: String) -> String {
    let line = visible(text, keepNewlines: false)
    return line.map { "\\`*_[]<>|#&".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  /// RFC 4180. What a spreadsheet would take for a formula gets an apostrophe before it.
  fileprivate var csv: String {
    func field(_ text: String) -> String {
      let safe = visible(text, keepNewlines: false)
      let plain = safe.first.map { "=+-@".contains($0) } ?? false ? "'\(safe)" : safe
      return "\"\(plain.replacing("\"", with: "\"\""))\""
    }
    var out = "table,row,column,value\r\n"
    for table in tables {
      for row in table.rows {
        let key = table.title == "Rounds" ? "\(row[0]) \(row[1])" : row[0]
        for (column, value) in zip(table.columns, row).dropFirst() where !value.isEmpty {
          out += [table.title, key, column, value].map(field).joined(separator: ",") + "\r\n"
        }
      }
    }
    return out
  }

  fileprivate var json: JSON {
    func day(_ day: Day?) -> JSON { day.map { .string($0.description) } ?? .null }
    func number(_ number: Int?) -> JSON { number.map { JSON($0) } ?? .null }
    return [
      "since": day(since), "today": day(today),
      "states": .array(states.map { ["state": .string($0.state.rawValue), "articles": JSON($0.count)] }),
      "articles": .array(
        articles.map {
          [
            "slug": .string($0.slug.description), "title": $0.title.map { .string($0) } ?? .null,
            "state": .string($0.state.rawValue), "started": day($0.started), "submitted": day($0.submitted),
            "published": day($0.published),
          ]
        }),
      "rounds": .array(
        rounds.map {
          [
            "slug": .string($0.slug.description), "revision": .string($0.number.description),
            "asked": day($0.asked),
            "due": day($0.due), "reviewers": JSON($0.reviewers), "verdicts": JSON($0.verdicts),
            "remarks": JSON($0.remarks), "open": JSON($0.open), "overdue": .bool($0.isOverdue),
          ]
        }),
      "remarks": .array(
        remarks.flatMap { one in
          Self.fates.compactMap { fate in
            one.fates[fate].map { ["kind": .string(one.kind), "fate": .string(fate), "remarks": JSON($0)] }
          }
        }),
      "reviewers": .array(
        reviewers.map {
          [
            "name": .string($0.name), "remarks": JSON($0.remarks), "taken": JSON($0.accepted),
            "verdicts": JSON($0.verdicts), "daysToVerdict": number(Self.median($0.daysToVerdict)),
          ]
        }),
    ]
  }
}
