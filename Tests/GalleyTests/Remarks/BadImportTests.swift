import Foundation
import JSON
import Testing

@Suite("Annotations that don't fit are refused, all of an import or none")
struct BadImportTests {
  private let anna: TestDesk

  init() throws {
    anna = try TestTeam().desk("anna")
    _ = anna.start("a", "The cat.\n")
  }

  private func annotation(_ selector: String, source: String = "articles/a/index.md") -> String {
    #"{"type":"Annotation","motivation":"commenting","body":"x","target":{"source":"\#(source)","selector":\#(selector)}}"#
  }

  private func refuses(_ json: String, saying words: String) throws {
    try anna.refuses("annotate", "a", "--from", "-", saying: words, input: Data(json.utf8))
  }

  @Test("JSON that is none is refused with the place")
  func noJSON() throws {
    try refuses("", saying: "no JSON")
    try refuses("{\n  \"type\": \"Annotation\",", saying: "line 2")
    try refuses(#"[{"type":"Annotation""#, saying: "cut off")
    try refuses(String(repeating: "[", count: 200), saying: "line 1, column")
    try refuses(String(repeating: #"{"a":"#, count: 100_000), saying: "line 1, column")
    try refuses(#"{"type":"Annotation","type":"Annotation"}"#, saying: "twice")
    try refuses("[1]", saying: "not a JSON object")
    try refuses(#"{"type":"Note"}"#, saying: "'type'")
    try anna.refuses(
      "annotate", "a", "--from", "-", saying: "stdin", input: Data([0x22, 0xFF, 0x22]))
  }

  @Test("what is larger than the bounds is refused before it is kept")
  func huge() throws {
    try refuses(
      annotation(#"{"type":"TextQuoteSelector","exact":"cat"}"#)
        .replacingOccurrences(of: #""x""#, with: "\"\(String(repeating: "x", count: 300 << 10))\""),
      saying: "256 KiB")
    try refuses(
      annotation(
        #"{"type":"TextQuoteSelector","exact":"cat","x":"\#(String(repeating: "x", count: 1 << 20))"}"#),
      saying: "1024 KiB")
    try anna.refuses(
      "annotate", "a", "--from", "-", saying: "64 MiB", input: Data(repeating: 0x20, count: 64 << 20 + 1))
  }

  @Test("an annotation of another article, or of a passage that isn't there, is refused")
  func elsewhere() throws {
    let quote = #"{"type":"TextQuoteSelector","exact":"cat"}"#
    try refuses(annotation(quote, source: "articles/b/index.md"), saying: "articles/b/index.md")
    try refuses(annotation(#"{"type":"TextQuoteSelector","exact":"bird"}"#), saying: "aren't in the text")
    for (start, end, words) in [
      ("1", "99999", "99999"), ("-1", "2", "negative"), ("5", "2", "before the start"),
      ("1.5", "2", "whole number"),
      ("1", "9223372036854775807", "9223372036854775807"), ("1", "99999999999999999999999", "whole number"),
    ] {
      try refuses(
        annotation(#"{"type":"TextPositionSelector","start":\#(start),"end":\#(end)}"#), saying: words)
    }
    try refuses(
      #"{"type":"Annotation","motivation":"editing","body":"x","target":"articles/a/index.md"}"#,
      saying: "which they replace")
    try refuses(
      #"{"type":"Annotation","motivation":"replying","body":"x","target":"urn:uuid:01890000-0000-7000-8000-000000000000"}"#,
      saying: "isn't an annotation of a")
  }

  @Test(
    "what has a place is taken, what hasn't is told with its number; one that is wrong keeps all others out")
  func someOrNone() throws {
    let good = annotation(#"{"type":"TextQuoteSelector","exact":"cat"}"#)
    let lost = annotation(#"{"type":"TextQuoteSelector","exact":"bird"}"#)
    let wrong = annotation(
      #"{"type":"TextQuoteSelector","exact":"cat"}"#, source: "articles/b/index.md")
    try refuses("[\(good),\(good),\(wrong)]", saying: "annotation 3 ")
    try refuses("[\(lost),\(lost)]", saying: "annotation 1 ")
    let done = anna.galley("annotate", "a", "--from", "-", "--json", input: "\(good)\n\(lost)\n\(good)\n")
    #expect(done.code == 0)
    #expect(done.err.contains("annotation 2 quotes words that aren't in the text"))
    #expect(done.out.contains(#""annotations":2"#) && done.out.contains(#""number":2"#))
    #expect(try anna.json("annotations", "a").count == 2)
  }

  @Test("words are found as they are read on the page")
  func asRead() throws {
    _ = anna.start("b", "The **quick** brown _fox_ saw the [deed of 1950](https://example.org/d).\n")
    let quote = #"{"type":"TextQuoteSelector","exact":"brown fox saw the deed","prefix":"The quick "}"#
    let json = annotation(quote, source: "https://example.org/b")
    #expect(anna.galley("annotate", "b", "--from", "-", input: json).code == 0)
    #expect(anna.galley("annotate", "b", "--quote", "quick brown fox", "--suggest", "red cat").code == 0)
    let quotes = try anna.json("annotations", "b").compactMap { $0["quote"]?.stringValue }
    #expect(quotes == ["**quick** brown _fox_", "brown _fox_ saw the [deed"])
  }

  @Test("a folder of files is imported in one commit; one that has none, or a bad one, is refused")
  func folder() throws {
    let folder = URL(fileURLWithPath: anna.folder).appendingPathComponent("remarks")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try anna.refuses("annotate", "a", "--from", "remarks", saying: "no .json")
    for name in ["1", "2"] {
      try anna.write(annotation(#"{"type":"TextQuoteSelector","exact":"cat"}"#), to: "remarks/\(name).json")
    }
    try anna.write("{", to: "remarks/3.json")
    try anna.refuses("annotate", "a", "--from", "remarks", saying: "remarks/3.json")
    try FileManager.default.removeItem(at: folder.appendingPathComponent("3.json"))
    #expect(anna.galley("annotate", "a", "--from", "remarks").code == 0)
    #expect(anna.git("rev-list", "--count", "revision/a/r1..review/a/r1/anna@example.org").out == "1\n")
  }

  @Test("a thousand annotations are imported in one commit, with other tools' members kept, and once only")
  func thousand() throws {
    let rows = (0..<1_000).map { index in
      """
      {"type":"Annotation","id":"urn:uuid:01890000-0000-7000-8000-\(String(format: "%012x", index))","motivation":"commenting",\
      "x:score":1.0,"body":"n\(index)","target":{"source":"articles/a/index.md","selector":{"type":"TextQuoteSelector","exact":"cat"}}}
      """
    }.joined(separator: "\n")
    #expect(anna.galley("annotate", "a", "--from", "-", input: rows).code == 0)
    let branch = "review/a/r1/anna@example.org"
    #expect(anna.git("rev-list", "--count", "revision/a/r1..\(branch)").out == "1\n")
    let file = "reviews/a/r1/anna@example.org/01890000-0000-7000-8000-000000000007.json"
    #expect(anna.git("show", "\(branch):\(file)").out.contains(#""x:score": 1.0"#))
    #expect(anna.galley("annotate", "a", "--from", "-", input: rows).code == 0)
    #expect(anna.git("rev-list", "--count", "revision/a/r1..\(branch)").out == "1\n")
    #expect(try anna.json("annotations", "a").count == 1_000)
  }
}
