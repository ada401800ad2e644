import Foundation
import JSON
import Testing

@Suite("Names that a clone on Windows or a Mac can't have")
struct PortableNamesTests {
  private static let names = [
    "con", "AUX.png", "nul.tar.gz", "com1", "lpt9.txt", "COM\u{00B9}", "conin$", "prn .md", "end.", "blank ",
    "a:b",
    "what?.png", "a*", "a|b", "\"q\"", "<x>",
  ]
  /// Two names that are one to some file system.
  private static let pairs = [
    ("Map.png", "map.png"), ("caf\u{E9}", "cafe\u{301}"), ("CAF\u{C9}", "caf\u{E9}"),
    ("stra\u{DF}e", "STRASSE"), ("\u{212A}", "k"), ("\u{3A3}\u{3B1}\u{3C2}", "\u{3C3}\u{3B1}\u{3C3}"),
  ]

  /// A guarded remote with one article, at the author's desk.
  private func team() throws -> (TestTeam, anna: TestDesk) {
    let team = try TestTeam()
    try team.guardRemote()
    let anna = try team.member("anna")
    #expect(anna.start("rivers", "The dam was built in 1950 by the town.\n").code == 0)
    #expect(anna.galley("sync").code == 0)
    return (team, anna)
  }

  private func file(_ name: String) -> ForgedFile { ForgedFile("articles/rivers/\(name)", "x") }

  /// Commits onto the revision without a working tree, which this system's git would have as well.
  private func forge(_ desk: TestDesk, _ files: [ForgedFile], on base: String = "revision/rivers/r1") throws
    -> String
  {
    try desk.forge(on: base, files, as: (desk.name, "\(desk.name)@example.org"))
  }

  @Test("are refused by the server, each with its reason")
  func server() throws {
    let (team, anna) = try team()
    let before = team.remoteReferences
    for name in Self.names {
      let done = anna.push("\(try forge(anna, [file(name)])):refs/heads/revision/rivers/r1")
      #expect(
        done.code == 1 && done.err.contains("[tree]") && done.err.contains("Windows"), "\(name): \(done.err)")
    }
    for (one, other) in Self.pairs {
      let done = anna.push("\(try forge(anna, [file(one), file(other)])):refs/heads/revision/rivers/r1")
      #expect(done.code == 1 && done.err.contains("differs only in"), "\(one) \(other): \(done.err)")
    }
    #expect(team.remoteReferences == before)
    let fine = ["console.md", "com10", "auxiliary.png", "nul-1", "a.b", "Caf\u{E9}.png", "null"].map(file)
    let base = try forge(anna, fine)
    #expect(anna.push("\(base):refs/heads/revision/rivers/r1").code == 0)
    // One that is there in another spelling, however many others are.
    let many = try forge(anna, (0..<50).map { file("n\($0)") }, on: base)
    #expect(anna.push("\(try forge(anna, [file("N7")], on: many)):refs/heads/revision/rivers/r1").code == 1)
    #expect(anna.push("\(many):refs/heads/revision/rivers/r1").code == 0)
  }

  @Test("are told before the commit, and by verify where they are already; a desk that has them goes on")
  func desk() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    #expect(anna.start("rivers", "The dam was built in 1950 by the town.\n").code == 0)
    let old = try forge(anna, [file("aux.png"), file("Map.png"), file("map.png")])
    anna.git("update-ref", "refs/heads/revision/rivers/r1", old)
    let verified = anna.galley("verify")
    #expect(verified.code == 1 && verified.out.contains("aux.png: Windows has a device"), "\(verified.out)")
    #expect(verified.out.contains("map.png: another file's name"), "\(verified.out)")
    let faults = try #require(anna.json("verify")[0]["faults"]?.arrayValue)
    // Of the two, git's order has Map.png before map.png: each is new, and each is named.
    #expect(faults.count == 3, "\(faults)")
    #expect(anna.galley("show", "rivers").code == 0 && anna.galley("sync").code == 0)

    // With rules from now on: what is there may change, and go; nothing like it comes in.
    try team.guardRemote()
    let member = TestDesk(team: team, name: "anna", environment: ["GALLEY_USER": "anna@example.org"])
    #expect(member.galley("sync").code == 0)
    let changed = try member.forge(
      on: "revision/rivers/r1", [ForgedFile("articles/rivers/aux.png", "other"), file("b.png")],
      as: ("anna", "anna@example.org"))
    let pushed = member.push("\(changed):refs/heads/revision/rivers/r1")
    #expect(pushed.code == 0, "\(pushed.err)")
    #expect(
      member.push("\(try forge(member, [file("MAP.png")], on: changed)):refs/heads/revision/rivers/r1").code
        == 1)
    let gone = try member.forge(
      on: changed, removing: ["articles/rivers/aux.png", "articles/rivers/map.png"],
      as: ("anna", "anna@example.org"))
    #expect(member.push("\(gone):refs/heads/revision/rivers/r1").code == 0)

    #expect(member.galley("hooks", "install").code == 0 && member.galley("sync").code == 0)
    member.git("switch", "-q", "revision/rivers/r1")
    try member.write("x", to: "articles/rivers/nul.txt")
    member.git("add", "-A")
    let commit = member.git("commit", "-qm", "A device")
    #expect(commit.code == 1 && commit.err.contains("Windows has a device"), "\(commit)")
  }

  @Test("aren't made of people's e-mails; a review of before that is still read")
  func people() throws {
    let team = try TestTeam()
    let con = try team.desk("con")
    con.git("config", "user.email", "con.smith@example.org")
    #expect(con.start("rivers", "The dam was built in 1950 by the town.\n").code == 0)
    #expect(con.galley("annotate", "rivers", "--quote", "dam", "--comment", "Which?").code == 0)
    let new = "review/rivers/r1/=63on.smith@example.org"
    #expect(con.branches.contains(new))
    let file = try con.id(["ls-tree", "-r", "--name-only", new, "reviews"])
    let id = newID()
    let old = try con.forge(
      on: "revision/rivers/r1",
      [
        ForgedFile(
          "reviews/rivers/r1/con.smith@example.org/\(id).json",
          forgedAnnotation(id, by: "con.smith@example.org"))
      ])
    con.git("update-ref", "refs/heads/review/rivers/r1/con.smith@example.org", old)
    #expect(file.contains("/=63on.smith@example.org/"))
    #expect(try con.json("annotations", "rivers").count == 2)
    #expect(con.galley("merge", "rivers").code == 0 && con.galley("sync").code == 0)
    #expect(try con.json("annotations", "rivers").filter { $0["merged"]?.boolValue == true }.count == 2)
    #expect(con.galley("verify").out.contains("Windows has a device"))
  }
}
