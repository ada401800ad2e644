import Foundation
import JSON
import Testing

/// Going through the open remarks, by a file of decisions and on a terminal.
@Suite("Triage")
struct TriageTests {
  private static let text = """
    The dam was built in 1950, said the mayor last Tuesday. It rained.

    Since then the rivers have rose every spring. Nobody knows why.

    """

  private let anna: TestDesk
  private let ids: [String: String]

  /// Anna's article with remarks of her own: two suggestions for one word, one for another, a query and a comment.
  init() throws {
    anna = try TestTeam().desk("anna")
    #expect(anna.start("rivers", Self.text).code == 0)
    let said = [
      ("risen", ["--quote", "have rose", "--suggest", "have risen"]),
      ("swollen", ["--quote", "rose", "--suggest", "swollen"]),
      ("poured", ["--quote", "rained", "--suggest", "poured"]),
      ("query", ["--quote", "1950", "--query", "Which source?"]),
      ("comment", ["--quote", "last Tuesday", "--comment", "Give the date"]),
    ]
    var ids: [String: String] = [:]
    for (name, words) in said {
      let done = run(galleyProgram, ["annotate", "rivers"] + words + ["--json"], in: anna.folder)
      ids[name] = try JSON(parsing: done.out)["id"]?.stringValue
    }
    self.ids = ids
  }

