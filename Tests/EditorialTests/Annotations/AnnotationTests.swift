import Editorial
import JSON
import Testing

/// What the annotation tests start from.
enum Sample {
  static let creator = Annotation.Creator(name: "Ann Example", email: "ann@example.org")
  static let passage = Annotation.Passage(
    source: "articles/rivers/index.md", commit: String(repeating: "0a", count: 20),
    quote: Annotation.Quote(exact: "high water", prefix: "the ", suffix: " came"), position: 4..<14)

  static func created() throws -> Timestamp {
    try Timestamp("2026-11-24T11:00:00+01:00")
  }

  static func id(_ number: Int = 1) throws -> AnnotationID {
    let digits = String(number, radix: 16)
    return try AnnotationID(
      "01900000-0000-7000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits)
  }

  /// A comment's JSON, with members replaced.
  static func json(_ members: [(String, JSON)] = []) throws -> JSON {
    let comment = try Annotation(
      id: id(), .comment("Since when?"), on: .passage(passage), by: creator, at: created())
    var json = comment.raw
    for (key, value) in members { json.set(key, value) }
    return json
  }

  static func read(_ json: JSON) throws -> Annotation {
    try AnnotationReader(name: "a.json").annotation(parsing: json.serializedBytes())
  }
}

@Suite("Annotations")
struct AnnotationTests {
  @Test("a comment is written as a Web Annotation")
  func written() throws {
    let comment = try Annotation(
      id: Sample.id(), .comment("Since when?"), on: .passage(Sample.passage), by: Sample.creator,
      at: Sample.created())
    #expect(
      String(decoding: comment.fileBytes, as: UTF8.self) == """
        {
          "@context": "http://www.w3.org/ns/anno.jsonld",
          "id": "urn:uuid:01900000-0000-7000-8000-000000000001",
          "type": "Annotation",
          "motivation": "commenting",
          "creator": {
            "type": "Person",
            "name": "Ann Example",
            "email": "mailto:ann@example.org"
          },
          "created": "2026-11-24T10:00:00Z",
          "body": {
            "type": "TextualBody",
            "value": "Since when?",
            "format": "text/plain",
            "purpose": "commenting"
          },
          "target": {
            "source": "articles/rivers/index.md",
            "commit": "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
            "selector": [
              {
                "type": "TextQuoteSelector",
                "exact": "high water",
                "prefix": "the ",
                "suffix": " came"
              },
              {
                "type": "TextPositionSelector",
                "start": 4,
                "end": 14
              }
            ]
          }
        }

        """)
  }

  @Test(
    "every kind on a text is read as it was written",
    arguments: [
      .comment("x"), .query("who says?\n"), .suggestion(replacement: ""),
      .suggestion(replacement: "x", message: "x"), .verdict(.minor), .verdict(.reject, message: "accept"),
      .other(nil), .other("x"),
    ] as [Annotation.Kind])
  func kindsOnText(kind: Annotation.Kind) throws {
    try expectRoundTrip(kind, on: .passage(Sample.passage))
    try expectRoundTrip(kind, on: .passage(Annotation.Passage(source: "articles/a/index.md", commit: nil)))
  }

  @Test(
    "every kind on an annotation is read as it was written",
    arguments: [
      .reply("x"), .edit("better words"), .resolution(.withdrawn), .resolution(.answered, message: "In 1953"),
      .other(nil),
    ] as [Annotation.Kind])
  func kindsOnAnnotation(kind: Annotation.Kind) throws {
    try expectRoundTrip(kind, on: .annotation(Sample.id(2)))
  }

  private func expectRoundTrip(_ kind: Annotation.Kind, on target: Annotation.Target) throws {
    let annotation = try Annotation(
      id: Sample.id(), kind, on: target, by: Sample.creator, at: Sample.created().utc)
    let read = try AnnotationReader(name: "a.json").annotation(parsing: annotation.fileBytes)
    #expect(read == annotation)
    #expect(read.kind == kind)
    #expect(read.fileBytes == annotation.fileBytes)
  }

