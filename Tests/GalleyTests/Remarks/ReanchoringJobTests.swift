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

  @Test("anchor --batch goes by the position, by the quote or, without the older text, by quote and context")
  func batch() throws {
    let place = TestDesk(team: try TestTeam(), name: ".")
    let old = "The dam is old. Then the dam is new."
    let new = "Once the dam was old. Then the dam is new."
    let rows: [JSON] = [
      ["id": 1, "old": .string(old), "new": .string(new), "start": 25, "end": 28],
      ["id": 2, "old": .string(old), "new": .string(new), "exact": "Then the"],
      [
        "id": 3, "old": .string(old), "new": .string(new), "exact": "is", "prefix": "The dam ",
        "suffix": " old",
      ],
      ["id": 4, "new": .string(new), "exact": "dam", "prefix": "Then the ", "suffix": " is new"],
      ["id": "NFD", "old": .string("e\u{301} dam"), "new": .string("e\u{301} dam"), "start": 3, "end": 6],
      ["id": "NFC", "old": .string("\u{E9} dam"), "new": .string("\u{E9} dam"), "start": 2, "end": 5],
    ]
    let done = place.galley(
      "anchor", "--batch", input: rows.map { $0.serialized(pretty: false) }.joined(separator: "\n"))
    let answers = try done.out.split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(done.code == 0 && answers.map { $0["id"] } == rows.map { $0["id"] })
    #expect(answers.map { $0["start"]?.intValue } == [31, 22, nil, 31, 3, 2])
    #expect(answers.map { $0["end"]?.intValue } == [34, 30, nil, 34, 6, 5])
    #expect(answers.map { $0["method"]?.stringValue }[..<2] == ["exact", "exact"])
  }
}
