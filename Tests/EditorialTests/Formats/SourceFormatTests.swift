import Testing

@testable import Editorial

@Suite("A text says who wrote it in the words of its own language")
struct SourceFormatTests {
  @Test(
    "title and authors",
    arguments: [
      (
        "a.adoc", "= The dam\nAnn Example <ann@example.org>; Bob\n\nIt was built.\n", "The dam",
        ["Ann Example", "Bob"]
      ),
      ("a.adoc", "// draft\n= The dam\n:author: Ann\n\nIt.\n", "The dam", ["Ann"]),
      ("a.rst", "=======\nThe dam\n=======\n\n:Author: Ann, Bob\n\nIt.\n", "The dam", ["Ann", "Bob"]),
      (
        "a.tex",
        "\\documentclass{article}\n\\title{The {big} dam}\n\\author{Ann\\thanks{x} \\and Bob\\\\Town}\n",
        "The {big} dam", ["Ann", "Bob"]
      ),
      (
        "a.typ", "#set document(title: \"The dam\", author: (\"Ann\", \"Bob\"))\n", "The dam", ["Ann", "Bob"]
      ),
      ("a.typ", "= The dam\n\nIt.\n", "The dam", []),
      (
        "a.html", "<head><title>The dam</title><meta name=\"author\" content=\"Ann\"></head>", "The dam",
        ["Ann"]
      ),
      ("a.qmd", "---\ntitle: The dam\nauthor: Ann\n---\n\nIt.\n", "The dam", ["Ann"]),
    ])
  func headers(_ file: String, _ text: String, _ title: String, _ authors: [String]) {
    let read = FrontMatter(of: text, name: file)
    #expect(read.title == title)
    #expect(read.authors.compactMap(\.name) == authors)
    #expect(read.problem == nil)
  }

  @Test("a line that only looks like front matter is no trouble in another language")
  func noFrontMatter() {
    for file in ["a.rst", "a.tex", "a.txt", "a.adoc"] {
      let read = FrontMatter(of: "---\nnot: [closed\n\nText.\n", name: file)
      #expect(read.problem == nil && read.bodyOffset == 0, "\(file)")
    }
    #expect(FrontMatter(of: "---\nnot: [closed\n\nText.\n", name: "a.md").problem != nil)
  }

  @Test("the pictures that a text shows")
  func pictures() {
    func shown(_ file: String, _ text: String) -> [[String]] {
      shownPaths(in: FrontMatter(of: text, name: file), from: "text/")
    }
    #expect(
      shown("a.tex", "\\includegraphics[width=2cm]{dam.png} \\includegraphics{b}") == [
        ["text/dam.png"], ["text/b"],
      ])
    #expect(
      shown("a.adoc", "image::img/dam.png[Dam]\nimage:x.svg[]") == [["text/img/dam.png"], ["text/x.svg"]])
    #expect(shown("a.rst", ".. image:: ../dam.png\n   :alt: Dam\n") == [["dam.png"]])
    #expect(shown("a.typ", "#image(\"dam.png\", width: 50%)") == [["text/dam.png"]])
    #expect(shown("a.html", "<p><img src=\"dam.png\"></p>") == [["text/dam.png"]])
    #expect(shown("a.txt", "![x](dam.png)") == [])
    #expect(shown("a.md", "![x](/dam.png)")[0].contains("static/dam.png"))
  }
}
