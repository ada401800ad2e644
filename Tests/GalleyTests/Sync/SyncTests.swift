import Foundation
import JSON
import Testing

@Suite("Sync with remotes in every state")
struct SyncTests {
  private static let text = "The rivers rise in the north.\n\nThe dam was built in 1950 by the town.\n"

  private func hook(_ name: String, _ text: String, of team: TestTeam) throws {
    let file = team.path("remote.git/hooks/\(name)")
    try Data("#!/bin/sh\n\(text)\n".utf8).write(to: URL(fileURLWithPath: file))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
  }

  private func tip(_ branch: String, of team: TestTeam) -> String {
    run("/usr/bin/git", ["rev-parse", branch], in: team.path("remote.git")).out
  }

  @Test(
    "a branch that the remote declines stops no other, whether its hook sees them one by one or all at once",
    arguments: ["update", "pre-receive"])
  func partialSuccess(name: String) throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    for slug in ["dams", "lakes", "rivers", "seas", "wells"] {
      #expect(anna.start(slug, Self.text).code == 0)
    }
    let refusal = #"printf 'No \033[31mseas\033[0m here\n' >&2; exit 1"#
    try hook(
      name,
      name == "update"
        ? "case $1 in */seas/*) \(refusal);; esac" : "grep -q /seas/ && { \(refusal); }; exit 0",
      of: team)
    let done = anna.galley("sync")
    #expect(done.code == 1)
    #expect(done.err.contains("the remote declined revision/seas/r1"))
    #expect(done.out.contains("seas") && !done.out.contains("\u{1B}"))
    let there = run(
      "/usr/bin/git", ["for-each-ref", "--format=%(refname:short)"], in: team.path("remote.git")
    ).out
    for slug in ["dams", "lakes", "rivers", "wells"] { #expect(there.contains("revision/\(slug)/r1")) }
    #expect(!there.contains("seas"))
    try FileManager.default.removeItem(atPath: team.path("remote.git/hooks/\(name)"))
    #expect(anna.galley("sync").code == 0)
    #expect(!tip("revision/seas/r1", of: team).isEmpty)
  }

  @Test("a remote that is another desk or another project isn't mixed with this one; a fresh one is taken in")
  func otherHistories() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    anna.git("commit", "--allow-empty", "-m", "mine")
    try anna.write("mine\n", to: "mine.txt")
    anna.git("add", ".")
    anna.git("commit", "-m", "mine")
    let other = team.path("other.git")
    run("/usr/bin/git", ["init", "-q", "--bare", "-b", "main", other], in: team.folder.path)
    run("/usr/bin/git", ["init", "-q", "-b", "main", team.path("code")], in: team.folder.path)
    run(
      "/bin/sh",
      [
        "-c",
        "echo x >a && git add . && git -c user.name=x -c user.email=x@x commit -qm x && git push -q \(other) main",
      ], in: team.path("code"))
    anna.git("remote", "set-url", "origin", other)
    let before = (anna.branches, run("/usr/bin/git", ["for-each-ref"], in: other).out)
    let refused = anna.galley("sync")
    #expect(refused.code == 1)
    #expect(refused.err.contains("another history"))
    #expect(before == (anna.branches, run("/usr/bin/git", ["for-each-ref"], in: other).out))

    let fresh = team.path("fresh.git")
    try team.expect("init", "--bare", fresh, in: team.folder.path)
    anna.git("remote", "set-url", "origin", fresh)
    #expect(anna.galley("sync").code == 0)
    #expect(anna.isSound)
  }

  @Test(
    "branches and tags that aren't a desk's are left alone; a remote without main gets it, one whose HEAD is another branch is told of"
  )
  func foreignReferences() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    let remote = team.path("remote.git")
    for name in ["heads/topic", "heads/revision/Rivers/r1", "heads/review/x", "tags/v1", "notes/commits"] {
      run("/usr/bin/git", ["update-ref", "refs/\(name)", "main"], in: remote)
    }
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("sync").code == 0)
    #expect(!anna.git("for-each-ref").out.contains("topic") && anna.git("tag").out.isEmpty)
    let there = run("/usr/bin/git", ["for-each-ref"], in: remote).out
    #expect(there.contains("heads/topic") && there.contains("tags/v1"))

    run("/usr/bin/git", ["update-ref", "-d", "refs/heads/main"], in: remote)
    run("/usr/bin/git", ["symbolic-ref", "HEAD", "refs/heads/topic"], in: remote)
    // A second branch main would not be what the host builds.
    let refused = anna.galley("sync")
    #expect(refused.code == 1 && refused.err.contains("the remote's branch is topic"), "\(refused.err)")
    #expect(
      run(galleyProgram, ["clone", remote, team.path("ben")], in: team.folder.path).err.contains("topic"))
    run("/usr/bin/git", ["symbolic-ref", "HEAD", "refs/heads/nowhere"], in: remote)
    #expect(anna.galley("sync").code == 0)
    #expect(try team.desk("ben").branches == anna.branches)
  }

  @Test("a shallow clone is told to fetch the rest")
  func shallow() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    anna.git("commit", "--allow-empty", "-m", "one more")
    #expect(anna.galley("sync").code == 0)
    run(
      "/usr/bin/git", ["clone", "-q", "--depth", "1", "file://\(team.path("remote.git"))", team.path("ben")],
      in: team.folder.path)
    let ben = TestDesk(team: team, name: "ben")
    let done = ben.galley("sync")
    #expect(done.code == 1 && done.err.contains("git fetch --unshallow"))
    ben.git("fetch", "-q", "--unshallow")
    #expect(ben.galley("sync").code == 0)
  }

  @Test("eight desks sync with one remote at once, and every annotation is there on each")
  func eightDesks() async throws {
    let team = try TestTeam()
    let first = try team.desk("desk0")
    let paragraphs = (0..<8).map { "Paragraph \($0) stands at version zero.\n" }
    #expect(first.start("rivers", paragraphs.joined(separator: "\n")).code == 0)
    #expect(first.galley("sync").code == 0)
    let desks = try [first] + (1..<8).map { try team.desk("desk\($0)") }
    await withTaskGroup(of: Void.self) { group in
      for (number, desk) in desks.enumerated() {
        let (folder, name) = (desk.folder, desk.name)
        group.addTask {
          @discardableResult
          func galley(_ words: String..., input: String = "") -> Finished {
            let done = run(galleyProgram, words, in: folder, input: Data(input.utf8))
            #expect(done.code == 0, "\(name): \(words): \(done.err)")
            return done
          }
          for index in 0..<3 {
            galley("annotate", "rivers", "--quote", "Paragraph \(number)", "--comment", "Remark \(index)")
            let text = galley("show", "rivers", "--json").out
            let old = (try? JSON(parsing: text))?["text"]?.stringValue ?? ""
            let version = ["zero", "one", "two", "three"][index...]
            let new = old.replacingOccurrences(
              of: "Paragraph \(number) stands at version \(version[index])",
              with: "Paragraph \(number) stands at version \(version[index + 1])")
            galley("save", "rivers", "--from", "-", input: new)
            galley("sync")
          }
        }
      }
    }
    for desk in desks { #expect(desk.galley("sync").code == 0) }
    for desk in desks {
      #expect(desk.branches == first.branches)
      #expect(try desk.json("annotations", "rivers").count == 24)
      let text = desk.git("show", "revision/rivers/r1:articles/rivers/index.md").out
      #expect(text.components(separatedBy: "version three").count == 9)
    }
    #expect(
      first.isSound && run("/usr/bin/git", ["fsck", "--strict"], in: team.path("remote.git")).code == 0)
  }
}
