import Foundation
import JSON
import Testing

@Suite("Every anchor's verdict can be asked for, and a person knows better")
struct PlaceTests {
  static let text =
    "The old dam above the town was built in 1950 by the county engineers.\n\nThe mayor opened the bridge in spring.\n"

  private func id(_ done: Finished) -> String { String(done.out.prefix { $0 != " " }) }

  private func rewrite(_ desk: TestDesk, _ old: String, _ new: String) -> Finished {
    let name =
      desk.git("for-each-ref", "--format=%(refname)", "refs/heads/revision/a").out
      .split(separator: "\n").last.map(String.init) ?? ""
    let text = desk.git("show", "\(name):articles/a/index.md").out
    return desk.galley("save", "a", "--from", "-", input: text.replacingOccurrences(of: old, with: new))
  }

  @Test("why follows a passage through the revisions; reattach is believed from its revision on")
  func whyAndReattach() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    #expect(anna.start("a", Self.text).code == 0)
    let remark = id(
      anna.galley("annotate", "a", "--quote", "The mayor opened the bridge", "--comment", "Who?"))
    #expect(anna.galley("revise", "a").code == 0)
    let saved = rewrite(anna, "The mayor opened the bridge in spring.", "A ribbon was cut by Mrs Weir.")
    #expect(saved.code == 0)
    #expect(saved.err.contains("1 open remark") && saved.err.contains(remark))
    var rows = try anna.json("why", remark)
    #expect(try JSONPage.read().faults(in: rows, of: "why") == [])
    func verdicts() -> [String?] { rows[0]["places"]?.arrayValue?.map { $0["verdict"]?.stringValue } ?? [] }
    #expect(verdicts() == ["exact", "orphaned"])
    #expect(anna.galley("reattach", remark, "--quote", "nowhere").code == 1)
    #expect(anna.galley("reattach", remark, "--quote", "A ribbon was cut").code == 0)
    rows = try anna.json("why", remark)
    #expect(verdicts() == ["exact", "exact"])
    #expect(rows[0]["quote"]?.stringValue == "The mayor opened the bridge")
    let second = try #require(rows[0]["places"]?[1])
    #expect(second["passage"]?.stringValue == "A ribbon was cut" && second["reattached"]?.boolValue == true)
    #expect(try anna.json("annotations", "a").first?["status"]?.stringValue == "kept")
    #expect(anna.galley("why", remark).out.contains("put it on"))
    #expect(anna.galley("why", "ffffffff").code == 1)
    #expect(anna.isSound)
  }

  @Test("why says where a passage that is gone may be, and reattach takes it")
  func candidates() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    let text = "Above stands the old dam.\n\nNobody has measured the old dam.\n"
    #expect(anna.start("a", text).code == 0)
    let remark = id(
      anna.galley("annotate", "a", "--quote", "the old dam", "--occurrence", "1", "--comment", "Old?"))
    #expect(anna.galley("revise", "a").code == 0)
    #expect(rewrite(anna, "Above stands the old dam.", "It was built in 1950.").code == 0)
    let rows = try anna.json("why", remark)
    #expect(try JSONPage.read().faults(in: rows, of: "why") == [])
    let place = try #require(rows[0]["places"]?[1])
    #expect(place["verdict"]?.stringValue == "orphaned")
    #expect(rows[0]["places"]?[0]?["candidates"]?.arrayValue?.isEmpty == true)
    let candidate = try #require(place["candidates"]?[0])
    let lines = anna.git("show", "revision/a/r2:articles/a/index.md").out.components(separatedBy: "\n")
    let line = try #require(lines.firstIndex { $0.hasPrefix("Nobody") }) + 1
    #expect(candidate["passage"]?.stringValue == "the old dam" && candidate["line"]?.intValue == line)
    let shown = anna.galley("why", remark).out
    #expect(shown.contains("perhaps line \(line): …"))
    #expect(shown.contains("has measured \u{2039}the old dam\u{203A}"))
    #expect(shown.contains("galley reattach \(remark) --quote"))
    #expect(anna.galley("show", "a").out.contains("perhaps line \(line): …"))
    #expect(anna.galley("reattach", remark, "--quote", "the old dam").code == 0)
    #expect(!anna.galley("why", remark).out.contains("perhaps"))
  }

  @Test("a reattached suggestion is applied at its new place")
  func reattachedSuggestion() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    #expect(anna.start("a", "One grey cat sat.\n\nTwo dogs ran away.\n").code == 0)
    let suggestion = id(anna.galley("annotate", "a", "--quote", "grey cat", "--suggest", "brown dog"))
    #expect(anna.galley("reattach", suggestion, "--quote", "dogs").code == 0)
    #expect(anna.galley("revise", "a", "--accept", suggestion).code == 0)
    let text = anna.git("show", "revision/a/r2:articles/a/index.md").out
    #expect(text.contains("grey cat") && text.contains("Two brown dog ran away."))
  }
}

