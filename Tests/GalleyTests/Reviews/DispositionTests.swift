import Foundation
import JSON
import Testing

@Suite("Every remark gets its answer, and its maker has the last word")
struct DispositionTests {
  private func desk(_ team: TestTeam) throws -> (TestDesk, TestDesk) {
    let (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    #expect(anna.start("a", "The cat and the dog.\n\nThe bird.\n").code == 0)
    #expect(anna.galley("sync").code == 0 && ben.galley("sync").code == 0)
    return (anna, ben)
  }

  private func id(_ done: Finished) -> String { String(done.out.prefix { $0 != " " }) }

  @Test("a remark is open again when its maker isn't satisfied, and settled by the next resolution")
  func reopening() throws {
    let team = try TestTeam()
    let (anna, ben) = try desk(team)
    let query = id(ben.galley("annotate", "a", "--quote", "dog", "--query", "Which?"))
    #expect(ben.galley("satisfied", query).code == 1)
    #expect(ben.galley("sync").code == 0 && anna.galley("sync").code == 0)
    #expect(anna.galley("resolve", query, "answered", "-m", "The brown one").code == 0)
    #expect(anna.galley("satisfied", query).code == 1)
    #expect(anna.galley("sync").code == 0 && ben.galley("sync").code == 0)
    #expect(ben.galley("satisfied", query, "--no", "-m", "There are two brown ones").code == 0)
    #expect(ben.galley("satisfied", query, "--no").code == 1)
    for desk in [ben, anna] { #expect(desk.galley("sync").code == 0) }
    let row = try #require(anna.json("annotations", "a", "--open").first)
    #expect(row["satisfied"]?.boolValue == false && row["reason"]?.stringValue == "The brown one")
    #expect(anna.galley("publish", "a").code == 1)
    #expect(anna.galley("resolve", query, "answered", "-m", "The old one").code == 0)
    #expect(try anna.json("annotations", "a", "--open").isEmpty)
    #expect(anna.isSound)
  }

  @Test(
    "a suggestion accepted with a change is left to its author; a deferred query is open again in its revision"
  )
  func changesAndDeferrals() throws {
    let team = try TestTeam()
    let (anna, _) = try desk(team)
    let suggestion = id(anna.galley("annotate", "a", "--quote", "cat", "--suggest", "lion"))
    let query = id(anna.galley("annotate", "a", "--quote", "bird", "--query", "Which?"))
    #expect(anna.galley("resolve", suggestion, "rejected", "--with-change").code == 2)
    #expect(anna.galley("resolve", suggestion, "accepted", "--with-change", "-m", "tiger").code == 0)
    #expect(anna.galley("resolve", query, "deferred", "--to", "r1").code == 1)
    #expect(anna.galley("resolve", query, "deferred", "--to", "r2").code == 0)
    #expect(try anna.json("annotations", "a", "--open").isEmpty)
    #expect(anna.galley("revise", "a", "--accept-all").code == 0)
    #expect(anna.git("show", "revision/a/r2:articles/a/index.md").out.contains("The cat"))
    let open = try anna.json("annotations", "a", "--open")
    #expect(open.map { $0["quote"]?.stringValue } == ["bird"])
    #expect(anna.galley("publish", "a").code == 1)
  }

  @Test("answers says what is known of claims and what is due, in Markdown and as a list in HTML")
  func claimsInAnswers() throws {
    let team = try TestTeam()
    let (anna, _) = try desk(team)
    let claim = id(anna.galley("annotate", "a", "--quote", "cat", "--claim", "C"))
    let query = id(anna.galley("annotate", "a", "--quote", "bird", "--query", "Which?"))
    func sheet() -> String { anna.galley("answers", "a").out }
    #expect(sheet().contains("**Unchecked.**") && sheet().contains("nobody has checked it as it stands"))
    #expect(anna.galley("claim", claim, "supported", "-m", "I saw it").code == 0)
    #expect(sheet().contains("**Supported, says anna:** I saw it"))
    #expect(!sheet().contains("\(claim) of anna"))
    let other = "The lion and the dog.\n\nThe bird.\n"
    #expect(anna.galley("save", "a", "--from", "-", input: other).code == 0)
    #expect(sheet().contains("**Unchecked again, after anna found it supported:** I saw it"), "\(sheet())")
    #expect(anna.galley("resolve", query, "deferred", "--to", "r2").code == 0)
    #expect(sheet().contains("put off to r2"))
    #expect(anna.galley("revise", "a").code == 0)
    #expect(sheet().contains("**Open again: deferred to r2 by anna.**"))
    #expect(sheet().contains("it was put off to this revision"))
    let left = try anna.json("answers", "a")[0]["reviewers"]?[0]?["points"]?.arrayValue ?? []
    #expect(Set(left.compactMap { $0["left"]?.stringValue }) == ["due", "unchecked"])
    #expect(left.allSatisfy { $0["remark"]?["open"]?.boolValue == true })
    #expect(anna.galley("answers", "a", "--format", "html").out.contains("<ul>\n<li>"))
    let status = anna.galley("status", "a").out
    #expect(status.contains("1 query, 1 claim"), "\(status)")
  }

  @Test("answers says what is left, and hostile text stays text in Markdown and HTML")
  func answers() throws {
    let team = try TestTeam()
    let (anna, ben) = try desk(team)
    _ = ben.galley("annotate", "a", "--quote", "dog", "--comment", "<script>\u{1B}[31m *x* </script>\n# Head")
    let turnedDown = id(ben.galley("annotate", "a", "--quote", "cat", "--suggest", "lion"))
    _ = ben.galley("verdict", "a", "minor", "-m", "[fine](x)")
    for desk in [ben, anna] { #expect(desk.galley("sync").code == 0) }
    #expect(anna.galley("resolve", turnedDown, "rejected").code == 0)
    let page = try JSONPage.read()
    let rows = try anna.json("answers", "a")
    #expect(page.faults(in: rows, of: "answers") == [])
    let points = rows.first?["reviewers"]?[0]?["points"]?.arrayValue ?? []
    #expect(points.compactMap { $0["left"]?.stringValue } == ["no reason", "open"])
    #expect(rows.first?["left"]?.arrayValue?.count == 2)
    #expect(try anna.json("answers", "a", "--format", "json") == rows)
    let html = anna.galley("answers", "a", "--format", "html").out
    #expect(html.contains("&lt;script&gt;") && !html.contains("<script>") && !html.contains("\u{1B}"))
    let markdown = anna.galley("answers", "a").out
    #expect(
      markdown.contains("\\<script\\>") && markdown.contains("\n\\# Head") && !markdown.contains("\u{1B}"))
    #expect(anna.galley("answers", "b").code == 1)
    #expect(anna.galley("answers", "a", "--format", "pdf").code == 2)
  }
}
