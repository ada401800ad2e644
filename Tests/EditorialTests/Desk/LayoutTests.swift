import Testing

@testable import Editorial

@Suite("Where articles stand")
struct LayoutTests {
  private func layout(_ patterns: String..., record: String = "reviews") throws -> DeskLayout {
    DeskLayout(record: record, patterns: try patterns.map { try ArticlePattern($0) })
  }

  @Test(
    "a path makes the same slug on every desk",
    arguments: [
      ("content/posts/dam.md", "dam"), ("content/posts/The Dam.md", "the-dam"),
      ("content/posts/2026/Über die Brücke.md", "2026/ueber-die-bruecke"), ("content/posts/v1.2.md", "v1-2"),
      ("content/posts/r2.md", "r-2"), ("content/posts/con.md", "con-1"),
      ("content/posts/大坝.md", "u5927-u575d"),
      ("content/posts/!!.md", "u21-u21"), ("content/posts/dam/index.md", "dam"),
      ("content/posts/Река.md", "u440-u435-u43a-u430"),
    ])
  func slugs(_ path: String, _ slug: String) throws {
    let layout = try layout("content/posts/{slug}.md", "content/posts/{slug}/index.md")
    #expect(layout.slug(ofText: path)?.text == slug)
  }

  @Test("a long name is cut and stays its own")
  func long() {
    let names = ["a", "b"].map { String(repeating: "x", count: 120) + $0 }
    let slugs = names.compactMap { Slug(naming: $0) }
    #expect(slugs.count == 2 && slugs[0] != slugs[1])
    #expect(slugs.allSatisfy { $0.text.utf8.count <= Slug.maxComponentBytes })
  }

  @Test("what isn't a text of the pattern is nobody's")
  func others() throws {
    let layout = try layout(
      "content/posts/{slug}.md", "_posts/{date}-{slug}.md", record: "content/posts/reviews")
    for path in [
      "content/posts/dam.png", "content/pages/dam.md", "content/posts/.hidden.md", "content/posts/.md",
      "_posts/dam.md", "_posts/2026-1-01-dam.md", "content/posts/reviews/dam/r1/a.md", "galley.yaml",
    ] {
      #expect(layout.claim(on: path) == .nobody, "\(path)")
    }
    #expect(layout.slug(ofText: "_posts/2026-01-31-dam.md")?.text == "dam")
  }

  @Test("of two patterns the first wins when it is the narrower; else both are named")
  func narrower() throws {
    let path = "posts/2026-01-01-dam.md"
    #expect(try layout("posts/{date}-{slug}.md", "posts/{slug}.md").slug(ofText: path)?.text == "dam")
    guard case .several(let both) = try layout("posts/{slug}.md", "posts/{date}-{slug}.md").claim(on: path)
    else {
      Issue.record("it was decided")
      return
    }
    #expect(both.map(\.text) == ["posts/{slug}.md", "posts/{date}-{slug}.md"])
  }

  @Test("an article with a folder of its own has what lies in it, and no other article's text")
  func bundles() throws {
    let layout = try layout("content/{slug}/index.md")
    let place = try #require(layout.article(ofText: "content/dam/index.md"))
    #expect(place.bundle == "content/dam" && place.folder == "content/dam/")
    #expect(layout.isBundled("content/dam/map.png", with: place))
    #expect(!layout.isBundled("content/dam/inner/index.md", with: place))
    #expect(!layout.isBundled("content/damage/map.png", with: place))
    #expect(layout.kind(of: "content/other/x.png") == .article)
    #expect(layout.kind(of: "static/x.png") == .other)
  }

  @Test(
    "a pattern that can't be is refused with what to write",
    arguments: [
      "posts/*.md", "posts/index.md", "{slug}{date}.md", "/posts/{slug}.md", "../{slug}.md", "posts/{slug}",
      "{slug}/{slug}.md", ".git/{slug}.md", "posts//{slug}.md", "{title}.md",
    ])
  func refused(_ pattern: String) {
    #expect(throws: InvalidValue.self) { try ArticlePattern(pattern) }
  }

  @Test("galley.yaml says where articles and the record stand")
  func configuration() throws {
    let text = DeskConfiguration.initialText(
      record: ".galley/reviews", patterns: ["_posts/{date}-{slug}.md", "content/{slug}.md"])
    let read = try DeskConfiguration(parsing: text.utf8).layout
    #expect(read.record == ".galley/reviews")
    #expect(read.patterns.map(\.text) == ["_posts/{date}-{slug}.md", "content/{slug}.md"])
    #expect(read.newPlace(of: try Slug("dam"), on: "2026-05-01").text == "_posts/2026-05-01-dam.md")
    #expect(try DeskConfiguration(parsing: DeskConfiguration.initialText.utf8).layout == .standard)
    for record in ["../x", "/x", "a//b", ".git", "[a]"] {
      #expect(throws: InvalidValue.self) { try DeskConfiguration(parsing: "record: \(record)\n".utf8) }
    }
  }
}
