import Foundation
import JSON
import Testing

@Suite("What goes out may go out: rules, checks, overrides and decisions")
struct ReadyTests {
  private func id(_ done: Finished) -> String { String(done.out.prefix { $0 != " " }) }

  /// A desk of Anna's (editor) with these rules, and Ben (reviewer, legal) on it; the article `a` is open.
  private func desk(_ team: TestTeam, _ rules: String, _ text: String) throws -> (TestDesk, TestDesk) {
    let anna = try team.desk("anna")
    try anna.write(
      """
      people:
        - {name: Anna, email: anna@example.org, roles: [editor]}
        - {name: Ben, email: ben@example.org, roles: [reviewer, legal]}
      rules:
      \(rules)
      """, to: "galley.yaml")
    #expect(anna.git("commit", "-qam", "rules").code == 0)
    #expect(anna.start("a", text).code == 0)
    #expect(anna.galley("sync").code == 0)
    return (anna, try team.desk("ben"))
  }

  private func states(_ desk: TestDesk) throws -> [String: String] {
    let rules = try desk.json("ready", "a").first?["rules"]?.arrayValue ?? []
    return Dictionary(
      uniqueKeysWithValues: rules.map { ($0["rule"]?.stringValue ?? "", $0["state"]?.stringValue ?? "") })
  }

  private func save(_ desk: TestDesk, _ old: String, _ new: String, _ revision: String = "r1") {
    let text = desk.git("show", "revision/a/\(revision):articles/a/index.md").out
    let done = desk.galley("save", "a", "--from", "-", input: text.replacingOccurrences(of: old, with: new))
    #expect(done.code == 0, "\(done.err)")
  }

