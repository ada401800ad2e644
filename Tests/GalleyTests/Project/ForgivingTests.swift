import Foundation
import JSON
import Testing

/// The small things that make a command line forgiving: other words, stdin, git's habits, dry runs.
@Suite("A command line that forgives")
struct ForgivingTests {
  private let anna: TestDesk

  init() throws {
    anna = try TestTeam().desk("anna")
    #expect(anna.start("rivers", "The dam was built in 1950.\n").code == 0)
  }

  @Test(
    "words of other tools lead on",
    arguments: [
      ("comment", "galley annotate"), ("accept", "galley triage"), ("delete", "galley undo"),
      ("push", "galley sync"),
      ("commit", "galley save"), ("Remarks", "galley annotations"), ("grep", "galley search"),
    ])
  func leads(_ word: String, _ way: String) {
    let done = anna.galley(word, "x")
    expectContract(done, code: 2, saying: way, of: [word])
  }

  @Test("what is missing is named with what there is to choose from")
  func choices() throws {
    #expect(anna.start("lakes", "Deep.\n").code == 0)
    try anna.refuses("show", code: 2, saying: "There is: lakes, rivers.")
    try anna.refuses("verdict", "rivers", code: 2, saying: "accept, minor, major")
    let id = try #require(
      anna.json("annotate", "rivers", "--quote", "dam", "--query", "Which?").first?["id"]?.stringValue)
    try anna.refuses("reply", code: 2, saying: String(id.suffix(4)))
    let elsewhere = run(galleyProgram, ["-C", anna.folder, "show"], in: "/")
    #expect(elsewhere.code == 2 && elsewhere.err.contains("lakes, rivers"))
    #expect(run(galleyProgram, ["show"], in: "/").code == 2)
  }

  @Test("-C, --message, -q and --no-pager are taken as git takes them")
  func habits() throws {
    let there = run(galleyProgram, ["-C", anna.folder, "status"], in: "/")
    #expect(there.code == 0 && there.out.hasPrefix("rivers r1 “T”  draft"))
    #expect(anna.galley("verdict", "rivers", "minor", "--message", "One thing").code == 0)
    #expect(anna.galley("show", "rivers").out.contains("One thing"))
    let quiet = anna.galley("-q", "annotate", "rivers", "--quote", "dam", "--comment", "x")
    #expect(quiet.code == 0 && quiet.out.isEmpty && quiet.err.isEmpty)
    #expect(anna.galley("publish", "nothing", "-q").err.hasPrefix("galley: "))
    #expect(anna.galley("--no-pager", "log").code == 0)
    #expect(anna.galley("reply", "x", "--", "-q").err.contains("there is no annotation x"))
  }

  @Test("- reads stdin wherever words are taken")
  func stdin() throws {
    #expect(
      anna.galley("annotate", "rivers", "--quote", "dam", "--query", "-", input: "Which,\nand where?\n").code
        == 0)
    let id = try #require(anna.json("annotations", "rivers").first?["id"]?.stringValue)
    #expect(anna.galley("reply", id, "-", input: "The old one\n").code == 0)
    #expect(anna.galley("resolve", id, "answered", "-m", "-", input: "See above\n").code == 0)
    let row = try #require(anna.json("annotations", "rivers").first)
    #expect(row["text"]?.stringValue == "Which,\nand where?" && row["reason"]?.stringValue == "See above")
    #expect(row["replies"]?.arrayValue?.first?["text"]?.stringValue == "The old one")
  }

  @Test("a suggestion has its reason, and a remark may be on the whole article")
  func reasons() throws {
    #expect(
      anna.galley(
        "annotate", "rivers", "--quote", "1950", "--suggest", "1951", "--reason", "The deed says so"
      ).code
        == 0)
    #expect(anna.galley("annotate", "rivers", "--comment", "Too short").code == 0)
    #expect(anna.galley("annotate", "rivers", "--query", "Who wrote it?").code == 0)
    let out = anna.galley("show", "rivers").out
    #expect(out.contains("[-1950-]{+1951+}\n      The deed says so\n") && out.contains("Too short"), "\(out)")
    for words in [["--suggest", "x"], ["--claim", "x"], ["--comment", "x", "--reason", "y"]] {
      #expect(run(galleyProgram, ["annotate", "rivers"] + words, in: anna.folder).code == 2)
    }
    #expect(anna.galley("triage", "rivers", "--from", "-", input: "").code == 0 && anna.isSound)
  }

  @Test("the editor is the one that git opens, and a reply without words opens it on what is answered")
  func editor() throws {
    let id = try #require(
      anna.json("annotate", "rivers", "--quote", "dam", "--query", "Which?").first?["id"]?.stringValue)
    func reply(_ environment: [String: String]) -> Finished {
      run(
        galleyProgram, ["reply", id], in: anna.folder,
        environment: ["TMPDIR": anna.folder].merging(environment) { $1 })
    }
    #expect(reply(["EDITOR": "", "VISUAL": ""]).err.contains("no editor is named"))
    #expect(reply(["EDITOR": "true", "VISUAL": ""]).err.contains("nothing was written"))
    anna.git("config", "--global", "core.editor", "sed -i '1s/^/From core.editor/'")
    #expect(reply(["EDITOR": "false", "VISUAL": "false"]).code == 0)
    #expect(reply(["GIT_EDITOR": "sed -i '1s/^/From GIT_EDITOR/'", "EDITOR": "false"]).code == 0)
    let replies = try #require(anna.json("annotations", "rivers").first?["replies"]?.arrayValue)
    #expect(replies.map { $0["text"]?.stringValue } == ["From core.editor", "From GIT_EDITOR"])
  }

  @Test("a dry run says what would be, refuses what would be refused, and changes nothing")
  func dryRun() throws {
    #expect(anna.galley("annotate", "rivers", "--quote", "1950", "--suggest", "1951").code == 0)
    let query = anna.galley("annotate", "rivers", "--quote", "dam", "--query", "Which?").out.prefix(4)
    let before = anna.state
    let objects = anna.git("count-objects").out
    #expect(
      anna.galley("revise", "rivers", "--accept-all", "--dry-run").out.hasPrefix(
        "Would make rivers r2: 1 accepted"))
    #expect(anna.galley("publish", "rivers", "--dry-run").code == 1)
    #expect(anna.state == before && anna.git("count-objects").out == objects)
    #expect(anna.galley("resolve", String(query), "answered").code == 0)
    #expect(anna.galley("revise", "rivers", "--accept-all").code == 0)
    let after = anna.state
    #expect(anna.galley("publish", "rivers", "--dry-run").out.hasPrefix("Would publish rivers r2 on main"))
    #expect(anna.state == after && anna.isSound)
    #expect(anna.galley("revise", "rivers", "--dry-run", "--interactive").code == 2)
  }

  @Test("status says the title, and what reviewers are asked to look at")
  func status() throws {
    #expect(anna.galley("submit", "rivers", "--brief", "The numbers,\nplease").code == 0)
    let out = anna.galley("status").out
    #expect(out.hasPrefix("rivers r1 “T”  in review"))
    #expect(out.contains("  asked for: “The numbers,⏎please”\n"), "\(out)")
  }
}
