import Foundation
import JSON
import Testing

@Suite("The inbox says what waits for whom")
struct InboxTests {
  private func id(_ done: Finished) -> String { String(done.out.prefix { $0 != " " }) }

  private func kinds(_ desk: TestDesk) throws -> [String] {
    let rows = try desk.json("inbox")
    #expect(try JSONPage.read().faults(in: rows, of: "inbox") == [])
    return rows.compactMap { $0["kind"]?.stringValue }
  }

  private func meet(_ desks: TestDesk...) {
    for desk in desks + desks { #expect(desk.galley("sync").code == 0) }
  }

  @Test("the turn goes from reviewer to editor to author and back to who made the remark")
  func turns() throws {
    let team = try TestTeam()
    let eda = try team.desk("eda")
    try eda.write(
      """
      people:
        - {name: Eda, email: eda@example.org, roles: [editor, copy]}
        - {name: Anna, email: anna@example.org, roles: [author]}
        - {name: Ben, email: ben@example.org, roles: [reviewer, fact-checker]}
      rules:
        checks:
          copy: {by: [copy], outdated-by: words}
      """, to: "galley.yaml")
    eda.git("commit", "-qam", "people")
    #expect(eda.galley("sync").code == 0)
    let (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    #expect(anna.start("a", "The dam is old.\n").code == 0)
    #expect(anna.galley("submit", "a", "--reviewers", "ben@example.org", "--due", "2026-12-01").code == 0)
    meet(anna, ben, eda)
    #expect(try kinds(ben) == ["review"])
    #expect(try kinds(anna) == [])
    #expect(ben.galley("inbox").out.contains("due 2026-12-01"))

    let query = id(ben.galley("annotate", "a", "--quote", "dam", "--query", "Which?"))
    _ = ben.galley("annotate", "a", "--quote", "old", "--claim")
    _ = ben.galley("verdict", "a", "minor")
    meet(ben, anna, eda)
    #expect(try kinds(ben) == ["claim"])
    #expect(try kinds(anna) == ["answer"])
    #expect(try kinds(eda) == ["merge", "decide", "answer", "approve"])

    #expect(anna.galley("reply", query, "The upper one").code == 0)
    #expect(eda.galley("approve", "a", "copy").code == 0)
    #expect(eda.galley("merge", "a").code == 0)
    meet(anna, eda, ben)
    #expect(try kinds(ben) == ["answer", "claim"])
    #expect(try kinds(anna) == [])
    #expect(try kinds(eda) == ["decide"])
    #expect(anna.galley("resolve", query, "answered").code == 0)
    #expect(eda.galley("decide", "a", "revise").code == 0)
    #expect(anna.galley("save", "a", "--from", "-", input: "The dam is older.\n").code == 0)
    meet(anna, eda, ben)
    #expect(try kinds(ben) == ["satisfied", "claim"])
    #expect(try kinds(anna) == ["revise"])
    #expect(eda.galley("inbox").out.contains("your check copy of r1 is outdated"))
    #expect(try anna.json("status", "a").first?["phase"]?.stringValue == "remarks to settle")
    #expect(eda.galley("decide", "a", "decline").code == 0)
    #expect(try kinds(eda) == [])
    #expect(try eda.json("status", "a").first?["phase"]?.stringValue == "declined")
  }

  @Test("a snoozed remark is back on its day, or when somebody else speaks; several desks make one list")
  func snoozing() throws {
    let team = try TestTeam()
    let (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    #expect(anna.start("a", "The dam is old.\n").code == 0)
    meet(anna, ben)
    let query = id(ben.galley("annotate", "a", "--quote", "dam", "--query", "Which?"))
    meet(ben, anna)
    #expect(try kinds(anna) == ["merge", "answer"])
    #expect(anna.galley("snooze", query, "--until", "someday").code == 2)
    #expect(anna.galley("snooze", query, "--until", "2099-01-01").code == 0)
    let box = anna.galley("inbox")
    #expect(!box.out.contains("Which?") && box.err.contains("1 remark put off"))
    let later = run(
      galleyProgram, ["inbox"], in: anna.folder, environment: ["GIT_COMMITTER_DATE": "4102444800 +0000"])
    #expect(later.out.contains("Which?"))
    meet(anna, ben)
    #expect(ben.galley("reply", query, "Please").code == 0)
    meet(ben, anna)
    #expect(anna.galley("inbox").out.contains("Which?"))

    let other = try TestTeam()
    let second = try other.desk("anna")
    #expect(second.start("b", "Rain.\n").code == 0)
    #expect(second.galley("annotate", "b", "--quote", "Rain", "--query", "When?").code == 0)
    let both = anna.galley("inbox", "--desk", anna.folder, "--desk", second.folder)
    #expect(both.out.contains("a r1") && both.out.contains("b r1"))
    #expect(anna.galley("inbox", "--desk", team.folder.path).code == 1)
  }

  @Test("what a tool found waits for nobody until a person takes it up")
  func tools() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    #expect(anna.start("a", "The dam is old.\n").code == 0)
    let finding = """
      {"type":"Annotation","motivation":"questioning","body":"Passive?","creator":{"type":"Software","name":"prose-lint"},
      "target":{"source":"articles/a/index.md","selector":{"type":"TextQuoteSelector","exact":"dam"}}}
      """
    #expect(
      anna.galley("annotate", "a", "--from", "-", input: finding.replacingOccurrences(of: "\n", with: ""))
        .code == 0)
    func phase() throws -> String? { try anna.json("status", "a").first?["phase"]?.stringValue }
    #expect(try phase() == "draft")
    #expect(anna.galley("submit", "a").code == 0)
    #expect(try phase() == "in review")
    #expect(anna.galley("merge", "a").code == 0)
    #expect(try !kinds(anna).contains("answer") && phase() == "in review")
    #expect(anna.galley("ready", "a").code == 0)
    let row = try #require(anna.json("annotations", "a").first)
    #expect(row["creator"]?.stringValue == "prose-lint" && row["reviewer"]?.stringValue == "anna@example.org")
    #expect(anna.galley("reply", try #require(row["tail"]?.stringValue), "It has a point").code == 0)
    #expect(anna.galley("ready", "a").code == 1)
  }
}
