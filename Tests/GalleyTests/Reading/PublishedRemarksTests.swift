import Foundation
import JSON
import Testing

@Suite("What is said of a published article waits for somebody")
struct PublishedRemarksTests {
  private let team: TestTeam
  private let anna: TestDesk
  private let ben: TestDesk

  init() throws {
    team = try TestTeam()
    (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    #expect(anna.start("rivers", "The dam was built in 1950.\n").code == 0)
    #expect(anna.galley("publish", "rivers").code == 0)
    meet()
  }

  private func meet() { for desk in [anna, ben, anna] { #expect(desk.galley("sync").code == 0) } }

  private func id(_ done: Finished) -> String { String(done.out.prefix { $0 != " " }) }

  @Test(
    "whatever it is, the author sees it in inbox and status, with a way to a correction",
    arguments: ["--query", "--comment", "--suggest"])
  func told(_ kind: String) throws {
    #expect(try anna.json("status").isEmpty && anna.json("inbox").isEmpty)
    let remark = id(ben.galley("annotate", "rivers", "--quote", "1950", kind, "1951"))
    meet()
    let row = try #require(anna.json("inbox").first)
    #expect(row["kind"]?.stringValue == "answer" && row["revision"]?.stringValue == "r1")
    #expect(row["next"]?.stringValue?.contains("galley revise rivers") == true)
    let status = try #require(anna.json("status").first)
    #expect(status["phase"]?.stringValue == "published" && status["open"]?.intValue == 1)
    #expect(status["turn"]?.arrayValue?.compactMap(\.stringValue) == ["author"])
    #expect(try JSONPage.read().faults(in: [row], of: "inbox") == [])
    #expect(anna.galley("resolve", remark, "rejected", "-m", "The deed says so").code == 0)
    #expect(try anna.json("status").isEmpty && anna.json("inbox").isEmpty)
    meet()
    #expect(try ben.json("inbox").compactMap { $0["kind"]?.stringValue } == ["satisfied"])
  }

  @Test("an answer gives the turn back to who asked, in status as in the inbox")
  func turns() throws {
    let remark = id(ben.galley("annotate", "rivers", "--quote", "1950", "--query", "1951?"))
    meet()
    #expect(anna.galley("reply", remark, "1950, says the deed").code == 0)
    meet()
    #expect(try anna.json("inbox").isEmpty)
    #expect(try ben.json("inbox").count == 1)
    let turn = try anna.json("status").first?["turn"]?.arrayValue
    #expect(turn?.compactMap(\.stringValue) == ["ben@example.org"])
  }

  @Test("once a correction is begun it is a remark of that revision")
  func correction() throws {
    _ = ben.galley("annotate", "rivers", "--quote", "1950", "--query", "1951?")
    meet()
    #expect(anna.galley("revise", "rivers").code == 0)
    let rows = try anna.json("status")
    #expect(rows.map { $0["revision"]?.stringValue } == ["r2"] && rows.first?["open"]?.intValue == 1)
    #expect(anna.galley("inbox").out.contains("1951?"))
  }
}
