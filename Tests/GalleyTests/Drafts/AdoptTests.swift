import Foundation
import Testing

@Suite("An article that main has already is taken up as it stands")
struct AdoptTests {
  /// A guarded remote whose main has an article with an image, put there by plain git before there was a desk.
  private func team() throws -> (TestTeam, TestDesk) {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    try FileManager.default.createDirectory(
      atPath: anna.folder + "/articles/dam", withIntermediateDirectories: true)
    try anna.write(
      "---\ntitle: The dam\nauthor: anna\n---\n\nThe dam was built in 1950.\n", to: "articles/dam/index.md")
    try anna.write("PNG", to: "articles/dam/dam.png")
    for words in [["add", "."], ["commit", "-qm", "The site"], ["push", "-q", "origin", "main"]] {
      #expect(run("/usr/bin/env", ["git"] + words, in: anna.folder).code == 0)
    }
    return (team, anna)
  }

  @Test("it is reviewed, revised and published; the image and main's history stay; a guarded remote takes it")
  func wholeWay() throws {
    let (team, anna) = try team()
    #expect(
      run(galleyProgram, ["hooks", "install", "--repo", team.path("remote.git")], in: team.folder.path).code
        == 0)
    let before = anna.git("rev-parse", "main").out
    #expect(anna.galley("new", "dam").err.contains("galley adopt dam"))
    let adopted = anna.galley("adopt", "articles/dam/index.md")
    #expect(adopted.code == 0, "\(adopted.err)")
    #expect(anna.git("diff", "--quiet", "main:articles", "revision/dam/r1:articles").code == 0)
    #expect(anna.git("rev-list", "--count", "revision/dam/r1").out == "1\n")
    let sent = anna.galley("sync")
    #expect(sent.code == 0, "\(sent.err)")
    #expect(anna.galley("annotate", "dam", "--quote", "1950", "--suggest", "1951").code == 0)
    #expect(anna.galley("revise", "dam", "--accept-all").code == 0)
    #expect(anna.galley("publish", "dam").code == 0)
    let published = anna.galley("sync")
    #expect(published.code == 0, "\(published.err)")
    #expect(anna.git("show", "origin/main:articles/dam/index.md").out.hasSuffix("built in 1951.\n"))
    #expect(anna.git("show", "origin/main:articles/dam/dam.png").out == "PNG")
    #expect(
      anna.git("merge-base", "--is-ancestor", before.trimmingCharacters(in: .newlines), "main").code == 0)
    #expect(anna.galley("verify").code == 0)
    #expect(anna.isSound)
  }

  @Test("published with other words than its revision's, verify finds it")
  func verified() throws {
    let (_, anna) = try team()
    #expect(anna.galley("adopt", "dam").code == 0)
    let main = try anna.id(["rev-parse", "main"])
    let forged = try anna.forge(
      on: main, [ForgedFile("articles/dam/index.md", "Other words.\n")],
      message: "Publish\n\nGalley-Event: publish\nGalley-Revision: dam/r1\n",
      merging: [anna.id(["rev-parse", "revision/dam/r1"])])
    #expect(anna.git("update-ref", "refs/heads/main", forged).code == 0)
    let verified = anna.galley("verify")
    #expect(verified.code == 1)
    #expect(
      (verified.out + verified.err).contains("isn't the revision's text"), "\(verified.out)\(verified.err)")
  }

  @Test("what main changes meanwhile is merged by word, with main's commit as the base")
  func meanwhile() throws {
    let (_, anna) = try team()
    #expect(anna.galley("adopt", "dam").code == 0)
    try anna.write(
      "---\ntitle: The old dam\nauthor: anna\n---\n\nThe dam was built in 1950.\n",
      to: "articles/dam/index.md")
    #expect(anna.git("commit", "-qam", "Another title").code == 0)
    #expect(anna.galley("annotate", "dam", "--quote", "1950", "--suggest", "1951").code == 0)
    let revised = anna.galley("revise", "dam", "--accept-all")
    #expect(revised.err.contains("what was corrected on main is in it"), "\(revised.err)")
    #expect(anna.galley("publish", "dam").code == 0)
    #expect(
      anna.git("show", "main:articles/dam/index.md").out
        == "---\ntitle: The old dam\nauthor: anna\n---\n\nThe dam was built in 1951.\n")
  }

  @Test("a first revision that isn't what main has is refused by a guarded remote")
  func forged() throws {
    let (team, anna) = try team()
    #expect(
      run(galleyProgram, ["hooks", "install", "--repo", team.path("remote.git")], in: team.folder.path).code
        == 0)
    #expect(anna.galley("adopt", "dam").code == 0)
    let message = anna.git("log", "-1", "--format=%B", "revision/dam/r1").out
    #expect(anna.git("switch", "-q", "--orphan", "other").code == 0)
    try FileManager.default.createDirectory(
      atPath: anna.folder + "/articles/dam", withIntermediateDirectories: true)
    try anna.write(
      "---\ntitle: The dam\nauthor: anna\n---\n\nQuite another text.\n", to: "articles/dam/index.md")
    #expect(anna.git("add", "articles").code == 0)
    #expect(anna.git("commit", "-qm", message).code == 0)
    let pushed = anna.git("push", "origin", "other:refs/heads/revision/dam/r1")
    #expect(pushed.code != 0)
    #expect(pushed.err.contains("main has dam already"), "\(pushed.err)")
  }

  @Test("what can't be adopted is told why")
  func refusals() throws {
    let (_, anna) = try team()
    #expect(anna.galley("adopt", "nothing").err.contains("main has no articles/nothing/index.md"))
    #expect(anna.galley("adopt", "dam").code == 0)
    #expect(anna.galley("adopt", "dam").err.contains("is open already"))
    #expect(anna.start("rivers", "A text.\n").code == 0)
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(anna.galley("adopt", "rivers").err.contains("galley revise rivers"))
  }
}
