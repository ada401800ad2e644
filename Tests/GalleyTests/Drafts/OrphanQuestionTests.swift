import Editorial
import Foundation
import Galley
import Git
import JSON
import Testing

@Suite("A text that takes passages of open remarks away")
struct OrphanQuestionTests {
  private static let text =
    "The dam was built in 1950 by the town.\n\nIt holds four million cubic metres of water.\n"
  private static let shorter = "The dam was built in 1950 by the town.\n"

  private func desk(_ team: TestTeam) throws -> TestDesk {
    let desk = try team.desk("anna")
    #expect(desk.start("a", Self.text).code == 0)
    #expect(desk.galley("annotate", "a", "--quote", "four million", "--query", "Who says?").code == 0)
    #expect(desk.galley("annotate", "a", "--quote", "built", "--comment", "By whom?").code == 0)
    try desk.write(Self.shorter, to: "shorter.md")
    return desk
  }

  /// Runs galley on a terminal of its own (script(1)), on which a person types `answer`.
  private func onTerminal(_ desk: TestDesk, _ words: String, typing answer: String) -> Finished {
    run(
      "/usr/bin/env", ["script", "-qec", "\(galleyProgram) \(words)", "/dev/null"], in: desk.folder,
      input: Data(answer.utf8))
  }

  private func draft(_ desk: TestDesk) -> String { desk.git("show", "revision/a/r1:articles/a/index.md").out }

  @Test(
    "on a terminal the person is told which and asked; no, and no answer, write nothing",
    arguments: ["n\n", "", "maybe\nno\n"])
  func no(answer: String) throws {
    let team = try TestTeam()
    let desk = try desk(team)
    let before = (draft(desk), desk.branches)
    let done = onTerminal(desk, "save a --from shorter.md", typing: answer)
    #expect(done.code == 1, "\(done.out)")
    #expect(done.out.contains("no more the passage of 1 open remark on a"))
    #expect(done.out.contains("“four million”") && !done.out.contains("“built”"))
    #expect(done.out.contains("Go on all the same? [Y/n]") && done.out.contains("nothing was written"))
    #expect((draft(desk), desk.branches) == before)
  }

  @Test("yes, and the key for a new line, go on", arguments: ["y\n", "\n"])
  func yes(answer: String) throws {
    let team = try TestTeam()
    let desk = try desk(team)
    let done = onTerminal(desk, "save a --from shorter.md", typing: answer)
    #expect(done.code == 0 && done.out.contains("Saved a r1"), "\(done.out)")
    #expect(!draft(desk).contains("four million"))
  }

  @Test("revise asks before a suggestion takes another remark's passage away")
  func revise() throws {
    let team = try TestTeam()
    let desk = try desk(team)
    let line = "It holds four million cubic metres of water."
    #expect(desk.galley("annotate", "a", "--quote", line, "--suggest", "Nobody knows.").code == 0)
    let no = onTerminal(desk, "revise a --accept-all", typing: "n\n")
    #expect(no.code == 1 && no.out.contains("“four million”") && !desk.branches.contains("revision/a/r2"))
    let yes = onTerminal(desk, "revise a --accept-all", typing: "y\n")
    #expect(yes.code == 0 && desk.branches.contains("revision/a/r2"), "\(yes.out)")
  }

  /// Saves the shorter text in this process; the first time that it would take passages away, somebody is faster.
  ///
  /// - Returns: the words of the remarks, each time that they were told.
  private func save(_ desk: TestDesk, whenAsked faster: @escaping () -> Void) throws -> [[String]] {
    var told: [[String]] = []
    let opened = try Desk(repository: Repository(openingAt: desk.folder), environment: [:])
    let saved = try opened.save(
      Slug("a"), input: Array(Self.shorter.utf8), message: nil,
      beforeOrphaning: { remarks in
        told.append(remarks.threads.compactMap(\.root.annotation.text))
        if told.count == 1 { faster() }
      })
    #expect(saved.isChanged && draft(desk) == Self.shorter)
    return told
  }

  @Test("who was asked and said yes isn't asked again when somebody else was faster meanwhile")
  func faster() throws {
    let team = try TestTeam()
    let desk = try desk(team)
    let told = try save(desk) {
      let other = desk.galley("save", "a", "--from", "-", input: Self.text + "\nAnd more.\n")
      #expect(other.code == 0, "\(other.err)")
    }
    #expect(told == [["Who says?"]])
    #expect(desk.git("rev-list", "--count", "revision/a/r1").out == "3\n")
  }

  @Test("what the other brought, and would lose its passage too, is asked about")
  func fasterWithMore() throws {
    let team = try TestTeam()
    let desk = try desk(team)
    let told = try save(desk) {
      let more = desk.galley("annotate", "a", "--quote", "of water", "--comment", "Of what else?")
      let other = desk.galley("save", "a", "--from", "-", input: Self.text + "\nAnd more.\n")
      #expect(more.code == 0 && other.code == 0, "\(more.err)\(other.err)")
    }
    #expect(told == [["Who says?"], ["Who says?", "Of what else?"]])
  }

  @Test("without a terminal nothing is asked: it says which on stderr, and goes on")
  func elsewhere() throws {
    let team = try TestTeam()
    let desk = try desk(team)
    let done = run(galleyProgram, ["save", "a", "--from", "shorter.md", "--json"], in: desk.folder)
    #expect(done.code == 0 && done.err.contains("“four million”") && !done.err.contains("?"), "\(done.err)")
    #expect(try JSON(parsing: done.out)["slug"]?.stringValue == "a")
    #expect(!draft(desk).contains("four million"))
    // A text without the remarks' passages says nothing more once they are gone.
    let again = desk.galley("save", "a", "--from", "-", input: Self.shorter + "\nMore.\n")
    #expect(again.code == 0 && !again.err.contains("open remark"))
    // On a terminal with the messages in a file, nobody could read the question.
    try desk.write("The town.\n", to: "town.md")
    let blind = onTerminal(desk, "save a --from town.md 2>messages", typing: "n\n")
    #expect(blind.code == 0, "\(blind.out)")
    let messages = try String(contentsOfFile: desk.folder + "/messages", encoding: .utf8)
    #expect(messages.contains("“built”") && !messages.contains("Go on"))
  }
}
