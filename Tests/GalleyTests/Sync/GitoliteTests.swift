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

@Suite(
  "A guarded remote behind gitolite and ssh",
  .enabled(if: SSHServer.isInstalled && Gitolite.isInstalled, "no sshd or no gitolite3 here"))
struct GuardedGitoliteTests {
  @Test(
    "our hooks know the pusher by GL_USER beside gitolite's own, and blind reviews are hidden by its trigger")
  func blind() throws {
    let team = try TestTeam()
    let server = try SSHServer(in: team.folder)
    let names = ["anna", "ben", "cara", "edda"]
    var keys: [String: String] = [:]
    for name in names {
      let made = run(
        "/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", name], in: server.path(""))
      try #require(made.code == 0, "\(made.err)")
      keys["\(name)@example.org"] = name
    }
    try Gitolite.set(
      up: server, in: team.folder, keys: keys, rules: "repo news\n  RW+ = @all\n", isGuarded: true)
    let repository = team.path("gitolite/repositories/news.git")
    // The desk's rules come first, by whoever runs the server.
    try team.guardRemote()
    let filled = run(
      "/usr/bin/env", ["git", "fetch", "-q", team.path("remote.git"), "main:main"], in: repository)
    try #require(filled.code == 0, "\(filled.err)")
    let installed = run(galleyProgram, ["hooks", "install", "--repo", repository], in: team.folder.path)
    #expect(installed.code == 0 && installed.err.contains("is a link and was left as it is"), "\(installed)")

    func desk(_ name: String) throws -> TestDesk {
      try team.desk(name, url: "news:news", environment: server.environment(key: name))
    }
    func sync(_ desks: TestDesk...) {
      for desk in desks {
        let done = desk.galley("sync")
        #expect(done.code == 0, "\(desk.name): \(done.out)\(done.err)")
      }
    }
    let (anna, ben, cara, edda) = try (desk("anna"), desk("ben"), desk("cara"), desk("edda"))
    #expect(anna.start("rivers", "The dam was built by the town.\n").code == 0)
    #expect(anna.galley("submit", "rivers", "--reviewers", "Ben,Cara", "--blind").code == 0)
    sync(anna, ben)
    #expect(ben.galley("annotate", "rivers", "--quote", "the town", "--comment", "Hm").code == 0)
    sync(ben)
    let branch = "refs/heads/review/rivers/r1/ben@example.org"
    let tip = try ben.id(["rev-parse", branch])
    func sees(_ desk: TestDesk) -> Bool { desk.plainGit(["ls-remote", "origin"]).out.contains(branch) }
    #expect(sees(ben) && sees(edda) && !sees(cara) && !sees(anna))
    for wanted in [branch, tip] {
      #expect(cara.plainGit(["fetch", "-q", "origin", wanted]).code != 0)
    }
    // gitolite lets everybody write everything; our hooks don't.
    let started = try ben.forge(
      on: nil, [ForgedFile("articles/by-ben/index.md", "Not mine to start.\n")], message: "Start")
    #expect(ben.git("branch", "revision/by-ben/r1", started).code == 0)
    let refused = ben.galley("sync")
    #expect(
      refused.code == 1 && refused.out.contains("[permission] revision/by-ben/r1: Ben may not"), "\(refused)")
    sync(edda)
    #expect(edda.galley("merge", "rivers").code == 0)
    sync(edda, cara)
    #expect(sees(cara))
    #expect(cara.plainGit(["cat-file", "-e", tip]).code == 0)
  }
}

/// gitolite3 in a home folder of its own, behind a test's sshd.
private enum Gitolite {
  static let shell = "/usr/share/gitolite3/gitolite-shell"
  static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: shell) }

  /// - Parameters:
  ///   - keys: people, and the server's key that each has.
  ///   - isGuarded: with our trigger, as docs/server.md says.
  static func set(
    up server: SSHServer, in folder: URL, keys: [String: String], rules: String, isGuarded: Bool = false
  ) throws {
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
    if isGuarded {
      let trigger = projectFolder.appendingPathComponent("hooks/gitolite").path
      try Data(
        """
        %RC = (
          UMASK => 0077,
          LOCAL_CODE => '\(trigger)',
          GALLEY => '\(galleyProgram)',
          PRE_GIT => ['Galley::pre_git'],
        );
        1;

        """.utf8
      ).write(to: URL(fileURLWithPath: home + "/.gitolite.rc"))
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
