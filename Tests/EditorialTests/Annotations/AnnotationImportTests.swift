import Editorial
import JSON
import TestSupport
import Testing

@Suite("Importing annotations")
struct AnnotationImportTests {
  private func read(_ text: String, maxCount: Int = 100) throws -> [Annotation] {
    try AnnotationImport(name: "in.json", maxCount: maxCount).annotations(parsing: Array(text.utf8))
  }

  private func two() throws -> [JSON] {
    try (1...2).map { try Sample.json([("id", .string(Sample.id($0).urn))]) }
  }

  @Test("one, an array, a page, a collection and lines are all read")
  func shapes() throws {
    let two = try two()
    let ids = try [Sample.id(1), Sample.id(2)]
    #expect(try read(two[0].serialized(pretty: true)).map(\.id) == [ids[0]])
    let documents: [JSON] = [
      .array(two), ["type": "AnnotationPage", "items": .array(two)],
      ["type": "AnnotationCollection", "first": ["items": .array(two)]],
    ]
    for document in documents { #expect(try read(document.serialized()).map(\.id) == ids) }
    let lines = two.map { $0.serialized() }.joined(separator: "\n")
    #expect(try read(lines + "\n").map(\.id) == ids)
    #expect(try read("\u{FEFF}" + lines).map(\.id) == ids)
    #expect(try read("[]").isEmpty)
  }

  @Test("an id that is no UUID is replaced and kept as via, and replies follow it")
  func foreignIDs() throws {
    let parent = try Sample.json([("id", "https://x.org/1")])
    let reply = try Sample.json([("id", "https://x.org/2"), ("target", ["source": "https://x.org/1"])])
    var anonymous = try Sample.json()
    anonymous.remove("id")
    for order in [[parent, reply, anonymous], [reply, parent, anonymous]] {
      let read = try read(JSON.array(order).serialized())
      let readParent = try #require(read.first { $0.raw["via"] == "https://x.org/1" })
      let readReply = try #require(read.first { $0.raw["via"] == "https://x.org/2" })
      #expect(readReply.parent == readParent.id)
      #expect(readReply.kind == .reply("Since when?"))
      #expect(Set(read.map(\.id)).count == 3)
      for annotation in read { #expect(try Sample.read(annotation.raw) == annotation) }
    }
  }

  @Test("rows of the Hypothesis API become comments, highlights and replies")
  func hypothesis() throws {
    let rows: JSON = [
      "total": 3,
      "rows": [
        [
          "id": "AAAA", "uri": "https://x.org/article", "text": "Since when?", "user": "acct:ann@hypothes.is",
          "created": "2026-11-24T10:00:00.123456+00:00", "tags": ["x"],
          "target": [
            [
              "source": "https://x.org/article",
              "selector": [
                ["type": "RangeSelector"],
                ["type": "TextQuoteSelector", "exact": "high water", "prefix": "the "],
                ["type": "TextPositionSelector", "start": 4, "end": 14],
              ],
            ]
          ],
        ],
        [
          "id": "BBBB", "uri": "https://x.org/article", "text": "1953", "references": ["AAAA"],
          "target": [["source": "https://x.org/article"]],
        ],
        ["id": "CCCC", "uri": "https://x.org/article", "text": ""],
        ["id": "DDDD", "uri": "https://x.org/article", "text": "lost", "references": ["gone"]],
      ],
    ]
    let read = try read(rows.serialized())
    #expect(read.map(\.kind) == [.comment("Since when?"), .reply("1953"), .other(nil), .comment("lost")])
    #expect(read[0].passage?.quote == Annotation.Quote(exact: "high water", prefix: "the "))
    #expect(read[0].passage?.position == 4..<14)
    #expect(read[0].creator?.name == "ann")
    #expect(read[1].parent == read[0].id)
    #expect(read[2].passage?.source == "https://x.org/article")
    for annotation in read { #expect(try Sample.read(annotation.raw) == annotation) }
  }

  @Test("an error names the annotation, and nothing is imported")
  func errors() throws {
    var bad = try two()
    bad[1].set("target", 7)
    let error = try #require(throws: InvalidValue.self) { try read(JSON.array(bad).serialized()) }
    #expect(error.why.hasPrefix("annotation 2: its member 'target'"))

    let lines = try two()[0].serialized() + "\n{\"id\":\n"
    let broken = try #require(throws: InvalidValue.self) { try read(lines) }
    #expect(broken.place == InvalidValue.Place(line: 3, column: 1) && broken.why.contains("cut off"))

    let twice = try #require(throws: InvalidValue.self) {
      try read(JSON.array([two()[0], two()[0]]).serialized())
    }
    #expect(twice.why.contains("same id"))
    for text in ["", "7", "[7]", "{}", "[[]]", "{\"first\":\"https://x.org/page1\"}", "[1"] {
      #expect(throws: InvalidValue.self) { try read(text) }
    }
  }

  @Test("more annotations than allowed are refused, in every shape")
  func tooMany() throws {
    let two = try two()
    for text in [
      JSON.array(two).serialized(), two.map { $0.serialized() }.joined(separator: "\n"),
      JSON.array([two[0]]).serialized() + "\n" + JSON.array([two[1]]).serialized(),
    ] {
      #expect(try read(text, maxCount: 2).count == 2)
      let error = try #require(throws: InvalidValue.self) { try read(text, maxCount: 1) }
      #expect(error.why.contains("more than 1 "))
    }
  }

  @Test("an annotation whose file could not be read again is refused")
  func tooLargeForFile() throws {
    let wide = JSON.array(Array(repeating: [[[[[[[[1]]]]]]]], count: 8_000))
    let json = try Sample.json([("x", wide)])
    #expect(json.serializedBytes().count < AnnotationReader.maxFileBytes)
    let error = try #require(throws: InvalidValue.self) { try read(json.serialized()) }
    #expect(error.why.contains("larger than 1024 KiB"))
  }

  @Test("changing any byte of an annotation never traps")
  func damaged() throws {
    let text = try Array(Sample.json([("body", [["value": "x", "purpose": "editing"]])]).serialized().utf8)
    var random = SeededRandom(seed: 6)
    var refused = 0
    for _ in 0..<3_000 {
      var damaged = text
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 32...126, using: &random)
      }
      do {
        for read in try AnnotationImport(name: "x").annotations(parsing: damaged) {
          #expect(try Sample.read(read.raw) == read)
        }
      } catch is InvalidValue {
        refused += 1
      }
    }
    #expect(refused > 100)
  }
}
