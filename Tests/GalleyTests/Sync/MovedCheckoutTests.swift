import Foundation
import Testing

@Suite("A checkout follows its branch, or the branch stays: nobody's next commit undoes another's work")
struct MovedCheckoutTests {
  private static let text = "The rivers rise in the north.\n"
  private let team: TestTeam
  private let anna: TestDesk
  private let ben: TestDesk

  init() throws {
    team = try TestTeam()
    anna = try team.desk("anna")
    try anna.write("title = S\n", to: "config.toml")
    try FileManager.default.createDirectory(atPath: anna.folder + "/docs", withIntermediateDirectories: true)
    try anna.write("d\n", to: "docs/d.md")
    anna.git("add", ".")
    anna.git("commit", "-qm", "The site")
    try #require(anna.galley("sync").code == 0)
    ben = try team.desk("ben")
  }

  private func publishes(_ slug: String, _ desk: TestDesk) {
    #expect(desk.start(slug, Self.text).code == 0)
    #expect(desk.galley("publish", slug).code == 0)
    #expect(desk.galley("sync").code == 0)
  }

  private func files(_ desk: TestDesk) -> String { desk.git("ls-tree", "-r", "--name-only", "main").out }

  @Test("a sync brings what others published beside a change of one's own, staged or not")
  func besides() throws {
    publishes("rivers", ben)
    try anna.write("title = T\n", to: "config.toml")
    try anna.write("new\n", to: "new.txt")
    anna.git("add", "new.txt")
    #expect(anna.galley("sync").code == 0)
    #expect(anna.git("status", "--short").out == " M config.toml\nA  new.txt\n")
    anna.git("commit", "-qam", "Mine")
    #expect(files(anna).contains("articles/rivers/index.md"))
    #expect(anna.galley("sync").code == 0 && anna.isSound)
  }

  @Test("where a changed or an untracked file is in the way, main stays where it is and the rest is synced")
  func inTheWay() throws {
    try ben.write("title = B\n", to: "config.toml")
    ben.git("commit", "-qam", "Title")
    publishes("rivers", ben)
    try anna.write("title = T\n", to: "config.toml")
    let before = anna.git("rev-parse", "main").out
    #expect(anna.start("lakes", Self.text).code == 0)
    let done = anna.galley("sync")
    #expect(done.code == 1 && done.err.contains("config.toml") && done.out.contains("lakes"))
    #expect(anna.git("rev-parse", "main").out == before)
    #expect(anna.git("status", "--short").out == " M config.toml\n")
    anna.git("checkout", "-q", "config.toml")
    let place = anna.folder + "/articles/rivers"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try anna.write("mine\n", to: "articles/rivers/index.md")
    try anna.refuses("sync", saying: "articles/rivers/index.md")
    #expect(try String(contentsOfFile: place + "/index.md", encoding: .utf8) == "mine\n")
    try FileManager.default.removeItem(atPath: place)
    #expect(anna.galley("sync").code == 0)
    #expect(files(anna).contains("articles/rivers/index.md"))
  }

  @Test("what is published here is refused where it can't be checked out, and nothing of it is left")
  func refusedPublication() throws {
    #expect(anna.start("rivers", Self.text).code == 0)
    let place = anna.folder + "/articles/rivers"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try anna.write("mine\n", to: "articles/rivers/index.md")
    try anna.refuses("publish", "rivers", saying: "is in the way")
    #expect(anna.branches.contains("revision/rivers/r1"))
  }

  @Test(
    "in sparse checkouts, with a sparse or a split index, what is outside stays outside and is in the index")
  func sparse() throws {
    for (slug, words) in [
      ("rivers", ["sparse-checkout", "set", "docs"]),
      ("lakes", ["sparse-checkout", "set", "--sparse-index", "docs"]),
      ("seas", ["sparse-checkout", "disable"]), ("wells", ["update-index", "--split-index"]),
      ("ponds", ["update-index", "--assume-unchanged", "config.toml"]),
    ] {
      #expect(run("/usr/bin/env", ["git"] + words, in: anna.folder).code == 0)
      publishes(slug, ben)
      #expect(anna.galley("sync").code == 0)
      #expect(anna.git("status", "--short").out == "", "\(slug)")
      try anna.write("\(slug)\n", to: "docs/d.md")
      anna.git("commit", "-qam", "Docs")
      #expect(files(anna).contains("articles/\(slug)/index.md"))
      #expect(anna.galley("sync").code == 0)
      #expect(ben.galley("sync").code == 0)
    }
  }

