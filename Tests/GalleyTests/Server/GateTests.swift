import Foundation
import Testing

@Suite("The gate: what comes in by ssh is git, in the key's name, without others' blind reviews")
struct GateTests {
  /// A desk whose ssh is the gate itself, as a server would force it on this person's key.
  private func desk(_ name: String, of team: TestTeam) throws -> TestDesk {
    let script = team.path("ssh-\(name)")
    try Data(
      """
      #!/bin/sh
      for last; do :; done
      SSH_ORIGINAL_COMMAND=$last exec '\(galleyProgram)' gate \(name)@example.org --root '\(team.folder.path)'

      """.utf8
    ).write(to: URL(fileURLWithPath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    return try team.desk(
      name, url: "server:remote.git",
      // Taken for OpenSSH, to which git hands its protocol's version.
      environment: [
        "GIT_SSH_COMMAND": script, "GIT_SSH_VARIANT": "ssh", "GALLEY_USER": "nobody@example.org",
      ])
  }

  private func branches(_ desk: TestDesk) -> String { desk.plainGit(["ls-remote", "origin"]).out }

  @Test("a blind review is nobody's to fetch but its writer's and an editor's, until it is merged")
  func blind() throws {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, ben) = try (desk("anna", of: team), desk("ben", of: team))
    let (cara, edda) = try (desk("cara", of: team), desk("edda", of: team))
    #expect(anna.start("rivers", "The dam was built by the town.\n").code == 0)
    #expect(anna.galley("submit", "rivers", "--reviewers", "Ben,Cara", "--blind").code == 0)
    for desk in [anna, ben, cara] {
      let done = desk.galley("sync")
      #expect(done.code == 0, "\(done.out)\(done.err)")
    }
    for (desk, words) in [(ben, "the town"), (cara, "The dam")] {
      #expect(desk.galley("annotate", "rivers", "--quote", words, "--comment", "Hm").code == 0)
      #expect(desk.galley("sync").code == 0)
    }
    let branch = "refs/heads/review/rivers/r1/ben@example.org"
    let tip = try ben.id(["rev-parse", branch])
    #expect(branches(ben).contains(branch) && branches(edda).contains(branch))
    for desk in [anna, cara] {
      #expect(branches(desk).contains("revision/rivers/r1") && !branches(desk).contains(branch))
      for version in ["0", "2"] {
        for wanted in [branch, tip] {
          let done = desk.plainGit(["-c", "protocol.version=\(version)", "fetch", "-q", "origin", wanted])
          #expect(done.code != 0, "\(desk.name) fetches \(wanted) by version \(version)")
        }
      }
      #expect(desk.plainGit(["cat-file", "-e", tip]).code != 0)
    }
    #expect(cara.push("revision/rivers/r1:\(branch)").code != 0)
    for desk in [edda, cara] { #expect(desk.galley("sync").code == 0) }
    #expect(edda.galley("merge", "rivers").code == 0)
    for desk in [edda, cara] { #expect(desk.galley("sync").code == 0) }
    #expect(branches(cara).contains(branch))
    #expect(cara.plainGit(["cat-file", "-e", tip]).code == 0)
    for desk in [anna, ben, cara, edda] { #expect(desk.isSound) }
  }

  @Test(
    "nothing but a fetch from or a push to a repository below the folder is run",
    arguments: [
      "", "sh", "git-upload-pack 'remote.git'; id", "git-upload-pack 'remote.git' && id",
      "git-upload-archive 'remote.git'",
      "git-upload-pack $(id)", "git-upload-pack '../outside.git'", "git-upload-pack '/etc'",
      "git-upload-pack 'link.git'",
      "git-upload-pack '--help'", "git-upload-pack 'remote.git' 'other.git'",
      "git-upload-pack \"remote.git\"",
      "git-upload-pack 'remote.git\n'", "git-upload-pack ''", "git-upload-pack 'remote.git",
      "git upload-pack --upload-pack=id 'remote.git'", "galley hook pre-receive",
    ])
  func refuses(_ command: String) throws {
    let team = try TestTeam()
    let root = team.path("root")
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    for folder in ["root/remote.git", "outside.git"] {
      try team.expect("init", "--bare", team.path(folder), in: team.folder.path)
    }
    try FileManager.default.createSymbolicLink(
      atPath: root + "/link.git", withDestinationPath: team.path("outside.git"))
    let done = run(
      galleyProgram, ["gate", "ben@example.org", "--root", root], in: team.folder.path,
      environment: ["SSH_ORIGINAL_COMMAND": command])
    #expect(done.code == 1 && done.out.isEmpty && done.err.hasPrefix("galley: "), "\(done)")
  }

  @Test(
    "set up as docs/server.md says, on a real sshd: the key decides who one is",
    .enabled(if: SSHServer.isInstalled))
  func realServer() throws {
    let team = try TestTeam()
    try team.guardRemote()
    let server = try SSHServer(in: team.folder)
    let lines = try [("user", "ben"), ("stranger", "anna")].map { key, name in
      let publicKey = try String(contentsOfFile: server.path("\(key).pub"), encoding: .utf8)
      return
        "restrict,command=\"\(galleyProgram) gate \(name)@example.org --root \(team.folder.path)\" \(publicKey)"
    }
    try server.write(lines.joined(), to: "authorized_keys")
    // What the client asks for itself doesn't count.
    let lie = ["GALLEY_USER": "edda@example.org"]
    let anna = try team.desk(
      "anna", url: "news:remote.git",
      environment: server.environment(key: "stranger", more: "SendEnv GALLEY_USER").merging(lie) { $1 })
    #expect(anna.start("rivers", "The dam was built by the town.\n").code == 0)
    let sent = anna.galley("sync")
    #expect(sent.code == 0, "\(sent.out)\(sent.err)")
    let ben = try team.desk(
      "ben", url: "news:remote.git", environment: server.environment().merging(lie) { $1 })
    #expect(ben.galley("annotate", "rivers", "--quote", "the town", "--comment", "Hm").code == 0)
    #expect(ben.galley("sync").code == 0)
    let changed = try ben.forge(on: "main", [ForgedFile("galley.yaml", "rules: {}\n")])
    #expect(ben.push("\(changed):refs/heads/main").err.contains("Ben may not move main"))
    let shell = run(
      "/bin/sh", ["-c", "eval \"$GIT_SSH_COMMAND\" news id"], in: team.folder.path,
      environment: ben.environment)
    #expect(
      shell.code != 0 && shell.out.isEmpty && shell.err.contains("only git may be run here"), "\(shell)")
    #expect(team.isRemoteSound)
  }

  @Test("git's own spellings of a repository's address are understood")
  func accepts() throws {
    let team = try TestTeam()
    for path in ["'remote.git'", "'/remote.git'", "remote", "'\(team.path("remote.git"))'", "'./remote.git'"]
    {
      let done = run(
        galleyProgram, ["gate", "ben@example.org", "--root", team.folder.path], in: "/",
        environment: ["SSH_ORIGINAL_COMMAND": "git-upload-pack \(path)"], input: Data("0000".utf8))
      #expect(done.code == 0 && done.out.contains("refs/heads/main"), "\(path): \(done)")
    }
  }
}
