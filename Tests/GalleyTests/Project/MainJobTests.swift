import Foundation
import JSON
import Testing

@Suite("The main job: three people, two revisions, one remote")
struct MainJobTests {
  static let text =
    "The rivers rise in the north.\n\nThe dam was built in 1950 by the town, said the mayor last Tuesday.\n"

  @Test("an article goes from draft to publication, and every desk ends with the same branches")
  func wholePath() throws {
    let team = try TestTeam()
    let (anna, ben, cara) = try (team.desk("anna"), team.desk("ben"), team.desk("cara"))
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("submit", "rivers", "--reviewers", "ben@example.org,cara@example.org").code == 0)
    for desk in [anna, ben, cara] { #expect(desk.galley("sync").code == 0) }

    #expect(ben.galley("annotate", "rivers", "--quote", "last Tuesday", "--query", "Which date?").code == 0)
    #expect(ben.galley("annotate", "rivers", "--quote", "by the town", "--suggest", "by the city").code == 0)
    #expect(cara.galley("annotate", "rivers", "--quote", "the town", "--suggest", "the county").code == 0)
    #expect(
      cara.galley("annotate", "rivers", "--quote", "The dam was", "--suggest", "The old dam was").code == 0)
    for desk in [ben, cara, anna] { #expect(desk.galley("sync").code == 0) }
    #expect(anna.galley("merge", "rivers").code == 0)

    #expect(anna.galley("publish", "rivers").code == 1)
    let conflict = anna.galley("revise", "rivers", "--accept-all")
    #expect(conflict.code == 3)
    #expect(conflict.out.contains("{+city+}") && conflict.out.contains("{+county+}"))
    let rejected = try tail(of: "the county", on: anna)
    #expect(anna.galley("revise", "rivers", "--accept-all", "--reject", rejected).code == 0)
    let revised = anna.git("show", "revision/rivers/r2:articles/rivers/index.md").out
    #expect(revised.contains("The old dam was built in 1950 by the city, said"))

    let query = try #require(anna.json("annotations", "rivers", "--open").first?["tail"]?.stringValue)
    #expect(anna.galley("reply", query, "3 March 2026").code == 0)
    #expect(anna.galley("resolve", query, "answered").code == 0)
    #expect(anna.galley("publish", "rivers").code == 0)
    for desk in [anna, ben, cara, anna] { #expect(desk.galley("sync").code == 0) }

    #expect(ben.branches == anna.branches && cara.branches == anna.branches)
    #expect(try String(contentsOfFile: ben.folder + "/articles/rivers/index.md", encoding: .utf8) == revised)
    #expect(ben.git("status", "--short").out.isEmpty)
    #expect(try cara.json("annotations", "rivers").count == 4)
    #expect(try cara.json("diff", "rivers", "r1", "r2").first?["to"]?.stringValue == "r2")
    for desk in [anna, ben, cara] { #expect(desk.isSound) }
  }

  private func tail(of replacement: String, on desk: TestDesk) throws -> String {
    let rows = try desk.json("annotations", "rivers")
    return try #require(rows.first { $0["replacement"]?.stringValue == replacement }?["tail"]?.stringValue)
  }

  @Test("an annotation is a Web Annotation in the reviewer's own folder, with offsets that hold")
  func annotationFile() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    _ = anna.start("rivers", "Grüße 👩‍👩‍👧 an 東京.\n")
    #expect(anna.galley("annotate", "rivers", "--quote", "東京", "--comment", "Which part?").code == 0)
    let branch = "review/rivers/r1/anna@example.org"
    let files = anna.git("ls-tree", "-r", "--name-only", branch, "reviews/").out.split(separator: "\n")
    #expect(files.count == 1 && files[0].hasPrefix("reviews/rivers/r1/anna@example.org/"))
    let json = try JSON(parsing: anna.git("show", "\(branch):\(files[0])").out)
    #expect(json["motivation"]?.stringValue == "commenting")
    #expect(json["target"]?["source"]?.stringValue == "articles/rivers/index.md")
    let commit = try #require(json["target"]?["commit"]?.stringValue)
    let text = anna.git("show", "\(commit):articles/rivers/index.md").out
    let selectors = try #require(json["target"]?["selector"]?.arrayValue)
    let position = try #require(selectors.first { $0["type"]?.stringValue == "TextPositionSelector" })
    let start = try #require(position["start"]?.intValue)
    let end = try #require(position["end"]?.intValue)
    #expect(Array(text.unicodeScalars)[start..<end].map(String.init).joined() == "東京")
  }

  @Test(
    "two authors who saved one revision offline are merged by word; the same words are a conflict that is settled"
  )
  func offlineAuthors() throws {
    let team = try TestTeam()
    let (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    _ = anna.start("rivers", "The dam was built in 1950 by the town near the lake.\n")
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    func save(_ desk: TestDesk, _ old: String, _ new: String) {
      let text = desk.git("show", "revision/rivers/r1:articles/rivers/index.md").out
      #expect(
        desk.galley("save", "rivers", "--from", "-", input: text.replacingOccurrences(of: old, with: new))
          .code == 0)
    }
    save(anna, "dam", "old dam")
    save(ben, "lake", "great lake")
    for desk in [anna, ben, anna] { #expect(desk.galley("sync").code == 0) }
    let merged = anna.git("show", "revision/rivers/r1:articles/rivers/index.md").out
    #expect(merged.contains("The old dam was built in 1950 by the town near the great lake."))

    save(anna, "1950", "1951")
    save(ben, "1950", "1952")
    #expect(anna.galley("sync").code == 0)
    let conflict = ben.galley("sync")
    #expect(conflict.code == 3 && conflict.out.contains("1951") && conflict.out.contains("1952"))
    #expect(ben.git("show", "revision/rivers/r1:articles/rivers/index.md").out.contains("1952"))
    #expect(ben.galley("sync", "--theirs", "1").code == 0)
    #expect(ben.git("show", "revision/rivers/r1:articles/rivers/index.md").out.contains("1951"))
    #expect(ben.isSound)
  }

  @Test("a remote's hook that refuses is obeyed, its words are passed on, and nothing is lost")
  func refusingHook() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    let hook = team.path("remote.git/hooks/pre-receive")
    try Data("#!/bin/sh\necho 'No news on Sundays'\nexit 1\n".utf8).write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    _ = anna.start("rivers", Self.text)
    let refused = anna.galley("sync")
    #expect(refused.code == 1)
    #expect(refused.out.contains("No news on Sundays"))
    try FileManager.default.removeItem(atPath: hook)
    #expect(anna.galley("sync").code == 0)
  }

  @Test("a checkout with changes of its own gets what is published beside them")
  func dirtyCheckout() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    _ = anna.start("rivers", Self.text)
    try anna.write("# mine\nrules:\n  no-open-query: true\n", to: "galley.yaml")
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(try String(contentsOfFile: anna.folder + "/galley.yaml", encoding: .utf8).hasPrefix("# mine"))
    #expect(anna.git("status", "--short").out == " M galley.yaml\n")
    anna.git("commit", "-qam", "mine")
    #expect(anna.git("show", "--stat", "--format=", "HEAD").out.contains("1 file changed"))
  }

  @Test("many processes annotate one desk at once, and every annotation is there")
  func manyProcesses() async throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    _ = anna.start("rivers", Self.text)
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        let folder = anna.folder
        group.addTask {
          for index in 0..<5 {
            let done = run(
              galleyProgram, ["annotate", "rivers", "--quote", "The dam", "--comment", "\(worker).\(index)"],
              in: folder)
            #expect(done.code == 0, "\(done.err)")
          }
        }
      }
    }
    #expect(try anna.json("annotations", "rivers").count == 20)
    #expect(anna.isSound)
  }
}
