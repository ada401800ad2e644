import Foundation
import JSON
import Testing

@Suite("A guarded remote lets through what people really do")
struct GuardedJobTests {
  private static let text = "The dam was built in 1950 by the town near the lake.\n"

  private func sync(_ desks: TestDesk..., sourceLocation: SourceLocation = #_sourceLocation) {
    for desk in desks {
      let done = desk.galley("sync")
      #expect(done.code == 0, "\(desk.name): \(done.out)\(done.err)", sourceLocation: sourceLocation)
    }
  }

  private func publish(_ desk: TestDesk, _ slug: String) {
    let done = desk.galley("publish", slug)
    #expect(done.code == 0, "\(done.out)\(done.err)")
  }

  @Test("a reviewer with two desks, two authors of one article who save offline, and their merges")
  func severalDesks() throws {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, alma, edda) = try (team.member("anna"), team.member("alma"), team.member("edda"))
    let ben = try team.member("ben")
    let atHome = try team.desk("ben-at-home", environment: ["GALLEY_USER": "benny"])
    atHome.git("config", "user.email", "Ben@Example.org")
    #expect(
      anna.galley(
        "new", "rivers", "--from", "-", input: "---\ntitle: T\nauthors: [Anna, Alma]\n---\n\n" + Self.text
      )
      .code == 0)
    sync(anna, alma, ben, atHome)
    for (desk, words) in [(ben, "The dam"), (atHome, "the lake")] {
      #expect(desk.galley("annotate", "rivers", "--quote", words, "--comment", "Hm").code == 0)
    }
    sync(ben, atHome, ben)
    #expect(ben.branches == atHome.branches)
    for (desk, old, new) in [(anna, "dam", "old dam"), (alma, "lake", "great lake")] {
      let text = desk.git("show", "revision/rivers/r1:articles/rivers/index.md").out
      #expect(
        desk.galley("save", "rivers", "--from", "-", input: text.replacingOccurrences(of: old, with: new))
          .code
          == 0)
    }
    sync(anna, edda)
    #expect(edda.galley("merge", "rivers").code == 0)
    sync(edda, alma, anna, edda)
    #expect(
      edda.git("show", "revision/rivers/r1:articles/rivers/index.md").out
        .contains("The old dam was built in 1950 by the town near the great lake."))
    publish(edda, "rivers")
    sync(edda, anna, alma, ben, atHome)
    #expect(anna.branches == edda.branches && team.isRemoteSound)
  }

  @Test("two editors publish at once, one of them what nobody has pushed yet, and both go in")
  func editorsAtOnce() throws {
    let team = try TestTeam()
    try team.guardRemote()
    let (edda, anna) = try (team.member("edda"), team.member("anna"))
    let second = try team.desk("edda-at-home", environment: ["GALLEY_USER": "edda@example.org"])
    second.git("config", "user.email", "edda@example.org")
    #expect(anna.start("rivers", Self.text).code == 0)
    sync(anna, edda, second)
    publish(edda, "rivers")
    #expect(second.start("lakes", "Lakes are deep.\n").code == 0)
    #expect(second.galley("annotate", "lakes", "--quote", "deep", "--comment", "How deep?").code == 0)
    publish(second, "lakes")
    try second.write("Us.\n", to: "about.md")
    second.git("add", "about.md")
    #expect(second.git("commit", "-qm", "About us").code == 0)
    sync(edda, second, edda, anna)
    for slug in ["rivers", "lakes"] {
      #expect(anna.git("show", "main:articles/\(slug)/index.md").code == 0)
    }
    #expect(anna.git("show", "main:about.md").out == "Us.\n")
    #expect(edda.branches == second.branches && team.isRemoteSound)
    #expect(run(galleyProgram, ["verify"], in: anna.folder).code == 0)
    // Either's publication is found again, whichever side of the merge it is on.
    for slug in ["rivers", "lakes"] {
      #expect(edda.galley("status", slug).out.contains("published"))
      #expect(edda.galley("log", slug).out.contains("Publish \(slug) r1"))
      let next = edda.galley("revise", slug)
      #expect(next.code == 0, "\(next.err)")
    }
    sync(edda, anna)
    #expect(anna.git("rev-parse", "revision/rivers/r2", "revision/lakes/r2").code == 0 && team.isRemoteSound)
  }

  @Test("a query that comes while the editor publishes stops it, and an answer lets it through")
  func lateQuery() throws {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, ben, edda) = try (team.member("anna"), team.member("ben"), team.member("edda"))
    #expect(anna.start("rivers", Self.text).code == 0)
    sync(anna, ben, edda)
    #expect(ben.galley("annotate", "rivers", "--quote", "1950", "--query", "Sure?").code == 0)
    publish(edda, "rivers")
    sync(ben)
    let refused = edda.galley("sync")
    #expect(refused.code == 1 && refused.out.contains("no-open-query: 1 query is open"), "\(refused.out)")
    let query = try #require(edda.json("annotations", "rivers", "--open").first?["tail"]?.stringValue)
    #expect(edda.galley("resolve", query, "answered", "-m", "The town's archive says so").code == 0)
    sync(edda, ben, anna)
    #expect(ben.git("show", "main:articles/rivers/index.md").code == 0)
    #expect(team.isRemoteSound)
  }
}
