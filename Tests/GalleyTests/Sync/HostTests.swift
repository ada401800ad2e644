import Foundation
import Testing

@Suite("Hosts, hooks and addresses as people have them")
struct HostTests {
  private static let text = "The rivers rise in the north.\n"
  private let team: TestTeam
  private let anna: TestDesk

  init() throws {
    team = try TestTeam()
    anna = try team.desk("anna")
  }

  private func write(_ script: String, to path: String) throws {
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  private func git(_ words: String..., in place: String) -> Finished {
    run("/usr/bin/env", ["git"] + words, in: team.path(place))
  }

  @Test("a name that is in the way on the remote is told at once, and everything else is sent")
  func nameInTheWay() throws {
    for name in ["review", "revision/lakes/r1/x"] { _ = git("branch", name, "main", in: "remote.git") }
    let tries = team.path("tries")
    try write("echo \"$1\" >>'\(tries)'", to: team.path("remote.git/hooks/update"))
    for slug in ["rivers", "lakes"] { #expect(anna.start(slug, Self.text).code == 0) }
    #expect(anna.galley("annotate", "rivers", "--quote", "north", "--comment", "x").code == 0)
    let done = anna.galley("sync")
    #expect(done.code == 1 && !done.err.contains("faster"))
    #expect(done.out.contains("'refs/heads/review'") && done.out.contains("'refs/heads/revision/lakes/r1/x'"))
    #expect(try String(contentsOfFile: tries, encoding: .utf8) == "refs/heads/revision/rivers/r1\n")
  }

  @Test("a name that is in the way here is told, with the way out")
  func ownName() throws {
    anna.git("branch", "review")
    #expect(anna.start("rivers", Self.text).code == 0)
    try anna.refuses(
      "annotate", "rivers", "--quote", "north", "--comment", "x", saying: "git branch -m review OTHER")
    anna.git("branch", "-m", "review", "revision/lakes/r1/x")
    try anna.refuses("new", "lakes", "--from", "-", saying: "is in the way", input: Data("x\n".utf8))
  }

  @Test("what was known of a branch that is gone there isn't in the way of names that are")
  func staleName() throws {
    _ = git("branch", "review", "main", in: "remote.git")
    anna.git("fetch", "-q")
    _ = git("branch", "-qD", "review", in: "remote.git")
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "north", "--comment", "x").code == 0)
    #expect(anna.galley("sync").code == 0)
  }

