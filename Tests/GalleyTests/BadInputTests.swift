import Foundation
import Testing

@Suite("Bad input gets one clear line and the right exit code, and nothing is written")
struct BadInputTests {
  @Test(
    "a slug that could do harm is refused",
    arguments: ["../x", "a/../b", ".git", "Rivers", "a/r1", "", "a//b", "con"])
  func slug(_ slug: String) throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    let done = anna.galley("new", slug, "--title", "T")
    #expect(done.code == 2)
    #expect(isOneLine(done.err))
    #expect(anna.git("for-each-ref", "refs/heads/revision").out.isEmpty)
  }

  @Test("text that isn't text is refused, and what can be mended is")
  func text() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    #expect(anna.galley("new", "a", "--from", "-", input: "a\0b").code == 1)
    try Data([0x61, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: anna.folder + "/raw"))
    #expect(anna.galley("new", "a", "--from", "raw").code == 1)
    #expect(anna.git("for-each-ref", "refs/heads/revision").out.isEmpty)
    #expect(anna.galley("new", "a", "--from", "-", input: "\u{FEFF}One\r\nשלום\r\n").code == 0)
    #expect(anna.git("show", "revision/a/r1:articles/a/index.md").out.hasSuffix("\nOne\nשלום\n"))
  }

  @Test("a quote that isn't there, or stands twice, is refused with the way out")
  func quote() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    _ = anna.start("a", "The cat and the dog and the cat.\n")
    let twice = anna.galley("annotate", "a", "--quote", "cat", "--comment", "x")
    #expect(twice.code == 1 && twice.err.contains("--occurrence"))
    #expect(twice.out.contains("‹cat›"))
    #expect(anna.galley("annotate", "a", "--quote", "bird", "--comment", "x").code == 1)
    #expect(anna.galley("annotate", "a", "--quote", "cat", "--occurrence", "3", "--comment", "x").code == 1)
    #expect(anna.git("for-each-ref", "refs/heads/review").out.isEmpty)
    #expect(anna.galley("annotate", "a", "--quote", "cat", "--occurrence", "2", "--comment", "x").code == 0)
  }

  @Test(
    "annotation JSON that doesn't fit is refused whole",
    arguments: [
      #"[{"type":"Annotation""#, String(repeating: "[", count: 200),
      #"{"type":"Annotation","motivation":"commenting","body":"x","target":{"source":"articles/b/index.md","selector":{"type":"TextQuoteSelector","exact":"cat"}}}"#,
      #"{"type":"Annotation","motivation":"commenting","body":"x","target":{"source":"articles/a/index.md","selector":{"type":"TextPositionSelector","start":1,"end":99999}}}"#,
      #"{"type":"Annotation","motivation":"commenting","body":"x","target":{"source":"articles/a/index.md","selector":{"type":"TextQuoteSelector","exact":"bird"}}}"#,
    ])
  func importing(_ json: String) throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    _ = anna.start("a", "The cat.\n")
    let done = anna.galley("annotate", "a", "--from", "-", input: json)
    #expect(done.code == 1)
    #expect(isOneLine(done.err))
    #expect(anna.git("for-each-ref", "refs/heads/review").out.isEmpty)
  }

  @Test("a thousand annotations are imported in one commit, with other tools' members kept, and once only")
  func thousand() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    _ = anna.start("a", "The cat.\n")
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

  @Test("what isn't a desk is told from what is")
  func noDesk() throws {
    let team = try TestTeam()
    let place = team.folder.path
    #expect(run(galleyProgram, ["status"], in: place).code == 1)
    #expect(run("/usr/bin/env", ["git", "init", "-q", team.path("plain")], in: place).code == 0)
    #expect(run(galleyProgram, ["status", "--repo", team.path("plain")], in: place).code == 1)
    #expect(run(galleyProgram, ["statsu"], in: place).err.contains("status"))
    #expect(run(galleyProgram, ["statsu"], in: place).code == 2)
  }

  @Test("a bare desk and a detached HEAD work; a missing remote is a remote's error")
  func unusualDesks() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    anna.git("checkout", "-q", "--detach")
    #expect(anna.start("a", "The cat.\n").code == 0)
    let identity = ["GIT_AUTHOR_NAME": "B", "GIT_AUTHOR_EMAIL": "b@example.org"]
    let bare = run(
      galleyProgram, ["new", "b", "--title", "B", "--repo", team.path("remote.git")], in: team.folder.path,
      environment: identity)
    #expect(bare.code == 0)
    anna.git("remote", "set-url", "origin", team.path("nowhere.git"))
    let lost = anna.galley("sync")
    #expect(lost.code == 4 && isOneLine(lost.err))
    #expect(anna.isSound)
  }

  private func isOneLine(_ text: String) -> Bool {
    text.hasPrefix("galley: ") && text.hasSuffix("\n") && text.dropLast().allSatisfy { $0 != "\n" }
  }
}
