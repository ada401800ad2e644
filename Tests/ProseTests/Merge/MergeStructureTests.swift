import Testing

@testable import Prose

@Suite("Structure in a merge by word")
struct MergeStructureTests {
  private func conflicts(_ result: MergeResult) -> [[String]] {
    result.hunks.compactMap {
      if case .conflict(_, let ours, let theirs) = $0 { [ours, theirs] } else { nil }
    }
  }

  @Test("rows of a table that two people changed are merged whole")
  func rows() {
    let base = "Text.\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n\nText.\n"
    let result = merge(
      base: base, ours: base.replacing("| c | d |", with: "| c | D |"),
      theirs: base.replacing("| e | f |", with: "| E | f |"))
    #expect(result.isClean)
    #expect(result.text().contains("| c | D |\n| E | f |\n"))
  }

  @Test("two cells of one row are merged, two changes of one cell are a conflict of the row")
  func sameRow() throws {
    for base in ["| a | b |\n|---|---|\n| c | d |\n", "a | b\n--|--\nc | d\n"] {
      let cells = merge(
        base: base, ours: base.replacing("c", with: "C"), theirs: base.replacing("d", with: "D"))
      #expect(cells.text() == base.replacing("c", with: "C").replacing("d", with: "D"))
      let result = merge(
        base: base, ours: base.replacing("c", with: "C"), theirs: base.replacing("c", with: "E"))
      try #require(result.conflicts == 1)
      #expect(
        conflicts(result)[0].allSatisfy {
          $0.utf8.count { $0 == UInt8(ascii: "|") } == 3 || !base.hasPrefix("|")
        })
      #expect(conflicts(result)[0].allSatisfy { $0.hasSuffix("\n") && $0.contains("|") })
    }
  }

  @Test("a column added by one and a row added by another make no ragged table")
  func column() {
    let base = "| a | b |\n|---|---|\n| c | d |\n"
    let result = merge(
      base: base, ours: "| a | b | x |\n|---|---|---|\n| c | d | y |\n", theirs: base + "| e | f |\n")
    #expect(result.conflicts == 1)
    for hunk in result.hunks {
      if case .clean(let text) = hunk {
        #expect(Set(text.split(separator: "\n").map { $0.count { $0 == "|" } }).count <= 1)
      }
    }
  }

  @Test("code is merged by lines, indented and blank ones too")
  func code() {
    let base = "Text.\n\n```rust\nfn main() {\n    let x = 1;\n\n    let y = 2;\n}\n```\n\nText.\n"
    let clean = merge(
      base: base, ours: base.replacing("x = 1", with: "x = 3"), theirs: base.replacing("y = 2", with: "y = 4")
    )
    #expect(clean.text() == base.replacing("x = 1", with: "x = 3").replacing("y = 2", with: "y = 4"))
    let same = merge(
      base: base, ours: base.replacing("x = 1", with: "x = 3"), theirs: base.replacing("let x", with: "let z")
    )
    #expect(conflicts(same) == [["    let x = 3;\n", "    let z = 1;\n"]])
  }

  @Test("a code block keeps its fences, in lists and with longer ones too")
  func fences() {
    let base = "- One:\n\n  ````\n  ```\n  a b\n  ````\n\n- Two three.\n"
    let result = merge(
      base: base, ours: base.replacing("a b", with: "a c"), theirs: base.replacing("a b", with: "a d"))
    #expect(conflicts(result) == [["  a c\n", "  a d\n"]])
  }

  @Test("no clean merge leaves a code block open that both sides had closed")
  func openBlock() {
    let base = "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n"
    let fenced = "One.\n\n```\nTwo.\n\nThree.\n\nFour.\n```\n\nFive.\n"
    for (ours, theirs) in [
      (fenced, "One.\n\nTwo.\n\n```\nThree.\n```\n\nFour.\n\nFive.\n"),
      (fenced, "One.\n\nTwo.\n\nThree.\n\nFive.\n"), (fenced, base.replacing("Three", with: "3")),
    ] {
      let result = merge(base: base, ours: ours, theirs: theirs)
      #expect(!result.isClean || result.text().split(separator: "\n").count { $0.hasPrefix("```") } % 2 == 0)
    }
  }

  @Test("front matter is merged by lines, and only with front matter")
  func frontMatter() {
    let base = "---\ntitle: Old dam\nauthor: Ann\n---\n\ntitle of the dam\n"
    let clean = merge(
      base: base, ours: base.replacing("Old dam", with: "New dam"), theirs: base.replacing("Ann", with: "Ben")
    )
    #expect(clean.text() == "---\ntitle: New dam\nauthor: Ben\n---\n\ntitle of the dam\n")
    let same = merge(
      base: base, ours: base.replacing("Old dam", with: "New dam"),
      theirs: base.replacing("dam\na", with: "lake\na"))
    #expect(conflicts(same) == [["title: New dam\n", "title: Old lake\n"]])
  }

  @Test("a key that both sides put in at different places is a conflict, not there twice")
  func sameKey() {
    let base = "---\ntitle: T\nauthor: Ann\nlang: en\n---\nText.\n"
    let result = merge(
      base: base, ours: base.replacing("author", with: "tags: [a]\nauthor"),
      theirs: base.replacing("---\nText", with: "tags: [b]\n---\nText"))
    #expect(result.conflicts == 1)
    #expect(result.text().hasPrefix("---\ntitle: T\n<<<<<<< ours\n"))
    let apart = merge(
      base: base, ours: base.replacing("author", with: "tags: [a]\nauthor"),
      theirs: base.replacing("---\nText", with: "draft: true\n---\nText"))
    #expect(apart.text() == "---\ntitle: T\ntags: [a]\nauthor: Ann\nlang: en\ndraft: true\n---\nText.\n")
  }

  @Test("TOML front matter is merged by lines, and a key of one table stands there once")
  func toml() {
    let base = "+++\ntitle = \"Old dam\"\nauthor = \"Ann\"\n\n[menu]\nname = \"x\"\n+++\nText.\n"
    let same = merge(
      base: base, ours: base.replacing("Old dam", with: "New dam"),
      theirs: base.replacing("Old dam", with: "Old lake"))
    #expect(conflicts(same) == [["title = \"New dam\"\n", "title = \"Old lake\"\n"]])
    let key = merge(
      base: base, ours: base.replacing("title", with: "draft = true\ntitle"),
      theirs: base.replacing("Ann\"", with: "Ann\"\ndraft = false"))
    #expect(!key.isClean)
    let apart = merge(
      base: base, ours: base.replacing("title", with: "weight = 1\ntitle"),
      theirs: base.replacing("name", with: "weight = 2\nname"))
    #expect(apart.isClean)
  }

  @Test("items put in at the end by both are a conflict of whole items")
  func items() {
    let base = "- [A](a)\n- [B](b)\n"
    let result = merge(base: base, ours: base + "- [C](c)\n", theirs: base + "- [D](d)\n")
    #expect(conflicts(result) == [["- [C](c)\n", "- [D](d)\n"]])
  }

  @Test("an item put in by one and words changed in its neighbour by another don't conflict")
  func neighbours() {
    let base = "- one item\n- two items\n- three items\n"
    let result = merge(
      base: base, ours: "- one item\n- two items\n- two and a half\n- three items\n",
      theirs: base.replacing("two items", with: "two things"))
    #expect(result.text() == "- one item\n- two things\n- two and a half\n- three items\n")
  }
}
