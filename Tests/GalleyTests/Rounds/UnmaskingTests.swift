import Foundation
import JSON
import Testing

/// An article in a double-anonymous round with a bit of everything that could name somebody.
private struct AnonymousArticle {
  static let author = ["anna", "arne"]
  static let reviewers = ["ben benson", "benson", "ben@", "cara", "carlsson"]

  let team: TestTeam
  let eda: TestDesk
  let anna: TestDesk
  let ben: TestDesk
  let ids: [String]

  private static let people = """
    people:
      - {name: Eda Editor, email: eda@example.org, roles: [editor]}
      - {name: Anna Arneson, email: anna@example.org, roles: [author]}
      - {name: Ben Benson, email: ben@example.org, roles: [reviewer, fact-checker]}
      - {name: Cara Carlsson, email: cara@example.org, roles: [reviewer]}
    rules:
      no-open-query: true
      no-open-claim: true
      no-mark-left: true
      byline: true
      accepting-verdicts: 2
      accepting-decision: true
      checks:
        facts: {by: [fact-checker], outdated-by: words}
    """

  private static let text = """
    ---
    author: Anna Arneson <anna@example.org>
    title: The dam
    ---
    The dam is old. It was built in 1950 by the town. TK

    """

  private static func expect(_ desk: TestDesk, _ words: String..., input: String = "") {
    let done = run(galleyProgram, words, in: desk.folder, input: Data(input.utf8))
    #expect(done.code == 0, "\(desk.name) \(words): \(done.err)\(done.out)")
  }

  private static func tail(_ desk: TestDesk, _ motivation: String) throws -> String {
    try #require(
      desk.json("annotations", "a").first { $0["motivation"]?.stringValue == motivation }?["tail"]?
        .stringValue)
  }

  init() throws {
    team = try TestTeam()
    var desks: [TestDesk] = []
    for name in ["Eda Editor", "Anna Arneson", "Ben Benson", "Cara Carlsson"] {
      let desk = try team.desk(name.prefix { $0 != " " }.lowercased())
      desk.git("config", "user.name", name)
      desks.append(desk)
    }
    (eda, anna, ben) = (desks[0], desks[1], desks[2])
    let cara = desks[3]
    func sync(_ all: [TestDesk]) { for desk in all { Self.expect(desk, "sync") } }
    try eda.write(Self.people, to: "galley.yaml")
    eda.git("commit", "-qam", "people")
    sync([eda, anna])
    Self.expect(anna, "new", "a", "--from", "-", input: Self.text)
    sync([anna, eda])
    Self.expect(
      eda, "submit", "a", "--method", "double-anonymous", "--reviewers", "ben@example.org,cara@example.org",
      "--brief", "Cara Carlsson: the figures; Ben Benson: the rest, as Anna Arneson wants")
    // An editor who may know all names quotes the author's.
    Self.expect(eda, "annotate", "a", "--quote", "Anna Arneson", "--comment", "Ask anna@example.org")
    Self.expect(eda, "annotate", "a", "--quote", "The dam", "--occurrence", "1", "--claim")
    sync([eda, anna, ben, cara])
    Self.expect(
      ben, "annotate", "a", "--quote", "1950", "--query", "Sure? Ask ben@example.org, says Ben Benson")
    Self.expect(ben, "annotate", "a", "--quote", "town", "--suggest", "city")
    Self.expect(ben, "verdict", "a", "minor", "-m", "As Cara Carlsson says")
    Self.expect(cara, "annotate", "a", "--quote", "The dam is", "--comment", "Which?")
    Self.expect(cara, "verdict", "a", "accept")
    let claim = try Self.tail(ben, "classifying")
    Self.expect(ben, "claim", claim, "supported", "--source", "mailto:ben@example.org")
    Self.expect(ben, "approve", "a", "facts", "-m", "Ben Benson")
    sync([ben, cara, eda])
    // One review by galley, the other by plain git.
    eda.git("checkout", "-q", "revision/a/r1")
    #expect(eda.git("merge", "-q", "--no-ff", "--no-edit", "review/a/r1/cara@example.org").code == 0)
    eda.git("checkout", "-q", "main")
    Self.expect(eda, "merge", "a")
    sync([eda, anna])
    Self.expect(anna, "reply", try Self.tail(anna, "questioning"), "Yes. Anna Arneson, anna@example.org")
    Self.expect(anna, "resolve", try Self.tail(anna, "questioning"), "answered", "-m", "Anna Arneson")
    sync([anna, eda, ben])
    Self.expect(ben, "satisfied", try Self.tail(ben, "questioning"), "--no", "-m", "Ben Benson isn't")
    // What nobody can read.
    let broken = try ben.forge(
      on: "review/a/r1/ben@example.org",
      [ForgedFile("reviews/a/r1/ben@example.org/0190f8c2-0000-7000-8000-000000000001.json", "{")])
    ben.git("update-ref", "refs/heads/review/a/r1/ben@example.org", broken)
    sync([ben, eda])
    Self.expect(eda, "override", "a", "no-mark-left", "-m", "As Ben Benson asked")
    #expect(eda.galley("decide", "a", "revise", "-m", "As Ben Benson and Anna Arneson say").code == 0)
    Self.expect(eda, "revise", "a", "--accept-all")
    sync([eda, anna, ben])
    let shorter = Self.text.replacingOccurrences(of: " It was built in 1950 by the town.", with: "")
    Self.expect(anna, "save", "a", "--from", "-", "-m", "By Anna Arneson", input: shorter)
    sync([anna, ben, eda, anna])
    ids = try eda.json("annotations", "a").compactMap { $0["id"]?.stringValue }
    #expect(ids.count >= 5)
  }

  /// Every command that only reads, and refusals of those that don't.
  var commands: [[String]] {
    var all: [[String]] = [
      [], ["show", "a"], ["show", "a", "--rev", "r1"], ["show", "a", "--format", "critic"],
      ["annotations", "a"], ["annotations", "a", "--open"], ["annotations", "a", "--rev", "r1"],
      ["blame", "a"], ["blame", "a", "--rev", "r1"], ["answers", "a"], ["answers", "a", "--format", "html"],
      ["answers", "a", "--format", "json"], ["claims", "a"], ["rounds", "a"], ["status"], ["status", "a"],
      ["log", "a"], ["log", "a", "--git"], ["diff", "a"], ["diff", "a", "r1", "r2"],
      ["diff", "a", "--since-my-review"], ["ready", "a"], ["inbox"], ["verify"], ["verify", "a"], ["doctor"],
      ["sync"], ["blind", "check", "a"], ["merge", "a"], ["decide", "a", "accept"],
      ["annotate", "a", "--quote", "author: Ann", "--comment", "C"],
      ["annotate", "a", "--quote", "authr: Ana Arnason", "--comment", "C"],
      ["annotate", "a", "--quote", "example.org", "--comment", "C"], ["review", "a"],
    ]
    for format in ["terminal", "html", "json", "critic", "patch"] {
      all.append(["diff", "a", "--format", format])
    }
    for id in ids {
      all += [["why", id], ["satisfied", id, "--no"], ["resolve", id, "withdrawn"]]
    }
    return all
  }

  /// What a command prints that contains one of these words.
  func leaks(_ words: [String], to desk: TestDesk) -> [String] {
    commands.flatMap { command in
      [[], ["--json"]].compactMap { json -> String? in
        let done = run(galleyProgram, command + json, in: desk.folder)
        let all = done.out + done.err
        let line = all.split(separator: "\n").first { line in
          words.contains { line.lowercased().contains($0) }
        }
        return line.map { "\(desk.name) \(command + json): \($0.prefix(1000))" }
      }
    }
  }
}

