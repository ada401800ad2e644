import Foundation
import Testing

@Suite("The images of an article come along with its text")
struct ArticleFilesTests {
  @Test("with new and save from a file, those that the text shows from its own folder, and no others")
  func fromFile() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    let bundle = team.path("bundle")
    try FileManager.default.createDirectory(atPath: bundle + "/img", withIntermediateDirectories: true)
    for name in ["dam.png", "img/a b.png", "unused.png"] {
      try Data("PNG \(name)".utf8).write(to: URL(fileURLWithPath: "\(bundle)/\(name)"))
    }
    try Data("secret".utf8).write(to: URL(fileURLWithPath: team.path("secret.png")))
    let text =
      "The dam: ![Dam](dam.png \"Photo: Ann\") ![B](img/a%20b.png) ![S](../secret.png) ![W](https://example.org/x.png) ![Gone](gone.png)\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: bundle + "/index.md"))
    let started = anna.galley("new", "dam", "--from", bundle + "/index.md")
    #expect(started.code == 0)
    #expect(started.err.contains("gone.png, which the text shows, isn't beside it"), "\(started.err)")
    let files = anna.git("ls-tree", "-r", "--name-only", "-z", "revision/dam/r1").out.split(separator: "\0")
    #expect(files == ["articles/dam/dam.png", "articles/dam/img/a b.png", "articles/dam/index.md"])
    try Data("PNG new".utf8).write(to: URL(fileURLWithPath: bundle + "/dam.png"))
    let saved = anna.galley("save", "dam", "--from", bundle + "/index.md")
    #expect(saved.err.contains("articles/dam/dam.png came along"), "\(saved.err)")
    #expect(anna.git("show", "revision/dam/r1:articles/dam/dam.png").out == "PNG new")
    #expect(anna.isSound)
  }

  @Test("with save from the working tree, those of its folder; what git ignores stays")
  func checkedOut() throws {
    let anna = try TestTeam().desk("anna")
    #expect(anna.start("rivers", "The rivers.\n").code == 0)
    #expect(anna.git("switch", "-q", "revision/rivers/r1").code == 0)
    try anna.write("*.tmp\n", to: ".git/info/exclude")
    try anna.write("PNG", to: "articles/rivers/dam.png")
    try anna.write("x", to: "articles/rivers/note.tmp")
    #expect(anna.galley("save", "rivers").err.contains("articles/rivers/dam.png came along"))
    #expect(anna.git("show", "revision/rivers/r1:articles/rivers/dam.png").out == "PNG")
    #expect(anna.git("status", "--porcelain").out == "")
    #expect(anna.galley("save", "rivers").out.contains("has this text already"))
  }
}
