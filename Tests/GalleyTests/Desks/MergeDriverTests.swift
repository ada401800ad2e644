import Editorial
import Foundation
import Galley
import Testing

@Suite("Git's merge driver")
struct MergeDriverTests {
  /// A repository with an article and two branches that change it, with the driver installed.
  private func repository(_ base: String, ours: String, theirs: String) throws -> TestDesk {
    let team = try TestTeam()
    let desk = TestDesk(team: team, name: "ann")
    try team.expect("init", desk.folder, in: team.folder.path)
    desk.git("config", "user.name", "ann")
    desk.git("config", "user.email", "ann@example.org")
    #expect(try Desk.open(desk.folder, environment: [:]).installMergeDriver().isNew)
    #expect(try !Desk.open(desk.folder, environment: [:]).installMergeDriver().isNew)
    try FileManager.default.createDirectory(
      atPath: desk.folder + "/articles/news/rivers", withIntermediateDirectories: true)
    func commit(_ text: String) throws {
      try desk.write(text, to: "articles/news/rivers/index.md")
      desk.git("add", "articles")
      desk.git("commit", "-m", "draft")
    }
    try commit(base)
    desk.git("switch", "-c", "other")
    try commit(theirs)
    desk.git("switch", "main")
    try commit(ours)
    return desk
  }

  private func merge(_ desk: TestDesk) -> Finished {
    let folder = URL(fileURLWithPath: galleyProgram).deletingLastPathComponent().path
    let path = folder + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
    return run(
      "/usr/bin/env", ["git", "merge", "--no-edit", "other"], in: desk.folder, environment: ["PATH": path])
  }

  private func text(_ desk: TestDesk) throws -> String {
    try String(contentsOfFile: desk.folder + "/articles/news/rivers/index.md", encoding: .utf8)
  }

  @Test("git merges word edits of one line")
  func clean() throws {
    let desk = try repository(
      "The dam was built in 1950 by the town.\n", ours: "The old dam was built in 1950 by the town.\n",
      theirs: "The dam was built in 1950 by the city.\n")
    let done = merge(desk)
    #expect(done.code == 0, "\(done.out) \(done.err)")
    #expect(try text(desk) == "The old dam was built in 1950 by the city.\n")
    #expect(desk.git("status", "--porcelain").out.isEmpty && desk.isSound)
  }

  @Test("git leaves a conflict of words as a conflict")
  func conflict() throws {
    let desk = try repository(
      "It was built in 1950 here.\n", ours: "It was built in 1951 here.\n",
      theirs: "It was built in 1952 here.\n")
    #expect(merge(desk).code == 1)
    #expect(desk.git("status", "--porcelain").out == "UU articles/news/rivers/index.md\n")
    #expect(try text(desk).contains("<<<<<<< ours\n1951 \n=======\n1952 \n>>>>>>> theirs\n"))
  }

  @Test("git leaves a file that isn't text as a conflict, with our side in place")
  func notText() throws {
    let desk = try repository("One.\n", ours: "Two.\n", theirs: "Three.\n")
    desk.git("switch", "other")
    try Data([0x66, 0xFF, 0xFE]).write(
      to: URL(fileURLWithPath: desk.folder + "/articles/news/rivers/index.md"))
    desk.git("commit", "-am", "not text")
    desk.git("switch", "main")
    #expect(merge(desk).code == 1)
    #expect(try text(desk) == "Two.\n")
    #expect(desk.git("status", "--porcelain").out == "UU articles/news/rivers/index.md\n")
  }

  @Test("an attributes file of the user's keeps its lines")
  func ownAttributes() throws {
    let team = try TestTeam()
    let desk = TestDesk(team: team, name: "ann")
    try team.expect("init", desk.folder, in: team.folder.path)
    try desk.write("*.png -text", to: ".git/info/attributes")
    _ = try Desk.open(desk.folder, environment: [:]).installMergeDriver()
    let text = try String(contentsOfFile: desk.folder + "/.git/info/attributes", encoding: .utf8)
    #expect(text == "*.png -text\narticles/**/*.md merge=galley\n")
  }
}