  @Test("rules on the text find what isn't finished, and an embargo holds until its time")
  func textRules() throws {
    let team = try TestTeam()
    let rules = "  no-mark-left: true\n  byline: true\n  image-credits: true\n  embargo: true"
    let (anna, _) = try desk(
      team, rules,
      "---\ntitle: T\nembargo: 2099-01-01T06:00:00+01:00\n---\n\nTK: the figure. {++new++}\n\n```\nTK\n```\n\n![d](dam.jpg) ![b](b.jpg \"Photo: Ann\")\n"
    )
    let page = try JSONPage.read()
    let done = anna.galley("ready", "a")
    #expect(done.code == 1 && done.out.contains("line 6: TK") && done.out.contains("dam.jpg"))
    #expect(done.out.contains("embargoed until 2099-01-01T06:00:00+01:00"))
    #expect(page.faults(in: try anna.json("ready", "a"), of: "ready") == [])
    #expect(
      try states(anna)
        == [
          "no-mark-left": "not satisfied", "byline": "not satisfied", "image-credits": "not satisfied",
          "embargo": "not satisfied",
        ])
    #expect(anna.galley("override", "a", "embargo", "-m", "now").code == 1)
    #expect(anna.galley("override", "a", "no-open-query", "-m", "now").code == 1)
    #expect(anna.galley("override", "a", "no-mark-left", "-m", "TK is the airline").code == 0)
    #expect(anna.galley("override", "a", "no-mark-left", "-m", "again").code == 1)
    #expect(try states(anna)["no-mark-left"] == "overridden")
    #expect(anna.galley("override", "a", "no-mark-left", "--undo").code == 0)
    #expect(try states(anna)["no-mark-left"] == "not satisfied")
    #expect(anna.galley("publish", "a").code == 1)
    save(anna, "TK: the figure. {++new++}", "New.")
    save(anna, "title: T\nembargo: 2099-01-01T06:00:00+01:00", "title: T\nauthor: Anna\nembargo: 2020-01-01")
    save(anna, "![d](dam.jpg)", "")
    let ready = anna.galley("ready", "a")
    #expect(ready.code == 0, "\(ready.out)")
    #expect(anna.galley("publish", "a").code == 0)
    #expect(anna.galley("ready", "a").code == 1)
  }

  @Test("a mark is shown with the words around it; images by reference and as tags need credits too")
  func marksAndImages() throws {
    let team = try TestTeam()
    let long = String(repeating: "word ", count: 40)
    let (anna, _) = try desk(
      team, "  no-mark-left: true\n  image-credits: true",
      """
      ---
      credits: {c.jpg: Cara}
      ---

      \(long)and TK more. BTK and TKs are none.

      ![a [nested]](a.jpg) and [a link](x) ![b][B] ![c](c.jpg) ![d](<d e.jpg> "Photo: Dan")
      <img alt="e" src="e.jpg"> <img src='f.jpg' title='Photo: Fay'> ![g] ![no image][h]

      [b]: b.jpg
      [g]: g.jpg "Photo: Gil"
      """)
    let rules = try #require(anna.json("ready", "a").first?["rules"]?.arrayValue)
    let details = rules.map { ($0["details"]?.arrayValue ?? []).compactMap(\.stringValue) }
    #expect(details[0].count == 1 && details[0][0].contains("and TK more."))
    #expect(details[1] == ["  a.jpg", "  b.jpg", "  e.jpg"], "\(details)")
  }

  @Test("an embargo holds where no rule speaks of it, whatever clock is claimed, and at the server too")
  func embargo() throws {
    let team = try TestTeam()
    try team.guardRemote()
    let edda = try team.member("edda")
    #expect(edda.start("a", "---\nembargo: 2099-01-01\n---\n\nThe dam.\n").code == 0)
    #expect(edda.galley("sync").code == 0)
    let late = ["GIT_COMMITTER_DATE": "4102444800 +0000"]
    for environment in [[:], late] {
      let done = run(galleyProgram, ["publish", "a"], in: edda.folder, environment: environment)
      #expect(done.code == 1 && done.err.contains("embargoed until 2099-01-01"), "\(done)")
    }
    // A desk that lets it go out all the same is refused by the server.
    let server = try #require(edda.branches.split(separator: "\n").first { $0.contains("heads/main") })
    let yaml = edda.git("show", "main:galley.yaml").out
    try edda.write(yaml + "  embargo: false\n", to: "galley.yaml")
    #expect(edda.git("commit", "-qam", "no embargo").code == 0)
    #expect(edda.galley("ready", "a").code == 0)
    #expect(edda.galley("publish", "a").code == 0)
    let refused = run(
      "/usr/bin/env", ["git", "push", "-q", "origin", "main"], in: edda.folder,
      environment: edda.environment.merging(late) { $1 })
    #expect(refused.code != 0 && refused.err.contains("embargoed until 2099-01-01"), "\(refused.err)")
    #expect(team.remoteReferences.contains(server.split(separator: " ")[1]))
  }

  @Test("an approval holds while what it was about stands, by each of the four rules")
  func approvals() throws {
    let team = try TestTeam()
    let rules = """
        checks:
          copy: {by: [editor], outdated-by: words}
          legal: {by: [legal], outdated-by: any-change}
          facts: {by: [editor], outdated-by: claims}
          quote: {by: [editor], outdated-by: passage}
      """
    let (anna, ben) = try desk(team, rules, "The dam is old.\n\nIt rained in May.\n\nThe mayor smiled.\n")
    let claim = id(anna.galley("annotate", "a", "--quote", "rained in May", "--claim"))
    #expect(anna.galley("claim", claim, "supported").code == 0)
    #expect(anna.galley("approve", "a", "legal").code == 1)
    #expect(anna.galley("approve", "a", "colour").code == 1)
    #expect(anna.galley("approve", "a", "quote").code == 2)
    #expect(anna.galley("approve", "a", "copy", "--quote", "dam").code == 2)
    #expect(anna.galley("approve", "a", "copy", "--undo").code == 1)
    for check in ["copy", "facts"] { #expect(anna.galley("approve", "a", check).code == 0) }
    #expect(anna.galley("approve", "a", "quote", "--quote", "The mayor smiled").code == 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    #expect(ben.galley("approve", "a", "legal", "-m", "Fine").code == 0)
    for desk in [ben, anna] { #expect(desk.galley("sync").code == 0) }
    #expect(try Set(states(anna).values) == ["satisfied"])

    save(anna, "The dam is old.", "The dam  is\nold.")
    func outdated() throws -> Set<String> { Set(try states(anna).filter { $0.value != "satisfied" }.keys) }
    #expect(try outdated() == ["check:legal"])
    save(anna, "The dam  is\nold.", "The dam is ancient.")
    #expect(try outdated() == ["check:legal", "check:copy"])
    save(anna, "rained in May", "rained in June")
    #expect(try outdated() == ["check:legal", "check:copy", "check:facts"])
    #expect(anna.galley("revise", "a").code == 0)
    save(anna, "The mayor smiled", "The mayor frowned", "r2")
    #expect(try outdated().count == 4)
    #expect(anna.galley("ready", "a").out.contains("ben gave it on r1: the article has changed since"))
    #expect(anna.galley("approve", "a", "copy").code == 0)
    #expect(try !outdated().contains("check:copy"))
    #expect(anna.galley("approve", "a", "copy", "--undo").code == 0)
    #expect(try outdated().contains("check:copy"))
    #expect(anna.isSound)
  }

  @Test("open claims, unmerged reviews and a missing decision stand in the way; a decision can be taken back")
  func recordRules() throws {
    let team = try TestTeam()
    let rules = "  no-open-claim: true\n  no-unmerged-review: true\n  accepting-decision: true"
    let (anna, ben) = try desk(team, rules, "The dam is old.\n")
    #expect(try states(anna)["no-open-claim"] == "not applicable")
    #expect(ben.galley("annotate", "a", "--quote", "old", "--claim").code == 0)
    for desk in [ben, anna] { #expect(desk.galley("sync").code == 0) }
    #expect(
      try states(anna)
        == [
          "no-open-claim": "not satisfied", "no-unmerged-review": "not satisfied",
          "accepting-decision": "not satisfied",
        ])
    #expect(anna.galley("merge", "a").code == 0)
    let claim = try #require(anna.json("claims", "a").first?["tail"]?.stringValue)
    #expect(anna.galley("resolve", claim, "accepted", "-m", "It is").code == 0)
    #expect(ben.galley("decide", "a", "accept").code == 1)
    #expect(anna.galley("decide", "a", "reopen").code == 1)
    #expect(anna.galley("decide", "a", "revise", "-m", "Older").code == 0)
    #expect(try states(anna)["accepting-decision"] == "not satisfied")
    #expect(anna.galley("decide", "a", "accept").code == 0)
    #expect(anna.galley("decide", "a", "accept").code == 1)
    #expect(anna.galley("ready", "a").code == 0)
    #expect(anna.galley("decide", "a", "reopen", "-m", "Too soon").code == 0)
    #expect(anna.galley("ready", "a").code == 1)
    #expect(anna.galley("submit", "a").code == 0)
    #expect(anna.galley("rounds", "a").out.contains("decision taken back by anna: Too soon"))
    #expect(try anna.json("rounds", "a").first?["takenBackBy"]?.stringValue == "anna@example.org")
  }

  @Test("a new desk has one rule on, and a reviewer's forged override counts for nothing")
  func authority() throws {
    let team = try TestTeam()
    let plain = try team.desk("cara")
    #expect(plain.start("a", "TK\n").code == 0)
    #expect(try states(plain) == ["no-open-query": "satisfied"])
    let other = try TestTeam()
    let (anna, ben) = try desk(other, "  no-mark-left: true", "TK\n")
    #expect(ben.galley("sync").code == 0)
    #expect(ben.galley("override", "a", "no-mark-left", "-m", "x").code == 1)
    // Ben lets his own desk believe that he is an editor, and sends what it wrote.
    let yaml = ben.git("show", "main:galley.yaml").out.replacingOccurrences(
      of: "[reviewer, legal]", with: "[editor]")
    try ben.write(yaml, to: "galley.yaml")
    ben.git("commit", "-qam", "mine")
    #expect(ben.galley("override", "a", "no-mark-left", "-m", "x").code == 0)
    #expect(ben.git("push", "-q", "origin", "review/a/r1/ben@example.org").code == 0)
    #expect(anna.galley("sync").code == 0)
    #expect(try states(anna)["no-mark-left"] == "not satisfied")
  }
}
