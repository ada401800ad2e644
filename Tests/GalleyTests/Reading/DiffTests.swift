import Foundation
import JSON
import Testing

@Suite("galley diff: what changed, for people and for programs")
struct DiffTests {
  static let first =
    "The river rises in the north.\n\nThe dam was built in 1950 by the town, said the mayor last Tuesday.\n\n"
    + "Fishermen from the coast wrote letters every spring.\n"
  static let second =
    "Fishermen from the coast wrote letters each spring.\n\nThe river rises in the north.\n\n"
    + "The dam was built in 1951 by the town, said the mayor on 3 March.\n"

  private let team: TestTeam
  private let anna: TestDesk

  /// A desk on which `rivers` has two revisions, and a remark on the first.
  init() throws {
    team = try TestTeam()
    anna = try team.desk("anna")
    #expect(anna.start("rivers", Self.first).code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "last Tuesday", "--query", "Which date?").code == 0)
    #expect(anna.galley("merge", "rivers").code == 0)
    #expect(anna.galley("revise", "rivers").code == 0)
    try save(Self.second)
  }

  private func text(_ revision: String) -> String {
    anna.git("show", "revision/rivers/\(revision):articles/rivers/index.md").out
  }

  private func save(_ body: String) throws {
    let front = try #require(text("r1").range(of: "---\n\n")).upperBound
    let done = anna.galley("save", "rivers", "--from", "-", input: text("r1")[..<front] + body)
    #expect(done.code == 0, "\(done.err)")
  }

  @Test("the text form marks words, calls a moved paragraph moved, and has the remark beside its passage")
  func text() {
    let out = anna.galley("diff", "rivers").out
    #expect(out.contains("rivers r1 → r2"))
    #expect(out.contains("[-1950-]{+1951+}"))
    #expect(out.contains("M1 moved here") && out.contains("M1 stood here"))
    #expect(out.contains("letters [-every-]{+each+}"))
    #expect(out.contains("Which date?") && out.contains("[1]"))
    #expect(!out.contains("\u{1B}"))
  }

  @Test("a single save and what is published are drafts too")
  func namedDrafts() throws {
    try save(Self.second.replacingOccurrences(of: "1951", with: "1952"))
    let saves = anna.galley("log", "rivers", "--git").out.split(separator: "\n").map {
      $0.prefix { $0 != " " }
    }
    let (last, before) = (String(saves[0]), String(saves[1]))
    let since = anna.galley("diff", "rivers", before)
    #expect(since.code == 0 && since.out.contains("rivers r2 at \(before) → r2\n"), "\(since)")
    #expect(since.out.contains("[-1951-]{+1952+}") && since.out.contains("1 passage changed"))
    let whole = anna.git("rev-parse", last).out.trimmingCharacters(in: .newlines)
    #expect(
      anna.galley("diff", "rivers", before, whole, "--format", "patch").out.contains(
        "+The dam was built in 1952"))
    #expect(anna.galley("diff", "rivers", "r1", before).out.contains("[-1950-]{+1951+}"))

