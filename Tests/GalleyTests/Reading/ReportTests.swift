import Foundation
import JSON
import Testing

/// The desk in figures.
@Suite("Report")
struct ReportTests {
  private let team: EditorsTeam
  private var anna: TestDesk { team.anna }

  init() throws {
    team = try EditorsTeam()
    #expect(
      anna.start("seas", "Seas.\n").code == 0 && anna.galley("decide", "seas", "accept").code == 0
        && anna.galley("publish", "seas").code == 0)
    #expect(anna.galley("submit", "a", "--reviewers", "ben,cara", "--due", "2020-01-01").code == 0)
    #expect(try anna.galley("resolve", team.tail("editing"), "accepted").code == 0)
    sync(anna, team.ben)
    #expect(team.ben.galley("verdict", "a", "minor").code == 0)
    sync(team.ben, anna)
  }

  @Test("it counts articles, rounds, remarks and reviewers; what is overdue is named")
  func markdown() throws {
    let out = anna.galley("report").out
    #expect(
      out.hasPrefix("# Report of ")
        && out.contains("\n2 articles, 1 published; 1 round, 1 overdue round; 3 remarks, 2 open.\n"), "\(out)"
    )
    #expect(out.contains("| published | 1 |") && out.contains("| suggestion | 1 | 0 | 1 |"))
    #expect(
      out.contains("| ben | 3 | 1 | 1 | 0 |") && out.contains("| 2020-01-01 | 2 | 1 | 3 | 2 | overdue |"),
      "\(out)")
    let later = anna.galley("report", "--since", "2199-01-01").out
    #expect(later.contains("2 articles, 0 published; 0 rounds, none overdue; 0 remarks, 0 open."))
  }

  @Test(
    "as a page it has its plots, as CSV a value a line; other people's words are neither markup nor formulas")
  func formats() throws {
    let bad = "=cmd|<script>x</script>\u{202E}"
    #expect(anna.galley("edit", "a", "--title", bad).code == 0)
    let html = anna.galley("report", "--format", "html").out
    #expect(html.contains("<svg ") && html.contains("&lt;script&gt;") && !html.contains("<script>"))
    let csv = anna.galley("report", "--format", "csv").out
    #expect(
      csv.hasPrefix("table,row,column,value\r\n") && csv.contains("\"Remarks\",\"query\",\"open\",\"1\"\r\n"))
    #expect(csv.contains("\"'=cmd|<script>") && !csv.contains("\u{202E}"))
    #expect(anna.galley("report").out.contains(#"\<script\>"#))
    #expect(try JSONPage.read().faults(in: anna.json("report"), of: "report") == [])
  }
}