@Suite("No command prints who is hidden")
struct UnmaskingTests {
  @Test("neither the author learns of a reviewer nor a reviewer of the author or another reviewer")
  func everyCommand() async throws {
    let article = try AnonymousArticle()
    let before = (article.anna.branches, article.ben.branches)
    let toAuthor = article.leaks(AnonymousArticle.reviewers, to: article.anna)
    let toReviewer = article.leaks(AnonymousArticle.author + ["cara", "carlsson"], to: article.ben)
    #expect(toAuthor == [])
    #expect(toReviewer == [])
    // The commands did look at something, and the editor sees who it is.
    #expect(article.anna.galley("annotations", "a").out.contains("Reviewer 2"))
    #expect(article.ben.galley("blame", "a").out.contains("Author"))
    #expect(article.eda.galley("annotations", "a").out.contains("Cara Carlsson"))
    #expect(before.0.contains("review/a") && before.1.contains("review/a"))
    for (desk, words) in [
      (article.anna, AnonymousArticle.reviewers), (article.ben, AnonymousArticle.author + ["carlsson"]),
    ] {
      let serving = try ServeTests.Serving(desk)
      for path in ["", "article/a", "diff/a"] {
        let page = try await serving.get(
          path.isEmpty ? serving.url.absoluteString : "/" + path)
        for word in words {
          #expect(!page.text.lowercased().contains(word), "\(desk.name) /\(path): \(word)")
        }
      }
    }
  }

  @Test("a copy that a reviewer opened, given back as it is, says nothing")
  func unchangedCopy() throws {
    let article = try AnonymousArticle()
    let copy = article.ben.galley("show", "a", "--format", "critic").out
    #expect(copy.contains("\u{2588}"))
    try article.ben.write(copy, to: "copy.md")
    let branches = article.ben.branches
    let done = article.ben.galley("review", "a", "--from", "copy.md")
    #expect(done.code == 0, "\(done)")
    #expect(article.ben.branches == branches, "\(done.out)")
  }

  @Test(
    "the check finds names in merges by plain git, free text, tags and the front matter, for the editor by name"
  )
  func check() throws {
    let article = try AnonymousArticle()
    article.eda.git("tag", "draft-of-anna", "revision/a/r1")
    let done = run(galleyProgram, ["blind", "check", "a", "--json"], in: article.eda.folder)
    let leaks = try JSON(parsing: done.out)["leaks"]?.arrayValue ?? []
    func kinds(_ person: String) -> Set<String> {
      Set(
        leaks.filter { $0["person"]?.stringValue == "\(person)@example.org" }.compactMap {
          $0["kind"]?.stringValue
        })
    }
    #expect(
      kinds("ben").isSuperset(of: ["branch", "folder", "commit", "annotation", "submission"]))
    #expect(kinds("cara").contains("message"))
    #expect(kinds("anna").isSuperset(of: ["front matter", "commit", "branch", "annotation", "message"]))
    let said = article.eda.galley("blind", "check", "a").out
    #expect(said.contains("No tool hides"))
    #expect(article.anna.galley("blind", "check", "a").out.contains("reviewer-1@blind.invalid"))
  }
}
