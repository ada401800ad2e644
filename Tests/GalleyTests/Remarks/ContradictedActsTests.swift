import JSON
import Testing

@Suite("Approvals, overrides, verdicts and places that two desks name at one time")
struct ContradictedActsTests {
  private func kinds(_ desk: TestDesk) throws -> [String] {
    try desk.json("inbox").filter { $0["kind"]?.stringValue == "settle" }.compactMap {
      $0["next"]?.stringValue
    }
  }

  private func contradictions(_ desk: TestDesk) throws -> Int? {
    try desk.json("status", "a")[0]["contradictions"]?.intValue
  }

  @Test("a check that one takes back while another gives it isn't given", arguments: [true, false])
  func approvals(annaFirst: Bool) throws {
    let team = try EditorsTeam(rules: "{checks: {facts: {by: [editor]}}}")
    let (anna, cara, ben) = (team.anna, team.cara, team.ben)
    #expect(anna.galley("approve", "a", "facts").code == 0)
    sync(anna, cara)
    #expect(cara.galley("approve", "a", "facts").code == 0)
    sync(cara, anna)
    #expect(try contradictions(anna) == 0)
    #expect(anna.galley("approve", "a", "facts", "--undo").code == 0)
    #expect(anna.galley("ready", "a").code == 0)
    #expect(cara.galley("approve", "a", "facts", "-m", "Read again").code == 0)
    if annaFirst { sync(anna, cara, anna, ben) } else { sync(cara, anna, cara, ben) }
    #expect(team.shown(anna) == team.shown(cara))
    for desk in [anna, cara, ben] {
      let ready = desk.galley("ready", "a")
      #expect(ready.code == 1 && ready.out.contains("taken it back"), "\(ready.out)")
      #expect(ready.out.contains("anna took it back") && ready.out.contains("cara gave it"), "\(ready.out)")
      #expect(try contradictions(desk) == 1)
    }
    #expect(anna.galley("publish", "a").code == 1)
    #expect(try kinds(cara) == ["galley approve a facts"] && kinds(ben) == [])
    #expect(try anna.json("status", "a")[0]["phase"]?.stringValue == "contradictions to settle")
    #expect(anna.galley("approve", "a", "facts").code == 0)
    sync(anna, cara)
    #expect(team.shown(anna) == team.shown(cara))
    #expect(try contradictions(cara) == 0)
    #expect(anna.galley("ready", "a").out.contains("check:facts: anna has given it"))
  }

  @Test("who gave a check at home and took it back at work settles it either way", arguments: [true, false])
  func ownApprovals(gives: Bool) throws {
    let team = try EditorsTeam(rules: "{checks: {facts: {by: [editor]}}}")
    let (anna, cara) = (team.anna, team.cara)
    let atHome = try team.team.desk("anna-at-home")
    atHome.git("config", "user.email", "anna@example.org")
    #expect(anna.galley("approve", "a", "facts").code == 0)
    sync(anna, atHome)
    #expect(anna.galley("approve", "a", "facts", "--undo").code == 0)
    #expect(atHome.galley("approve", "a", "facts", "-m", "Again").code == 0)
    sync(atHome, anna, atHome, cara)
    #expect(try contradictions(anna) == 1 && contradictions(atHome) == 1)
    #expect(cara.galley("approve", "a", "facts", "--undo").code == 1)
    let settled =
      gives ? atHome.galley("approve", "a", "facts") : anna.galley("approve", "a", "facts", "--undo")
    #expect(settled.code == 0, "\(settled.err)")
    sync(atHome, anna, atHome, cara)
    #expect(try contradictions(cara) == 0)
    #expect(cara.galley("ready", "a").out.contains(gives ? "has given it" : "nobody has given it"))
  }

  @Test("two who give the same check, verdict, place or override at one time agree")
  func sameValues() throws {
    let team = try EditorsTeam(rules: "{no-open-query: true, checks: {facts: {by: [editor]}}}")
    let (anna, cara) = (team.anna, team.cara)
    let query = try team.tail("questioning")
    for desk in [anna, cara] {
      #expect(desk.galley("approve", "a", "facts").code == 0)
      #expect(desk.galley("override", "a", "no-open-query", "-m", "\(desk.name) says so").code == 0)
      #expect(desk.galley("reattach", query, "--quote", "The dam").code == 0)
      #expect(desk.galley("verdict", "a", desk.name == "anna" ? "accept" : "major").code == 0)
    }
    sync(anna, cara, anna)
    #expect(try contradictions(anna) == 0 && contradictions(cara) == 0)
    let ready = anna.galley("ready", "a")
    #expect(ready.code == 0 && !ready.out.contains("contradict"), "\(ready.out)")
    #expect(try kinds(anna) == [])
  }

