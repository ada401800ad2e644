import Foundation
import Testing

@Suite("Commits that plain git made belong to the revision they sit on")
struct PlainGitTests {
  /// What plain git makes of the checked-out text.
  private func commit(_ desk: TestDesk, _ slug: String, _ old: String, _ new: String) throws {
    let file = "\(desk.folder)/articles/\(slug)/index.md"
    let text = try String(contentsOfFile: file, encoding: .utf8).replacingOccurrences(of: old, with: new)
    try desk.write(text, to: "articles/\(slug)/index.md")
    #expect(desk.git("commit", "-q", "-a", "-m", "By hand").code == 0)
  }

  private func text(_ desk: TestDesk, _ slug: String, _ revision: String) throws -> String {
    try desk.json("show", slug, "--rev", revision).first?["text"]?.stringValue ?? ""
  }

  @Test("a revision ends where the next begins, also after it was revised and published")
  func ends() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    _ = anna.start("dam", "The dam was built in 1950.\n")
    anna.git("switch", "-q", "revision/dam/r1")
    try commit(anna, "dam", "1950", "1951")
    let first = anna.git("rev-parse", "HEAD").out
    #expect(anna.galley("revise", "dam").code == 0)
    anna.git("switch", "-q", "revision/dam/r2")
    try commit(anna, "dam", "dam was", "old dam was")
    try commit(anna, "dam", "1951", "1952")
    let second = anna.git("rev-parse", "HEAD").out
    #expect(anna.galley("revise", "dam").code == 0)
    anna.git("switch", "-q", "main")
    #expect(anna.galley("publish", "dam").code == 0)
    #expect(anna.git("for-each-ref", "refs/heads/revision").out.isEmpty)

    #expect(try text(anna, "dam", "r1").hasSuffix("The dam was built in 1951.\n"))
    #expect(try text(anna, "dam", "r2").hasSuffix("The old dam was built in 1952.\n"))
    #expect(try anna.json("show", "dam", "--rev", "r1").first?["commit"]?.stringValue == first.trimmed)
    #expect(try anna.json("show", "dam", "--rev", "r2").first?["commit"]?.stringValue == second.trimmed)
    #expect(try anna.json("show", "dam").first?["revision"]?.stringValue == "r3")
    #expect(anna.galley("show", "dam", "--rev", "r4").code == 1)
  }

  @Test("two authors' revisions that were merged keep the first author's line of history")
  func merged() throws {
    let team = try TestTeam()
    let (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    _ = anna.start("dam", "The dam was built in 1950 by the town near the lake.\n")
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    ben.git("switch", "-q", "revision/dam/r1")
    try commit(ben, "dam", "lake", "great lake")
    let anna2 = anna.git("show", "revision/dam/r1:articles/dam/index.md").out
      .replacingOccurrences(of: "dam was", with: "old dam was")
    #expect(anna.galley("save", "dam", "--from", "-", input: anna2).code == 0)
    for desk in [anna, ben, anna] { #expect(desk.galley("sync").code == 0) }
    #expect(anna.galley("revise", "dam").code == 0)
    #expect(anna.galley("publish", "dam").code == 0)
    #expect(
      try text(anna, "dam", "r1").contains("The old dam was built in 1950 by the town near the great lake."))
  }

  @Test("an article that plain git merged into main is found there with its revision")
  func publishedByGit() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    _ = anna.start("dam", "The dam was built in 1950.\n")
    #expect(anna.galley("revise", "dam").code == 0)
    #expect(
      anna.git("merge", "-q", "--no-edit", "--allow-unrelated-histories", "revision/dam/r2").code == 0)
    anna.git("branch", "-D", "revision/dam/r1", "revision/dam/r2")
    #expect(try anna.json("show", "dam").first?["revision"]?.stringValue == "r2")
    #expect(try text(anna, "dam", "r1").contains("1950"))
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
