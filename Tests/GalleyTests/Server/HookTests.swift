import Foundation
import JSON
import Testing

@Suite("Hooks: installing them, and what those of a desk say early")
struct HookTests {
  private func installed(_ team: TestTeam, _ repository: String) -> Finished {
    run(galleyProgram, ["hooks", "install", "--json"], in: team.path(repository))
  }

  private func write(_ text: String, to path: String, executable: Bool = true) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes(
      [.posixPermissions: executable ? 0o755 : 0o644], ofItemAtPath: path)
  }

  @Test("the hooks of the repository are what is installed, but for the program's place")
  func sameAsInstalled() throws {
    let team = try TestTeam()
    _ = try team.desk("anna")
    let root = projectFolder
    for (repository, folder, names) in [
      ("remote.git", "remote.git/hooks", ["pre-receive", "update", "reference-transaction", "post-receive"]),
      ("anna", "anna/.git/hooks", ["pre-commit", "commit-msg", "pre-push"]),
    ] {
      let done = installed(team, repository)
      #expect(done.code == 0, "\(done.err)")
      #expect(try JSONPage.read().faults(in: [JSON(parsing: done.out)], of: "hooks") == [])
      for name in names {
        let made = try String(contentsOfFile: team.path("\(folder)/\(name)"), encoding: .utf8)
        let plain = made.replacingOccurrences(of: "'\(galleyProgram)'", with: "galley")
        #expect(
          try plain == String(contentsOf: root.appendingPathComponent("hooks/\(name)"), encoding: .utf8))
      }
    }
  }

  @Test("a hook that was there is called first, with the same input, and twice installed is once")
  func chains() throws {
    let team = try TestTeam()
    let hook = team.path("remote.git/hooks/pre-receive")
    let seen = team.path("seen")
    try write("#!/bin/sh\ncat > '\(seen)'\n[ ! -e '\(seen).no' ]\n", to: hook)
    for _ in 0..<2 {
      let done = installed(team, "remote.git")
      #expect(done.code == 0 && done.out.contains(#""chained":["pre-receive"]"#), "\(done)")
    }
    let anna = try team.desk("anna")
    #expect(anna.start("rivers", "Words.\n").code == 0)
    #expect(anna.galley("sync").code == 0)
    #expect(try String(contentsOfFile: seen, encoding: .utf8).contains("refs/heads/revision/rivers/r1"))
    #expect(anna.push("main:refs/heads/elsewhere").err.contains("[branch]"))
    try write("", to: seen + ".no")
    #expect(anna.galley("annotate", "rivers", "--quote", "Words", "--comment", "Hm").code == 0)
    #expect(anna.galley("sync").code == 1)
  }

  @Test(
    "a second foreign hook, one that git wouldn't run, and a shared hooks folder are refused with the way out"
  )
  func refuses() throws {
    let team = try TestTeam()
    let hook = team.path("remote.git/hooks/pre-receive")
    try write("#!/bin/sh\n", to: hook, executable: false)
    #expect(installed(team, "remote.git").err.contains("isn't executable"))
    try write("#!/bin/sh\n", to: hook)
    #expect(installed(team, "remote.git").code == 0)
    try write("#!/bin/sh\n", to: hook)
    #expect(installed(team, "remote.git").err.contains("an earlier one is kept"))
    _ = run("/usr/bin/env", ["git", "config", "core.hooksPath", "/etc/hooks"], in: team.path("remote.git"))
    #expect(installed(team, "remote.git").err.contains("core.hooksPath"))
  }

  @Test(
    "pre-commit: a broken annotation, a rewritten one, a mark of a conflict and a bad galley.yaml are found")
  func preCommit() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    #expect(anna.start("rivers", "Words.\n").code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "Words", "--comment", "Hm").code == 0)
    #expect(anna.galley("merge", "rivers").code == 0)
    #expect(installed(team, "anna").code == 0)
    #expect(anna.git("switch", "-q", "revision/rivers/r1").code == 0)
    func commit(_ path: String, _ text: String) throws -> Finished {
      _ = anna.git("reset", "-q", "--hard")
      let file = URL(fileURLWithPath: anna.folder).appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      _ = anna.git("add", path)
      return anna.git("commit", "-qm", "By hand")
    }
    let text = "articles/rivers/index.md"
    let marked = try commit(
      text, "---\ntitle: T\n---\n\n<<<<<<< ours\nWords.\n=======\nWord.\n>>>>>>> theirs\n")
    #expect(marked.code != 0 && marked.err.contains("line 5 has a mark of a conflict"), "\(marked)")
    #expect(try commit(text, "---\ntitle: [\n---\n").err.contains("it can't be read"))
    #expect(try commit("galley.yaml", "rules: {speed: 1}\n").err.contains("[configuration]"))
    #expect(try commit("reviews/rivers/r1/x/y.json", "{}").err.contains("no annotation's place"))
    let folder = "reviews/rivers/r1/anna@example.org"
    let id = newID()
    #expect(try commit("\(folder)/\(id).json", "{}").err.contains("[annotation]"))
    let there = try #require(
      anna.git("ls-tree", "-r", "--name-only", "HEAD", folder).out.split(separator: "\n").first)
    #expect(
      try commit(String(there), forgedAnnotation(id, by: "anna@example.org")).err.contains("it was rewritten")
    )
    #expect(try commit(text, "---\ntitle: T\n---\n\nOther words.\n").code == 0)
    try anna.write("---\ntitle: T\n---\n\n>>>>>>> theirs\n", to: text)
    #expect(anna.git("commit", "-qam", "All").err.contains("mark of a conflict"), "the index of commit -a")
  }

  @Test("commit-msg: trailers that can't be read or are of another branch are refused")
  func commitMessage() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    #expect(anna.start("rivers", "Words.\n").code == 0)
    #expect(installed(team, "anna").code == 0)
    #expect(anna.git("switch", "-q", "revision/rivers/r1").code == 0)
    func commit(_ trailers: String) -> Finished {
      anna.git("commit", "-q", "--allow-empty", "-m", "By hand\n\n\(trailers)\n")
    }
    #expect(commit("Galley-Event: dance\nGalley-Revision: rivers/r1").err.contains("can't be read"))
    #expect(commit("Galley-Event: save\nGalley-Revision: rivers/r2").err.contains("on revision/rivers/r1"))
    #expect(commit("Galley-Event: publish\nGalley-Revision: rivers/r1").code != 0)
    #expect(commit("Galley-Event: save\nGalley-Revision: rivers/r1").code == 0)
    #expect(commit("Signed-off-by: Anna <anna@example.org>").code == 0)
  }

  @Test("pre-push tells early, by the remote as it was last seen, what the server would refuse")
  func prePush() throws {
    let team = try TestTeam()
    try team.guardRemote()
    for name in ["pre-receive", "update", "reference-transaction", "post-receive"] {
      try FileManager.default.removeItem(atPath: team.path("remote.git/hooks/\(name)"))
    }
    let ben = try team.member("ben")
    #expect(installed(team, "ben").code == 0)
    let config = try ben.forge(on: "main", [ForgedFile("galley.yaml", "rules: {}\n")])
    let refused = ben.push("\(config):refs/heads/main")
    #expect(refused.code != 0 && refused.out.contains("Ben may not move main"), "\(refused)")
    #expect(ben.push("main:refs/heads/feature").out.contains("a desk has no such branch"))
    #expect(ben.push("\(config):refs/heads/main", options: ["--no-verify"]).code == 0)
  }
}
