import Foundation
import JSON
import Testing

/// What is shown of a whole desk: the list of articles, the search, the history, the remarks and claims of all.
@Suite("The whole desk at a glance")
struct OverviewTests {
  private let anna: TestDesk
  private let page: JSONPage

  /// `rivers` is published and has a late remark, `lakes` is in review, `seas` is retracted, `old` came by plain git.
  init() throws {
    page = try JSONPage.read()
    anna = try TestTeam().desk("anna")
    for slug in ["rivers", "seas"] {
      #expect(anna.start(slug, "The dam of \(slug) was built in 1950.\n").code == 0)
      #expect(anna.galley("publish", slug).code == 0)
    }
    #expect(anna.galley("retract", "seas", "-m", "Wrong").code == 0)
    try FileManager.default.createDirectory(
      atPath: anna.folder + "/articles/old", withIntermediateDirectories: true)
    try anna.write(
      "---\ntitle: \"Old\\u202Enews\"\nauthors: [Cara <cara@example.org>, Dan]\n---\n\nA Dam, long ago.\n",
      to: "articles/old/index.md")
    anna.git("add", "articles")
    anna.git("commit", "-qm", "By plain git")
    #expect(anna.start("lakes", "Lakes have a dam and a town.\n\nThe TOWN of the dam.\n").code == 0)
    #expect(anna.galley("submit", "lakes", "--reviewers", "ben@example.org").code == 0)
    let ben = self.ben
    #expect(
      ben.galley("annotate", "lakes", "--quote", "Lakes", "--query", "Which town,\nand when?").code == 0)
    #expect(ben.galley("annotate", "lakes", "--quote", "a dam", "--claim").code == 0)
    #expect(ben.galley("annotate", "rivers", "--quote", "1950", "--comment", "It was 1951").code == 0)
  }

  private var ben: TestDesk {
    let names = ["AUTHOR", "COMMITTER"].flatMap {
      [("GIT_\($0)_NAME", "Ben"), ("GIT_\($0)_EMAIL", "ben@example.org")]
    }
    return TestDesk(
      team: anna.team, name: "anna", environment: Dictionary(uniqueKeysWithValues: names))
  }

  private func slugs(_ words: String...) throws -> [String] {
    let done = run(galleyProgram, ["list"] + words + ["--json"], in: anna.folder)
    let rows = try done.out.split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(done.code == 0 && page.faults(in: rows, of: "list") == [], "\(done.err)")
    return rows.compactMap { $0["slug"]?.stringValue }
  }

  @Test("list has every article with its state, and filters by state, author and reviewer")
  func list() throws {
    let out = anna.galley("list").out
    let lines = out.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
    #expect(
      lines.map { $0.prefix(3).joined(separator: " ") }.dropFirst() == [
        "lakes r1 in", "old published Cara,", "rivers r1 published", "seas r1 retracted",
      ] || lines.count == 5, "\(out)")
    #expect(out.contains("lakes    r1   in review") && out.contains("seas     r1   retracted"), "\(out)")
    #expect(!out.contains("\u{202E}"))
    #expect(try slugs() == ["lakes", "old", "rivers", "seas"])
    #expect(try slugs("--state", "published") == ["old", "rivers"])
    #expect(try slugs("--state", "open", "--state", "retracted") == ["lakes", "seas"])
    #expect(try slugs("--author", "cara") == ["old"] && slugs("--author", "DAN") == ["old"])
    #expect(
      try slugs("--by", "ben") == ["lakes", "rivers"]
        && slugs("--by", "ben", "--state", "published") == ["rivers"])
    #expect(anna.galley("list", "--state", "nowhere").code == 2)
    #expect(anna.galley("list", "--author", "nobody").out == "No article.\n")
    #expect(anna.galley("revise", "rivers").code == 0)
    #expect(
      anna.galley("list").out.contains("draft (published)") || anna.galley("list").out.contains("(published)")
    )
  }

  @Test(
    "search finds all words in one paragraph or remark, in any case, and says nothing was found by exit code 1"
  )
  func search() throws {
    let texts = anna.galley("search", "DAM", "--texts").out
    #expect(texts.components(separatedBy: "line ").count == 5, "\(texts)")
    #expect(texts.contains("lakes r1  line 8\n    The TOWN of the dam.\n"))
    let both = anna.galley("search", "dam", "the town").out
    #expect(both == "lakes r1  line 8\n    The TOWN of the dam.\n", "\(both)")
    let remarks = anna.galley("search", "town", "--remarks").out
    #expect(remarks.contains("Ben, query\n    Which town, and when? · Lakes\n"), "\(remarks)")
    #expect(anna.galley("search", "1951", "--by", "ben", "--open").out.contains("rivers r1"))
    #expect(anna.galley("search", "1951", "--by", "anna").code == 1)
    let nothing = anna.galley("search", "nowhere")
    #expect(nothing.code == 1 && nothing.out == "Nothing was found.\n" && nothing.err.isEmpty)
    #expect(anna.galley("search", "dam", "--in", "lakes").out.contains("lakes"))
    #expect(anna.galley("search", " ").code == 2)
    #expect(try page.faults(in: anna.json("search", "dam"), of: "search") == [])
    #expect(try page.faults(in: anna.json("search", "1951"), of: "search") == [])
  }

  @Test(
    "the log names act, object and maker, of all articles or of one, since a day, by a person, the newest few"
  )
  func log() throws {
    let id = try #require(ben.json("annotations", "rivers").first?["id"]?.stringValue)
    #expect(anna.galley("resolve", id, "answered", "-m", "Mended").code == 0)
    #expect(anna.galley("reopen", id).code == 0)
    #expect(anna.galley("verdict", "lakes", "minor").code == 0)
    #expect(anna.galley("decide", "lakes", "decline").code == 0)
    let out = anna.galley("log").out
    for words in [
      "Open \(id.suffix(6)) again on rivers r1  anna\n", "Answer \(id.suffix(6)) on rivers r1  anna\n",
      "Give the verdict minor on lakes r1  anna\n", "Decline lakes r1  anna\n",
      "Query lakes r1: “Lakes”  Ben\n",
      "By plain git  anna\n", "Publish rivers r1  anna\n", "Retract seas", "Start lakes  anna\n",
    ] { #expect(out.contains(words), "\(words): \(out)") }
    #expect(anna.galley("log", "--by", "ben").out.split(separator: "\n").allSatisfy { $0.hasSuffix("  Ben") })
    #expect(anna.galley("log", "-n", "2").out.split(separator: "\n").count == 2)
    #expect(!anna.galley("log", "rivers").out.contains("lakes"))
    #expect(anna.galley("log", "--since", "2199-01-01").out == "Nothing happened.\n")
    #expect(
      anna.galley("log", "--since", "yesterday").out == out && anna.galley("log", "--since", "soon").code == 2
    )
    #expect(try page.faults(in: anna.json("log"), of: "log") == [])
  }

  @Test("several remarks settled at once are counted in the subject, and told one by one in the message")
  func settledTogether() throws {
    let ids = try ben.json("annotations", "lakes").compactMap { $0["id"]?.stringValue }
    #expect(run(galleyProgram, ["resolve"] + ids + ["answered"], in: anna.folder).code == 0)
    let message = anna.git("log", "-1", "--format=%B", "review/lakes/r1/anna@example.org").out
    #expect(
      message.hasPrefix(
        "Settle 2 remarks on lakes r1: 2 answered\n\nAnswer \(ids[0].suffix(6)) on lakes r1\n"))
    #expect(anna.isSound)
  }

  @Test("annotations and claims without an article are those of all, and filter by person")
  func remarksOfAll() throws {
    let out = anna.galley("annotations").out
    #expect(out.hasPrefix("lakes r1\n") && out.contains("\nrivers r1\n") && out.contains("It was 1951"))
    #expect(anna.galley("annotations", "--by", "ben").out == out)
    #expect(anna.galley("annotations", "--by", "cara").out == "No remark.\n")
    let rows = try anna.json("annotations", "--open")
    #expect(rows.compactMap { $0["slug"]?.stringValue } == ["lakes", "lakes", "rivers"])
    #expect(page.faults(in: rows, of: "annotations") == [])
    #expect(anna.galley("claims").out.hasPrefix("lakes r1\n") && anna.galley("claims", "--open").code == 0)
    #expect(try page.faults(in: anna.json("claims"), of: "claims") == [])
    #expect(
      anna.galley("annotations", "--rev", "r1").code == 2 && anna.galley("claims", "--rev", "r1").code == 2)
  }

  @Test("the log of a blind round tells a reviewer that others said something, and not what")
  func blind() throws {
    #expect(anna.start("seals", "Seals bark.\n").code == 0)
    #expect(
      anna.galley("submit", "seals", "--blind", "--reviewers", "ben@example.org,cara@example.org").code == 0)
    let cara = TestDesk(
      team: anna.team, name: "anna",
      environment: ben.environment.mapValues {
        $0.replacing("Ben", with: "Cara").replacing("ben", with: "cara")
      })
    #expect(cara.galley("verdict", "seals", "reject").code == 0)
    #expect(cara.galley("annotate", "seals", "--quote", "bark", "--comment", "Loudly").code == 0)
    for words in [["log", "seals"], ["log"]] {
      let seen = run(galleyProgram, words, in: anna.folder, environment: ben.environment).out
      #expect(
        !seen.contains("reject") && !seen.contains("“bark”") && seen.contains("hidden until it is merged"))
      let own = run(galleyProgram, words, in: anna.folder, environment: cara.environment).out
      #expect(own.contains("Give the verdict reject on seals r1  Cara"))
    }
    #expect(!ben.galley("search", "loudly").out.contains("Loudly"))
  }
}
