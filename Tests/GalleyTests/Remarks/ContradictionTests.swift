import Foundation
import JSON
import Testing

@Suite("What two desks say at one time, not knowing of one another")
struct ContradictionTests {
  @Test(
    "one answer holds on every desk, in both orders of syncing, and the other is shown until it is settled",
    arguments: [true, false])
  func resolutions(annaFirst: Bool) throws {
    let team = try EditorsTeam()
    let (anna, cara, ben) = (team.anna, team.cara, team.ben)
    let query = try team.tail("questioning")
    #expect(anna.galley("resolve", query, "answered", "-m", "The old one").code == 0)
    #expect(cara.galley("resolve", query, "rejected", "-m", "Nobody asks that").code == 0)
    #expect(try anna.json("annotations", "a").allSatisfy { $0["contradictions"]?.arrayValue == [] })
    if annaFirst { sync(anna, cara, anna, ben) } else { sync(cara, anna, cara, ben) }
    #expect(team.shown(anna) == team.shown(cara))

    let row = try #require(
      anna.json("annotations", "a").first { $0["motivation"]?.stringValue == "questioning" })
    let against = try #require(row["contradictions"]?[0])
    let said = Set([row["resolution"]?.stringValue, against["says"]?.stringValue])
    #expect(said == ["answered", "rejected"] && row["contradictions"]?.arrayValue?.count == 1)
    #expect(against["holds"] == row["resolution"])
    for words in [["show", "a"], ["annotations", "a"]] {
      let out = run(galleyProgram, words, in: ben.folder).out
      #expect(out.contains("contradicted: ") && out.contains("says rejected"), "\(out)")
      #expect(out.contains("Nobody asks that") && out.contains("The old one"), "\(out)")
    }
    #expect(anna.galley("answers", "a").out.contains("Contradicted by "))
    #expect(anna.galley("status", "a").out.contains("1 contradiction"))
    #expect(try anna.json("status", "a")[0]["phase"]?.stringValue == "contradictions to settle")
    #expect(try anna.json("inbox").contains { $0["kind"]?.stringValue == "settle" })
    #expect(try JSONPage.read().faults(in: [row], of: "remark") == [])

