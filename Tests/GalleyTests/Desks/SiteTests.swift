import Foundation
import JSON
import Testing

@Suite("Articles stay where they stand in a site")
struct SiteTests {
  /// A guarded remote and a desk of a repository that is a site already.
  private func site(_ files: [String: String], guarded: Bool = true) throws -> (TestTeam, TestDesk) {
    let team = try TestTeam()
    let anna = TestDesk(team: team, name: "anna")
    _ = run("/usr/bin/env", ["git", "init", "-q", "-b", "main", anna.folder], in: team.folder.path)
    anna.git("config", "user.name", "anna")
    anna.git("config", "user.email", "anna@example.org")
    for (path, text) in files {
      let folder = (anna.folder + "/" + path as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try anna.write(text, to: path)
    }
    anna.git("add", ".")
    anna.git("commit", "-qm", "The site")
    let made = anna.galley("init")
    try #require(made.code == 0, "\(made.err)")
    _ = run("/usr/bin/env", ["git", "init", "-q", "--bare", "-b", "main", "site.git"], in: team.folder.path)
    anna.git("remote", "add", "origin", team.path("site.git"))
    let sent = anna.galley("sync")
    try #require(sent.code == 0, "\(sent.err)")
    if guarded {
      _ = run(galleyProgram, ["hooks", "install", "--repo", team.path("site.git")], in: team.folder.path)
    }
    return (team, anna)
  }

  private static let page = "---\ntitle: The dam\nauthor: anna\n---\n\nThe dam was built in 1950.\n"

  @Test(
    "a page is taken up, remarked on, revised and published in its own file on a guarded remote",
    arguments: [
      ("hugo.toml", "content/posts/The Dam.md", "the-dam"),
      ("hugo.toml", "content/posts/dam/index.md", "posts/dam"),
      ("_config.yml", "_posts/2026-01-01-dam.md", "dam"), ("mkdocs.yml", "docs/guide/dam.md", "guide/dam"),
      ("_quarto.yml", "chapters/dam.qmd", "dam"),
      ("astro.config.mjs", "src/content/blog/dam.mdx", "blog/dam"),
    ])
  func wholeWay(_ mark: String, _ path: String, _ slug: String) throws {
    let (team, anna) = try site([mark: "", path: Self.page])
    let slug = slug == "the-dam" ? "posts/the-dam" : slug
    let remark = anna.galley("annotate", slug, "--quote", "1950", "--suggest", "1951")
    #expect(remark.code == 0, "\(remark.err)")
    #expect(anna.galley("sync").code == 0)
    let tree = anna.git("ls-tree", "-r", "--name-only", "revision/\(slug)/r1").out
    #expect(tree.contains("dam") || tree.contains("Dam"))
    #expect(tree.split(separator: "\n").count == 1, "\(tree)")
    let revised = anna.galley("revise", slug, "--accept-all")
    #expect(revised.code == 0, "\(revised.err)")
    let published = anna.galley("publish", slug)
    #expect(published.code == 0, "\(published.err)")
    let sent = anna.galley("sync")
    #expect(sent.code == 0, "\(sent.err)")
    let onMain = run("/usr/bin/env", ["git", "show", "main:\(path)"], in: team.path("site.git")).out
    #expect(onMain == Self.page.replacingOccurrences(of: "1950", with: "1951"))
    let names = anna.git("ls-tree", "-r", "--name-only", "main").out
    #expect(names.contains(".galley/reviews/\(slug)/r1/anna@example.org/"))
    #expect(!names.contains("\nreviews/") && !names.contains("articles/"))
    let verified = anna.galley("verify")
    #expect(verified.code == 0, "\(verified.out)\(verified.err)")
    #expect(anna.galley("doctor").code == 0)
    #expect(anna.isSound)
  }

  @Test("a colleague's clone reviews the page by its path, and status names it by its slug")
  func colleague() throws {
    let (team, anna) = try site(["hugo.toml": "", "content/dam.md": Self.page])
    let ben = try team.desk("ben", url: team.path("site.git"))
    #expect(ben.galley("annotate", "content/dam.md", "--quote", "1950", "--comment", "Sure?").code == 0)
    #expect(ben.galley("sync").code == 0)
    #expect(anna.galley("sync").code == 0)
    let file = anna.git("grep", "-h", "\"source\"", "review/dam/r1/ben@example.org", "--", ".galley").out
    #expect(file.contains("content/dam.md"), "\(file)")
    #expect(anna.galley("status").out.contains("dam"))
    #expect(anna.galley("blame", "dam").code == 0)
    #expect(anna.galley("diff", "dam", "r1", "r1").code == 0)
  }

  @Test("pictures that the page shows come along from where they are, and nothing else may")
  func pictures() throws {
    let page = Self.page + "\n![map](/img/map.png)\n\n![plan](plans/plan.svg)\n\n![no](../layouts/x.html)\n"
    let (team, anna) = try site([
      "hugo.toml": "", "content/dam.md": page, "static/img/map.png": "MAP", "content/plans/plan.svg": "PLAN",
      "layouts/x.html": "X", "static/img/other.png": "OTHER",
    ])
    #expect(anna.galley("adopt", "content/dam.md").code == 0)
    #expect(
      anna.git("ls-tree", "-r", "--name-only", "revision/dam/r1").out
        == "content/dam.md\ncontent/plans/plan.svg\nstatic/img/map.png\n")
    #expect(anna.galley("sync").code == 0)
    anna.git("switch", "-q", "revision/dam/r1")
    try anna.write("MAP 2", to: "static/img/map.png")
    #expect(anna.galley("save", "dam").code == 0)
    #expect(anna.git("show", "revision/dam/r1:static/img/map.png").out == "MAP 2")
    anna.git("switch", "-q", "main")
    let sent = anna.galley("sync")
    #expect(sent.code == 0, "\(sent.err)")
    #expect(anna.galley("publish", "dam").code == 0)
    #expect(anna.git("show", "main:static/img/map.png").out == "MAP 2")
    #expect(anna.galley("sync").code == 0)
    // A file of the site's own isn't the article's.
    #expect(anna.galley("revise", "dam").code == 0)
    anna.git("switch", "-q", "revision/dam/r2")
    try FileManager.default.createDirectory(
      atPath: anna.folder + "/layouts", withIntermediateDirectories: true)
    try anna.write("evil", to: "layouts/x.html")
    anna.git("add", "layouts/x.html")
    anna.git("commit", "-qm", "Change the site")
    let refused = anna.git("push", "origin", "revision/dam/r2")
    #expect(refused.code != 0 && refused.err.contains("layouts/x.html"))
    _ = team
  }