  private func id(_ name: String) throws -> String { try #require(ids[name]) }

  private func text(_ revision: String = "r2") -> String {
    anna.git("show", "revision/rivers/\(revision):articles/rivers/index.md").out
  }

  private func resolution(_ name: String) throws -> String? {
    let rows = try anna.json("annotations", "rivers")
    return try rows.first { try $0["id"]?.stringValue == id(name) }?["resolution"]?.stringValue
  }

  @Test("a file of decisions is taken line by line, and the next revision has its words")
  func file() throws {
    let file = try """
    # what the meeting said
    \(id("risen")) y
    \(id("swollen")) n Too \\\\ wet\\nfor a dam

    \(id("poured")) e drizzled
    \(id("query")) a Box 12 of the archive
    \(id("comment")) d r3 after the elections

    """
    let done = anna.galley("triage", "rivers", "--from", "-", input: file)
    #expect(done.code == 0, "\(done.err)")
    #expect(
      done.out.hasPrefix(
        "rivers r1: 1 accepted, 1 given other words, 1 rejected, 1 answered, 1 put off; none is left open."))
    #expect(anna.isSound)
    let listed = anna.galley("annotations", "rivers").out
    #expect(listed.contains("Too \\ wet\n") && listed.contains("Box 12 of the archive"), "\(listed)")
    #expect(anna.galley("revise", "rivers").code == 0)
    #expect(text().contains("have risen every") && text().contains("It drizzled."))
    #expect(
      anna.galley("status").out.contains("6 remarks, none open"), "what got other words is owed no more")
    #expect(anna.git("log", "--format=%s", "review/rivers/r1/anna@example.org").out.contains("7 annotations"))
  }

  @Test("a bad line, an unknown id or an impossible decision refuses the whole file and names the line")
  func badLines() throws {
    let first = try "\(id("risen")) y\n"
    for (line, code, words) in [
      ("zzzz y", 1, "line 2: rivers has no annotation zzzz"),
      (try "\(id("query"))", 2, "line 2 of the decisions"),
      (try "\(id("query")) maybe", 2, "line 2 of the decisions"), (try "\(id("query")) q", 2, "line 2"),
      (try "\(id("query")) y", 1, "asks something"), (try "\(id("query")) a", 2, "line 2"),
      (try "\(id("comment")) d r1", 1, "no later revision"),
      (try "\(id("comment")) e last Tuesday", 1, "has these words already"),
    ] as [(String, Int32, String)] {
      let input = Data((first + line + "\n").utf8)
      try anna.refuses("triage", "rivers", "--from", "-", code: code, saying: words, input: input)
    }
    #expect(anna.galley("resolve", try id("risen"), "rejected").code == 0)
    try anna.refuses(
      "triage", "rivers", "--from", "-", saying: "isn't an open remark", input: Data(first.utf8))
  }

  @Test("what clashes stays open, is named, and all else that was decided is kept")
  func clash() throws {
    let lines = try "\(id("risen")),\(id("swollen")) y\n\(id("poured")) y\n"
    let done = anna.galley("triage", "rivers", "--from", "-", input: lines)
    #expect(
      done.code == 3 && done.err.contains("1 remark of rivers can't be taken as decided"), "\(done.err)")
    #expect(done.out.contains("2 accepted; 3 left open"), "\(done.out)")
    #expect(try resolution("risen") == "accepted" && resolution("poured") == "accepted")
    #expect(try resolution("swollen") == nil && anna.isSound)
    // What was accepted earlier stands in the way too.
    let again = try anna.galley("triage", "rivers", "--from", "-", input: "\(id("swollen")) y\n")
    #expect(again.code == 3 && again.out.contains("touches the words of"))
    let json = run(
      galleyProgram, ["triage", "rivers", "--from", "-", "--json"], in: anna.folder,
      input: Data(try "\(id("swollen")) y\n".utf8))
    let row = try JSON(parsing: json.out)
    #expect(try row["clashing"]?.arrayValue?.first?.stringValue == id("swollen"))
    #expect(try JSONPage.read().faults(in: [row], of: "triage") == [])
    #expect(anna.galley("revise", "rivers").code == 0 && text().contains("risen"))
  }

  @Test("words that the draft changed since clash with the suggestion, and other words are taken")
  func changedDraft() throws {
    let changed = text("r1").replacing("have rose", with: "have grown")
    #expect(anna.galley("save", "rivers", "--from", "-", input: changed).code == 0)
    let clash = try anna.galley("triage", "rivers", "--from", "-", input: "\(id("swollen")) y\n")
    #expect(clash.code == 3 && clash.out.contains("changed in the draft since"))
    let done = try anna.galley("triage", "rivers", "--from", "-", input: "\(id("risen")) e have gone up\n")
    #expect(done.code == 0, "\(done.err)")
    #expect(anna.galley("revise", "rivers").code == 0 && text().contains("have gone up every"))
  }

  @Test("it names the articles when several have open remarks, and asks nobody where there is no terminal")
  func choosing() throws {
    try anna.refuses("triage", code: 2, saying: "nobody is at the terminal")
    try anna.refuses("revise", "rivers", "--interactive", code: 2, saying: "--from FILE")
    #expect(anna.start("lakes", "Lakes are deep.\n").code == 0)
    #expect(anna.galley("annotate", "lakes", "--quote", "deep", "--comment", "How deep?").code == 0)
    try anna.refuses("triage", "--from", "-", code: 2, saying: "Name one: lakes, rivers.")
    let none = try TestTeam().desk("ben").galley("triage")
    #expect(none.code == 0 && none.out == "No remark is open.\n")
  }

  @Test("who may not settle others' remarks may not triage them, but reply")
  func rights() throws {
    let team = try EditorsTeam()
    let id = try team.tail("questioning")
    #expect(team.cara.galley("annotate", "a", "--quote", "built", "--comment", "By whom?").code == 0)
    #expect(team.cara.galley("sync").code == 0 && team.ben.galley("sync").code == 0)
    let other = try #require(
      team.ben.json("annotations", "a").first { $0["motivation"]?.stringValue == "commenting" }?["id"]?
        .stringValue)
    try team.ben.refuses(
      "triage", "a", "--from", "-", saying: "may not resolve remarks of others",
      input: Data("\(other) n\n".utf8))
    #expect(
      team.ben.galley("triage", "a", "--from", "-", input: "\(other) r By the town\n\(id) a The old one\n")
        .code == 0)
    sync(team.ben, team.anna)
  }

  // MARK: on a terminal

  @Test(
    "on a terminal: Enter decides nothing, a conflict is asked about at once, and the end offers the next revision",
    .enabled(if: Tmux.isHere))
  func terminal() throws {
    let terminal = try Tmux(on: anna, environment: ["EDITOR": "sed -i s/last/on/"])
    let first = terminal.type("galley triage", until: "q, or ? > ")
    #expect(
      first.contains("rivers r1, remark 1 of 5 · 5 open")
        && first.contains("In its sentence: The dam was built in ‹1950›, said"))
    terminal.type("", until: "Nothing is decided by an empty line")
    terminal.type("y", until: "asks something")
    terminal.type("a", until: "Answer: ")
    terminal.type("Box 12", until: "remark 2 of 5 · 4 open")
    terminal.type("b", until: "remark 1 of 5 · 5 open")
    terminal.type("a Box 13", until: "remark 2 of 5 · 4 open")
    terminal.type("e", until: "remark 3 of 5 · 3 open")
    terminal.type("s", until: "remark 4 of 5 · 3 open")
    let change = terminal.type("y", until: "remark 5 of 5 · 2 open")
    #expect(change.contains("which would be: “Since then the rivers have risen every spring.”"))
    let clash = terminal.type("y", until: "k leaves it open > ")
    #expect(
      clash.contains("That touches the same words as what was accepted before:")
        && clash.contains("have [-rose-]{+risen+}"))
    terminal.type("", until: "Nothing is decided yet.")
    terminal.type("t", until: "remark 6 of 6 · 2 open")
    terminal.type("n Ugly", until: "Make the next revision")
    let end = terminal.type("", until: "left open")
    #expect(end.contains("1 accepted, 1 given other words, 1 rejected, 1 answered; 1 left open"), "\(end)")
    #expect(try resolution("swollen") == "accepted" && resolution("risen") == "rejected")
    #expect(try resolution("poured") == nil && anna.isSound)
    terminal.type("galley revise rivers --interactive", until: "remark 1 of 1 · 1 open")
    terminal.type("y", until: "Made rivers r2: 3 accepted")
    #expect(
      text().contains("have swollen every") && text().contains("mayor on Tuesday")
        && text().contains("poured"))
  }

  @Test(
    "q, Ctrl-C and the end of the input stop, keep what was decided, and make no revision",
    .enabled(if: Tmux.isHere))
  func stopping() throws {
    let terminal = try Tmux(on: anna)
    terminal.type("galley revise rivers --interactive", until: "remark 1 of 5")
    terminal.type("a Box 12", until: "remark 2 of 5")
    terminal.type("q", until: "1 answered; 4 left open")
    terminal.type("galley triage", until: "remark 1 of 4")
    terminal.type("n Later", until: "remark 2 of 4")
    terminal.press("C-c", until: "1 rejected; 3 left open")
    terminal.type("galley triage", until: "remark 1 of 3")
    terminal.press("C-d", until: "nothing was decided; 3 left open")
    #expect(try resolution("query") == "answered" && resolution("comment") == "rejected")
    #expect(!anna.branches.contains("rivers/r2") && anna.isSound)
  }
}
