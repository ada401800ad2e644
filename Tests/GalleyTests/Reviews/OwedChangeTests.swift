import Foundation
import JSON
import Testing

@Suite("What was accepted with a change is owed until its passage has changed")
struct OwedChangeTests {
  private let anna: TestDesk
  private static let text = "The first line. The dam was built in 1950. It is old.\n\nAnother paragraph.\n"

  init() throws {
    anna = try TestTeam().desk("anna")
    #expect(anna.start("a", Self.text).code == 0)
  }

  private func accept(_ words: String...) throws -> String {
    let done = run(galleyProgram, ["annotate", "a"] + words, in: anna.folder)
    let id = String(done.out.prefix { $0 != " " })
    #expect(anna.galley("resolve", id, "accepted", "--with-change").code == 0)
    #expect(anna.galley("merge", "a").code == 0)
    return id
  }

  private func isOwed() throws -> Bool {
    let ready = try #require(anna.json("ready", "a").first)
    #expect(try JSONPage.read().faults(in: [ready], of: "ready") == [])
    let isOwed = ready["owed"]?.arrayValue?.isEmpty == false
    let sheet = try #require(anna.json("answers", "a").first)
    let left = sheet["reviewers"]?[0]?["points"]?[0]?["left"]?.stringValue
    #expect((left == "not changed") == isOwed && (sheet["left"]?.arrayValue?.isEmpty == false) == isOwed)
    #expect(
      try anna.json("inbox").contains { $0["what"]?.stringValue?.contains("not changed") == true } == isOwed)
    let status = try anna.json("status").first
    #expect((status?["next"]?.stringValue == "galley edit a") == isOwed)
    return isOwed
  }

  private func save(_ old: String, _ new: String) {
    let text = Self.text.replacingOccurrences(of: old, with: new)
    #expect(anna.galley("save", "a", "--from", "-", input: text).code == 0)
  }

  @Test("of a comment, a query and a suggestion", arguments: ["--comment", "--query", "--suggest"])
  func kinds(_ kind: String) throws {
    let id = try accept("--quote", "in 1950", kind, "in the fifties")
    #expect(try isOwed())
    #expect(
      anna.galley("answers", "a").out.contains("\(id) of anna: accepted with a change, and the passage says"))
    #expect(anna.galley("ready", "a").out.contains("\(id) was accepted with a change"))
    save("Another paragraph", "One more paragraph")
    #expect(try isOwed(), "another passage was changed")
    #expect(anna.galley("revise", "a").code == 0)
    #expect(try isOwed(), "a revision alone changes nothing")
    save("in 1950", "about 1955")
    #expect(try !isOwed())
  }

  @Test(
    "words put in beside it, a sentence after it or taking it out change it",
    arguments: [
      ("in 1950", "early in 1950"), ("1950. It", "1950. It was finished in 1955. It"),
      ("The dam was built in 1950. ", ""), ("The dam", "The Dam"),
    ])
  func beside(_ old: String, _ new: String) throws {
    _ = try accept("--quote", "in 1950", "--comment", "In which decade?")
    save(old, new)
    #expect(try !isOwed())
  }

  @Test("of the whole article, until anything has changed; and what is resolved otherwise isn't owed")
  func others() throws {
    let whole =
      #"{"type":"Annotation","motivation":"commenting","body":"Shorter","target":"articles/a/index.md"}"#
    let done = anna.galley("annotate", "a", "--from", "-", input: whole)
    let id = String(done.out.prefix { $0 != " " })
    #expect(anna.galley("resolve", id, "accepted", "--with-change").code == 0)
    #expect(anna.galley("merge", "a").code == 0)
    #expect(try isOwed())
    #expect(anna.galley("resolve", id, "rejected", "-m", "It is short").code == 0)
    #expect(try !isOwed())
    #expect(anna.galley("resolve", id, "accepted", "--with-change").code == 0)
    save("The first line. ", "")
    #expect(try !isOwed())
  }
}
