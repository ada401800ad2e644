import Foundation
import JSON
import Testing

@Suite("The storage contract, as plain git sees it")
struct ContractTests {
  private let team: TestTeam
  private let anna: TestDesk
  private let ben: TestDesk

  init() throws {
    team = try TestTeam()
    (anna, ben) = try (team.desk("anna"), team.desk("ben"))
  }

  private func files(_ branch: String, on desk: TestDesk) -> [String] {
    desk.git("ls-tree", "-r", "--name-only", branch).out.split(separator: "\n").map(String.init)
  }

  private func commit(_ name: String, on desk: TestDesk) -> String {
    String(desk.git("rev-parse", "--verify", "-q", name).out.dropLast())
  }

  private func parents(of name: String, on desk: TestDesk) -> [String] {
    desk.git("log", "-1", "--format=%P", name).out.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  @Test(
    "a revision's tree holds its article and its reviews only; a review begins where it was read and only adds files"
  )
  func branches() throws {
    for slug in ["news/rivers", "other"] {
      #expect(anna.start(slug, "The dam was built in 1950.\n").code == 0)
    }
    #expect(files("revision/news/rivers/r1", on: anna) == ["articles/news/rivers/index.md"])
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    let read = commit("revision/news/rivers/r1", on: ben)
    // The author goes on writing while Ben reads.
    #expect(
      anna.galley("save", "news/rivers", "--from", "-", input: "The old dam was built in 1950.\n").code == 0)
    for remark in [("1950", "--query"), ("dam", "--comment"), ("built", "--suggest")] {
      #expect(ben.galley("annotate", "news/rivers", "--quote", remark.0, remark.1, "made").code == 0)
    }
    let id = try #require(ben.json("annotations", "news/rivers").first?["tail"]?.stringValue)
    #expect(ben.galley("reply", id, "And more").code == 0)
    #expect(ben.galley("resolve", id, "withdrawn").code == 0)
    #expect(ben.galley("verdict", "news/rivers", "minor").code == 0)
    let review = "review/news/rivers/r1/ben@example.org"
    #expect(ben.git("merge-base", review, "revision/news/rivers/r1").out == "\(read)\n")
    let changes = ben.git("log", "--format=", "--name-status", "\(read)..\(review)").out.split(
      separator: "\n")
    #expect(changes.count == 6)
    for change in changes {
      #expect(
        change.hasPrefix("A\treviews/news/rivers/r1/ben@example.org/") && change.hasSuffix(".json"),
        "\(change)")
    }
    #expect(ben.isSound)
  }

  @Test(
    "merging is one commit with the review tips as further parents; publishing merges the revision into main")
  func merges() throws {
    _ = anna.start("rivers", "The dam was built in 1950.\n")
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    #expect(anna.galley("annotate", "rivers", "--quote", "dam", "--suggest", "lock").code == 0)
    #expect(ben.galley("annotate", "rivers", "--quote", "1950", "--comment", "x").code == 0)
    for desk in [ben, anna] { #expect(desk.galley("sync").code == 0) }
    let before = commit("revision/rivers/r1", on: anna)
    let tips = ["anna", "ben"].map { commit("review/rivers/r1/\($0)@example.org", on: anna) }
    #expect(anna.galley("merge", "rivers").code == 0)
    #expect(parents(of: "revision/rivers/r1", on: anna) == [before] + tips)
    #expect(files("revision/rivers/r1", on: anna).count == 3)
    #expect(anna.galley("revise", "rivers", "--accept-all").code == 0)
    let (revision, main) = (commit("revision/rivers/r2", on: anna), commit("main", on: anna))
    #expect(parents(of: "revision/rivers/r2", on: anna) == [commit("revision/rivers/r1", on: anna)])
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(parents(of: "main", on: anna) == [main, revision])
    let published = files("main", on: anna)
    #expect(published.contains("galley.yaml") && published.contains("articles/rivers/index.md"))
    #expect(
      published.allSatisfy {
        $0 == "galley.yaml" || $0.hasPrefix("articles/rivers/") || $0.hasPrefix("reviews/rivers/")
      })
    #expect(anna.git("for-each-ref", "--format=%(refname)", "refs/heads").out == "refs/heads/main\n")
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    #expect(ben.branches == anna.branches)
    #expect(anna.git("ls-remote", "--heads", "origin").out.split(separator: "\n").count == 1)
    // A revision after publication begins from what is published.
    #expect(ben.galley("status", "rivers").out.contains("published"))
    #expect(ben.galley("revise", "rivers").code == 0)
    #expect(files("revision/rivers/r3", on: ben).contains("articles/rivers/index.md"))
    #expect(!files("revision/rivers/r3", on: ben).contains("galley.yaml"))
    #expect(ben.galley("show", "rivers", "--rev", "r1").out.contains("The dam"))
    #expect(ben.isSound)
  }

  @Test("a new desk's galley.yaml names nobody and one rule; a remote made by init --bare has it")
  func configuration() {
    let yaml = anna.git("show", "origin/main:galley.yaml").out
    let lines = yaml.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("#") }
    #expect(lines == ["rules:", "  no-open-query: true"])
    #expect(anna.git("ls-tree", "--name-only", "main").out == "galley.yaml\n")
  }

  @Test("save without --from takes the text from where the revision is checked out, and leaves that clean")
  func checkedOut() throws {
    _ = anna.start("rivers", "The dam.\n")
    try anna.refuses("save", "rivers", code: 2, saying: "git switch revision/rivers/r1")
    anna.git("switch", "-q", "revision/rivers/r1")
    let text = anna.git("show", "HEAD:articles/rivers/index.md").out
    try anna.write(text.replacingOccurrences(of: "dam", with: "lock"), to: "articles/rivers/index.md")
    let saved = anna.galley("save", "rivers", "-m", "Name it rightly")
    #expect(saved.code == 0 && saved.err.isEmpty, "\(saved.err)")
    #expect(anna.git("status", "--short").out.isEmpty)
    #expect(anna.git("log", "-1", "--format=%s", "revision/rivers/r1").out == "Name it rightly\n")
    #expect(anna.git("show", "revision/rivers/r1:articles/rivers/index.md").out.contains("The lock."))
    #expect(anna.galley("save", "rivers").out.contains("already"))
  }

  @Test("one reviewer's remarks are named by e-mail, id, name or the e-mail's first part")
  func by() throws {
    _ = anna.start("rivers", "The dam was built in 1950.\n")
    let people = [("Ben", "Ben@example.org"), ("Cara Osei", "cara@example.org")]
    for (name, email) in people {
      let done = run(
        galleyProgram, ["annotate", "rivers", "--quote", "dam", "--comment", name], in: anna.folder,
        environment: ["GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email])
      #expect(done.code == 0)
    }
    for (typed, wanted) in [
      ("ben@example.org", "Ben"), ("=42en@example.org", "Ben"), ("ben", "Ben"), ("Cara Osei", "Cara Osei"),
      ("cara osei", "Cara Osei"), ("cara", "Cara Osei"), ("cara@example.org", "Cara Osei"),
    ] {
      let rows = try anna.json("annotations", "rivers", "--open", "--by", typed)
      #expect(rows.map { $0["text"]?.stringValue } == [wanted], "\(typed)")
    }
    try anna.refuses("annotations", "rivers", "--by", "nobody", saying: "cara@example.org")
  }

  @Test("options stand where people put them: before the command, after it, joined and apart")
  func options() throws {
    _ = anna.start("rivers", "The dam was built in 1950.\n")
    let place = team.folder.path
    for words in [
      ["--repo", anna.folder, "status", "--json"], ["--json", "status", "--repo=\(anna.folder)"],
    ] {
      let done = run(galleyProgram, words, in: place)
      #expect(try JSON(parsing: done.out)["slug"]?.stringValue == "rivers")
    }
    #expect(
      anna.galley("submit", "rivers", "--reviewers", "a@x.org,b@x.org", "--due", "2026-12-01", "--blind").code
        == 0)
    for (quote, kind) in [("dam", "lock"), ("built", "made")] {
      #expect(anna.galley("annotate", "rivers", "--rev", "r1", "--quote", quote, "--suggest", kind).code == 0)
    }
    let ids = try anna.json("annotations", "rivers").compactMap { $0["tail"]?.stringValue }
    let done = anna.galley("revise", "rivers", "--accept", ids[0], "--reject", ids[1], "--json")
    #expect(try JSON(parsing: done.out)["accepted"]?.arrayValue?.count == 1)
    #expect(anna.galley("resolve", ids[1], "withdrawn", "-m", "Mine").code == 0)
  }

  @Test("colour is for terminals only, and never under NO_COLOR")
  func colour() throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else { return }
    _ = anna.start("rivers", "The dam was built in 1950.\n")
    func onTerminal(_ variables: [String: String]) -> String {
      run(
        "/usr/bin/script", ["-qec", "\(galleyProgram) status", "/dev/null"], in: anna.folder,
        environment: ["TERM": "xterm"].merging(variables) { $1 }
      ).out
    }
    #expect(onTerminal(["NO_COLOR": ""]).contains("\u{1B}["))
    #expect(!onTerminal(["NO_COLOR": "1"]).contains("\u{1B}["))
    #expect(!onTerminal(["TERM": "dumb", "NO_COLOR": ""]).contains("\u{1B}["))
    #expect(!anna.galley("status").out.contains("\u{1B}["))
  }
}
