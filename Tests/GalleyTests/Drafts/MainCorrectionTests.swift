import Foundation
import Testing

@Suite("A text that was corrected on main itself")
struct MainCorrectionTests {
  private static let text = "The dam was built in 1950, said the mayor last Tuesday.\n"

  private func published(_ rules: String = "") throws -> TestDesk {
    let anna = try TestTeam().desk("anna")
    if !rules.isEmpty {
      try anna.write(rules, to: "galley.yaml")
      #expect(anna.git("commit", "-qam", "Rules").code == 0)
    }
    #expect(anna.start("rivers", Self.text).code == 0)
    if !rules.isEmpty { #expect(anna.galley("approve", "rivers", "copy").code == 0) }
    #expect(anna.galley("publish", "rivers").code == 0)
    return anna
  }

  private func correct(_ anna: TestDesk, _ old: String, _ new: String) throws {
    let path = "\(anna.folder)/articles/rivers/index.md"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try anna.write(text.replacingOccurrences(of: old, with: new), to: "articles/rivers/index.md")
    #expect(anna.git("commit", "-qam", "A correction").code == 0)
  }

  @Test("is what the next revision begins with")
  func next() throws {
    let anna = try published()
    try correct(anna, "Tuesday", "Monday")
    let revised = anna.galley("revise", "rivers")
    #expect(revised.err.contains("what was corrected on main is in it"))
    #expect(anna.git("show", "revision/rivers/r2:articles/rivers/index.md").out.contains("last Monday"))
    #expect(try anna.json("status", "rivers")[0]["changedOnMain"]?.boolValue == false)
  }

  @Test("is told by status, taken in by merge, and never published past a check that hadn't seen it")
  func checks() throws {
    let rules =
      "people:\n  - {name: Anna, email: anna@example.org, roles: [editor]}\nrules:\n  checks:\n    copy: {by: [editor], outdated-by: words}\n"
    let anna = try published(rules)
    #expect(anna.galley("revise", "rivers").code == 0)
    #expect(anna.galley("approve", "rivers", "copy").code == 0)
    try correct(anna, "last Tuesday", "while drunk")
    #expect(anna.galley("status").out.contains("main's text was changed since"))
    let ready = anna.galley("ready", "rivers")
    #expect(ready.code == 1)
    #expect(ready.out.contains("main-taken-in"), "\(ready.out)")
    #expect(anna.galley("publish", "rivers").code == 1)
    let merged = anna.galley("merge", "rivers")
    #expect(merged.out.hasSuffix("Took in what was changed on main.\n"), "\(merged.err)")
    // The check was given for other words.
    #expect(anna.galley("publish", "rivers").err.contains("check:copy"))
    #expect(anna.galley("approve", "rivers", "copy").code == 0)
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(anna.git("show", "main:articles/rivers/index.md").out.contains("while drunk"))
  }

  @Test("in the same words as an accepted suggestion is a conflict that keeps both")
  func conflict() throws {
    let anna = try published()
    #expect(anna.galley("revise", "rivers").code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "Tuesday", "--suggest", "Friday").code == 0)
    try correct(anna, "Tuesday", "Monday")
    let refused = anna.galley("revise", "rivers", "--accept-all")
    #expect(refused.code == 3)
    #expect(refused.err.contains("changed on main in the same words"), "\(refused.err)")
    #expect(anna.galley("revise", "rivers", "--accept-all", "--ours", "all").code == 0)
    #expect(anna.git("show", "revision/rivers/r3:articles/rivers/index.md").out.contains("last Friday"))
  }

  @Test("where a picture was changed in the draft too, nothing is published, and neither picture is lost")
  func picture() throws {
    func put(_ bytes: String, on branch: String, _ anna: TestDesk) throws {
      #expect(anna.git("switch", "-q", branch).code == 0)
      try Data([0xFF] + Array(bytes.utf8)).write(
        to: URL(fileURLWithPath: "\(anna.folder)/articles/rivers/dam.png"))
      #expect(anna.git("add", "articles").code == 0)
      #expect(anna.git("commit", "-qm", "A picture").code == 0)
    }
    let anna = try TestTeam().desk("anna")
    #expect(anna.start("rivers", "The dam: ![Dam](dam.png)\n").code == 0)
    try put("first", on: "revision/rivers/r1", anna)
    #expect(anna.git("switch", "-q", "main").code == 0)
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(anna.galley("revise", "rivers").code == 0)
    try put("the draft's", on: "revision/rivers/r2", anna)
    try put("main's", on: "main", anna)
    let refused = anna.galley("publish", "rivers")
    #expect(refused.code == 3)
    #expect(refused.err.contains("dam.png, which isn't text"), "\(refused.err)")
    try put("main's", on: "revision/rivers/r2", anna)
    #expect(anna.git("switch", "-q", "main").code == 0)
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(anna.git("cat-file", "-s", "main:articles/rivers/dam.png").out == "7\n")
  }
}