  @Test("a host that keeps branches is asked once, and what is published there is open nowhere")
  func keptBranches() throws {
    _ = git("config", "receive.denyDeletes", "true", in: "remote.git")
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("sync").code == 0)
    #expect(anna.galley("publish", "rivers").code == 0)
    let first = anna.galley("sync")
    #expect(first.code == 0 && first.err.contains("stays on origin"))
    let second = anna.galley("sync")
    #expect(second.code == 0 && second.err.isEmpty)
    let ben = try team.desk("ben")
    #expect(ben.galley("status").out.contains("No article is open"))
  }

  @Test("what a host declined waits, and status says so until it is taken")
  func declined() throws {
    let hook = team.path("remote.git/hooks/update")
    try write("[ \"$1\" = refs/heads/main ] && exit 1; exit 0", to: hook)
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(anna.galley("sync").code == 1)
    let waiting = anna.galley("status").err
    #expect(waiting.contains("main waits to be sent: origin declined it"))
    #expect(waiting.contains("Published on this desk only: rivers r1"))
    #expect(waiting.contains("git push origin main:publish-rivers"))
    try FileManager.default.removeItem(atPath: hook)
    #expect(anna.galley("sync").code == 0)
    #expect(anna.galley("status").err.isEmpty)
  }

  @Test("the repository's own pre-push hook is asked as git asks it, past ours, and its no is obeyed")
  func prePush() throws {
    let hook = anna.folder + "/.git/hooks/pre-push"
    try write("cat >'\(team.path("seen"))'; echo \"$1 $2\" >>'\(team.path("seen"))'", to: hook)
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("hooks", "install").code == 0)
    #expect(anna.galley("sync").code == 0)
    let tip = anna.git("rev-parse", "revision/rivers/r1").out.dropLast()
    let zero = String(repeating: "0", count: 40)
    let name = "refs/heads/revision/rivers/r1"
    #expect(
      try String(contentsOfFile: team.path("seen"), encoding: .utf8)
        == "\(name) \(tip) \(name) \(zero)\norigin \(team.path("remote.git"))\n")
    try write("echo 'Not on Fridays' >&2; exit 1", to: hook + ".before-galley")
    #expect(anna.start("lakes", Self.text).code == 0)
    try anna.refuses("sync", saying: "Not on Fridays")
    #expect(git("rev-parse", "-q", "--verify", "revision/lakes/r1", in: "remote.git").code != 0)
  }

  @Test("files of Git LFS go along, or nothing goes", .enabled(if: hasLFS, "no git-lfs here"))
  func largeFiles() throws {
    anna.git("lfs", "install", "--local")
    anna.git("lfs", "track", "*.png")
    try anna.write("PNG and more\n", to: "logo.png")
    anna.git("add", ".")
    anna.git("commit", "-qm", "A logo")
    // Not by the hook of git-lfs.
    try FileManager.default.removeItem(atPath: anna.folder + "/.git/hooks/pre-push")
    #expect(anna.galley("sync").code == 0)
    #expect(FileManager.default.fileExists(atPath: team.path("remote.git/lfs/objects")))
  }

  private static let hasLFS = FileManager.default.isExecutableFile(atPath: "/usr/bin/git-lfs")

  @Test("all addresses that git pushes to get what was sent, and one that can't be reached is told")
  func mirrors() throws {
    _ = git("clone", "-q", "--bare", "remote.git", "mirror.git", in: "")
    for name in ["remote.git", "mirror.git"] {
      anna.git("remote", "set-url", "--add", "--push", "origin", team.path(name))
    }
    #expect(anna.start("rivers", Self.text).code == 0)
    let done = anna.galley("sync")
    #expect(done.code == 0 && done.err.isEmpty, "\(done.err)")
    for name in ["remote.git", "mirror.git"] {
      #expect(git("rev-parse", "-q", "--verify", "revision/rivers/r1", in: name).code == 0, "\(name)")
    }
    anna.git("remote", "set-url", "--add", "--push", "origin", "https://t:SECRET@127.0.0.1:9/x.git")
    let lost = anna.galley("sync")
    #expect(
      lost.code == 0 && lost.err.contains("https://127.0.0.1:9/x.git, where git pushes too, got nothing"))
    #expect(!lost.err.contains("SECRET"))
  }

  @Test("the others are met where main comes from, and a word is said where git pushes elsewhere")
  func fork() throws {
    _ = git("clone", "-q", "--bare", "remote.git", "fork.git", in: "")
    anna.git("remote", "add", "fork", team.path("fork.git"))
    anna.git("config", "branch.main.remote", "fork")
    anna.git("config", "remote.pushDefault", "origin")
    #expect(anna.start("rivers", Self.text).code == 0)
    let done = anna.galley("sync")
    #expect(done.code == 0 && done.err.contains("meets the others at fork"))
    #expect(git("rev-parse", "-q", "--verify", "revision/rivers/r1", in: "fork.git").code == 0)
    anna.git("config", "galley.remote", "origin")
    #expect(anna.galley("sync").err.isEmpty)
    #expect(git("rev-parse", "-q", "--verify", "revision/rivers/r1", in: "remote.git").code == 0)
  }

  @Test(
    "no secret of an address is shown, as text or as JSON",
    arguments: [
      "https://SECRET@127.0.0.1:9/x.git", "https://u:SECRET@127.0.0.1:9/x.git",
      "http://127.0.0.1:9/x.git?private_token=SECRET", "ssh://git:SECRET@127.0.0.1:9/x.git",
    ])
  func secrets(url: String) throws {
    anna.git("remote", "set-url", "origin", url)
    for words in [["sync"], ["sync", "--json"], ["clone", url], ["clone", url, "copy", "--json"]] {
      let done = run(
        galleyProgram, words, in: anna.folder,
        environment: ["GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o StrictHostKeyChecking=no"])
      #expect(done.code == 4, "\(words): \(done.err)")
      #expect(!(done.out + done.err).contains("SECRET"), "\(words): \(done.out)\(done.err)")
    }
  }

  @Test("an empty proxy means none, in the configuration and in the environment")
  func emptyProxy() throws {
    anna.git("remote", "set-url", "origin", "http://127.0.0.1:9/x.git")
    func says(_ environment: [String: String]) -> String {
      run(galleyProgram, ["sync"], in: anna.folder, environment: environment).err
    }
    #expect(says(["http_proxy": ""]).contains("can't be reached"))
    anna.git("config", "http.http://127.0.0.1:9.proxy", "")
    #expect(says(["http_proxy": "http://127.0.0.1:7"]).contains("can't be reached"))
    anna.git("config", "http.http://127.0.0.1:9.proxy", "127.0.0.1:1")
    #expect(!says([:]).contains("malformed"))
  }
}
