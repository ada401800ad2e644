import Editorial
import JSON
import Testing

@Suite("Annotations that are wrong")
struct AnnotationErrorTests {
  private static let wrongMembers: [(key: String, value: JSON, why: String)] = [
    ("id", "x", "'id' is not a UUID"),
    ("id", 7, "'id' is not a UUID"),
    ("type", "Note", "'type' is not"),
    ("created", "yesterday", "'created' is not a time"),
    ("created", 7, "'created' is not a time"),
    ("body", 7, "'body' is neither"),
    ("body", ["x", 7], "'body[1]' is neither"),
    ("body", [["value": 7]], "'body[0].value' is not a text"),
    (
      "body", ["value": .string(String(repeating: "x", count: 262_145))],
      "'body.value' is larger than 256 KiB"
    ),
    ("target", 7, "'target' is neither"),
    ("target", [], "'target' is missing"),
    ("target", [:], "'target.source' is missing"),
    ("target", ["source": 7], "'target.source' is missing"),
    ("target", ["source": "s", "commit": "abc"], "'target.commit' is not"),
    (
      "target", ["source": "s", "commit": "../../../../../../../../../../../../../x"],
      "'target.commit' is not"
    ),
    (
      "target", ["source": "s", "selector": ["type": "TextQuoteSelector"]],
      "'target.selector[0].exact' is missing"
    ),
    (
      "target", ["source": "s", "selector": [[:], ["type": "TextQuoteSelector", "exact": 7]]],
      "'target.selector[1].exact' is not a text"
    ),
    (
      "target",
      [
        "source": "s",
        "selector": [
          "type": "TextQuoteSelector", "exact": "a",
          "prefix": .string(String(repeating: "x", count: 65_537)),
        ],
      ], "'target.selector[0].prefix' is larger than 64 KiB"
    ),
    (
      "target", ["source": "s", "selector": ["type": "TextPositionSelector", "start": 5, "end": 4]],
      "'target.selector[0].end' is before the start"
    ),
    (
      "target", ["source": "s", "selector": ["type": "TextPositionSelector", "start": -1, "end": 4]],
      "'target.selector[0].start' is negative"
    ),
    (
      "target", ["source": "s", "selector": ["type": "TextPositionSelector", "start": 1.5, "end": 4]],
      "'target.selector[0].start' is not a whole number"
    ),
    (
      "target", ["source": "s", "selector": ["type": "TextPositionSelector", "start": 1, "end": 1e300]],
      "'target.selector[0].end' is not a whole number"
    ),
  ]

  @Test("the error names the member")
  func namesMember() throws {
    for wrong in Self.wrongMembers {
      let json = try Sample.json([(wrong.key, wrong.value)])
      let error = try #require(throws: InvalidValue.self, "\(wrong.why)") { try Sample.read(json) }
      #expect(error.why.contains(wrong.why))
      #expect(error.what.contains("a.json"))
    }
  }

  @Test("a missing member is named", arguments: ["id", "type", "target"])
  func missing(key: String) throws {
    var json = try Sample.json()
    json.remove(key)
    let error = try #require(throws: InvalidValue.self) { try Sample.read(json) }
    #expect(error.why.contains("'\(key)'"))
  }

  @Test("broken JSON is refused with its place")
  func brokenJSON() throws {
    let error = try #require(throws: InvalidValue.self) {
      try AnnotationReader(name: "a.json").annotation(parsing: Array("{\n  \"id\": ".utf8))
    }
    #expect(error.place == InvalidValue.Place(line: 2, column: 9))
    #expect(error.why == "the JSON is cut off")
  }

  @Test("a file that is too large or too deep is refused")
  func bounds() throws {
    let large = try Sample.json([("x", .string(String(repeating: "x", count: 1 << 20)))])
    #expect(throws: InvalidValue.self) { try Sample.read(large) }
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: InvalidValue.self) {
      try AnnotationReader(name: "a.json").annotation(parsing: Array(deep.utf8))
    }
    #expect(throws: InvalidValue.self) { try Sample.read([1]) }
  }
}
