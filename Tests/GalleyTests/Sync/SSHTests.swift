import Foundation
import JSON
import Testing

@Suite("Remotes over ssh", .enabled(if: SSHServer.isInstalled, "no sshd here"))
struct SSHTests {
  static let text = "The rivers rise in the north.\n\nThe dam was built in 1950 by the town.\n"

  @Test("three desks clone, work at once and sync over a real sshd, and end with the same branches")
  func threeDesks() async throws {
    let team = try TestTeam()
    let server = try SSHServer(in: team.folder)
    let environment = try server.environment()
    let url = "news:\(team.path("remote.git"))"
    let (anna, ben, cara) = try (
      team.desk("anna", url: url, environment: environment),
      team.desk("ben", url: url, environment: environment),
      team.desk("cara", url: url, environment: environment)
    )
    #expect(anna.start("rivers", Self.text).code == 0)
    for desk in [anna, ben, cara] {
      let done = desk.galley("sync")
      #expect(done.code == 0, "\(done.err)")
    }
    await withTaskGroup(of: Void.self) { group in
      for desk in [anna, ben, cara] {
        let (folder, name) = (desk.folder, desk.name)
        group.addTask {
          func galley(_ words: String...) -> Finished {
            run(galleyProgram, words, in: folder, environment: environment)
          }
          #expect(galley("new", "by-\(name)", "--title", "T", "--from", "galley.yaml").code == 0)
          for index in 0..<3 {
            #expect(
              galley("annotate", "rivers", "--quote", "The dam", "--comment", "\(name) \(index)").code == 0)
            let done = galley("sync")
            #expect(done.code == 0, "\(done.err)")
          }
        }
      }
    }
    for desk in [anna, ben, cara] { #expect(desk.galley("sync").code == 0) }
    #expect(anna.branches == ben.branches && ben.branches == cara.branches)
    #expect(try cara.json("annotations", "rivers").count == 9)
    #expect(cara.isSound && anna.isSound)
  }

  @Test("the remote's hooks run over ssh, and a refusal's words come back")
  func hooks() throws {
    let team = try TestTeam()
    let server = try SSHServer(in: team.folder)
    let anna = try team.desk(
      "anna", url: "ssh://news\(team.path("remote.git"))", environment: server.environment())
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

  @Test(
    "a host key that changed and a key that isn't known there are told as such, exit 4, and nothing is lost")
  func wrongKeys() throws {
    let team = try TestTeam()
    let server = try SSHServer(in: team.folder)
    let url = "ssh://127.0.0.1:\(server.port)\(team.path("remote.git"))"
    let anna = try team.desk("anna", url: url, environment: server.environment())
    _ = anna.start("rivers", Self.text)
    let before = anna.branches

    try server.trust(hostKey: "stranger")
    let changed = anna.galley("sync")
    #expect(changed.code == 4)
    #expect(changed.err.contains("its host key isn't the one you know"))
    #expect(changed.out.contains("REMOTE HOST IDENTIFICATION HAS CHANGED"))
    try server.trust(hostKey: "host")

    let stranger = TestDesk(team: team, name: "anna", environment: try server.environment(key: "stranger"))
    let denied = stranger.galley("sync")
    #expect(denied.code == 4)
    #expect(denied.err.contains("doesn't let you in"))
    #expect(anna.branches == before)
    #expect(anna.galley("sync").code == 0)
  }

  @Test("core.sshCommand, ProxyJump, a home folder's path, blanks and quotes in a path are honoured")
  func addresses() throws {
    let team = try TestTeam()
    let server = try SSHServer(in: team.folder)
    let gate = try SSHServer(in: team.folder, named: "gate")
    let key = try String(contentsOfFile: server.path("user.pub"), encoding: .utf8)
    try gate.write(key, to: "authorized_keys")
    let known = try [server, gate].map {
      try String(contentsOfFile: $0.path("known_hosts"), encoding: .utf8)
    }
    try server.write(known.joined(), to: "known_hosts")
    let odd = team.path("the editor's remote $HOME.git")
    try FileManager.default.moveItem(atPath: team.path("remote.git"), toPath: odd)
    let jump = "ProxyJump 127.0.0.1:\(gate.port)"
    let anna = try team.desk("anna", url: "news:\(odd)", environment: server.environment(more: jump))
    _ = anna.start("rivers", Self.text)

    let plain = TestDesk(team: team, name: "anna", environment: ["GALLEY_TIMEOUT": "20"])
    plain.git("config", "core.sshCommand", "ssh -F '\(try server.configuration())'")
    #expect(plain.galley("sync").code == 0)
    plain.git("remote", "set-url", "origin", "ssh://news/~/no-such-folder.git")
    let missing = plain.galley("sync")
    #expect(missing.code == 4)
    #expect(missing.err.contains("has no repository there"))
  }
}
