import Foundation
import Testing

@Suite("A push that publishes and removes what is published, as a whole or in parts")
struct AtomicPushTests {
  private static let revision = "revision/rivers/r1"
  private static let review = "review/rivers/r1/ben@example.org"

  /// An editor whose desk has published what the guarded remote has as a draft with a review.
  private func team() throws -> (TestTeam, ben: TestDesk, edda: TestDesk) {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, ben, edda) = try (team.member("anna"), team.member("ben"), team.member("edda"))
    try #require(anna.start("rivers", "The dam was built in 1950 by the town.\n").code == 0)
    try #require(anna.galley("sync").code == 0)
    try #require(ben.galley("sync").code == 0)
    try #require(ben.galley("annotate", "rivers", "--quote", "1950", "--comment", "So late?").code == 0)
    for desk in [ben, edda] { try #require(desk.galley("sync").code == 0) }
    return (team, ben, edda)
  }

  private var removals: [String] { [Self.revision, Self.review].map { ":refs/heads/\($0)" } }

  private func push(_ desk: TestDesk, _ refspecs: [String], _ options: String...) -> Finished {
    desk.plainGit(["push", "-q"] + options + ["origin"] + refspecs)
  }

  /// A hook that stood there before ours, and that refuses one branch when its turn comes.
  private func refuse(_ branch: String, in team: TestTeam) throws {
    let hook = team.path("remote.git/hooks/update.before-galley")
    try Data("#!/bin/sh\n[ \"$1\" != refs/heads/\(branch) ]\n".utf8).write(to: URL(fileURLWithPath: hook))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hook)
    try team.expect("hooks", "install", "--repo", team.path("remote.git"), in: team.folder.path)
  }

  @Test(
    "by our publish or by a merge with git, pushed by git in one transaction, or by our sync",
    arguments: ["publish --atomic", "merge --atomic", "merge", "publish sync", "merge sync"])
  func wholePush(way: String) throws {
    let (team, ben, edda) = try team()
    if way.hasPrefix("publish") {
      #expect(edda.galley("publish", "rivers").code == 0)
    } else {
      #expect(edda.galley("merge", "rivers").code == 0)
      let message = "Publish rivers r1\n\nGalley-Event: publish\nGalley-Revision: rivers/r1\n"
      edda.git("switch", "-q", "main")
      let merged = edda.git(
        "merge", "-q", "--no-ff", "--allow-unrelated-histories", "-m", message, Self.revision)
      #expect(merged.code == 0, "\(merged)")
    }
    let done =
      way.hasSuffix("sync")
      ? edda.galley("sync")
      : push(edda, ["main"] + removals, way.hasSuffix("--atomic") ? "--atomic" : "--no-atomic")
    #expect(done.code == 0, "\(done.out)\(done.err)")
    #expect(
      team.remoteReferences == "refs/heads/main \(try edda.id(["rev-parse", "main"]))\n" && team.isRemoteSound
    )
    for desk in [edda, ben] { #expect(desk.galley("sync").code == 0) }
    #expect(ben.branches == edda.branches && ben.isSound)
    #expect(ben.galley("verify").code == 0)
  }

  @Test("one reference that breaks a rule keeps all the others back", arguments: ["--atomic", "--no-atomic"])
  func oneRefused(way: String) throws {
    let (team, ben, edda) = try team()
    #expect(ben.galley("annotate", "rivers", "--quote", "the town", "--comment", "Which?").code == 0)
    #expect(ben.galley("sync").code == 0)
    let before = team.remoteReferences
    #expect(edda.galley("publish", "rivers").code == 0)
    // The publication is good, and the review has become more than it took in.
    let done = push(edda, ["main"] + removals, way)
    #expect(done.code != 0)
    #expect(
      done.err.contains("[history] \(Self.review): it has commits that are not published"), "\(done.err)")
    #expect(team.remoteReferences == before && team.isRemoteSound)
  }

  @Test(
    "when main doesn't move after all, nothing goes that it would have had",
    arguments: ["--atomic", "--no-atomic", "sync"])
  func mainStays(way: String) throws {
    let (team, ben, edda) = try team()
    try refuse("main", in: team)
    let before = team.remoteReferences
    #expect(edda.galley("publish", "rivers").code == 0)
    let done = way == "sync" ? edda.galley("sync") : push(edda, ["main"] + removals, way)
    #expect(done.code != 0)
    #expect(team.remoteReferences == before && team.isRemoteSound, "\(done)")
    if way == "sync" { #expect(done.code == 1 && done.err.contains("the remote declined"), "\(done)") }
    try FileManager.default.removeItem(atPath: team.path("remote.git/hooks/update.before-galley"))
    try team.expect("hooks", "install", "--repo", team.path("remote.git"), in: team.folder.path)
    for desk in [edda, ben] { #expect(desk.galley("sync").code == 0) }
    #expect(team.remoteReferences.split(separator: "\n").count == 1 && ben.branches == edda.branches)
  }

  @Test("when one branch stays, main moves and the others go, and the next sync sends the rest")
  func branchStays() throws {
    let (team, _, edda) = try team()
    try refuse(Self.review, in: team)
    #expect(edda.galley("publish", "rivers").code == 0)
    let done = push(edda, ["main"] + removals)
    #expect(done.code != 0)
    #expect(team.remoteReferences.contains(Self.review) && !team.remoteReferences.contains(Self.revision))
    #expect(team.isRemoteSound)
    try FileManager.default.removeItem(atPath: team.path("remote.git/hooks/update.before-galley"))
    try team.expect("hooks", "install", "--repo", team.path("remote.git"), in: team.folder.path)
    #expect(edda.galley("sync").code == 0)
    #expect(team.remoteReferences.split(separator: "\n").count == 1)
  }

  @Test("who works on the server itself, and who packs its references, isn't held up")
  func onTheServer() throws {
    let (team, _, _) = try team()
    func git(_ words: String...) -> Finished {
      run("/usr/bin/env", ["git"] + words, in: team.path("remote.git"))
    }
    #expect(git("pack-refs", "--all", "--prune").code == 0)
    #expect(git("gc", "-q").code == 0)
    #expect(team.remoteReferences.split(separator: "\n").count == 3)
    #expect(git("update-ref", "-d", "refs/heads/\(Self.review)").code == 0)
    #expect(team.remoteReferences.split(separator: "\n").count == 2)
  }
}