  @Test("members of other tools, their order and their numbers survive")
  func unknownMembers() throws {
    let text = """
      {
        "x:score": 1.0,
        "target": {
          "x:state": {},
          "source": "articles/a/index.md",
          "selector": {
            "type": "FragmentSelector",
            "value": "p=1"
          }
        },
        "id": "urn:uuid:01900000-0000-7000-8000-000000000001",
        "type": [
          "Annotation",
          "x:Remark"
        ],
        "x:long": 12345678901234567890
      }

      """
    let read = try AnnotationReader(name: "a.json").annotation(parsing: Array(text.utf8))
    #expect(String(decoding: read.fileBytes, as: UTF8.self) == text)
    #expect(read.passage?.isWholeText == true)
    #expect(read.kind == .other(nil))

    let moved = try read.completed(by: Sample.creator, at: Sample.created()).moved(to: Sample.passage)
    let again = try Sample.read(moved.raw)
    #expect(again.passage == Sample.passage)
    #expect(again.creator == Sample.creator)
    #expect(again.created == (try Sample.created().utc))
    #expect(again.raw["target"]?["x:state"] == [:])
    #expect(again.raw["target"]?["selector"]?[2]?["type"] == "FragmentSelector")
    #expect(again.raw["x:score"] == .number("1.0"))
  }

  @Test("what is there already isn't replaced when an annotation is completed")
  func completed() throws {
    let read = try Sample.read(Sample.json())
    let other = Annotation.Creator(name: "Bob", email: "bob@example.org")
    #expect(read.completed(by: other, at: Timestamp(seconds: 0)) == read)
  }

  @Test(
    "a body is taken in every shape of the model",
    arguments: [
      ([("body", "Since when?")], .comment("Since when?")),
      ([("body", .null), ("bodyValue", "Since when?")], .comment("Since when?")),
      ([("body", ["type": "TextualBody", "value": "Since when?"])], .comment("Since when?")),
      (
        [("body", [["value": "tag", "purpose": "tagging"], ["value": "Since when?"]])],
        .comment("Since when?")
      ),
      ([("body", ["id": "https://example.org/a.png", "type": "Image"])], .other(nil)),
      ([("body", [])], .other(nil)),
      ([("motivation", "oa:questioning")], .query("Since when?")),
      ([("motivation", ["highlighting", "http://www.w3.org/ns/oa#questioning"])], .query("Since when?")),
      ([("motivation", "highlighting")], .other("Since when?")),
      ([("motivation", "assessing")], .comment("Since when?")),
      ([("motivation", "replying")], .comment("Since when?")),
      ([("motivation", .null)], .comment("Since when?")),
    ] as [([(String, JSON)], Annotation.Kind)])
  func bodyShapes(members: [(String, JSON)], kind: Annotation.Kind) throws {
    #expect(try Sample.read(Sample.json(members)).kind == kind)
  }

  @Test("a target on an annotation is taken as text or object")
  func annotationTargets() throws {
    let urn = try Sample.id(7).urn
    for target: JSON in [.string(urn), ["id": .string(urn)], ["source": .string(urn)], [.string(urn)]] {
      let read = try Sample.read(Sample.json([("target", target)]))
      #expect(read.parent == (try Sample.id(7)))
      #expect(read.kind == .reply("Since when?"))
    }
  }

  private static let creatorShapes: [(JSON, Annotation.Creator?)] = [
    ("mailto:a@x.org", .init(name: nil, email: "a@x.org")),
    ("acct:ann@x.org", .init(name: "ann", email: nil, iri: "acct:ann@x.org")),
    ("https://x.org/ann", .init(name: nil, email: nil, iri: "https://x.org/ann")),
    (["name": "Ann", "email": "MAILTO:a@x.org"], .init(name: "Ann", email: "a@x.org")),
    (JSON.array([["nickname": "ann", "id": "u:1"]]), .init(name: "ann", email: nil, iri: "u:1")),
    (["type": "Person", "email_sha1": "00"], nil),
    (7, nil),
  ]

  @Test("a creator is taken in every shape of the model", arguments: Self.creatorShapes)
  func creators(json: JSON, creator: Annotation.Creator?) throws {
    #expect(try Sample.read(Sample.json([("creator", json)])).creator == creator)
  }

  @Test("a quote or a position alone is enough")
  func partialSelectors() throws {
    let quote = try Sample.read(
      Sample.json([("target", ["source": "s", "selector": ["type": "TextQuoteSelector", "exact": "a"]])]))
    #expect(quote.passage?.quote == Annotation.Quote(exact: "a"))
    #expect(quote.passage?.position == nil)
    let position = try Sample.read(
      Sample.json([
        ("target", ["source": "s", "selector": [["type": "TextPositionSelector", "start": 3.0, "end": 3]]])
      ]))
    #expect(position.passage?.position == 3..<3)
    #expect(position.passage?.quote == nil)
  }
}
