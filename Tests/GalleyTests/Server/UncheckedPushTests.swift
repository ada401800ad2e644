import Foundation
import JSON
import Testing

@Suite("Nothing is written that was not checked")
struct UncheckedPushTests {
  private static let r1 = "refs/heads/revision/rivers/r1"
  private static let review = "refs/heads/review/rivers/r1/ben@example.org"

  private struct Case {
    let team: TestTeam
    let anna: TestDesk
    let ben: TestDesk
    let edda: TestDesk
    let base: String
    /// An honest remark of Ben's, and what he may not do upon it.
    let honest: String
    let forged: String
  }

  private func make() throws -> Case {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, ben, edda) = try (team.member("anna"), team.member("ben"), team.member("edda"))
    try #require(anna.start("rivers", "The dam was built in 1950.\n").code == 0)
    for desk in [anna, ben, edda] { try #require(desk.galley("sync").code == 0) }
    let base = try ben.id(["rev-parse", "revision/rivers/r1"])
    let id = newID()
    let honest = try ben.forge(
      on: base,
      [
        ForgedFile(
          "reviews/rivers/r1/ben@example.org/\(id).json", forgedAnnotation(id, by: "ben@example.org"))
      ])
    let forged = try ben.forge(
      on: honest, [ForgedFile("articles/rivers/index.md", "Owned.\n")], as: ("Anna", "anna@example.org"))
    return Case(team: team, anna: anna, ben: ben, edda: edda, base: base, honest: honest, forged: forged)
  }

  @Test(
    "a push that names a reference twice is refused as a whole, in any order and in one transaction too",
    arguments: ["good bad", "bad good", "good gone bad", "good bad other"],
    ["report-status", "report-status atomic"])
  func twice(order: String, capabilities: String) throws {
    let one = try make()
    let before = one.team.remoteReferences
    let commands = order.split(separator: " ").map { word -> RawCommand in
      switch word {
      case "good": RawCommand(new: one.honest, reference: Self.review)
      case "gone": RawCommand(old: one.honest, new: RawCommand.none, reference: Self.review)
      case "other": RawCommand(old: one.base, new: one.base, reference: Self.r1)
      default:
        RawCommand(
          old: order.hasPrefix("bad") ? RawCommand.none : one.honest, new: one.forged, reference: Self.review)
      }
    }
    let done = try one.ben.rawPush(
      commands, sending: [one.forged, "^\(one.base)"], capabilities: capabilities)
    #expect(done.err.contains("the push names it twice"), "\(done)")
    #expect(one.team.remoteReferences == before && one.team.isRemoteSound)
  }

  @Test("what doesn't start from where its branch stands is left out of the check, and not written")
  func notFresh() throws {
    let one = try make()
    let other = String(repeating: "d", count: 40)
    let before = one.team.remoteReferences
    for (desk, command) in [
      (one.ben, RawCommand(old: one.base, new: one.forged, reference: Self.review)),
      (one.ben, RawCommand(old: RawCommand.none, new: one.forged, reference: Self.r1)),
      (one.edda, RawCommand(old: other, new: RawCommand.none, reference: Self.r1)),
      (one.edda, RawCommand(old: other, new: RawCommand.none, reference: "refs/heads/main")),
      (one.edda, RawCommand(old: RawCommand.none, new: RawCommand.none, reference: Self.r1)),
    ] {
      let done = try desk.rawPush([command], sending: [one.forged, "^\(one.base)"])
      #expect(done.out.contains("ng ") || done.out.contains("not exist"), "\(command): \(done)")
      #expect(one.team.remoteReferences == before, "\(command)")
    }
    // The honest one goes in, and what would have been left out of its push not.
    let honest = RawCommand(new: one.honest, reference: Self.review)
    let stale = RawCommand(old: other, new: RawCommand.none, reference: Self.r1)
    let done = try one.ben.rawPush([honest, stale], sending: [one.honest, "^\(one.base)"])
    #expect(done.out.contains("ok \(Self.review)") && done.out.contains("ng \(Self.r1)"), "\(done)")
  }

  @Test("the scripts let through what is in the list of what was checked, and nothing of another push's")
  func lists() throws {
    let one = try make()
    let list = one.team.path("remote.git/galley-push-checked")
    let honest = RawCommand(new: one.honest, reference: Self.review)
    #expect(try one.ben.rawPush([honest], sending: [one.honest, "^\(one.base)"]).out.contains("ok "))
    #expect(!FileManager.default.fileExists(atPath: list))
    // A list that another push has left says nothing of this one.
    let second = RawCommand(old: one.honest, new: one.forged, reference: Self.review)
    let lines = "1 99999999\n\(one.honest) \(one.forged) \(Self.review)\n"
    try Data(lines.utf8).write(to: URL(fileURLWithPath: list))
    #expect(try one.ben.rawPush([second], sending: [one.forged, "^\(one.honest)"]).out.contains("ng "))
  }

  @Test(
    "bytes of a commit that git and people read in two ways are refused, whatever the server's settings",
    arguments: [
      "author:encoding UTF-7", "author:encoding latin1", "name:Be\u{0001}n", "name:",
      "email:ben@example.org> <x",
      "time:007", "zone:0000", "zone:+00000", "author:author B <b@c> 1 +0000",
    ])
  func bytes(fault: String) throws {
    let one = try make()
    _ = run(
      "/usr/bin/env", ["git", "config", "receive.fsckObjects", "false"], in: one.team.path("remote.git"))
    let parts = fault.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    func value(_ name: String, _ usual: String) -> String { parts[0] == name ? parts[1] : usual }
    let who =
      "\(value("name", "Ben")) <\(value("email", "ben@example.org"))> \(value("time", "1700000000")) \(value("zone", "+0000"))"
    let tree = try one.ben.id(["rev-parse", "\(one.honest)^{tree}"])
    let more = parts[0] == "author" ? "\(parts[1])\n" : ""
    let commit = try one.ben.rawCommit(
      "tree \(tree)\nparent \(one.base)\nauthor \(who)\ncommitter Ben <ben@example.org> 1700000000 +0000\n\(more)\nBy hand\n"
    )
    let before = one.team.remoteReferences
    let done = try one.ben.rawPush(
      [RawCommand(new: commit, reference: Self.review)], sending: [commit, "^\(one.base)"])
    #expect(done.out.contains("ng ") && done.err.contains("[author]"), "\(done)")
    #expect(one.team.remoteReferences == before)
  }
}