    // Whoever has both may say either again, and that settles it everywhere.
    #expect(cara.galley("resolve", query, "answered").code == 0)
    #expect(cara.galley("resolve", query, "answered").code == 1)
    sync(cara, anna, ben)
    for desk in [anna, cara, ben] {
      let row = try #require(
        desk.json("annotations", "a").first { $0["motivation"]?.stringValue == "questioning" })
      #expect(row["resolution"]?.stringValue == "answered" && row["contradictions"]?.arrayValue == [])
    }
    #expect(team.shown(anna) == team.shown(cara))
    #expect(anna.galley("status", "a").out.contains("contradiction") == false)
  }

  @Test(
    "a decision that another contradicts satisfies no rule until an editor settles it",
    arguments: [true, false])
  func decisions(annaFirst: Bool) throws {
    let team = try EditorsTeam()
    let (anna, cara) = (team.anna, team.cara)
    #expect(anna.galley("decide", "a", "accept").code == 0)
    #expect(anna.galley("ready", "a").code == 0)
    #expect(cara.galley("decide", "a", "decline", "-m", "Too thin").code == 0)
    if annaFirst { sync(anna, cara, anna) } else { sync(cara, anna, cara) }
    #expect(team.shown(anna) == team.shown(cara))
    let ready = anna.galley("ready", "a")
    #expect(ready.code == 1 && ready.out.contains("contradict one another"), "\(ready.out)")
    #expect(anna.galley("publish", "a").code == 1)
    #expect(anna.galley("rounds", "a").out.contains("contradicted: "))
    #expect(try anna.json("rounds", "a")[0]["contradictions"]?.arrayValue?.count == 1)
    #expect(try JSONPage.read().faults(in: anna.json("rounds", "a"), of: "rounds") == [])
    #expect(try anna.json("inbox").first?["next"]?.stringValue?.contains("galley decide a") == true)
    #expect(anna.galley("decide", "a", "accept").code == 0)
    sync(anna, cara)
    for desk in [anna, cara] {
      #expect(try desk.json("rounds", "a")[0]["decision"]?.stringValue == "accept")
      #expect(try desk.json("rounds", "a")[0]["contradictions"]?.arrayValue == [])
      #expect(desk.galley("ready", "a").code == 0)
    }
  }

  @Test(
    "findings of a claim and words on satisfaction that contradict are shown and settled",
    arguments: [true, false])
  func findings(annaFirst: Bool) throws {
    let team = try EditorsTeam()
    let (anna, cara, ben) = (team.anna, team.cara, team.ben)
    let (claim, query) = try (team.tail("classifying"), team.tail("questioning"))
    #expect(anna.galley("claim", claim, "supported", "--source", "the deed").code == 0)
    #expect(cara.galley("claim", claim, "disputed", "-m", "It was 1951").code == 0)
    #expect(anna.galley("resolve", query, "answered").code == 0)
    sync(anna, ben)
    let atHome = try team.team.desk("ben-at-home")
    atHome.git("config", "user.email", "ben@example.org")
    #expect(ben.galley("satisfied", query).code == 0)
    #expect(atHome.galley("satisfied", query, "--no", "-m", "Which of the two?").code == 0)
    if annaFirst { sync(ben, atHome, cara, anna, ben) } else { sync(cara, atHome, ben, anna, cara, atHome) }
    sync(cara, atHome, ben)
    #expect(team.shown(anna) == team.shown(cara) && team.shown(ben) == team.shown(atHome))
    let rows = try anna.json("claims", "a")
    #expect(rows[0]["contradictions"]?.arrayValue?.count == 1)
    #expect(try JSONPage.read().faults(in: rows, of: "claims") == [])
    let out = anna.galley("claims", "a").out
    #expect(out.contains("contradicted: ") && out.contains("disputed"))
    #expect(anna.galley("show", "a").out.contains("says not satisfied"))
    #expect(try ben.json("inbox").contains { $0["kind"]?.stringValue == "settle" })
    #expect(try anna.json("status", "a")[0]["contradictions"]?.intValue == 2)
    #expect(cara.galley("claim", claim, "supported").code == 0)
    #expect(ben.galley("satisfied", query).code == 0)
    sync(cara, ben, anna)
    #expect(try anna.json("status", "a")[0]["contradictions"]?.intValue == 0)
  }

  @Test("a suggestion that one accepts and another rejects is in no revision until somebody names it")
  func suggestion() throws {
    let team = try EditorsTeam()
    let (anna, cara) = (team.anna, team.cara)
    let suggestion = try team.tail("editing")
    #expect(anna.galley("resolve", suggestion, "accepted").code == 0)
    #expect(cara.galley("resolve", suggestion, "rejected", "-m", "It was the town").code == 0)
    sync(anna, cara, anna)
    let first = anna.galley("revise", "a", "--accept-all")
    #expect(first.code == 0 && first.out.contains("Undecided: "), "\(first)")
    #expect(anna.git("show", "revision/a/r2:articles/a/index.md").out.contains("by the town"))
    let named = anna.galley("revise", "a", "--accept", suggestion)
    #expect(named.code == 0, "\(named.err)")
    #expect(anna.git("show", "revision/a/r3:articles/a/index.md").out.contains("by the city"))
    #expect(try anna.json("status", "a")[0]["contradictions"]?.intValue == 0)
  }

  @Test("what is decided with knowledge of the other, or says the same, is no contradiction")
  func knowing() throws {
    let team = try EditorsTeam()
    let (anna, cara) = (team.anna, team.cara)
    let (query, suggestion) = try (team.tail("questioning"), team.tail("editing"))
    #expect(anna.galley("resolve", query, "answered").code == 0)
    #expect(anna.galley("resolve", suggestion, "rejected", "-m", "No").code == 0)
    #expect(cara.galley("resolve", suggestion, "rejected", "-m", "It was the town").code == 0)
    sync(anna, cara)
    #expect(cara.galley("resolve", query, "rejected", "-m", "No").code == 0)
    sync(cara, anna)
    #expect(try anna.json("status", "a")[0]["contradictions"]?.intValue == 0)
    #expect(!anna.galley("annotations", "a").out.contains("contradicted"))
  }
}
