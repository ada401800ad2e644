import Foundation
import JSON
import Testing

@Suite("Hostile text: no output obeys it, and none hides anything")
struct HostileTextTests {
  /// Clears the screen, sets the window's title, C1's CSI, turns the direction, joins nothing, a tag.
  static let evil = "\u{1B}[2J\u{1B}]0;x\u{7}\u{9B}31m\u{202E}\u{2066}\u{200F}\u{200B}\u{E0041}\r\u{8}"

  private func faults(_ text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069,
        0xE0000...0xE007F:
        true
      default: false
      }
    }.map { "U+" + String($0.value, radix: 16) }
  }

  /// Runs a command as text and as JSON, whatever comes of it.
  private func check(
    _ desk: TestDesk, _ words: [String], input: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for more in [[], ["--json"]] {
      let done = run(
        galleyProgram, words + more, in: desk.folder, environment: desk.environment, input: Data(input.utf8))
      // JSON is for programs: what no terminal obeys and hides nothing of the order may stay as it is.
      let found = faults(done.out + done.err).filter { more.isEmpty || !["U+200b", "U+e0041"].contains($0) }
      #expect(found.isEmpty, "\(words + more): \(Set(found))", sourceLocation: sourceLocation)
    }
  }

  @Test("in names, titles, texts, remarks, messages, rules, files and errors")
  func everywhere() throws {
    let team = try TestTeam()
    let evil = Self.evil
    let anna = try team.desk("anna")
    anna.git("config", "user.name", "Eve\u{1B}[31m\u{202E}\u{9B}m")
    #expect(
      anna.galley(
        "new", "rivers", "--title", "T\u{202E}\u{9B}", "--from", "-",
        input: "The dam \(evil) was built.\n\nA town.\n"
      ).code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "was built", "--comment", "Hm \(evil)").code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "A town", "--suggest", "A \(evil) city").code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "A town", "--suggest", "B \(evil) city").code == 0)
    let imported: JSON = [
      "type": "Annotation", "creator": ["name": .string(evil), "email": "x@example.org"], "x": .string(evil),
      "body": ["type": "TextualBody", "value": .string(evil)],
      "target": [
        "source": "articles/rivers/index.md",
        "selector": ["type": "TextQuoteSelector", "exact": "The dam \(evil)"],
      ],
    ]
    _ = anna.galley("annotate", "rivers", "--from", "-", input: imported.serialized())
    let tail = try #require(anna.json("annotations", "rivers").first?["tail"]?.stringValue)
    check(anna, ["reply", tail, "Yes \(evil)"])
    check(anna, ["verdict", "rivers", "minor", "-m", evil])
    check(
      anna, ["save", "rivers", "--from", "-", "-m", "Saved \(evil)\nbody \(evil)"],
      input: "The dam \(evil) was built \(evil).\n\nA town.\n")
    for words in [
      ["show", "rivers"], ["annotations", "rivers"], ["status"], ["status", "rivers"], ["log", "rivers"],
      ["diff", "rivers"], ["diff", "rivers", "r1", "r1"], ["merge", "rivers"],
      ["revise", "rivers", "--accept-all"],
      ["answers", "rivers"], ["verify"], ["publish", "rivers"], ["sync"], ["doctor"], ["inbox"],
    ] { check(anna, words) }
    // Errors that quote what was given.
    for words in [
      [evil], ["show", evil], ["show", "rivers", "--rev", evil],
      ["annotate", "rivers", "--quote", evil + "x", "--comment", "c"],
      ["reply", evil, "x"], ["resolve", evil, "accepted"], ["submit", "rivers", "--reviewers", evil],
      ["new", "x", "--from", evil],
      ["clone", evil], ["show", "rivers", "--repo", evil], ["verdict", "rivers", evil], ["hook", evil],
      ["gate", evil, "--root", evil],
      ["merge-file", evil, evil, evil], ["revise", "rivers", "--accept", evil], ["help", evil],
    ] { check(anna, words) }
    // What a file, the rules and the remote say.
    check(anna, ["save", "rivers", "--from", "-"], input: "---\ntitle: [\(evil)\n---\n")
    check(anna, ["annotate", "rivers", "--from", "-"], input: "{\"\(evil)\"")
    let hook = team.path("remote.git/hooks/pre-receive")
    try Data("#!/bin/sh\nprintf '%s\\n' '\(evil.replacingOccurrences(of: "\r", with: ""))'\nexit 1\n".utf8)
      .write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    check(anna, ["sync"])
    let bad = try anna.forge(on: "main", [ForgedFile("galley.yaml", "rules:\n  \"\\e[2J\\u202E\": 1\n")])
    anna.git("update-ref", "refs/heads/main", bad)
    for words in [["status"], ["publish", "rivers"], ["verify"]] { check(anna, words) }
  }

  @Test("the HTML of a diff holds hostile words as words")
  func html() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    let script = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
    #expect(anna.start("rivers", "One \(script) two.\n").code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "two", "--suggest", script).code == 0)
    #expect(anna.galley("revise", "rivers", "--accept-all").code == 0)
    let done = anna.galley("diff", "rivers", "r1", "r2", "--format", "html")
    guard done.code == 0 else { return }
    #expect(!done.out.contains("<script>alert") && !done.out.contains("<img src=x"), "\(done.out)")
    #expect(done.out.contains("&lt;"))
  }
}
