import JSON
import TestSupport
import Testing

@Suite("Reading JSON")
struct ParsingTests {
  @Test("every kind of value is read")
  func kinds() throws {
    let json = try JSON(
      parsing: #" { "a" : [ null , true, false, -0.5e+3 ] , "b":{}, "c":[], "d":"x\n\u00e9\ud83d\ude00\/" } "#
    )
    let expected: JSON = [
      "a": [.null, true, false, .number("-0.5e+3")], "b": .object([]), "c": .array([]), "d": "x\né😀/",
    ]
    #expect(json == expected)
  }

  @Test(
    "what the grammar allows at the top is read",
    arguments: ["0", "-0", "1.0", "1E5", "\"\"", "null", "[]", "{}", " \t\r\n1\n"])
  func topLevel(text: String) throws {
    _ = try JSON(parsing: text)
  }

  @Test(
    "a number keeps its literal text",
    arguments: ["1.0", "12345678901234567890", "-0", "1e400", "0.10", "1E+02"])
  func numberLiterals(literal: String) throws {
    #expect(try JSON(parsing: literal) == .number(literal))
    #expect(try JSON(parsing: "[\(literal)]").serialized() == "[\(literal)]")
  }

  @Test("a byte order mark is passed over")
  func byteOrderMark() throws {
    #expect(try JSON(parsing: "\u{FEFF}[1]") == [1])
    #expect(throws: JSONError(.cutOff, line: 1, column: 2)) { try JSON(parsing: "\u{FEFF}[") }
  }

  @Test(
    "an error says what is wrong and where",
    arguments: [
      ("", JSONError(.empty, line: 1, column: 1)),
      (" \n ", JSONError(.empty, line: 2, column: 2)),
      ("[1,", JSONError(.cutOff, line: 1, column: 4)),
      ("{\"a\":\n \"b", JSONError(.cutOff, line: 2, column: 4)),
      ("tru", JSONError(.cutOff, line: 1, column: 4)),
      ("\"\\", JSONError(.cutOff, line: 1, column: 3)),
      ("\"\\u12", JSONError(.cutOff, line: 1, column: 6)),
      ("-", JSONError(.cutOff, line: 1, column: 2)),
      ("[1] 2", JSONError(.trailingText, line: 1, column: 5)),
      ("[1,]", JSONError(.expected("a value"), line: 1, column: 4)),
      ("[1 2]", JSONError(.expected("a comma or the end of the array"), line: 1, column: 4)),
      ("{\"é\" 1}", JSONError(.expected("a colon after the key"), line: 1, column: 6)),
      ("{a:1}", JSONError(.expected("a key in double quotes"), line: 1, column: 2)),
      ("{\"a\":1,}", JSONError(.expected("a key in double quotes"), line: 1, column: 8)),
      ("{\"a\":1,\n\"b\":2,\"a\":3}", JSONError(.duplicateKey("a"), line: 2, column: 7)),
      ("01", JSONError(.badNumber, line: 1, column: 1)),
      ("-01", JSONError(.badNumber, line: 1, column: 1)),
      ("1.x", JSONError(.badNumber, line: 1, column: 1)),
      ("+1", JSONError(.expected("a value"), line: 1, column: 1)),
      (".5", JSONError(.expected("a value"), line: 1, column: 1)),
      ("NaN", JSONError(.expected("a value"), line: 1, column: 1)),
      ("'a'", JSONError(.expected("a value"), line: 1, column: 1)),
      ("trux", JSONError(.expected("a value"), line: 1, column: 1)),
      ("\"a\nb\"", JSONError(.controlCharacter, line: 1, column: 3)),
      ("\"\\n\u{1F}\"", JSONError(.controlCharacter, line: 1, column: 4)),
      ("\"a\\x\"", JSONError(.badEscape, line: 1, column: 3)),
      ("\"a\\u12g4\"", JSONError(.badEscape, line: 1, column: 3)),
      ("\"\\ud800\"", JSONError(.loneSurrogate, line: 1, column: 2)),
      ("\"\\udc00\"", JSONError(.loneSurrogate, line: 1, column: 2)),
      ("\"\\ud800\\n\"", JSONError(.loneSurrogate, line: 1, column: 2)),
      ("\"\\ud800\\ud800\"", JSONError(.loneSurrogate, line: 1, column: 2)),
      ("[1] // no", JSONError(.trailingText, line: 1, column: 5)),
    ])
  func errors(text: String, error: JSONError) {
    #expect(throws: error) { try JSON(parsing: text) }
  }