  @Test(
    "an override that one takes back while another renews it lets nothing pass", arguments: [true, false])
  func overrides(annaFirst: Bool) throws {
    let team = try EditorsTeam(rules: "{no-open-query: true}")
    let (anna, cara, ben) = (team.anna, team.cara, team.ben)
    #expect(anna.galley("override", "a", "no-open-query", "-m", "Ben is away").code == 0)
    sync(anna, cara)
    #expect(cara.galley("override", "a", "no-open-query", "--undo").code == 0)
    #expect(anna.galley("override", "a", "no-open-query", "--undo").code == 0)
    #expect(anna.galley("override", "a", "no-open-query", "-m", "Ben says so").code == 0)
    #expect(anna.galley("ready", "a").code == 0)
    if annaFirst { sync(anna, cara, anna, ben) } else { sync(cara, anna, cara, ben) }
    #expect(team.shown(anna) == team.shown(cara))
    for desk in [anna, cara, ben] {
      let ready = desk.galley("ready", "a")
      #expect(ready.code == 1 && ready.out.contains("that it is overridden is contradicted"), "\(ready.out)")
      #expect(ready.out.contains("anna overrode it: Ben says so"), "\(ready.out)")
      #expect(ready.out.contains("cara took that back"), "\(ready.out)")
      #expect(try contradictions(desk) == 1)
    }
    #expect(try kinds(anna) == ["galley override a no-open-query -m WHY"])
    #expect(anna.galley("publish", "a").code == 1)
    let settles = annaFirst ? ["-m", "Both agree"] : ["--undo"]
    let settled = run(galleyProgram, ["override", "a", "no-open-query"] + settles, in: cara.folder)
    #expect(settled.code == 0, "\(settled.err)")
    sync(cara, anna)
    #expect(team.shown(anna) == team.shown(cara))
    #expect(try contradictions(anna) == 0)
    #expect(anna.galley("ready", "a").code == (annaFirst ? 0 : 1))
  }

  @Test("a reviewer's two verdicts of one time count as none", arguments: [true, false])
  func verdicts(homeFirst: Bool) throws {
    let team = try EditorsTeam(rules: "{accepting-verdicts: 1}")
    let (anna, cara, ben) = (team.anna, team.cara, team.ben)
    let atHome = try team.team.desk("ben-at-home")
    atHome.git("config", "user.email", "ben@example.org")
    #expect(ben.galley("verdict", "a", "accept").code == 0)
    #expect(atHome.galley("verdict", "a", "major", "-m", "Too thin").code == 0)
    if homeFirst { sync(atHome, ben, atHome) } else { sync(ben, atHome, ben) }
    sync(anna, cara)
    #expect(team.shown(anna) == team.shown(cara))
    #expect(team.shown(ben) == team.shown(atHome))
    for desk in [anna, cara, ben, atHome] {
      let ready = desk.galley("ready", "a")
      #expect(ready.code == 1 && ready.out.contains("0 of 1 accepting"), "\(ready.out)")
      #expect(ready.out.contains("at one time"), "\(ready.out)")
      #expect(desk.galley("show", "a").out.contains("contradicted: "))
      #expect(desk.galley("rounds", "a").out.contains("contradicted: "))
      #expect(try contradictions(desk) == 1)
    }
    let page = try JSONPage.read()
    #expect(try page.faults(in: anna.json("show", "a"), of: "show") == [])
    #expect(try page.faults(in: anna.json("rounds", "a"), of: "rounds") == [])
    #expect(try kinds(ben) == ["galley verdict a accept|minor|major|reject"] && kinds(anna) == [])
    #expect(try anna.json("status", "a")[0]["turn"]?.arrayValue?.first?.stringValue == "ben@example.org")
    #expect(atHome.galley("verdict", "a", "accept").code == 0)
    sync(atHome, ben, anna)
    #expect(try contradictions(ben) == 0 && contradictions(anna) == 0)
    #expect(anna.galley("ready", "a").code == 0)
  }

  @Test("two places for one remark are shown until somebody names one again", arguments: [true, false])
  func places(annaFirst: Bool) throws {
    let team = try EditorsTeam()
    let (anna, cara, ben) = (team.anna, team.cara, team.ben)
    let query = try team.tail("questioning")
    #expect(anna.galley("reattach", query, "--quote", "The dam").code == 0)
    #expect(cara.galley("reattach", query, "--quote", "the town").code == 0)
    if annaFirst { sync(anna, cara, anna, ben) } else { sync(cara, anna, cara, ben) }
    #expect(team.shown(anna) == team.shown(cara))
    let row = try #require(
      anna.json("annotations", "a").first { $0["motivation"]?.stringValue == "questioning" })
    #expect(row["contradictions"]?.arrayValue?.count == 1)
    #expect(try JSONPage.read().faults(in: [row], of: "remark") == [])
    #expect(try JSONPage.read().faults(in: anna.json("why", query), of: "why") == [])
    for words in [["show", "a"], ["why", query]] {
      let out = run(galleyProgram, words, in: ben.folder).out
      #expect(out.contains("contradicted: ") && out.contains("The dam") && out.contains("the town"), "\(out)")
    }
    #expect(try kinds(anna).first?.hasPrefix("galley reattach ") == true)
    #expect(anna.galley("resolve", query, "answered").code == 0)
    #expect(anna.galley("resolve", query, "answered").code == 1)
    #expect(try contradictions(anna) == 1)
    #expect(cara.galley("reattach", query, "--quote", "the town").code == 0)
    sync(anna, cara, anna)
    #expect(try contradictions(anna) == 0 && contradictions(cara) == 0)
    #expect(team.shown(anna) == team.shown(cara))
  }
}
