import Editorial
import Galley

extension DeskReport {
  /// One HTML file that needs nothing else, with its plots in it.
  package var page: String {
    let period = since.map { "since \($0)" } ?? "from the beginning"
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <title>Report of \(today.description)</title>
      <style>
      body { font: 16px/1.5 sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
      table { border-collapse: collapse; margin: 1rem 0; } th, td { padding: .2rem .8rem .2rem 0; text-align: left; }
      td.n, th.n { text-align: right; } svg { max-width: 100%; height: auto; } svg text { font: 13px sans-serif; }
      </style>
      </head>
      <body>
      <h1>Report of \(today.description)</h1>
      <p>\(period). \(headline)</p>
      \(section("Articles by state", BarPlot(bars: states.map { ($0.state.rawValue, [$0.count]) })))
      \(section("Remarks and what became of them", BarPlot(bars: remarks.map { one in (one.kind, Self.fates.map { one.fates[$0] ?? 0 }) }, legend: Self.fates)))
      \(section("Reviewers", BarPlot(bars: reviewers.map { ($0.name, [$0.remarks, $0.verdicts]) }, legend: ["remarks", "verdicts"])))
      \(tables.map(table))
      </body>
      </html>

      """
    return page.markup
  }

  private func section(_ title: String, _ plot: BarPlot) -> HTML {
    plot.bars.isEmpty ? "" : "<h2>\(title)</h2>\n\(plot.svg)\n"
  }

  private func table(_ table: ReportTable) -> HTML {
    guard !table.rows.isEmpty else { return "" }
    func cells(_ row: [String], _ tag: HTML) -> [HTML] {
      row.map { cell in
        let isNumber = !cell.isEmpty && cell.allSatisfy(\.isNumber)
        return "<\(tag)\(isNumber ? " class=\"n\"" as HTML : "")>\(shown(cell))</\(tag)>"
      }
    }
    let rows: [HTML] = table.rows.map { "<tr>\(cells($0, "td"))</tr>\n" }
    return "<h2>\(table.title)</h2>\n<table>\n<tr>\(cells(table.columns, "th"))</tr>\n\(rows)</table>\n"
  }
}

/// A part of a report as rows of words.
package struct ReportTable {
  package let title: String
  package let columns: [String]
  package let rows: [[String]]
}

extension DeskReport {
  /// The report in a sentence.
  package var headline: String {
    let overdue = rounds.count(where: \.isOverdue)
    let late = overdue == 0 ? "none overdue" : counted(overdue, "overdue round")
    return
      "\(counted(articles.count, "article")), \(published.count) published; \(counted(rounds.count, "round")), \(late); "
      + "\(counted(remarks.reduce(0) { $0 + $1.count }, "remark")), \(backlog) open."
  }

  /// The tables, in the order in which they are shown.
  package var tables: [ReportTable] {
    func text(_ value: (some CustomStringConvertible)?) -> String { value.map { "\($0)" } ?? "" }
    let writing = Self.median(published.compactMap(\.daysOfWriting))
    let review = Self.median(published.compactMap(\.daysOfReview))
    let used = Self.fates.filter { fate in remarks.contains { $0.fates[fate] != nil } }
    return [
      ReportTable(
        title: "Articles by state", columns: ["state", "articles"],
        rows: states.map { [$0.state.rawValue, text($0.count)] }),
      ReportTable(
        title: "Days, of what was published, by the median", columns: ["from", "to", "days"],
        rows: [
          ("start", "first call for reviews", writing), ("first call for reviews", "publication", review),
        ]
        .compactMap { from, to, days in days.map { [from, to, text($0)] } }),
      ReportTable(
        title: "Remarks", columns: ["kind", "all"] + used,
        rows: remarks.map { one in [one.kind, text(one.count)] + used.map { text(one.fates[$0] ?? 0) } }),
      ReportTable(
        title: "Reviewers", columns: ["name", "remarks", "taken", "verdicts", "days to a verdict"],
        rows: reviewers.map { one in
          [
            one.name, text(one.remarks), text(one.accepted), text(one.verdicts),
            text(Self.median(one.daysToVerdict)),
          ]
        }),
      ReportTable(
        title: "Rounds",
        columns: ["article", "revision", "asked", "due", "reviewers", "verdicts", "remarks", "open", ""],
        rows: rounds.map { one in
          [
            text(one.slug), text(one.number), text(one.asked), text(one.due), text(one.reviewers),
            text(one.verdicts),
            text(one.remarks), text(one.open), one.isOverdue ? "overdue" : "",
          ]
        }),
      ReportTable(
        title: "Articles", columns: ["article", "title", "state", "started", "submitted", "published"],
        rows: articles.map { one in
          [
            text(one.slug), one.title ?? "", one.state.rawValue, text(one.started), text(one.submitted),
            text(one.published),
          ]
        }),
    ]
  }
}

/// Horizontal bars, of one part or of several beside one another, as SVG.
private struct BarPlot {
  let bars: [(name: String, parts: [Int])]
  var legend: [String] = []

  /// Okabe and Ito's, which people who see colours differently can tell apart.
  private static let colours = [
    "#0072b2", "#009e73", "#56b4e9", "#d55e00", "#e69f00", "#999999", "#000000", "#cc79a7",
  ]

  var svg: HTML {
    let most = max(1, bars.map { $0.parts.reduce(0, +) }.max() ?? 1)
    let used = legend.indices.filter { index in
      bars.contains { index < $0.parts.count && $0.parts[index] > 0 }
    }
    let height = 26 * bars.count + (used.isEmpty ? 4 : 30)
    let rows: [HTML] = bars.enumerated().map { row, bar in
      let y = 26 * row
      var (x, rects) = (180, [HTML]())
      for (index, part) in bar.parts.enumerated() where part > 0 {
        let width = max(2, part * 400 / most)
        rects.append(
          "<rect x=\"\(x)\" y=\"\(y + 4)\" width=\"\(width)\" height=\"18\" fill=\"\(Self.colours[index % Self.colours.count])\"/>\n"
        )
        x += width
      }
      let total = bar.parts.reduce(0, +)
      return
        "<text x=\"172\" y=\"\(y + 18)\" text-anchor=\"end\">\(shown(String(bar.name.prefix(24))))</text>\n\(rects)<text x=\"\(x + 6)\" y=\"\(y + 18)\">\(total)</text>\n"
    }
    let keys: [HTML] = used.enumerated().map { place, index in
      let (x, y) = (180 + 90 * place, 26 * bars.count + 8)
      return
        "<rect x=\"\(x)\" y=\"\(y)\" width=\"12\" height=\"12\" fill=\"\(Self.colours[index % Self.colours.count])\"/><text x=\"\(x + 16)\" y=\"\(y + 11)\">\(legend[index])</text>\n"
    }
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 680 \(height)\" role=\"img\">\n\(rows)\(keys)</svg>"
  }
}