  @Test("two files of one slug, and a file of two patterns, are refused with both named")
  func ambiguous() throws {
    let (_, anna) = try site([
      "content/The Dam.md": Self.page, "content/the-dam.md": Self.page, "_config.yml": "",
      "_posts/2026-01-01-dam.md": Self.page, "_posts/2025-01-01-dam.md": Self.page,
    ])
    let twice = anna.galley("adopt", "dam")
    #expect(twice.code == 1)
    #expect(twice.err.contains("_posts/2025-01-01-dam.md") && twice.err.contains("_posts/2026-01-01-dam.md"))
    #expect(anna.galley("adopt", "--all").code == 1)
    let nowhere = anna.galley("adopt", "content/the-dam.md")
    #expect(nowhere.code == 1 && nowhere.err.contains("_posts/{date}-{slug}.md"))
  }

  @Test("an open article goes on when galley.yaml names other places since")
  func otherPlaces() throws {
    let (_, anna) = try site(["hugo.toml": "", "content/dam.md": Self.page])
    #expect(anna.galley("annotate", "dam", "--quote", "1950", "--suggest", "1951").code == 0)
    #expect(anna.galley("sync").code == 0)
    let yaml = anna.git("show", "main:galley.yaml").out
    try anna.write(
      yaml.replacingOccurrences(of: "content/{slug}.md", with: "texts/{slug}.md"), to: "galley.yaml")
    anna.git("commit", "-qam", "Other places")
    #expect(anna.galley("sync").code == 0)
    let remark = anna.galley("annotate", "dam", "--quote", "built", "--comment", "By whom?")
    #expect(remark.code == 0, "\(remark.err)")
    #expect(anna.galley("revise", "dam", "--accept-all").code == 0)
    let sent = anna.galley("sync")
    #expect(sent.code == 0, "\(sent.err)")
    #expect(anna.galley("publish", "dam").code == 0)
    #expect(anna.git("show", "main:content/dam.md").out.contains("1951"))
    let published = anna.galley("sync")
    #expect(published.code == 0, "\(published.err)")
  }

