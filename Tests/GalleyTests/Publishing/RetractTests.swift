import Foundation
import JSON
import Testing

@Suite("An article that is taken off main")
struct RetractTests {
  /// A guarded remote with an article, its picture and a remark published by an editor.
  private func team() throws -> (TestTeam, anna: TestDesk, edda: TestDesk) {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, edda) = try (team.member("anna"), team.member("edda"))
    try #require(anna.start("rivers", "The dam was built in 1950.\n").code == 0)
    let picture = try anna.forge(
      on: "revision/rivers/r1", [ForgedFile("articles/rivers/dam.png", "no picture")], message: "A picture")
    anna.git("update-ref", "refs/heads/revision/rivers/r1", picture)
    try #require(anna.galley("annotate", "rivers", "--quote", "1950", "--comment", "So late?").code == 0)
    try sync(anna, edda)
    try #require(edda.galley("publish", "rivers").code == 0)
    try #require(edda.start("rivers/delta", "The delta is wide.\n").code == 0)
    try #require(edda.galley("publish", "rivers/delta").code == 0)
    try sync(edda, anna)
    return (team, anna, edda)
  }

  private func sync(_ desks: TestDesk...) throws {
    for desk in desks {
      let done = desk.galley("sync")
      try #require(done.code == 0, "\(desk.name): \(done.out)\(done.err)")
    }
  }

  private func files(_ desk: TestDesk, _ folder: String) -> [String] {
    desk.plainGit(["ls-tree", "-r", "--name-only", "main", folder]).out.split(separator: "\n").map(
      String.init)
  }

  @Test(
    "an editor retracts with a reason, everybody gets it, the record stays, and the next revision goes on")
  func wholeWay() throws {
    let (team, anna, edda) = try team()
    #expect(anna.galley("retract", "rivers", "-m", "No").code == 1)
    #expect(edda.galley("retract", "rivers").code == 2)
    let record = files(edda, "reviews")
    let done = try edda.json("retract", "rivers", "-m", "The figures were made up")
    #expect(try JSONPage.read().faults(in: done, of: "retract") == [])
    #expect(done.first?["files"]?.intValue == 2)
    try sync(edda, anna)
    #expect(files(anna, "articles") == ["articles/rivers/delta/index.md"] && files(anna, "reviews") == record)
    #expect(!FileManager.default.fileExists(atPath: anna.folder + "/articles/rivers/index.md"))
    #expect(anna.git("status", "--short").out.isEmpty && anna.isSound && team.isRemoteSound)
    #expect(anna.git("log", "-1", "--format=%B", "main").out.contains("The figures were made up"))
    #expect(anna.galley("log", "rivers").out.contains("Retract rivers r1"))
    #expect(anna.galley("status", "rivers").out.contains("retracted"))
    #expect(try anna.json("annotations", "rivers").count == 1)
    for words in [["retract", "rivers", "-m", "Again"], ["new", "rivers"], ["save", "rivers"]] {
      #expect(run(galleyProgram, words, in: edda.folder).code == 1, "\(words)")
    }
    #expect(anna.galley("verify").code == 0)

    #expect(anna.galley("revise", "rivers").code == 0)
    #expect(
      anna.galley(
        "save", "rivers", "--from", "-", input: "---\ntitle: T\n---\n\nThe dam was built in 1951.\n"
      ).code == 0)
    try sync(anna, edda)
    let published = edda.galley("publish", "rivers")
    #expect(published.code == 0, "\(published.err)")
    try sync(edda, anna)
    #expect(
      files(anna, "articles") == [
        "articles/rivers/dam.png", "articles/rivers/delta/index.md", "articles/rivers/index.md",
      ])
    #expect(anna.git("show", "main:articles/rivers/index.md").out.contains("1951"))
    #expect(anna.galley("verify").code == 0 && anna.branches == edda.branches && team.isRemoteSound)
  }

  @Test("by plain git as well, and back by git revert; never a part of it, nor with what was said")
  func plainGit() throws {
    let (team, anna, edda) = try team()
    let before = team.remoteReferences
    let (text, picture) = ("articles/rivers/index.md", "articles/rivers/dam.png")
    let record = try #require(files(edda, "reviews").first)
    func refuses(_ commit: String, _ words: String, by desk: TestDesk? = nil) {
      let done = (desk ?? edda).push("\(commit):refs/heads/main")
      #expect(done.code != 0 && done.err.contains(words), "\(done.err)")
    }
    refuses(try anna.forge(on: "main", removing: [text, picture]), "may not move main", by: anna)
    refuses(try edda.forge(on: "main", removing: [text]), "without the rest of rivers")
    refuses(try edda.forge(on: "main", removing: [picture]), "without the rest of rivers")
    refuses(try edda.forge(on: "main", removing: [text, picture, record]), "it was removed")
    refuses(
      try edda.forge(on: "main", [ForgedFile(text, "Other words.\n")]),
      "by publishing only")
    #expect(team.remoteReferences == before)

    edda.git("rm", "-q", text, picture)
    #expect(edda.git("commit", "-qm", "Retract rivers: made up").code == 0)
    #expect(edda.push("main").code == 0)
    try sync(edda, anna)
    #expect(anna.galley("status", "rivers").out.contains("retracted"))
    refuses(try edda.forge(on: "main", [ForgedFile(text, "Other words.\n")]), "by publishing only")
    #expect(edda.git("revert", "--no-edit", "HEAD").code == 0)
    #expect(edda.push("main").code == 0)
    try sync(edda, anna)
    #expect(files(anna, "articles/rivers").count == 3 && anna.galley("verify").code == 0)
  }

  @Test("one of which nobody had said anything is found in main's history, and goes on")
  func withoutRecord() throws {
    let (_, anna, edda) = try team()
    #expect(edda.galley("retract", "rivers/delta", "-m", "Too early").code == 0)
    #expect(files(edda, "articles/rivers/delta").isEmpty && files(edda, "reviews/rivers/delta").isEmpty)
    try sync(edda, anna)
    #expect(anna.galley("status", "rivers/delta").out.contains("retracted"))
    #expect(anna.galley("log", "rivers/delta").out.contains("Retract rivers/delta r1"))
    #expect(edda.galley("retract", "rivers/delta", "-m", "Again").err.contains("retracted already"))
    #expect(edda.galley("save", "rivers/delta").code == 1 && edda.galley("status", "nothing").code == 1)
    #expect(edda.galley("revise", "rivers/delta").code == 0)
    try sync(edda, anna)
    #expect(edda.galley("publish", "rivers/delta").code == 0)
    try sync(edda, anna)
    #expect(files(anna, "articles/rivers/delta").count == 1 && anna.galley("verify").code == 0)
  }
}
