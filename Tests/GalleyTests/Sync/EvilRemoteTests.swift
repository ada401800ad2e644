import Foundation
import Testing

@Suite("An evil remote writes nothing outside the desk and runs nothing")
struct EvilRemoteTests {
  /// Puts a tree on the remote's main past every check of git's and ours.
  private func plant(_ entries: [(mode: String, name: String, id: String)], by desk: TestDesk) throws {
    let main = try desk.id(["rev-parse", "main"])
    let config = try desk.id(["rev-parse", "main:galley.yaml"])
    let all = (entries + [("100644", "galley.yaml", config)]).sorted {
      Array(($0.name + ($0.mode == "40000" ? "/" : "")).utf8)
        .lexicographicallyPrecedes(Array(($1.name + ($1.mode == "40000" ? "/" : "")).utf8))
    }
    let commit = try desk.commit(tree: desk.rawTree(all), parents: [main])
    let remote = desk.team.path("remote.git")
    let pushed = desk.plainGit([
      "-c", "push.negotiate=false", "push", "-q", "origin", "+\(commit):refs/heads/main",
    ])
    try #require(pushed.code == 0, "\(pushed.err) \(remote)")
  }

  @Test("trees with .git, .., links and look-alikes are refused or do no harm, in clone and sync")
  func trees() throws {
    let team = try TestTeam()
    let outside = team.path("outside")
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    let mallory = try team.desk("mallory")
    let hook = try mallory.blob(Data("#!/bin/sh\ntouch '\(outside)/ran'\n".utf8))
    let file = try mallory.blob(Data("x".utf8))
    let link = try mallory.blob(Data(outside.utf8))
    let hooks = try mallory.rawTree([("100755", "post-checkout", hook)])
    let git = try mallory.rawTree([("40000", "hooks", hooks)])
    let below = try mallory.rawTree([("100644", "f", file)])
    for (number, entries) in [
      [("40000", ".git", git)], [("40000", ".GIT", git)], [("40000", "git~1", git)],
      [("40000", ".g\u{200C}it", git)], [("40000", "..", below)], [("40000", "../outside", below)],
      [("120000", "a", link), ("40000", "a", below)], [("120000", "articles", link)],
      [("160000", "sub", String(repeating: "1", count: 40))], [("100644", "a\\..\\b", file)],
    ].enumerated() {
      let anna = try team.desk("anna-\(number)")
      try plant(entries, by: mallory)
      let before = mallory.git("rev-parse", "HEAD").out
      for done in [
        anna.galley("sync"),
        run(
          galleyProgram, ["clone", team.path("remote.git"), team.path("clone-\(number)")],
          in: team.folder.path),
      ] where done.code != 0 {
        #expect(done.err.hasPrefix("galley: ") && done.err.split(separator: "\n").count <= 2, "\(done)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty, "\(entries)")
      for desk in ["anna-\(number)", "clone-\(number)"] {
        let planted = team.path("\(desk)/.git/hooks/post-checkout")
        #expect(!FileManager.default.fileExists(atPath: planted), "\(entries)")
      }
      // The remote is as it was for the next.
      let back = mallory.plainGit([
        "push", "-q", "origin", "+\(before.trimmingCharacters(in: .whitespacesAndNewlines)):refs/heads/main",
      ])
      try #require(back.code == 0, "\(back.err)")
    }
  }
}
