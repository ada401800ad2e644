import Editorial
import Foundation
import Galley
import JSON
import Testing

@Suite("A blind round is hidden from its beginning, and so that nobody can ask around it")
struct HiddenRoundTests {
  private static let r1 = "refs/heads/revision/rivers/r1"
  private static func review(_ name: String) -> String { "refs/heads/review/rivers/r1/\(name)@example.org" }

  private struct Round {
    let team: TestTeam
    let anna: TestDesk
    let ben: TestDesk
    let cara: TestDesk
    /// Ben's review, as the server has it.
    let tip: String
    let file: String
    let content: Data
  }

  private func gate(_ team: TestTeam, _ name: String, _ words: String..., input: Data = Data()) -> Finished {
    run(
      galleyProgram, ["gate", "\(name)@example.org"] + words, in: team.folder.path,
      environment: [
        "SSH_ORIGINAL_COMMAND": "git-upload-pack 'remote.git'", "GIT_PROTOCOL": "version=2",
      ], input: input)
  }

  private func round() throws -> Round {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, ben, cara) = try (team.member("anna"), team.member("ben"), team.member("cara"))
    try #require(anna.start("rivers", "The dam was built in 1950.\n").code == 0)
    try #require(anna.galley("submit", "rivers", "--reviewers", "Ben,Cara", "--blind").code == 0)
    for desk in [anna, ben, cara] { try #require(desk.galley("sync").code == 0) }
    // Nobody has said anything yet.
    let hidden = gate(team, "cara", "--hidden", "--repo", team.path("remote.git")).out
    #expect(hidden == "refs/heads/review/rivers/r1\n!\(Self.review("cara"))\n")
    try #require(ben.galley("annotate", "rivers", "--quote", "1950", "--query", "SECRET").code == 0)
    try #require(ben.galley("sync").code == 0)
    let tip = try ben.id(["rev-parse", Self.review("ben")])
    let file = try #require(
      ben.git("ls-tree", "-r", "--format=%(objectname) %(path)", tip, "reviews").out
        .split(separator: "\n").first { $0.contains("ben@") }
    ).prefix(40)
    return Round(
      team: team, anna: anna, ben: ben, cara: cara, tip: tip, file: String(file),
      content: Data(ben.git("cat-file", "blob", String(file)).out.utf8))
  }

  @Test("the server answers the same, whether there is a hidden review or not")
  func sameAnswer() throws {
    let one = try round()
    let root = one.team.folder.path
    func lines(_ words: [String]) -> Data {
      words.reduce(into: Data()) { data, line in
        if line.count == 4, Int(line) != nil {
          data += Data(line.utf8)
        } else {
          data += Data(FetchFilter.Lines.packed(Array((line + "\n").utf8)))
        }
      }
    }
    let main = try one.cara.id(["rev-parse", "origin/main"])
    func asks(_ words: [String], _ name: String = "cara") -> Finished {
      gate(one.team, name, "--root", root, input: lines(words))
    }
    func fetch(_ words: String...) -> [String] { ["command=fetch", "0001"] + words + ["done", "0000"] }
    // Version 2 lists nothing of it and hands nothing of it out.
    let listed = asks(["command=ls-refs", "0001", "ref-prefix refs/heads/", "0000"]).out
    #expect(listed.contains(Self.r1) && !listed.contains("ben@"))
    #expect(asks(["command=ls-refs", "0001", "ref-prefix refs/heads/", "0000"], "edda").out.contains("ben@"))
    for id in [one.tip, one.file, String(repeating: "1", count: 40)] {
      #expect(asks(fetch("want \(id)")).out.contains("ERR upload-pack: not our ref \(id)"), "\(id)")
    }
    #expect(asks(fetch("want \(main)")).out.contains("packfile"))
    // Nor does it say that it has it.
    let mine = try one.cara.id(["rev-parse", "origin/revision/rivers/r1"])
    for (id, isKnown) in [(one.tip, false), (one.file, false), (mine, true)] {
      let said = asks(["command=fetch", "0001", "want \(main)", "have \(id)", "0000"]).out
      #expect(said.contains("ACK \(id)") == isKnown, "\(id): \(said)")
    }
    let names = ["ben", "cara", "nobody"].map { "deepen-not \(Self.review($0))" }
    #expect(Set(names.map { asks(fetch("want \(main)", $0)).err.prefix(60) }).count == 1)
  }

  @Test(
    "nobody pushes to another's review, and hears the same whether there is one",
    arguments: ["ben", "edda", "alma"])
  func samePush(name: String) throws {
    let one = try round()
    let hidden = gate(one.team, "anna", "--hidden", "--repo", one.team.path("remote.git")).out
    #expect(hidden == "refs/heads/review/rivers/r1\n!\(Self.review("anna"))\n")
    let done = one.anna.push("\(Self.r1):\(Self.review(name))")
    #expect(done.code != 0 && !done.err.contains("SECRET"))
  }

  @Test("a hidden object is adopted by no detour: as a file, as a parent, or as a branch's own commit")
  func adopted() throws {
    let one = try round()
    let before = one.team.remoteReferences
    let (anna, cara) = (one.anna, one.cara)
    for desk in [anna, cara] {
      _ = desk.plainGit(["fetch", "-q", one.ben.folder, "\(Self.review("ben")):refs/stolen"])
    }
    func refused(_ desk: TestDesk, _ commit: String, _ reference: String, line: Int = #line) {
      let done = desk.push("\(commit):\(reference)")
      #expect(done.code != 0 && !done.err.contains("SECRET"), "line \(line): \(done.err)")
    }
    let copy = ForgedFile("articles/rivers/note.txt", bytes: one.content)
    refused(anna, try anna.forge(on: Self.r1, [copy]), Self.r1)
    refused(anna, try anna.forge(on: Self.r1, merging: [one.tip]), Self.r1)
    let tree = try anna.id(["rev-parse", "\(Self.r1)^{tree}"])
    refused(anna, try anna.commit(tree: tree, parents: [one.tip]), Self.r1)
    refused(anna, one.tip, Self.r1)
    refused(anna, one.tip, "refs/heads/revision/rivers/r2")
    refused(cara, one.tip, Self.review("cara"))
    refused(cara, try cara.commit(tree: tree, parents: [Self.r1, one.tip]), Self.review("cara"))
    #expect(one.team.remoteReferences == before && one.team.isRemoteSound)
  }

  @Test("what the server says after a push tells an author nothing of a hidden verdict")
  func afterPush() throws {
    let one = try round()
    func said() -> String {
      #expect(one.anna.galley("annotate", "rivers", "--quote", "dam", "--comment", "Hm").code == 0)
      return one.anna.galley("sync").err
    }
    let before = said()
    #expect(before.contains("next: ben@example.org, cara@example.org"), "\(before)")
    #expect(one.ben.galley("verdict", "rivers", "reject").code == 0 && one.ben.galley("sync").code == 0)
    #expect(said() == before)
  }

  @Test("while nobody is named, who asked for a blind round sees it, and nobody gets to by asking as well")
  func unnamed() throws {
    let team = try TestTeam()
    try team.expect("hooks", "install", "--repo", team.path("remote.git"), in: team.folder.path)
    let (anna, cara) = try (team.member("anna"), team.member("cara"))
    #expect(anna.start("rivers", "The dam was built in 1950.\n").code == 0)
    #expect(anna.galley("submit", "rivers", "--blind").code == 0)
    for desk in [anna, cara] { #expect(desk.galley("sync").code == 0) }
    func hides(_ name: String) -> Bool {
      gate(team, name, "--hidden", "--repo", team.path("remote.git")).out.contains(
        "refs/heads/review/rivers/r1\n")
    }
    #expect(!hides("anna") && hides("cara"))
    #expect(cara.galley("submit", "rivers").code == 0 && cara.galley("sync").code == 0)
    #expect(hides("cara"))
    #expect(cara.galley("submit", "rivers", "--blind").code == 0)
    #expect(cara.galley("sync").out.contains("asked for these reviews"))
    #expect(hides("cara"))
  }
}
