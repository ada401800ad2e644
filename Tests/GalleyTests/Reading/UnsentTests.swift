import Foundation
import Testing

@Suite("Status tells what was not sent, and what was not taken in")
struct UnsentTests {
  private let team: TestTeam
  private let anna: TestDesk

  init() throws {
    team = try TestTeam()
    anna = try team.desk("anna")
  }

  @Test("a draft, a remark, a verdict and a publication, until they are sent")
  func unsent() throws {
    #expect(anna.galley("status").err.isEmpty)
    #expect(anna.start("a", "The cat.\n").code == 0)
    for (words, branch) in [
      (["annotate", "a", "--quote", "cat", "--comment", "C"], "review/a/r1/anna@example.org"),
      (["verdict", "a", "accept"], "review/a/r1/anna@example.org"),
      (["save", "a", "--from", "b.md"], "revision/a/r1"),
      (["publish", "a"], "main"),
    ] {
      try anna.write("The old cat.\n", to: "b.md")
      #expect(anna.galley("status").err.contains("not sent yet") == (words[0] == "annotate"))
      #expect(run(galleyProgram, words, in: anna.folder).code == 0)
      let told = anna.galley("status").err
      #expect(
        told.contains("not sent yet") && told.contains(branch) && told.contains("galley sync"), "\(told)")
      if words[0] == "save" { #expect(anna.galley("merge", "a").code == 0) }
      #expect(anna.galley("sync").code == 0)
      #expect(anna.galley("status").err.isEmpty)
    }
  }

  @Test("what git fetched and nobody has taken in")
  func behind() throws {
    #expect(anna.start("a", "The cat.\n").code == 0 && anna.galley("sync").code == 0)
    let ben = try team.desk("ben")
    #expect(ben.galley("annotate", "a", "--quote", "cat", "--comment", "C").code == 0)
    #expect(ben.galley("save", "a", "--from", "-", input: "The old cat.\n").code == 0)
    #expect(ben.galley("sync").code == 0 && anna.git("fetch", "-q").code == 0)
    let told = anna.galley("status").err
    #expect(told.contains("2 commits on revision/a/r1, review/a/r1/ben@example.org"), "\(told)")
    #expect(told.contains("not taken in yet from origin") && !told.contains("not sent"))
    #expect(anna.galley("sync").code == 0 && anna.galley("status").err.isEmpty)
  }

  @Test("a desk without a remote is told nothing of it")
  func alone() throws {
    let place = TestDesk(team: team, name: ".")
    #expect(place.galley("init", "own").code == 0)
    let own = TestDesk(
      team: team, name: "own",
      environment: [
        "GIT_AUTHOR_NAME": "o", "GIT_AUTHOR_EMAIL": "o@example.org", "GIT_COMMITTER_NAME": "o",
        "GIT_COMMITTER_EMAIL": "o@example.org",
      ])
    #expect(own.start("a", "The cat.\n").code == 0)
    #expect(own.galley("status").err.isEmpty)
  }
}
