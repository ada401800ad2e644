import Foundation
import JSON
import Testing

@Suite("A remark that was resolved by mistake is opened again")
struct ReopeningTests {
  private let team: TestTeam
  private let anna: TestDesk
  private let ben: TestDesk

  init() throws {
    team = try TestTeam()
    (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    #expect(anna.start("a", "The cat and the dog.\n\nThe bird.\n").code == 0)
    meet()
  }

  private func meet() { for desk in [anna, ben, anna] { #expect(desk.galley("sync").code == 0) } }

  private func id(_ done: Finished) -> String { String(done.out.prefix { $0 != " " }) }

  private func isOpen(_ tail: String, _ desk: TestDesk) throws -> Bool {
    try desk.json("annotations", "a", "--open").contains { $0["tail"]?.stringValue == tail }
  }

  @Test("by who resolved it, whatever it was resolved as, and both stay in the record")
  func slips() throws {
    for (resolution, option) in [
      ("accepted", []), ("accepted", ["--with-change"]), ("rejected", []), ("answered", []),
      ("deferred", ["--to", "r3"]),
    ] as [(String, [String])] {
      let remark = id(
        ben.galley("annotate", "a", "--quote", "dog", "--suggest", "wolf \(resolution)\(option.count)"))
      meet()
      let resolved = run(galleyProgram, ["resolve", remark, resolution] + option, in: anna.folder)
      #expect(resolved.code == 0, "\(resolved.err)")
      #expect(try !isOpen(remark, anna))
      let done = anna.galley("reopen", remark, "-m", "A slip")
      #expect(done.code == 0 && done.out.contains("is open again"), "\(done.err)")
      meet()
      for desk in [anna, ben] { #expect(try isOpen(remark, desk)) }
      #expect(anna.galley("annotations", "a").out.contains("open again"))
      #expect(anna.galley("answers", "a").out.contains("**Open again, says anna:** A slip"))
      #expect(anna.galley("resolve", remark, "rejected", "-m", "No").code == 0)
      #expect(try !isOpen(remark, anna))
    }
  }

  @Test(
    "what is open, or a found claim, is no matter for it; what its maker withdrew only the maker brings back")
  func refusals() throws {
    let remark = id(ben.galley("annotate", "a", "--quote", "dog", "--query", "Which?"))
    let claim = id(ben.galley("annotate", "a", "--quote", "bird", "--claim"))
    meet()
    try anna.refuses("reopen", remark, saying: "is open already")
    #expect(anna.galley("claim", claim, "supported", "--source", "S").code == 0)
    try anna.refuses("reopen", claim, saying: "galley claim \(claim) unchecked")
    #expect(ben.galley("resolve", remark, "withdrawn").code == 0)
    meet()
    try anna.refuses("reopen", remark, saying: "only ben@example.org")
    #expect(ben.galley("reopen", remark).code == 0)
    #expect(try isOpen(remark, ben))
  }

  @Test("its maker opens another's resolution again by not being satisfied")
  func maker() throws {
    let remark = id(ben.galley("annotate", "a", "--quote", "dog", "--query", "Which?"))
    meet()
    #expect(anna.galley("resolve", remark, "answered").code == 0)
    meet()
    #expect(ben.galley("reopen", remark).code == 0)
    #expect(try ben.json("annotations", "a").first?["satisfied"]?.boolValue == false)
  }

  @Test("several remarks are resolved, opened again and taken at once, all or none, in one commit")
  func several() throws {
    #expect(anna.start("b", "The fox.\n").code == 0)
    let ids = ["cat", "dog", "bird"].map { id(ben.galley("annotate", "a", "--quote", $0, "--query", "Q")) }
    meet()
    let other = id(anna.galley("annotate", "b", "--quote", "fox", "--query", "Q"))
    let tip = anna.branches
    #expect(anna.galley("resolve", ids[0], "0000zz", "answered").code != 0)
    #expect(anna.branches == tip)
    try anna.refuses("resolve", ids[0], code: 2, saying: "RESOLUTION is missing")
    let done = anna.galley("resolve", ids[0], ids[1], ids[0], other, "answered")
    #expect(done.code == 0 && done.out.contains("of a and b as answered"), "\(done.out)\(done.err)")
    let review = "review/a/r1/anna@example.org"
    #expect(anna.git("rev-list", "--count", "revision/a/r1..\(review)").out == "1\n")
    #expect(try anna.json("reopen", ids[0], other).count == 2)
    #expect(try isOpen(ids[0], anna) && !isOpen(ids[1], anna))
    #expect(anna.galley("resolve", ids[0], ids[2], "answered").code == 0)
    meet()
    #expect(ben.galley("satisfied", ids[0], ids[1], ids[2]).out.contains("they will do"))
    #expect(try ben.json("annotations", "a").allSatisfy { $0["satisfied"]?.boolValue == true })
  }

  @Test("words that a revision has are not taken out again")
  func taken() throws {
    let remark = id(anna.galley("annotate", "a", "--quote", "cat", "--suggest", "lion"))
    #expect(anna.galley("revise", "a", "--accept-all").code == 0)
    try anna.refuses("reopen", remark, saying: "r2 has its words")
  }

  @Test("opened again here and resolved there at one time is a contradiction")
  func atOneTime() throws {
    let remark = id(ben.galley("annotate", "a", "--quote", "dog", "--query", "Which?"))
    meet()
    #expect(anna.galley("resolve", remark, "answered").code == 0)
    meet()
    #expect(anna.galley("reopen", remark).code == 0)
    #expect(ben.galley("resolve", remark, "withdrawn").code == 0)
    meet()
    let (one, two) = (try isOpen(remark, anna), try isOpen(remark, ben))
    #expect(one == two)
    #expect(anna.galley("resolve", remark, "answered").code == 0)
    #expect(try anna.json("annotations", "a").first?["contradictions"]?.arrayValue?.isEmpty == true)
  }
}
