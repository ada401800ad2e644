import Foundation
import JSON
import Testing

@Suite(
  "A remote with access by branch names, by gitolite over ssh",
  .enabled(if: SSHServer.isInstalled && Gitolite.isInstalled, "no sshd or no gitolite3 here"))
struct GitoliteTests {
  @Test(
    "a reviewer may push the own review only: what is declined is named with gitolite's words, the rest is sent"
  )
  func reviewer() throws {
    let team = try TestTeam()
    let server = try SSHServer(in: team.folder)
    try Gitolite.set(
      up: server, in: team.folder, keys: ["anna@example.org": "user", "ben@example.org": "stranger"],
      rules: #"""
        repo news
          RW+ = anna@example.org
          R = @all
          RW refs/heads/review/.+/ben@example\.org$ = ben@example.org

        """#)
    let anna = try team.desk("anna", url: "news:news", environment: server.environment())
    anna.galley("init")
    #expect(anna.start("rivers", "The rivers rise in the north.\n").code == 0)
    let first = anna.galley("sync")
    #expect(first.code == 0, "\(first.err)")

    let ben = try team.desk("ben", url: "news:news", environment: server.environment(key: "stranger"))
    #expect(ben.galley("annotate", "rivers", "--quote", "north", "--query", "Which?").code == 0)
    #expect(ben.start("by-ben", "Not mine to start.\n").code == 0)
    let done = ben.galley("sync")
    #expect(done.code == 1)
    #expect(done.err.contains("the remote declined revision/by-ben/r1"))
    #expect(done.out.contains("DENIED by fallthru") && done.out.contains("sent"), "\(done.out)")
    let told = try #require(ben.json("sync").first)
    #expect(told["declined"]?.arrayValue?.first?["branch"]?.stringValue == "revision/by-ben/r1")
    #expect(told["error"]?["exit"]?.intValue == 1)

    #expect(anna.galley("sync").code == 0)
    #expect(try anna.json("annotations", "rivers").count == 1)
    #expect(!anna.branches.contains("by-ben"))
  }
}

/// gitolite3 in a home folder of its own, behind a test's sshd.
private enum Gitolite {
  static let shell = "/usr/share/gitolite3/gitolite-shell"
  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: shell) }

  /// - Parameter keys: people, and the server's key that each has.
  static func set(up server: SSHServer, in folder: URL, keys: [String: String], rules: String) throws {
    let home = folder.appendingPathComponent("gitolite").path
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let who = ["GIT_AUTHOR", "GIT_COMMITTER"].flatMap {
      [("\($0)_NAME", "git"), ("\($0)_EMAIL", "git@localhost")]
    }
    let environment = Dictionary(uniqueKeysWithValues: who).merging(["HOME": home]) { $1 }
    func gitolite(_ words: String...) throws {
      let done = run("/usr/bin/gitolite", words, in: home, environment: environment)
      try #require(done.code == 0, "\(done.err)")
    }
    try gitolite("setup", "-a", "admin")
    try Data(rules.utf8).write(to: URL(fileURLWithPath: home + "/.gitolite/conf/gitolite.conf"))
    try gitolite("compile")
    let lines = try keys.map { person, key in
      let text = try String(contentsOfFile: server.path("\(key).pub"), encoding: .utf8)
      return "command=\"env HOME='\(home)' \(shell) \(person)\",restrict \(text)"
    }
    try server.write(lines.joined(), to: "authorized_keys")
  }
}
