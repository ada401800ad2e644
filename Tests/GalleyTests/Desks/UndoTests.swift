import Foundation
import JSON
import Testing

/// Taking back what was done last: what is only here goes, what was sent gets an event.
@Suite("Undo")
struct UndoTests {
  private let team: TestTeam
  private let anna: TestDesk

  init() throws {
    team = try TestTeam()
    anna = try team.desk("anna")
    #expect(anna.start("rivers", "The dam was built in 1950.\n").code == 0)
  }

  private func undo(_ words: String..., says text: String, sourceLocation: SourceLocation = #_sourceLocation)
  {
    let done = run(galleyProgram, ["undo"] + words, in: anna.folder)
    #expect(
      done.code == 0 && done.out.contains(text), "\(done.out)\(done.err)", sourceLocation: sourceLocation)
    #expect(anna.isSound, sourceLocation: sourceLocation)
  }

  private func text(_ revision: String = "r1") -> String {
    anna.git("show", "revision/rivers/\(revision):articles/rivers/index.md").out
  }

  @Test("what wasn't sent goes, act by act, and comes back by --redo until something else is done")
  func unsent() throws {
    let started = anna.branches
    #expect(
      anna.galley("save", "rivers", "--from", "-", "-m", "Name the town", input: "The dam of X.\n").code == 0)
    let saved = anna.branches
    #expect(anna.galley("annotate", "rivers", "--quote", "dam", "--suggest", "wall").code == 0)
    #expect(anna.galley("revise", "rivers", "--accept-all").code == 0)
    let revised = anna.branches
    let before = anna.state
    undo("--dry-run", says: "Would take back “Revise rivers: r2” of ")
    #expect(anna.state == before)
    undo(says: "Took back “Revise rivers: r2”")
    undo(says: "Took back “Suggest a change to rivers r1: “dam””")
    #expect(anna.branches == saved)
    undo(says: "Took back “Name the town”")
    #expect(anna.branches == started && text().contains("1950"))
    undo("--redo", says: "Did again: “Name the town”")
    undo("--redo", says: "Suggest a change")
    undo("--redo", says: "Revise")
    #expect(anna.branches == revised)
    try anna.refuses("undo", "--redo", saying: "nothing to do again")
    undo(says: "Revise")
    #expect(anna.galley("annotate", "rivers", "--quote", "dam", "--comment", "Which?").code == 0)
    try anna.refuses("undo", "--redo", saying: "nothing to do again")
  }

  @Test("an unsent publication is taken back whole, with its branches; an article that was started goes")
  func publication() throws {
    let before = anna.branches
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(FileManager.default.fileExists(atPath: anna.folder + "/articles/rivers/index.md"))
    undo(says: "Publish rivers r1")
    #expect(anna.branches == before)
    #expect(!FileManager.default.fileExists(atPath: anna.folder + "/articles/rivers/index.md"))
    undo(says: "Start rivers")
    #expect(!anna.branches.contains("rivers") && anna.git("status", "--short").out.isEmpty)
    try anna.refuses("undo", saying: "nothing is remembered")
    undo("--redo", says: "Start rivers")
    #expect(anna.branches == before)
  }

  @Test("what has moved on since, or is somebody else's, is not taken back")
  func moved() throws {
    anna.git("switch", "-q", "revision/rivers/r1")
    anna.git("commit", "-q", "--allow-empty", "-m", "By hand")
    try anna.refuses(
      "undo", saying: "“Start rivers” can't be taken back: revision/rivers/r1 has moved on since")
    try anna.refuses(
      "undo", saying: "nothing is remembered",
      environment: ["GIT_AUTHOR_NAME": "Ben", "GIT_AUTHOR_EMAIL": "ben@example.org"])
  }

  @Test(
    "what was sent is taken back by an event that is named, and the next undo goes on to what was before it")
  func sent() throws {
    #expect(anna.galley("save", "rivers", "--from", "-", input: "The dam of X.\n").code == 0)
    #expect(anna.galley("submit", "rivers", "--reviewers", "ben@example.org").code == 0)
    let id = try #require(
      anna.json("annotate", "rivers", "--quote", "dam", "--query", "Which?").first?["id"]?.stringValue)
    #expect(anna.galley("resolve", id, "answered").code == 0)
    #expect(anna.galley("verdict", "rivers", "minor").code == 0)
    #expect(anna.galley("decide", "rivers", "decline").code == 0)
    #expect(anna.galley("sync").code == 0)
    let history = anna.git("rev-list", "--all", "--count").out
    undo("--dry-run", says: "which was sent: take back the decision on rivers")
    undo(says: "“Decline rivers r1”")
    undo(says: "which was sent: withdraw the verdict on rivers r1")
    undo(says: "which was sent: open \(id.suffix(6)) again")
    undo(says: "which was sent: withdraw \(id.suffix(6))")
    #expect(try anna.json("annotations", "rivers").first?["resolution"]?.stringValue == "withdrawn")
    undo(says: "which was sent: take back the submission of rivers")
    undo(says: "which was sent: save the text of rivers")
    #expect(text().contains("1950") && history != anna.git("rev-list", "--all", "--count").out)
    try anna.refuses("undo", saying: "“Start rivers” was sent, and can't be taken back by itself")
    #expect(try anna.json("rounds", "rivers").isEmpty)
    #expect(anna.galley("sync").code == 0)
    let ben = try team.desk("ben")
    #expect(ben.galley("rounds", "rivers").out.contains("ben@example.org") == false)
  }

  @Test("on a terminal it is named and asked about; Enter leaves it", .enabled(if: Tmux.isHere))
  func terminal() throws {
    let terminal = try Tmux(on: anna)
    let before = anna.branches
    terminal.type("galley undo", until: "Take back “Start rivers” of")
    terminal.type("", until: "nothing was taken back")
    #expect(anna.branches == before)
    terminal.type("galley undo", until: "? [y/N]")
    terminal.type("y", until: "Took back “Start rivers”")
    #expect(!anna.branches.contains("rivers"))
  }

  @Test("what --json says is what the page says")
  func json() throws {
    let page = try JSONPage.read()
    #expect(try page.faults(in: anna.json("undo", "--dry-run"), of: "undo") == [])
    #expect(try page.faults(in: anna.json("undo"), of: "undo") == [])
    #expect(try page.faults(in: anna.json("undo", "--redo"), of: "undo") == [])
    #expect(anna.galley("submit", "rivers").code == 0)
    #expect(try page.faults(in: anna.json("unsubmit", "rivers"), of: "unsubmit") == [])
  }
}
