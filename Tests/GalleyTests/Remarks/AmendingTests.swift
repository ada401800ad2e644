import Foundation
import JSON
import Testing

/// Changing later what was said or asked for: other words, no words, another day, no verdict.
@Suite("Amending what was said")
struct AmendingTests {
  private let team: EditorsTeam
  private var anna: TestDesk { team.anna }
  private var ben: TestDesk { team.ben }

  init() throws { team = try EditorsTeam() }

  private func row(_ desk: TestDesk, _ id: String) throws -> JSON {
    try #require(desk.json("annotations", "a").first { $0["id"]?.stringValue?.hasSuffix(id) == true })
  }

  @Test("who made a remark puts it in other words, on every desk; the first ones stay in its file")
  func reworded() throws {
    let id = try team.tail("questioning")
    #expect(ben.galley("edit-remark", id, "Which dam?").out == "Reworded \(id).\n")
    #expect(ben.galley("edit-remark", id, "-", input: "Which dam,\nand where?\n").code == 0)
    sync(ben, anna)
    #expect(try row(anna, id)["text"]?.stringValue == "Which dam,\nand where?")
    #expect(
      try row(anna, id)["reworded"]?.boolValue == true
        && row(anna, id)["replies"]?.arrayValue?.isEmpty == true)
    #expect(anna.galley("show", "a").out.contains("ben asks (reworded)"))
    #expect(anna.git("log", "-p", "--all").out.contains("\"Which?\""))
    try anna.refuses("edit-remark", id, "Mine", saying: "isn't yours to change")
    try ben.refuses("edit-remark", id, "Which dam,\nand where?", saying: "says that already")
    try ben.refuses("edit-remark", team.tail("classifying"), "x", saying: "can't be put in other words")
    try ben.refuses("edit-remark", id, " ", code: 2, saying: "empty")
    let reply = try #require(anna.json("reply", id, "The odl one").first?["id"]?.stringValue)
    #expect(anna.galley("edit-remark", reply, "The old one").code == 0)
    #expect(anna.galley("show", "a").out.contains("anna (reworded): The old one"))
    sync(anna, ben)
    #expect(try JSONPage.read().faults(in: ben.json("annotations", "a"), of: "annotations") == [])
  }

  @Test("the editor opens on what was said, and keeps what was typed when it is refused")
  func editor() throws {
    let id = try team.tail("questioning")
    func edit(_ script: String) -> Finished {
      run(
        galleyProgram, ["edit-remark", id], in: ben.folder,
        environment: ["EDITOR": script, "TMPDIR": ben.folder])
    }
    #expect(edit("sed -i s/Which/What/").code == 0)
    #expect(try row(ben, id)["text"]?.stringValue == "What?")
    #expect(edit("true").err.contains("nothing was changed"))
    #expect(edit("sh -c 'echo >\"$0\"'").err.contains("Your text is kept in"))
  }

  @Test("a suggestion in other words is another suggestion, and the first is withdrawn")
  func suggestion() throws {
    let id = try team.tail("editing")
    #expect(ben.galley("edit-remark", id, "municipality").out.hasPrefix("Withdrew \(id), and made "))
    sync(ben, anna)
    #expect(try row(anna, id)["resolution"]?.stringValue == "withdrawn")
    #expect(anna.galley("revise", "a", "--accept-all").code == 0)
    #expect(anna.git("show", "revision/a/r2:articles/a/index.md").out.contains("by the municipality."))
    try ben.refuses("edit-remark", id, "village", saying: "is withdrawn by now")
  }

  @Test(
    "words that must not stand there go from all that is shown, for good; only their maker and editors may")
  func redacted() throws {
    let id = try team.tail("questioning")
    #expect(anna.galley("reply", id, "Ask SECRET of Elm Street").code == 0)
    #expect(ben.galley("edit-remark", id, "SECRET, really?").code == 0)
    #expect(ben.galley("sync").code == 0 && anna.galley("sync").code == 0 && ben.galley("sync").code == 0)
    let reply = try #require(row(ben, id)["replies"]?.arrayValue?.first?["id"]?.stringValue)
    try ben.refuses("redact", reply, "-m", "Private", saying: "decide on a revision")
    #expect(anna.galley("redact", reply, "-m", "A private matter").code == 0)
    #expect(try row(anna, id)["open"]?.boolValue == true, "the remark itself stays open")
    #expect(anna.galley("show", "a").out.contains("anna: [taken away: A private matter]"))
    #expect(ben.galley("redact", id, "-m", "Mine").code == 0)
    sync(anna, ben)
    #expect(anna.galley("sync").code == 0)
    for desk in [anna, ben] {
      #expect(!team.shown(desk).contains("SECRET"))
      #expect(desk.galley("search", "SECRET").code == 1)
      #expect(
        try row(desk, id)["resolution"]?.stringValue == "redacted"
          && row(desk, id)["redacted"]?.stringValue == "Mine")
    }
    try ben.refuses("edit-remark", id, "SECRET", saying: "taken away")
    try ben.refuses("redact", id, "-m", "Again", saying: "redacted already")
    #expect(anna.galley("redact", id).code == 2)
    #expect(anna.galley("verify", "a").code == 0 && anna.isSound)
  }

  @Test("a verdict is taken back: the review is awaited again, and another may be given")
  func verdict() throws {
    #expect(anna.galley("submit", "a", "--reviewers", "ben").code == 0)
    sync(anna, ben)
    try ben.refuses("verdict", "a", "withdrawn", saying: "given no verdict")
    #expect(ben.galley("verdict", "a", "reject").code == 0)
    #expect(ben.galley("verdict", "a", "withdrawn", "-m", "Another article").code == 0)
    sync(ben, anna)
    for desk in [anna, ben] {
      #expect(desk.galley("status", "a").out.contains("turn: ben@example.org"))
      #expect(
        !desk.galley("show", "a").out.contains("reject")
          && !desk.galley("answers", "a").out.contains("reject"))
    }
    #expect(
      ben.galley("verdict", "a", "accept").code == 0 && ben.galley("status", "a").out.contains("accept"))
    sync(ben, anna)
  }

  @Test("what was asked for is changed: another day, fewer reviewers, another brief, or no reviews at all")
  func submission() throws {
    #expect(anna.galley("submit", "a", "--reviewers", "ben,cara", "--due", "+7d", "--brief", "All").code == 0)
    #expect(anna.galley("submit", "a", "--without", "cara", "--brief", "The numbers").code == 0)
    try anna.refuses("submit", "a", "--without", "anna", saying: "isn't asked to review")
    let round = try #require(anna.json("rounds", "a").first)
    #expect(round["reviewers"]?.arrayValue?.count == 1 && round["brief"]?.stringValue == "The numbers")
    #expect(
      try anna.json("status", "a").first?["due"]?.isNull == false, "a change of the brief keeps the day")
    #expect(anna.galley("unsubmit", "a").code == 0)
    #expect(try anna.json("rounds", "a").isEmpty)
    try anna.refuses("unsubmit", "a", saying: "isn't submitted")
    #expect(anna.galley("submit", "a", "--reviewers", "cara").code == 0)
    let again = try #require(anna.json("rounds", "a").first?["reviewers"]?.arrayValue)
    #expect(again.map { $0.stringValue } == ["cara@example.org"])
    sync(anna, ben)
    #expect(team.shown(anna) == team.shown(ben) && anna.isSound)
  }

  @Test("a title is changed without an editor, an article shelved and taken up again")
  func titleAndShelf() throws {
    #expect(anna.galley("edit", "a", "--title", "The dam: a story").code == 0)
    #expect(anna.galley("list").out.contains("The dam: a story"))
    #expect(anna.galley("shelve", "a", "-m", "Later").code == 0)
    #expect(anna.galley("status", "a").out.contains("a r1 “The dam: a story”  shelved; turn: nobody"))
    #expect(anna.galley("inbox").out == "Nothing waits for you.\n")
    try anna.refuses("shelve", "a", saying: "shelved already")
    #expect(anna.galley("shelve", "a", "--take-up").code == 0)
    try anna.refuses("shelve", "a", "--take-up", saying: "isn't shelved")
    #expect(!anna.galley("status", "a").out.contains("shelved"))
    sync(anna, ben)
  }
}
