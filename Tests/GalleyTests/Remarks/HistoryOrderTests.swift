import Foundation
import JSON
import Testing

@Suite("Events that don't say what they come after are ordered by git's history")
struct HistoryOrderTests {
  /// Commits an event by plain git onto a branch, with an id that a clock of that year would make.
  private func commit(
    _ desk: TestDesk, _ year: Int, _ motivation: String, _ value: String, about parent: String?,
    on branch: String, from base: String? = nil
  ) throws {
    let milliseconds = (year - 1970) * 31_556_952_000
    let digits = String(milliseconds, radix: 16)
    let time = String(repeating: "0", count: 12 - digits.count) + digits
    let tail = newID().suffix(12)
    let id = "\(time.prefix(8))-\(time.suffix(4))-7000-8000-\(tail)"
    let path = "reviews/a/r1/\(desk.name)@example.org/\(id).json"
    let text = forgedAnnotation(
      id, by: "\(desk.name)@example.org", motivation: motivation, value: value, slug: "a", about: parent)
    let made = try desk.forge(on: base ?? branch, [ForgedFile(path, text)])
    #expect(desk.git("update-ref", "refs/heads/\(branch)", made).code == 0)
  }

  @Test("the later commit holds, whatever the clocks that made the ids; merged or not, on every desk")
  func laterCommit() throws {
    let team = try TestTeam()
    let (anna, ben) = (try team.desk("anna"), try team.desk("ben"))
    #expect(anna.start("a", "The dam is old.\n").code == 0)
    #expect(anna.galley("annotate", "a", "--quote", "dam", "--query", "Which?").code == 0)
    let query = try #require(anna.json("annotations", "a").first?["id"]?.stringValue)
    #expect(anna.galley("submit", "a").code == 0)
    let own = "review/a/r1/anna@example.org"
    try commit(anna, 2040, "moderating", "rejected", about: query, on: own)
    try commit(anna, 2030, "moderating", "answered", about: query, on: own)
    try commit(anna, 2040, "moderating", "decline", about: nil, on: own)
    try commit(anna, 2030, "moderating", "accept", about: nil, on: own)
    func expect(_ desk: TestDesk, _ resolution: String, _ decision: String, _ contradictions: Int) throws {
      let row = try #require(desk.json("annotations", "a").first)
      #expect(row["resolution"]?.stringValue == resolution, "\(desk.name): \(row)")
      #expect(try desk.json("rounds", "a").first?["decision"]?.stringValue == decision)
      #expect(row["contradictions"]?.arrayValue?.count == contradictions)
    }
    try expect(anna, "answered", "accept", 0)
    #expect(anna.galley("merge", "a").code == 0)
    try expect(anna, "answered", "accept", 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    try expect(ben, "answered", "accept", 0)
    // Ben commits on what is merged, with the earliest id of all.
    let his = "review/a/r1/ben@example.org"
    try commit(ben, 2020, "moderating", "deferred", about: query, on: his, from: "revision/a/r1")
    try commit(ben, 2019, "moderating", "revise", about: nil, on: his)
    for desk in [ben, anna] { #expect(desk.galley("sync").code == 0) }
    for desk in [ben, anna] { try expect(desk, "deferred", "revise", 0) }
    // And galley's own events come after all that they saw.
    #expect(ben.galley("resolve", query, "answered").code == 0)
    #expect(ben.galley("decide", "a", "accept").code == 0)
    #expect(ben.galley("merge", "a").code == 0)
    for desk in [ben, anna] { #expect(desk.galley("sync").code == 0) }
    for desk in [ben, anna] { try expect(desk, "answered", "accept", 0) }
    #expect(anna.galley("publish", "a").code == 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    try expect(ben, "answered", "accept", 0)
    #expect(ben.isSound)
  }

  @Test("what neither history has of the other stands side by side: the greater id holds, and both are shown")
  func sideBySide() throws {
    let team = try TestTeam()
    let (anna, ben) = (try team.desk("anna"), try team.desk("ben"))
    #expect(anna.start("a", "The dam is old.\n").code == 0)
    #expect(anna.galley("annotate", "a", "--quote", "dam", "--query", "Which?").code == 0)
    #expect(anna.galley("merge", "a").code == 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    let query = try #require(anna.json("annotations", "a").first?["id"]?.stringValue)
    try commit(anna, 2030, "moderating", "answered", about: query, on: "review/a/r1/anna@example.org")
    try commit(
      ben, 2040, "moderating", "rejected", about: query, on: "review/a/r1/ben@example.org",
      from: "revision/a/r1")
    for desk in [anna, ben, anna] { #expect(desk.galley("sync").code == 0) }
    for desk in [anna, ben] {
      let row = try #require(desk.json("annotations", "a").first)
      #expect(row["resolution"]?.stringValue == "rejected")
      #expect(row["contradictions"]?[0]?["says"]?.stringValue == "answered")
    }
  }
}
