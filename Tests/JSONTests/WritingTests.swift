import Foundation
import JSON
import TestSupport
import Testing

@Suite("Writing JSON")
struct WritingTests {
  @Test("what was read is written back in its order and with its numbers")
  func roundTrip() throws {
    let text = #"{"z":1.0,"a":12345678901234567890,"m":[{"y":"é","x":null}],"":-1E-7}"#
    #expect(try JSON(parsing: text).serialized() == text)
  }

  @Test("pretty puts one item on a line, two spaces a level")
  func pretty() {
    let json: JSON = ["a": [1, [:]], "b": [], "c": ["d": "e"]]
    #expect(
      json.serialized(pretty: true) == """
        {
          "a": [
            1,
            {}
          ],
          "b": [],
          "c": {
            "d": "e"
          }
        }
        """)
  }

  @Test(
    "control characters, the line ends of JavaScript and what turns the direction are escaped, all else is not"
  )
  func escapes() throws {
    let text =
      "\u{0}\u{8}\u{c}\n\r\t\u{1b}\"\\/\u{7f}\u{80}\u{9f}\u{a0}\u{2027}\u{2028}\u{2029}\u{202a}\u{2066}\u{61c}"
      + "é😀\u{61b}\u{206a}"
    let written = JSON.string(text).serialized()
    let expected =
      #""\u0000\b\f\n\r\t\u001b\"\\/\u007f\u0080\u009f"# + "\u{a0}\u{2027}"
      + #"\u2028\u2029\u202a\u2066\u061c"#
      + "é😀\u{61b}\u{206a}\""
    #expect(written == expected)
    #expect(try JSON(parsing: written) == .string(text))
  }

  @Test("random values survive writing and reading, and Foundation reads the same")
  func randomValues() throws {
    var random = SeededRandom(seed: 1)
    for _ in 0..<300 {
      let json = randomValue(&random, depth: 0)
      for pretty in [false, true] {
        let text = json.serialized(pretty: pretty)
        #expect(try JSON(parsing: text) == json)
        _ = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
      }
    }
  }

  private func randomValue(_ random: inout SeededRandom, depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth > 4 ? 4 : 6), using: &random) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &random))
    case 2: return JSON(Double.random(in: -1e9...1e9, using: &random))
    case 3: return .string(randomText(&random))
    case 4:
      let count = Int.random(in: 0..<6, using: &random)
      return .array((0..<count).map { _ in randomValue(&random, depth: depth + 1) })
    default:
      var object = JSON.object([])
      for _ in 0..<Int.random(in: 0..<20, using: &random) {
        object.set(randomText(&random), randomValue(&random, depth: depth + 1))
      }
      return object
    }
  }

  private func randomText(_ random: inout SeededRandom) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0..<20, using: &random) {
      let limit: UInt32 = Bool.random(using: &random) ? 0x7F : 0x10FFFF
      if let scalar = Unicode.Scalar(UInt32.random(in: 0...limit, using: &random)) { text.append(scalar) }
    }
    return String(text)
  }
}

@Suite("JSON values")
struct ValueTests {
  @Test("accessors answer nil for another kind")
  func accessors() throws {
    let json = try JSON(parsing: #"{"s":"x","i":3,"d":1.5,"w":3e2,"h":1e400,"b":true,"a":[1],"n":null}"#)
    #expect(json["s"]?.stringValue == "x")
    #expect(json["i"]?.intValue == 3)
    #expect(json["w"]?.intValue == 300)
    #expect(json["d"]?.intValue == nil)
    #expect(json["d"]?.doubleValue == 1.5)
    #expect(json["h"]?.doubleValue == nil)
    #expect(json["h"]?.intValue == nil)
    #expect(json["b"]?.boolValue == true)
    #expect(json["a"]?.arrayValue == [1])
    #expect(json["a"]?[0] == 1)
    #expect(json["a"]?[1] == nil)
    #expect(json["a"]?[-1] == nil)
    #expect(json["n"]?.isNull == true)
    #expect(json["none"] == nil)
    #expect(json["s"]?["s"] == nil)
    #expect(json["s"]?.intValue == nil)
  }

  @Test("an integer too long for the machine has no intValue")
  func longInteger() {
    #expect(JSON.number("12345678901234567890").intValue == nil)
    #expect(JSON.number("9223372036854775807").intValue == Int.max)
    #expect(JSON.number("9007199254740993.0").intValue != 9_007_199_254_740_993)
  }

  @Test("set replaces in place or adds at the end, remove takes out")
  func setting() {
    var json: JSON = ["a": 1, "b": 2]
    json.set("a", "x")
    json.set("c", [1.5])
    #expect(json.serialized() == #"{"a":"x","b":2,"c":[1.5]}"#)
    #expect(json.remove("b") == 2)
    #expect(json.remove("b") == nil)
    #expect(json.serialized() == #"{"a":"x","c":[1.5]}"#)
    var text: JSON = "x"
    #expect(text.remove("a") == nil)
    #expect(text == "x")
    text.set("k", true)
    #expect(text.serialized() == #"{"k":true}"#)
  }

  @Test("a number that JSON cannot say becomes null")
  func notFinite() {
    #expect(JSON(Double.nan) == .null)
    #expect(JSON(Double.infinity) == .null)
  }
}

@Suite("JSON texts one after the other")
struct SequenceTests {
  @Test("a line each, or several lines, or none between")
  func values() throws {
    #expect(try JSON.sequence(parsing: "{\"a\":1}\r\n\n  \n[2]".utf8) == [["a": 1], [2]])
    #expect(try JSON.sequence(parsing: "{\n\"a\":1\n}\n{\n}[]\n".utf8) == [["a": 1], [:], []])
    #expect(try JSON.sequence(parsing: "[1][2][3]".utf8, maxCount: 2).count == 2)
  }

  @Test("an error has its place in the whole, and none at all is one")
  func errors() {
    #expect(throws: JSONError(.cutOff, line: 2, column: 3)) { try JSON.sequence(parsing: "[1]\n[2".utf8) }
    #expect(throws: JSONError(.empty, line: 2, column: 1)) { try JSON.sequence(parsing: "\n".utf8) }
  }
}