  @Test("filters of git's configuration run, and when one fails the branch stays and nothing is left behind")
  func filters() throws {
    let flag = team.path("broken")
    for desk in [anna, ben] {
      desk.git("config", "filter.up.clean", "tr A-Z a-z")
      desk.git("config", "filter.up.smudge", "test ! -e '\(flag)' && tr a-z A-Z")
      desk.git("config", "filter.up.required", "true")
    }
    try ben.write("*.up filter=up\n", to: ".gitattributes")
    try ben.write("x\n", to: "a.txt")
    try ben.write("LOUD\n", to: "z.up")
    ben.git("add", ".")
    ben.git("commit", "-qm", "Loud")
    #expect(ben.galley("sync").code == 0)
    try Data().write(to: URL(fileURLWithPath: flag))
    let before = anna.branches
    let refused = anna.galley("sync")
    #expect(refused.code == 1 && refused.err.contains("z.up") && anna.branches == before)
    #expect(anna.git("status", "--short").out == "")
    try FileManager.default.removeItem(atPath: flag)
    #expect(anna.galley("sync").code == 0)
    #expect(anna.git("status", "--short").out == "")
    #expect(try String(contentsOfFile: anna.folder + "/z.up", encoding: .utf8) == "LOUD\n")
    // After a copy git finds the tree clean.
    run("/bin/cp", ["-r", anna.folder, team.path("copy")], in: team.folder.path)
    let copy = TestDesk(team: team, name: "copy")
    publishes("rivers", copy)
    #expect(copy.git("status", "--short").out == "")
    #expect(FileManager.default.fileExists(atPath: copy.folder + "/articles/rivers/index.md"))
  }

  @Test("a linked working tree follows too, and a merge that waits for its commit keeps what came")
  func others() throws {
    anna.git("switch", "-qc", "own")
    anna.git("worktree", "add", "-q", team.path("tree"), "main")
    publishes("rivers", ben)
    try Data("title = T\n".utf8).write(to: URL(fileURLWithPath: team.path("tree/config.toml")))
    #expect(anna.galley("sync").code == 0)
    #expect(
      run("/usr/bin/env", ["git", "status", "--short"], in: team.path("tree")).out == " M config.toml\n")
    ben.git("switch", "-qc", "side")
    ben.git("commit", "-q", "--allow-empty", "-m", "side")
    ben.git("switch", "-q", "main")
    ben.git("merge", "-q", "--no-ff", "--no-commit", "side")
    run("/usr/bin/env", ["git", "checkout", "-q", "config.toml"], in: team.path("tree"))
    publishes("lakes", anna)
    #expect(ben.galley("sync").code == 0)
    ben.git("commit", "-qm", "Merged")
    #expect(files(ben).contains("articles/lakes/index.md"))
  }

  @Test("save takes the text of a checkout whatever its line ends, and leaves other changes there alone")
  func saving() throws {
    #expect(anna.start("rivers", Self.text).code == 0)
    anna.git("switch", "-q", "revision/rivers/r1")
    let file = "articles/rivers/index.md"
    let before = try String(contentsOfFile: anna.folder + "/" + file, encoding: .utf8)
    try anna.write(before + "More.\r\n", to: file)
    #expect(anna.galley("save", "rivers").code == 0)
    #expect(anna.git("show", "revision/rivers/r1:\(file)").out.hasSuffix("More.\n"))
    try anna.write(before + "Most.\n", to: file)
    #expect(anna.galley("save", "rivers").code == 0)
    #expect(anna.git("status", "--short").out == "")
    try anna.write(before + "Mine.\n", to: file)
    try anna.refuses("save", "rivers", "--from", "-", saying: "is in the way", input: Data("Other.\n".utf8))
  }
}