  @Test("a link to a text isn't a text")
  func link() throws {
    let (_, anna) = try site(["hugo.toml": "", "content/dam.md": Self.page], guarded: false)
    try FileManager.default.createSymbolicLink(
      atPath: anna.folder + "/content/link.md", withDestinationPath: "dam.md")
    anna.git("add", ".")
    anna.git("commit", "-qm", "A link")
    let done = anna.galley("adopt", "content/link.md")
    #expect(done.code == 1 && done.err.contains("link"), "\(done.err)")
    #expect(anna.git("for-each-ref", "refs/heads/revision").out.isEmpty)
  }

  @Test("adopting all writes nothing, and the first remark writes for one article only")
  func lazily() throws {
    var files = ["hugo.toml": ""]
    for number in 0..<60 { files["content/posts/Post \(number).md"] = Self.page }
    let (_, anna) = try site(files, guarded: false)
    let before = anna.branches
    let all = anna.galley("adopt", "--all")
    #expect(all.code == 0 && all.out.contains("60 articles"), "\(all.out)\(all.err)")
    #expect(anna.branches == before)
    #expect(try anna.json("adopt", "--all").first?["path"]?.stringValue == "content/posts/Post 0.md")
    #expect(anna.galley("annotate", "posts/post-7", "--quote", "1950", "--comment", "Sure?").code == 0)
    #expect(anna.branches.split(separator: "\n").count == 3, "\(anna.branches)")
  }

  @Test("what init finds it says, and writes where the record is hidden from the site")
  func found() throws {
    let (_, anna) = try site(
      ["_config.yml": "", "_posts/2026-01-01-a.md": "A.\n", "_posts/2026-02-01-b.md": "B.\n"], guarded: false)
    let yaml = anna.git("show", "main:galley.yaml").out
    #expect(yaml.contains("_posts/{date}-{slug}.md") && yaml.contains("record: .galley/reviews"))
    let again = try anna.json("init")
    #expect(again[0]["new"]?.boolValue == false)
  }

  @Test("a new article of a site goes to the first place")
  func new() throws {
    let (_, anna) = try site(["hugo.toml": "", "content/posts/dam.md": Self.page], guarded: false)
    #expect(anna.galley("new", "posts/rain", "--from", "-", input: "It rains.\n").code == 0)
    #expect(
      anna.git("ls-tree", "-r", "--name-only", "revision/posts/rain/r1").out == "content/posts/rain.md\n")
    #expect(anna.galley("publish", "posts/rain").code == 0)
    #expect(anna.git("show", "main:content/posts/rain.md").out.hasSuffix("It rains.\n"))
    #expect(anna.galley("retract", "posts/rain", "-m", "No.").code == 0)
    #expect(anna.git("ls-tree", "-r", "--name-only", "main").out.contains("content/posts/rain.md") == false)
    #expect(anna.git("ls-tree", "-r", "--name-only", "main").out.contains("content/posts/dam.md"))
  }
}