@Suite("A claim is checked as it stands, and unchecked when its words change")
struct ClaimTests {
  private func id(_ done: Finished) -> String { String(done.out.prefix { $0 != " " }) }

  @Test("a claim goes from unchecked to supported, and is open again when its words change, not its spaces")
  func states() throws {
    let team = try TestTeam()
    let (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    #expect(anna.start("a", "The dam holds \"four million\" litres of water.\n").code == 0)
    let claim = id(
      anna.galley(
        "annotate", "a", "--quote", "holds \"four million\" litres", "--claim", "--source", "the office"))
    #expect(
      anna.galley("annotate", "a", "--quote", "dam", "--claim", "It is one", "--comment", "x").code == 2)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    let page = try JSONPage.read()
    var rows = try ben.json("claims", "a")
    #expect(page.faults(in: rows, of: "claims") == [])
    #expect(rows.map { $0["state"]?.stringValue } == ["unchecked"])
    #expect(ben.galley("claim", claim, "true").code == 2)
    #expect(ben.galley("claim", claim, "disputed", "-m", "Three").code == 0)
    #expect(try ben.json("claims", "a", "--open").count == 1)
    #expect(ben.galley("claim", claim, "supported", "--source", "https://example.org/x").code == 0)
    rows = try ben.json("claims", "a")
    #expect(rows[0]["settled"]?.boolValue == true)
    #expect(rows[0]["source"]?.stringValue == "https://example.org/x")
    #expect(try ben.json("annotations", "a", "--open").isEmpty)
    for desk in [ben, anna] { #expect(desk.galley("sync").code == 0) }

    func save(_ text: String) { #expect(anna.galley("save", "a", "--from", "-", input: text).code == 0) }
    save("The dam holds  “four million”\nlitres of water.\n")
    #expect(try anna.json("claims", "a", "--open").isEmpty)
    save("The dam holds “five million” litres of water.\n")
    rows = try anna.json("claims", "a", "--open")
    #expect(rows.map { $0["reopened"]?.boolValue } == [true])
    #expect(rows[0]["state"]?.stringValue == "unchecked")
    #expect(try anna.json("annotations", "a", "--open").count == 1)
    #expect(anna.galley("claims", "a").out.contains("unchecked again"))
    #expect(anna.galley("claim", claim, "supported").code == 0)
    #expect(try anna.json("claims", "a", "--open").isEmpty)
    #expect(anna.isSound)
  }

  @Test("only fact-checkers and editors check claims, where galley.yaml names people")
  func roles() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    #expect(anna.start("a", "It rained on Monday.\n").code == 0)
    let claim = id(anna.galley("annotate", "a", "--quote", "on Monday", "--claim"))
    let comment = id(anna.galley("annotate", "a", "--quote", "It", "--comment", "What?"))
    #expect(anna.galley("claim", comment, "supported").code == 1)
    try anna.write(
      "people:\n  - {name: Anna, email: anna@example.org, roles: [author]}\n", to: "galley.yaml")
    anna.git("commit", "-qam", "people")
    #expect(anna.galley("claim", claim, "supported").code == 1)
  }
}
