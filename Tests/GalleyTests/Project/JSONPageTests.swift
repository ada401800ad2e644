import Foundation
import JSON
import Testing

@testable import galley_cli

@Suite("What --json prints is what docs/json.md says")
struct JSONPageTests {
  private let page: JSONPage
  private let team: TestTeam

  init() throws {
    page = try JSONPage.read()
    team = try TestTeam()
  }

  /// Runs a command with `--json` and holds its lines against the page.
  @discardableResult
  private func check(
    _ desk: TestDesk, _ words: String..., as section: String? = nil, code: Int32 = 0, input: String = "",
    environment: [String: String] = [:]
  ) throws -> [JSON] {
    let done = run(
      galleyProgram, words + ["--json"], in: desk.folder, environment: environment, input: Data(input.utf8))
    #expect(done.code == code, "\(words): \(done.err)")
    let rows = try done.out.split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(!rows.isEmpty, "\(words) prints nothing")
    #expect(page.faults(in: rows, of: section ?? words[0]) == [], "\(words)")
    return rows
  }

  @Test("every command has a section, and every section's types are described")
  func complete() {
    let commands = Application.program.commands.filter { !$0.isHidden }.map(\.name)
    #expect(commands.filter { !page.headings.contains($0) } == [])
    for (name, members) in page.objects {
      for member in members {
        let bare = member.type.replacingOccurrences(of: "list of ", with: "")
          .replacingOccurrences(of: " or null", with: "")
        let known =
          ["any", "string", "integer", "number", "boolean"].contains(bare) || page.objects[bare] != nil
        #expect(known, "\(name).\(member.name): \(member.type)")
      }
    }
  }

  @Test("the commands of the main job")
  func mainJob() throws {
    let anna = try team.desk("anna")
    let place = TestDesk(team: team, name: ".")
    try check(place, "init", "other")
    try check(place, "clone", team.path("remote.git"), "copy")
    try check(anna, "new", "rivers", "--title", "T", "--from", "-", input: "The dam was built in 1950.\n")
    try check(anna, "save", "rivers", "--from", "-", input: "The old dam was built in 1950 by Ann.\n")
    try check(anna, "submit", "rivers", "--due", "2026-12-01")
    try check(anna, "edit", "rivers", environment: ["VISUAL": "sed -i s/Ann/Bea/"])
    try check(anna, "annotate", "rivers", "--quote", "old", "--suggest", "new")
    try check(anna, "annotate", "rivers", "--quote", "by Bea", "--comment", "Who?")
    try check(anna, "annotate", "rivers", "--quote", "built", "--suggest", "finished")
    let asked = try check(anna, "annotate", "rivers", "--quote", "1950", "--query", "Source?")
    let query = try #require(asked.first?["id"]?.stringValue)
    let whole =
      #"{"type":"Annotation","motivation":"commenting","body":"Well done","target":"articles/rivers/index.md"}"#
    try check(anna, "annotate", "rivers", "--from", "-", input: whole)
    try check(anna, "verdict", "rivers", "minor", "-m", "Short")
    try check(anna, "reply", query, "The town's archive")
    try check(anna, "status")
    try check(anna, "status", as: "galley")
    try check(anna, "merge", "rivers")
    try check(anna, "revise", "rivers", "--accept-all", code: 0)
    try check(anna, "diff", "rivers")
    try check(anna, "publish", "rivers", as: "error", code: 1)
    try check(anna, "resolve", query, "answered")
    let shown = try check(anna, "show", "rivers")
    #expect(shown[0]["annotations"]?.arrayValue?.isEmpty == false)
    #expect(shown[0]["verdicts"]?.arrayValue?.isEmpty == false)
    #expect(try check(anna, "annotations", "rivers").contains { $0["replies"]?.arrayValue?.isEmpty == false })
    try check(anna, "publish", "rivers")
    try check(anna, "log", "rivers")
    try check(anna, "sync")
    try check(anna, "init")
  }

  @Test("the filters, the help and the errors")
  func others() throws {
    let anna = try team.desk("anna")
    for (name, text) in [("base", "a b c e f\n"), ("ours", "a x c e f\n"), ("theirs", "a b c e d\n")] {
      try anna.write(text, to: name)
    }
    try check(anna, "merge-file", "base", "ours", "theirs", "--stdout")
    try check(anna, "merge-file", "base", "ours", "theirs")
    try check(
      anna, "merge-file", "--batch", as: "merge-file --batch",
      input: #"{"id":1,"base":"a\n","ours":"b\n","theirs":"a\n"}"# + "\n")
    try check(
      anna, "anchor", "base", "theirs",
      input: #"{"id":"p","start":2,"end":3,"exact":"b"}"# + "\n" + #"{"id":"q","exact":"zzz"}"# + "\n")
    try check(anna, "completions", "bash")
    try check(anna, "man")
    try check(anna, "help", "annotate")
    try check(anna, "--version")
    for words in [["show", "nothing"], ["show"], ["shwo"], ["sync", "--what"]] {
      let done = run(galleyProgram, words + ["--json"], in: anna.folder)
      let row = try JSON(parsing: done.out)
      #expect(page.faults(in: [row], of: "error") == [])
      #expect(row["error"]?["exit"]?.intValue.map(Int32.init) == done.code)
    }
  }
}
