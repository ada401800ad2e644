import Foundation
import Testing

@Suite("Articles in other languages than Markdown")
struct SourceFormatJobTests {
  @Test(
    "the text stays byte for byte, with its ending; it is reviewed, revised and published",
    arguments: [
      (
        "tex",
        "\\title{The dam}\n\\author{Anna}\n\\begin{document}\nThe dam was built in 1950.\n\\end{document}\n"
      ),
      ("adoc", "= The dam\nAnna <anna@example.org>\n\nThe dam was built in 1950.\n"),
      ("rst", "The dam\n=======\n\n:Author: Anna\n\nThe dam was built in 1950.\n"),
      ("typ", "= The dam\n\nThe dam was built in 1950.\n"), ("txt", "The dam was built in 1950.\n"),
      ("html", "<title>The dam</title>\n<p>The dam was built in 1950.</p>\n"),
    ])
  func wholeWay(_ ending: String, _ text: String) throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    try anna.write(text, to: "draft.\(ending)")
    let started = anna.galley("new", "dam", "--from", "draft.\(ending)")
    #expect(started.code == 0, "\(started.err)")
    #expect(anna.git("show", "revision/dam/r1:articles/dam/index.\(ending)").out == text)
    #expect(ending == "txt" || started.out.contains("The dam"), "\(started.out)")
    #expect(anna.galley("annotate", "dam", "--quote", "1950", "--suggest", "1951").code == 0)
    #expect(anna.galley("revise", "dam", "--accept-all").code == 0)
    #expect(anna.galley("publish", "dam").code == 0)
    #expect(
      anna.git("show", "main:articles/dam/index.\(ending)").out
        == text.replacingOccurrences(of: "1950", with: "1951"))
    #expect(anna.galley("verify").code == 0)
    #expect(anna.galley("sync").code == 0)
  }
}
