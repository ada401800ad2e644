import JSON
import Testing

@Suite("Remarks on a revision whose text went on")
struct ReanchoringJobTests {
  static let paragraphs = [
    "The rivers rise in the north.", "The dam was built in 1950 by the town, said the mayor last Tuesday.",
    "Nobody knows what the weir has cost since then.",
  ]

  @Test("a swapped paragraph keeps its remark, a deleted one leaves its remark listed as gone")
  func swapped() throws {
    let anna = try TestTeam().desk("anna")
    _ = anna.start("rivers", Self.paragraphs.joined(separator: "\n\n") + "\n")
    for quote in ["last Tuesday", "rise in the north", "what the weir has cost"] {
      #expect(anna.galley("annotate", "rivers", "--quote", quote, "--comment", "On \(quote)").code == 0)
    }
    #expect(anna.galley("merge", "rivers").code == 0)
    #expect(anna.galley("revise", "rivers").code == 0)
    let saved = anna.galley(
      "save", "rivers", "--from", "-", input: "\(Self.paragraphs[1])\n\n\(Self.paragraphs[0])\n\nAn end.\n")
    #expect(saved.code == 0)

    let shown = try #require(anna.json("show", "rivers").first)
    let text = try #require(shown["text"]?.stringValue)
    let remarks = try #require(shown["annotations"]?.arrayValue)
    for remark in remarks {
      let quote = try #require(remark["quote"]?.stringValue)
      guard quote != "what the weir has cost" else {
        #expect(remark["status"]?.stringValue == "orphan" && remark["method"]?.stringValue == "orphaned")
        continue
      }
      let start = try #require(remark["start"]?.intValue)
      let end = try #require(remark["end"]?.intValue)
      #expect(Array(text.unicodeScalars)[start..<end].map(String.init).joined() == quote)
      #expect(remark["status"]?.stringValue == "kept")
    }
    #expect(remarks.count == 3)
    let page = anna.galley("show", "rivers").out
    #expect(page.contains("On last Tuesday") && page.contains("passage gone"))
    #expect(anna.isSound)
  }
}
