import Foundation
import JSON
import Testing

/// What `diff` and `show` say of an article's files beside its text.
@Suite("Files beside the text")
struct FilesBesideTests {
  private let anna: TestDesk
  private let page: JSONPage

  /// r1 has a map and a table; in r2 the map is another, the table has another name, a film came by Git LFS.
  init() throws {
    page = try JSONPage.read()
    anna = try TestTeam().desk("anna")
    #expect(anna.start("rivers", "The dam.\n").code == 0)
    try change("r1") {
      try anna.write("one", to: "articles/rivers/map.png")
      try anna.write(String(repeating: "1,2\n", count: 300), to: "articles/rivers/old\u{202E}.csv")
    }
    #expect(anna.galley("annotate", "rivers", "--quote", "dam", "--comment", "Which?").code == 0)
    #expect(anna.galley("revise", "rivers").code == 0)
    try change("r2") {
      try anna.write(String(repeating: "other", count: 30_000), to: "articles/rivers/map.png")
      anna.git("mv", "articles/rivers/old\u{202E}.csv", "articles/rivers/levels.csv")
      let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5000000\n"
      try anna.write(pointer, to: "articles/rivers/flood.mp4")
    }
  }

  private func change(_ revision: String, _ work: () throws -> Void) throws {
    anna.git("switch", "-q", "revision/rivers/\(revision)")
    try work()
    anna.git("add", "-A", "articles")
    #expect(anna.git("commit", "-qm", "Files").code == 0)
    anna.git("switch", "-q", "main")
  }

  @Test(
    "a diff lists what came, changed or has another name, with kind and size; also since one's own review")
  func diff() throws {
    for words in [["rivers"], ["rivers", "r1", "r2"], ["rivers", "--since-my-review"]] {
      let out = run(galleyProgram, ["diff"] + words, in: anna.folder).out
      let files = try #require(out.range(of: "\nFiles\n")).lowerBound
      let found = out[files...].split(separator: "\n").prefix(4).joined(separator: "\n")
      #expect(found.contains("  new flood.mp4: MP4 film, 5 MB in Git LFS"), "\(found)")
      #expect(
        found.contains("  renamed levels.csv: CSV table, was old") && !found.contains("\u{202E}"), "\(found)")
      #expect(found.contains("  changed map.png: PNG image, 150 KB, before 3 bytes"), "\(found)")
    }
    let back = anna.galley("diff", "rivers", "r2", "r1").out
    #expect(back.contains("  gone flood.mp4: MP4 film, 5 MB in Git LFS\n"))
    let rows = try anna.json("diff", "rivers")
    #expect(page.faults(in: rows, of: "diff") == [])
    let files = try #require(rows.first?["files"]?.arrayValue)
    #expect(files.map { $0["change"]?.stringValue } == ["new", "renamed", "changed"])
    #expect(files[0]["old"]?.isNull == true && files[0]["new"]?["size"]?.intValue == 5_000_000)
    #expect(files[2]["new"]?["type"]?.stringValue == "image/png")
    #expect(anna.galley("diff", "rivers", "--format", "html").out.contains("<li>new flood.mp4: MP4 film"))
  }

  @Test("show lists the files of a revision, before the verdicts; an article without any has no such list")
  func show() throws {
    #expect(anna.galley("verdict", "rivers", "accept").code == 0)
    let out = anna.galley("show", "rivers").out
    #expect(
      out.contains(
        "\n\nFiles\n  flood.mp4: MP4 film, 5 MB in Git LFS\n  levels.csv: CSV table, 1.2 KB\n  map.png: PNG image, 150 KB\n\nVerdicts\n"
      ),
      "\(out)")
    let rows = try anna.json("show", "rivers")
    #expect(page.faults(in: rows, of: "show") == [])
    #expect(rows.first?["files"]?.arrayValue?.count == 3)
    #expect(anna.start("lakes", "Deep.\n").code == 0)
    #expect(!anna.galley("show", "lakes").out.contains("Files"))
  }
}
