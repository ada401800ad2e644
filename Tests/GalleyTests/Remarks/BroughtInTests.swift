import Foundation
import JSON
import Testing

@Suite("What somebody brings in for another stays that person's")
struct BroughtInTests {
  private let anna: TestDesk

  init() throws {
    anna = try TestTeam().desk("anna")
    #expect(anna.start("a", "The dam was built in 1950.\n").code == 0)
  }

  private func bring(_ creator: String, _ exact: String = "was built") -> Finished {
    let json =
      #"{"type":"Annotation","motivation":"questioning","creator":\#(creator),"body":"By whom?","target":{"source":"articles/a/index.md","selector":{"type":"TextQuoteSelector","exact":"\#(exact)"}}}"#
    return anna.galley("annotate", "a", "--from", "-", input: json)
  }

  @Test(
    "its maker is shown wherever it stands, with who brought it in",
    arguments: [
      #"{"type":"Person","name":"Cara Facts","email":"mailto:cara@example.org"}"#,
      #"{"type":"Person","name":"Cara Facts"}"#, #"[{"type":"Person","name":["Cara Facts"]}]"#,
    ])
  func shown(_ creator: String) throws {
    #expect(bring(creator).code == 0)
    for words in [
      ["annotations", "a"], ["show", "a"], ["answers", "a"], ["show", "a", "--format", "critic"], ["inbox"],
    ] {
      let out = run(galleyProgram, words, in: anna.folder).out
      #expect(out.contains("Cara Facts (brought in by anna)"), "\(words): \(out)")
    }
    let row = try #require(anna.json("annotations", "a").first)
    #expect(row["creator"]?.stringValue == "Cara Facts" && row["broughtInBy"]?.stringValue == "anna")
    #expect(row["reviewer"]?.stringValue == "anna@example.org")
    #expect(try JSONPage.read().faults(in: [row], of: "annotations") == [])
  }

  @Test("who has no name is called by the e-mail or the account; one's own are one's own")
  func names() throws {
    for (creator, name) in [
      (#"{"type":"Person","email":"mailto:cara@example.org"}"#, "cara@example.org"),
      (#""acct:cara@hypothes.is""#, "cara"), (#""https://example.org/cara""#, "https://example.org/cara"),
    ] {
      let desk = try TestTeam().desk("anna")
      #expect(desk.start("a", "The dam was built in 1950.\n").code == 0)
      let json =
        #"{"type":"Annotation","motivation":"commenting","creator":\#(creator),"body":"B","target":"articles/a/index.md"}"#
      #expect(desk.galley("annotate", "a", "--from", "-", input: json).code == 0)
      #expect(try desk.json("annotations", "a").first?["creator"]?.stringValue == name)
    }
    #expect(bring(#"{"type":"Person","name":"A.","email":"mailto:Anna@example.org"}"#).code == 0)
    #expect(try anna.json("annotations", "a").first?["broughtInBy"]?.isNull == true)
  }

  @Test("it is listed as that person's, and answers sets it apart from what the other says")
  func apart() throws {
    #expect(anna.galley("annotate", "a", "--quote", "dam", "--comment", "Mine").code == 0)
    let done = anna.galley(
      "annotate", "a", "--quote", "1950", "--query", "Source?", "--by", "Cara Facts <cara@example.org>")
    #expect(done.code == 0, "\(done.err)")
    #expect(anna.galley("annotate", "a", "--quote", "built", "--query", "Q", "--by", "Dan").code == 0)
    let texts = { (by: String) in
      try anna.json("annotations", "a", "--by", by).compactMap { $0["text"]?.stringValue }
    }
    #expect(try texts("Cara Facts") == ["Source?"] && texts("cara@example.org") == ["Source?"])
    #expect(try texts("dan") == ["Q"] && texts("anna") == ["Mine"])
    let sheet = anna.galley("answers", "a").out
    #expect(sheet.contains("## anna\n"))
    #expect(
      sheet.contains("## Cara Facts (brought in by anna)") && sheet.contains("## Dan (brought in by anna)"))
    try anna.refuses(
      "annotate", "a", "--quote", "dam", "--comment", "C", "--by", "<nobody>", code: 2, saying: "names nobody"
    )
  }

  @Test("rights count for who brings it in, never for the name")
  func rights() throws {
    #expect(bring(#"{"type":"Person","name":"Cara Facts"}"#).code == 0)
    let tail = try #require(anna.json("annotations", "a").first?["tail"]?.stringValue)
    #expect(anna.galley("resolve", tail, "withdrawn").code == 0)
  }
}
