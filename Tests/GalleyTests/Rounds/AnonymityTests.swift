import Foundation
import JSON
import Testing

@Suite("In an anonymous round nobody is named who must not be known")
struct AnonymityTests {
  private static let people = """
    people:
      - {name: Eda Editor, email: eda@example.org, roles: [editor]}
      - {name: Anna Author, email: anna@example.org, roles: [author]}
      - {name: Ben Reviewer, email: ben@example.org, roles: [reviewer]}
      - {name: Cara Reviewer, email: cara@example.org, roles: [reviewer]}
    rules:
      no-open-query: true
    """

  /// Anna's article in a round of Ben and Cara, whose reviews are in.
  private func round(_ team: TestTeam, _ method: String) throws -> [String: TestDesk] {
    let eda = try team.desk("eda")
    try eda.write(Self.people, to: "galley.yaml")
    eda.git("commit", "-qam", "people")
    #expect(eda.galley("sync").code == 0)
    var desks = ["eda": eda]
    for name in ["anna", "ben", "cara"] { desks[name] = try team.desk(name) }
    let anna = try #require(desks["anna"])
    let text = "---\ntitle: T\nauthor: Anna Author\n---\n\nThe dam is old.\n"
    #expect(anna.galley("new", "a", "--from", "-", input: text).code == 0)
    #expect(anna.galley("sync").code == 0 && eda.galley("sync").code == 0)
    let asked = eda.galley(
      "submit", "a", "--reviewers", "ben@example.org,cara@example.org", "--method", method, "--brief",
      "Is it true?")
    #expect(asked.code == 0)
    #expect(eda.galley("sync").code == 0)
    for name in ["ben", "cara"] {
      let desk = try #require(desks[name])
      #expect(desk.galley("sync").code == 0)
      #expect(desk.galley("annotate", "a", "--quote", "dam", "--query", "Which?").code == 0)
      #expect(desk.galley("verdict", "a", "minor", "-m", "Fine").code == 0)
      #expect(desk.galley("sync").code == 0)
    }
    for desk in desks.values { #expect(desk.galley("sync").code == 0) }
    return desks
  }

  @Test("authors see pseudonyms in every output, the editor sees names, reviewers see only themselves")
  func singleAnonymous() throws {
    let team = try TestTeam()
    let desks = try round(team, "single-anonymous")
    let (anna, eda, ben) = try (
      #require(desks["anna"]), #require(desks["eda"]), #require(desks["ben"])
    )
    let id = try #require(anna.json("annotations", "a").first?["id"]?.stringValue)
    for words in [
      ["show", "a"], ["annotations", "a"], ["answers", "a"], ["status"], ["rounds", "a"], ["log", "a"],
      ["ready", "a"], ["inbox"], ["why", id], ["satisfied", id], ["resolve", id, "withdrawn"],
      ["claims", "a"],
    ] {
      for json in [[], ["--json"]] {
        let done = run(galleyProgram, words + json, in: anna.folder)
        let all = (done.out + done.err).lowercased()
        for name in ["ben", "cara"] { #expect(!all.contains(name), "\(words): \(all)") }
      }
    }
    #expect(anna.galley("annotations", "a").out.contains("Reviewer 1"))
    #expect(anna.galley("annotations", "a").out.contains("Reviewer 2"))
    #expect(eda.galley("annotations", "a").out.contains("ben"))
    let own = ben.galley("annotations", "a").out
    #expect(own.contains("ben") && own.contains("Reviewer 2") && !own.contains("cara"))
    #expect(ben.galley("show", "a").out.contains("Anna Author"))
    let page = try JSONPage.read()
    let rounds = try anna.json("rounds", "a")
    #expect(page.faults(in: rounds, of: "rounds") == [])
    #expect(rounds[0]["brief"]?.stringValue == "Is it true?")
    #expect(rounds[0]["verdicts"]?.arrayValue?.count == 2)
  }

  @Test("reviewers of a double-anonymous round see no author, and offsets hold; the check says what leaks")
  func doubleAnonymous() throws {
    let team = try TestTeam()
    let desks = try round(team, "double-anonymous")
    let (anna, eda, ben) = try (
      #require(desks["anna"]), #require(desks["eda"]), #require(desks["ben"])
    )
    #expect(
      anna.galley(
        "reply", try #require(anna.json("annotations", "a").first?["tail"]?.stringValue), "That one"
      ).code == 0)
    #expect(anna.galley("sync").code == 0 && ben.galley("sync").code == 0)
    for words in [["show", "a"], ["annotations", "a"], ["log", "a"], ["status"], ["rounds", "a"]] {
      for json in [[], ["--json"]] {
        let done = run(galleyProgram, words + json, in: ben.folder)
        #expect(!(done.out + done.err).lowercased().contains("anna"), "\(words): \(done.out)")
      }
    }
    let shown = try #require(ben.json("show", "a").first)
    let text = Array(try #require(shown["text"]?.stringValue).unicodeScalars)
    let remark = try #require(shown["annotations"]?[0])
    let range = try #require(remark["start"]?.intValue)..<#require(remark["end"]?.intValue)
    #expect(String(String.UnicodeScalarView(text[range])) == "dam")

    let page = try JSONPage.read()
    let report = run(galleyProgram, ["blind", "check", "a", "--json"], in: eda.folder)
    #expect(report.code == 1)
    let json = try JSON(parsing: report.out)
    #expect(page.faults(in: [json], of: "blind check") == [])
    let leaks = json["leaks"]?.arrayValue ?? []
    func kinds(_ person: String) -> Set<String> {
      Set(leaks.filter { $0["person"]?.stringValue == person }.compactMap { $0["kind"]?.stringValue })
    }
    #expect(
      kinds("ben@example.org").isSuperset(of: ["branch", "folder", "annotation", "commit", "configuration"]))
    #expect(kinds("anna@example.org").isSuperset(of: ["front matter", "commit"]))
    #expect(!leaks.contains { $0["person"]?.stringValue == "eda@example.org" })
    #expect(eda.galley("blind", "check", "a").out.contains("git cannot hide it"))
    #expect(eda.galley("blind", "check", "b").code == 1)
    #expect(anna.galley("blind", "export", "a", team.path("no")).code == 1)
  }

  @Test("an exported round gives nobody away, and its reviews come back with their places")
  func exported() throws {
    let team = try TestTeam()
    let desks = try round(team, "double-anonymous")
    let eda = try #require(desks["eda"])
    let folder = team.path("blind.git")
    let page = try JSONPage.read()
    let made = try eda.json("blind", "export", "a", folder)
    #expect(page.faults(in: made, of: "blind export") == [])
    #expect(made[0]["reviewers"]?[1]?["name"]?.stringValue == "Reviewer 2")
    #expect(eda.galley("blind", "export", "a", folder).code == 1)
    let again = try eda.json("blind", "export", "a", team.path("again.git"))
    #expect(again[0]["commit"] == made[0]["commit"])
    #expect(eda.galley("blind", "check", "a", "--in", folder).code == 0)

    let reviewer = try team.desk("somebody", url: folder)
    reviewer.git("config", "user.name", "Reviewer 2")
    reviewer.git("config", "user.email", "reviewer-2@blind.invalid")
    #expect(reviewer.galley("show", "a").out.contains("The dam is old."))
    #expect(!reviewer.git("log", "--all", "-p").out.lowercased().contains("anna"))
    #expect(eda.galley("blind", "import", "a", folder).code == 1)
    #expect(reviewer.galley("annotate", "a", "--quote", "old", "--suggest", "ancient").code == 0)
    #expect(reviewer.galley("sync").code == 0)
    #expect(eda.galley("blind", "check", "a", "--in", folder).code == 0)
    let taken = try eda.json("blind", "import", "a", folder)
    #expect(page.faults(in: taken, of: "blind import") == [])
    #expect(taken[0]["reviews"]?[0]?["annotations"]?.intValue == 1)
    let row = try #require(eda.json("annotations", "a").first { $0["replacement"]?.stringValue == "ancient" })
    #expect(row["status"]?.stringValue == "kept" && row["creator"]?.stringValue == "Reviewer 2")
    #expect(eda.galley("merge", "a").code == 0)
    let id = try #require(row["id"]?.stringValue)
    #expect(eda.galley("revise", "a", "--accept", id).code == 0)
    let text = eda.git("show", "revision/a/r2:articles/a/index.md").out
    #expect(text.contains("The dam is ancient.") && text.contains("Anna Author"))
    #expect(eda.isSound && reviewer.isSound)
  }
}