    let early = anna.galley("diff", "rivers", "published")
    #expect(early.code == 1 && early.err.contains("rivers isn't published"))
    let query = try #require(anna.json("annotations", "rivers").first?["id"]?.stringValue)
    #expect(anna.galley("resolve", query, "answered").code == 0)
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(anna.galley("revise", "rivers").code == 0)
    let published = anna.git("show", "main:articles/rivers/index.md").out
    #expect(
      anna.galley(
        "save", "rivers", "--from", "-", input: published.replacingOccurrences(of: "1952", with: "1953")
      ).code == 0)
    let out = anna.galley("diff", "rivers", "published").out
    #expect(out.contains("rivers r2 as published → r3\n") && out.contains("[-1952-]{+1953+}"))
    let json = try anna.json("diff", "rivers", "published")
    #expect(try JSONPage.read().faults(in: json, of: "diff") == [])
    #expect(
      json[0]["fromCommit"]?.stringValue
        == anna.git("rev-parse", "main").out.trimmingCharacters(in: .newlines))

    for (word, code) in [("0000000", 1), ("main", 2), ("abc", 2), ("", 2)] {
      let refused = anna.galley("diff", "rivers", word)
      #expect(refused.code == code && refused.err.hasPrefix("galley: "), "\(refused)")
    }
    #expect(anna.start("other", "Other.\n").code == 0)
    #expect(anna.galley("diff", "other", before).code == 1)
    #expect(anna.isSound)
  }

  @Test("the items that a paragraph was split into begin a line each")
  func splitItems() throws {
    let sentences = [
      "The weir on the upper river was finished last autumn.",
      "The council of the valley voted for a new bridge.",
      "Farmers below the dam have waited for water since May.",
    ]
    try save("- \(sentences.joined(separator: " "))\n")
    #expect(anna.galley("revise", "rivers").code == 0)
    try save("- News of the valley:\n\(sentences.map { "  - \($0)\n" }.joined())")
    let out = anna.galley("diff", "rivers", "--whole").out
    let lines = out.replacingOccurrences(of: "{+", with: "").replacingOccurrences(of: "+}", with: "")
      .split(separator: "\n")
    for sentence in sentences { #expect(lines.contains { $0.hasSuffix("  - \(sentence)") }, "\(out)") }
  }

  @Test("on a terminal words are coloured; under NO_COLOR they are marked as in a pipe")
  func colour() {
    func shown(_ environment: [String: String]) -> String {
      let command = "'\(galleyProgram)' diff rivers"
      let all = environment.merging(["TERM": "xterm", "GALLEY_PAGER": "cat"]) { $1 }
      return run(
        "/usr/bin/env", ["script", "-qec", command, "/dev/null"], in: anna.folder, environment: all
      ).out
    }
    let coloured = shown(["NO_COLOR": ""])
    #expect(
      coloured.contains("\u{1B}[9;31m1950\u{1B}[0m\u{1B}[32m1951\u{1B}[0m"), "\(coloured.debugDescription)")
    #expect(!coloured.contains("[-"))
    let plain = shown(["NO_COLOR": "1"])
    #expect(!plain.contains("\u{1B}") && plain.contains("[-1950-]{+1951+}"))
  }

  @Test("side by side keeps to the width, wide characters too")
  func sideBySide() throws {
    try save("東京の川はとても長いです。" + Self.second)
    let done = run(
      galleyProgram, ["diff", "rivers", "--side-by-side", "--whole"], in: anna.folder,
      environment: ["COLUMNS": "50"])
    let lines = done.out.split(separator: "\n").filter { $0.contains("│") }
    #expect(lines.count > 5)
    let wide = { (text: Substring) in text.unicodeScalars.reduce(0) { $0 + ($1.value > 0x2E80 ? 2 : 1) } }
    #expect(lines.allSatisfy { wide($0) <= 50 })
    #expect(Set(lines.map { wide($0.prefix { $0 != "│" }) }).count == 1)
  }

  @Test("the JSON is as documented, and its spans are both texts")
  func json() throws {
    let rows = try anna.json("diff", "rivers")
    #expect(try JSONPage.read().faults(in: rows, of: "diff") == [])
    let spans = try #require(rows.first?["spans"]?.arrayValue)
    func joined(without kind: String) -> String {
      spans.filter { $0["kind"]?.stringValue != kind }.compactMap { $0["text"]?.stringValue }.joined()
    }
    #expect(joined(without: "inserted") == text("r1") && joined(without: "deleted") == text("r2"))
    #expect(rows[0]["moves"]?.arrayValue?.count == 1)
    let formatted = anna.galley("diff", "rivers", "--format", "json").out
    #expect(try JSON(parsing: formatted) == rows[0])
  }

  @Test("the patch is taken by git apply and by patch")
  func patch() throws {
    let patch = anna.galley("diff", "rivers", "--format", "patch").out
    #expect(patch.contains("--- a/articles/rivers/index.md"))
    try anna.write(patch, to: "change.patch")
    #expect(anna.git("checkout", "-q", "revision/rivers/r1").code == 0)
    #expect(anna.git("apply", "--check", "change.patch").code == 0)
    let taken = run("/usr/bin/env", ["patch", "-p1", "-i", "change.patch"], in: anna.folder)
    #expect(taken.code == 0, "\(taken.out)\(taken.err)")
    #expect(
      try String(contentsOfFile: anna.folder + "/articles/rivers/index.md", encoding: .utf8) == text("r2"))
  }

  @Test("the critic form holds both texts, marks in the article included")
  func critic() throws {
    try save("A {++ sign, a \\{-- and {>>both<<}.\n" + Self.second)
    let out = anna.galley("diff", "rivers", "--format", "critic").out
    #expect(out.contains("{~~1950~>1951~~}") && out.contains("\\{++"))
  }

  @Test("the page needs nothing else, runs nothing, and shows other people's markup as words")
  func page() throws {
    try save(
      "# <script>alert(1)</script>\n\n\u{202E}<img src=x onerror=alert(1)> & \"quotes\"\n\n" + Self.second)
    #expect(anna.galley("annotate", "rivers", "--quote", "north", "--comment", "<b>&amp;</b>").code == 0)
    let out = anna.galley("diff", "rivers", "--format", "html").out
    #expect(out.contains("default-src 'none'") && !out.contains("<script") && !out.contains("<img"))
    #expect(!out.contains("src=\"") && !out.contains("url(") && !out.contains("http://"))
    #expect(out.contains("&lt;script&gt;") && out.contains("&lt;b&gt;&amp;amp;&lt;/b&gt;"))
    #expect(!out.contains("\u{202E}"))
    #expect(out.contains("<h2><ins>&lt;script"))
    #expect(out.contains("<del>1950</del><ins>1951</ins>"))
    for part in ["id=\"m1-to\"", "id=\"m1-from\"", "href=\"#m1-to\"", "href=\"#n1\"", "id=\"n1\""] {
      #expect(out.contains(part), "\(part)")
    }
  }

  @Test("every move has a place of its own to link to, also two out of one paragraph")
  func moveLinks() throws {
    let sentences = [
      "The weir on the upper river was finished last autumn.",
      "The council of the valley voted for a new bridge.",
      "Farmers below the dam have waited for water since May.",
      "Snow lay on the hills above the town until the end of April.",
    ]
    let ends = ["North of here it rains.", "South of here it snows."]
    try save("\(sentences.joined(separator: " "))\n\n\(ends[0])\n\n\(ends[1])\n")
    #expect(anna.galley("revise", "rivers").code == 0)
    try save(
      "\(sentences[0]) \(sentences[2])\n\n\(ends[0]) \(sentences[3])\n\n\(sentences[1]) \(ends[1])\n")
    let out = anna.galley("diff", "rivers", "--format", "html").out
    func all(_ pattern: Regex<(Substring, Substring)>) -> [String] {
      out.matches(of: pattern).map { String($0.1) }
    }
    let names = all(#/ id="(m[^"]*)"/#)
    #expect(names.sorted() == ["m1-from", "m1-to", "m2-from", "m2-to"])
    #expect(Set(all(#/href="#(m[^"]*)"/#)) == Set(names))
  }

  @Test("a block quote is shown as a paragraph, with its changed words marked")
  func quote() throws {
    try save("> The river rises in the north,\n> said the mayor, and falls\n> in the south.\n")
    #expect(anna.galley("revise", "rivers").code == 0)
    try save("> The river rises in the\n> west, said the mayor, and\n> falls in the south.\n")
    #expect(
      anna.galley("diff", "rivers").out.contains(
        "~ > The river rises in the [-north-]{+west+}, said the mayor, and falls in the\n  south.\n"))
  }

  @Test("a paragraph is read from the side that most of its letters are, in HTML")
  func direction() throws {
    try save("MFA یک لایه امنیتی است.\n\nشما is a Persian word.\n\n```\nlet a = 1\n```\n")
    let out = anna.galley("diff", "rivers", "--format", "html").out
    #expect(out.contains(#/dir="rtl"[^>]*><p><ins>MFA/#))
    #expect(out.contains(#/dir="ltr"[^>]*><p><ins>شما/#))
  }

  @Test("a line that goes is marked up to its end, and items that go stand together")
  func lines() throws {
    try save("```\nlet a = 1\nlet b = 2\n```\n\n- one\n- two\n- three\n\nThe end.\n")
    #expect(anna.galley("revise", "rivers").code == 0)
    try save("```\nlet b = 2\n```\n\nThe end.\n")
    let out = anna.galley("diff", "rivers").out
    #expect(out.contains("  [-let a = 1-]\n  let b = 2\n"), "\(out)")
    #expect(out.contains("- [-- one-]\n- [-- two-]\n- [-- three-]\n"), "\(out)")
  }

  @Test("git calls it as its external diff, for changed, new and removed files")
  func externalDiff() throws {
    #expect(anna.git("config", "diff.galley.command", "'\(galleyProgram)' external-diff --").code == 0)
    try FileManager.default.createDirectory(
      atPath: anna.folder + "/.git/info", withIntermediateDirectories: true)
    try anna.write("*.md diff=galley\n", to: ".git/info/attributes")
    let done = anna.git("diff", "revision/rivers/r1", "revision/rivers/r2", "--", "articles")
    #expect(done.code == 0, "\(done.err)")
    #expect(done.out.contains("articles/rivers/index.md") && done.out.contains("[-1950-]{+1951+}"))
    #expect(anna.git("log", "-p", "--ext-diff", "revision/rivers/r2").out.contains("{+1951+}"))
    let variable = run(
      "/usr/bin/env", ["git", "diff", "revision/rivers/r1", "revision/rivers/r2", "--", "articles"],
      in: anna.folder, environment: ["GIT_EXTERNAL_DIFF": "'\(galleyProgram)' external-diff --"])
    #expect(variable.code == 0 && variable.out.contains("[-1950-]{+1951+}"))
    try Data([0xFF, 0xFE, 0]).write(to: URL(fileURLWithPath: anna.folder + "/bad.md"))
    #expect(anna.git("add", "-N", "bad.md").code == 0)
    #expect(anna.git("diff", "--", "bad.md").out.contains("Not UTF-8"))
  }

  @Test("what changed since my review, and what became of each of my remarks")
  func sinceMyReview() throws {
    let team = try TestTeam()
    let (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    #expect(anna.start("rivers", Self.first).code == 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    #expect(ben.galley("diff", "rivers", "--since-my-review").code == 1)
    #expect(ben.galley("annotate", "rivers", "--quote", "1950", "--suggest", "1951").code == 0)
    #expect(ben.galley("annotate", "rivers", "--quote", "last Tuesday", "--query", "Which date?").code == 0)
    #expect(ben.galley("verdict", "rivers", "minor").code == 0)
    for desk in [ben, anna] { #expect(desk.galley("sync").code == 0) }
    #expect(anna.galley("merge", "rivers").code == 0)
    #expect(anna.galley("revise", "rivers", "--accept-all").code == 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }

    let out = ben.galley("diff", "rivers", "--since-my-review").out
    #expect(out.contains("verdict minor") && out.contains("[-1950-]") && out.contains("{+1951+}"))
    #expect(out.contains("accepted in r2") && out.contains("still open"))
    let row = try #require(try ben.json("diff", "rivers", "--since-my-review").first)
    #expect(try JSONPage.read().faults(in: [row], of: "diff") == [])
    #expect(row["since"]?["verdict"]?.stringValue == "minor")
    #expect(
      row["annotations"]?.arrayValue?.compactMap { $0["decidedIn"]?.stringValue } == ["r2"])
    let patch = ben.galley("diff", "rivers", "--since-my-review", "--format", "patch").out
    #expect(patch.contains("+The dam was built in 1951"))
  }

  @Test("of five remarks one is kept, one changed, one gone, one moved and one answered")
  func fates() throws {
    let team = try TestTeam()
    let (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    let paragraphs = [
      "The river rises in the north, where the snow lies until the end of April.",
      "The dam was built in 1950 by the town, said the mayor last Tuesday.",
      "Fishermen from the coast wrote letters to the newspaper every spring.",
      "Nobody asked, at the time, what would become of the fish.",
      "A bridge was planned, but the council never voted for it.",
    ]
    #expect(anna.start("rivers", paragraphs.joined(separator: "\n\n") + "\n").code == 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    let quotes = [
      "until the end of April", "built in 1950 by the town", "at the time", "wrote letters to the newspaper",
    ]
    for quote in quotes {
      #expect(ben.galley("annotate", "rivers", "--quote", quote, "--comment", "On \(quote)").code == 0)
    }
    let asked = try ben.json("annotate", "rivers", "--quote", "the council", "--query", "Which one?")
    let query = try #require(asked.first?["id"]?.stringValue)
    #expect(ben.galley("verdict", "rivers", "minor").code == 0)
    for desk in [ben, anna] { #expect(desk.galley("sync").code == 0) }
    #expect(anna.galley("merge", "rivers").code == 0)
    #expect(anna.galley("reply", query, "That of the valley.").code == 0)
    #expect(anna.galley("resolve", query, "answered").code == 0)
    #expect(anna.galley("revise", "rivers").code == 0)
    let old = anna.git("show", "revision/rivers/r2:articles/rivers/index.md").out
    let front = try #require(old.range(of: "---\n\n")).upperBound
    let new = [
      paragraphs[2], paragraphs[0],
      paragraphs[1].replacingOccurrences(of: "1950 by the town", with: "1951 by the county"),
      "Nobody asked what would become of the fish.", paragraphs[4],
    ]
    let text = old[..<front] + new.joined(separator: "\n\n") + "\n"
    #expect(anna.galley("save", "rivers", "--from", "-", input: String(text)).code == 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }

    let out = ben.galley("diff", "rivers", "--since-my-review").out
    let fates = out.components(separatedBy: "Your remarks\n").last?.components(separatedBy: "\n  ").filter {
      $0.contains(";")
    }
    let found = fates?.compactMap {
      $0.components(separatedBy: "; the passage ").last?.split(separator: "\n").first
    }
    #expect(Set(found ?? []) == ["stands as it was", "was changed", "is gone", "was moved"], "\(out)")
    #expect(out.contains("answered; the passage stands as it was"), "\(out)")
    let page = ben.galley("diff", "rivers", "--since-my-review", "--format", "html").out
    for fate in ["stands as it was", "was changed", "is gone", "was moved"] {
      #expect(page.components(separatedBy: "still open; the passage \(fate)").count == 3, "\(fate)")
    }
  }
}