  @Test("bytes that are no UTF-8 are refused where they stand")
  func notUTF8() {
    let bad: [[UInt8]] = [
      Array("\"ab".utf8) + [0xFF] + Array("\"".utf8),
      Array("\"ab".utf8) + [0xED, 0xA0, 0x80] + Array("\"".utf8),
      Array("\"ab".utf8) + [0xC0, 0x80] + Array("\\n\"".utf8),
      Array("\"ab".utf8) + [0xF4, 0x90, 0x80, 0x80] + Array("\"".utf8),
    ]
    for bytes in bad {
      #expect(throws: JSONError(.notUTF8, line: 1, column: 4)) { try JSON(parsing: bytes) }
    }
    #expect(throws: JSONError(.notUTF8, line: 1, column: 1)) {
      try JSON(parsing: [0xFF, 0xFE, 0x7B, 0x00] as [UInt8])
    }
  }

  @Test("keys differ by code points, not by canonical equivalence")
  func canonicallyEquivalentKeys() throws {
    let json = try JSON(parsing: "{\"e\u{301}\": 1, \"\u{E9}\": 2}")
    #expect(json["e\u{301}"] == 1)
    #expect(json["\u{E9}"] == 2)
  }

  @Test("a doubled key is found among many members")
  func duplicateAmongMany() throws {
    for count in 1...40 {
      let members = (0..<count).map { "\"k\($0)\": \($0)" }
      let json = try JSON(parsing: "{\(members.joined(separator: ","))}")
      #expect(json.objectValue?.count == count)
      for doubled in [0, count / 2, count - 1] {
        let text = "{\((members + ["\"k\(doubled)\":0"]).joined(separator: ","))}"
        #expect { try JSON(parsing: text) } throws: {
          ($0 as? JSONError)?.reason == .duplicateKey("k\(doubled)")
        }
      }
    }
  }

  @Test("depth is allowed up to the limit and hostile depth is refused")
  func depth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try JSON(parsing: nested(64))
    #expect(throws: JSONError(.tooDeep(maxDepth: 64), line: 1, column: 65)) { try JSON(parsing: nested(65)) }
    let hostile = String(repeating: "{\"a\":[", count: 500_000)
    #expect { try JSON(parsing: hostile, limits: .init(maxDepth: .max)) } throws: {
      ($0 as? JSONError)?.reason == .tooDeep(maxDepth: JSON.Limits.deepest)
    }
  }

  @Test("size is allowed up to the limit")
  func size() throws {
    _ = try JSON(parsing: "[1]", limits: .init(maxBytes: 3))
    #expect(throws: JSONError(.tooLarge(maxBytes: 3), line: 1, column: 1)) {
      try JSON(parsing: "[10]", limits: .init(maxBytes: 3))
    }
  }

  @Test("strings of every length are read, whatever ends them")
  func stringLengths() throws {
    for length in 0..<40 {
      for plain in ["a", "é", "€", "😀"] {
        let text = String(repeating: plain, count: length)
        #expect(try JSON(parsing: "\"\(text)\"") == .string(text))
        #expect(try JSON(parsing: "\"\(text)\\t\(text)\"") == .string(text + "\t" + text))
        #expect { try JSON(parsing: "\"\(text)") } throws: { ($0 as? JSONError)?.reason == .cutOff }
        #expect { try JSON(parsing: "\"\(text)\u{1}\"") } throws: {
          ($0 as? JSONError)?.reason == .controlCharacter
        }
      }
    }
  }

  @Test("cutting a text anywhere or changing any byte never traps")
  func damaged() throws {
    let text = Array(#"{"a":[1.5e3,"x\u00e9\ud83d\ude00é",{"b":null,"c":[true,false,{}]}]}"#.utf8)
    _ = try JSON(parsing: text)
    var refused = 0
    for end in text.indices {
      do { _ = try JSON(parsing: text[..<end]) } catch { refused += 1 }
    }
    #expect(refused == text.count)
    var random = SeededRandom(seed: 7)
    for _ in 0..<5_000 {
      var damaged = text
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      guard let json = try? JSON(parsing: damaged) else { continue }
      #expect(try JSON(parsing: json.serialized()) == json)
    }
  }
}
