import Foundation
import JSON
import Testing

@Suite("Places that are no desk, and desks in an unusual state")
struct UnusualDesksTests {
  private let team: TestTeam
  private let anna: TestDesk

  init() throws {
    team = try TestTeam()
    anna = try team.desk("anna")
  }

  private func git(_ words: String..., in place: String) -> Finished {
    run("/usr/bin/env", ["git"] + words, in: place)
  }

  private func galley(_ words: String..., in place: String) -> Finished {
    run(galleyProgram, words, in: place)
  }

  /// Everything but the commands that need no desk.
  private static let commands = [
    ["status"], ["sync"], ["new", "a"], ["save", "a", "--from", "-"], ["submit", "a"], ["show", "a"],
    ["annotations", "a"],
    ["annotate", "a", "--quote", "x", "--comment", "y"], ["verdict", "a", "accept"], ["reply", "abcd", "x"],
    ["resolve", "abcd", "answered"], ["diff", "a"], ["merge", "a"], ["revise", "a"], ["publish", "a"],
    ["log", "a"], ["edit", "a"],
  ]

  @Test(
    "every command says of a folder without a repository, and of a repository without galley.yaml, how to get a desk"
  )
  func noDesk() throws {
    let place = team.folder.path
    #expect(git("init", "-q", "plain", in: place).code == 0)
    for words in Self.commands {
      expectContract(galley(words + ["--repo", "/"], in: place), code: 1, saying: "galley init", of: words)
      expectContract(
        galley(words + ["--repo", "plain"], in: place), code: 1, saying: "galley init", of: words)
    }
    expectContract(galley("status", "--repo", "nowhere", in: place), code: 1, saying: "nowhere", of: [])
    expectContract(galley("statsu", in: place), code: 2, saying: "Did you mean 'galley status'?", of: [])
  }

  private func galley(_ words: [String], in place: String) -> Finished {
    run(galleyProgram, words, in: place)
  }

  @Test(
    "a repository whose branch is yet unborn becomes a desk with main checked out; one with a history keeps it"
  )
  func unborn() throws {
    let place = team.folder.path
    #expect(git("init", "-q", "-b", "master", "unborn", in: place).code == 0)
    #expect(galley("init", "unborn", in: place).code == 0)
    let unborn = team.path("unborn")
    #expect(git("symbolic-ref", "HEAD", in: unborn).out == "refs/heads/main\n")
    #expect(git("status", "--short", in: unborn).out.isEmpty)
    #expect(FileManager.default.fileExists(atPath: unborn + "/galley.yaml"))
    #expect(git("init", "-q", "-b", "master", "old", in: place).code == 0)
    let commit = [
      "-c", "user.name=a", "-c", "user.email=a@x.org", "commit", "-q", "--allow-empty", "-m", "x",
    ]
    #expect(run("/usr/bin/env", ["git"] + commit, in: team.path("old")).code == 0)
    expectContract(galley("init", "old", in: place), code: 1, saying: "git branch -m main", of: ["init"])
    #expect(git("for-each-ref", in: team.path("old")).out.contains("refs/heads/master"))
  }

  @Test("a folder with files of its own becomes a desk without losing one")
  func ownFiles() throws {
    let folder = team.path("own")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/notes.txt"))
    #expect(galley("init", in: folder).code == 0)
    #expect(try String(contentsOfFile: folder + "/notes.txt", encoding: .utf8) == "mine")
    #expect(galley("init", in: folder).out.contains("already"))
  }

  @Test("a detached HEAD is left where it is, and everything works")
  func detached() throws {
    anna.git("checkout", "-q", "--detach")
    let head = anna.git("rev-parse", "HEAD").out
    #expect(anna.start("a", "The cat.\n").code == 0)
    #expect(anna.galley("annotate", "a", "--quote", "cat", "--comment", "x").code == 0)
    #expect(anna.galley("publish", "a").code == 0)
    #expect(anna.galley("sync").code == 0)
    #expect(anna.git("rev-parse", "HEAD").out == head)
    #expect(anna.git("symbolic-ref", "-q", "HEAD").code == 1)
    #expect(anna.isSound)
  }

  @Test("on a bare desk all works but sync, which says that there is no remote")
  func bare() throws {
    let remote = TestDesk(
      team: team, name: "remote.git",
      environment: ["GIT_AUTHOR_NAME": "B", "GIT_AUTHOR_EMAIL": "b@example.org"])
    #expect(remote.start("a", "The cat sat.\n").code == 0)
    #expect(remote.galley("save", "a", "--from", "-", input: "The cat sat here.\n").code == 0)
    #expect(remote.galley("submit", "a").code == 0)
    #expect(remote.galley("annotate", "a", "--quote", "cat", "--suggest", "dog").code == 0)
    #expect(remote.galley("verdict", "a", "accept").code == 0)
    let id = try #require(remote.json("annotations", "a").first?["tail"]?.stringValue)
    #expect(remote.galley("reply", id, "Yes").code == 0)
    for words in [
      ["show", "a"], ["annotations", "a"], ["status"], ["log", "a"], ["merge", "a"],
      ["revise", "a", "--accept-all"], ["diff", "a"],
    ] {
      #expect(galley(words, in: remote.folder, as: remote).code == 0, "\(words)")
    }
    try remote.refuses("sync", code: 4, saying: "no remote")
    #expect(remote.galley("publish", "a").code == 0)
    #expect(remote.git("show", "main:articles/a/index.md").out.hasSuffix("The dog sat here.\n"))
    #expect(remote.isSound)
  }

  private func galley(_ words: [String], in place: String, as desk: TestDesk) -> Finished {
    run(galleyProgram, words, in: place, environment: desk.environment)
  }

  @Test("a galley.yaml that can't be read is refused with its line; what is damaged ends with 5")
  func damaged() throws {
    _ = anna.start("a", "The cat.\n")
    try anna.write("rules:\n  no-open-querry: true\n", to: "galley.yaml")
    anna.git("commit", "-qam", "A slip of the pen")
    try anna.refuses("publish", "a", saying: "galley.yaml")
    anna.git("reset", "-q", "--hard", "HEAD~1")
    let blob = anna.git("rev-parse", "revision/a/r1:articles/a/index.md").out.dropLast()
    let file = "\(anna.folder)/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
    try Data("rubbish".utf8).write(to: URL(fileURLWithPath: file))
    for words in [["show", "a"], ["annotate", "a", "--quote", "cat", "--comment", "x"]] {
      expectContract(galley(words, in: anna.folder), code: 5, of: words)
    }
  }

  @Test("files among the reviews that are no annotations are told, and keep nothing else out")
  func foreignFiles() throws {
    _ = anna.start("a", "The cat.\n")
    #expect(anna.galley("annotate", "a", "--quote", "cat", "--comment", "good").code == 0)
    anna.git("checkout", "-q", "review/a/r1/anna@example.org")
    let folder = "reviews/a/r1/anna@example.org"
    for (name, text) in [
      ("01890000-0000-7000-8000-000000000001.json", "{\"type\":"), ("notes.txt", "x"),
      ("01890000-0000-7000-8000-000000000002.json", String(repeating: "[", count: 5_000)),
    ] { try anna.write(text, to: "\(folder)/\(name)") }
    anna.git("add", ".")
    anna.git("commit", "-qm", "By hand")
    anna.git("checkout", "-q", "main")
    #expect(try anna.json("annotations", "a").count == 1)
    #expect(anna.galley("status").out.contains("unreadable"))
    #expect(anna.galley("merge", "a").code == 0)
    #expect(try anna.json("status").first?["unreadable"]?.arrayValue?.isEmpty == false)
  }

  @Test("a missing remote ends with 4; clone of nothing leaves nothing behind")
  func missingRemote() throws {
    anna.git("remote", "set-url", "origin", team.path("nowhere.git"))
    _ = anna.start("a", "The cat.\n")
    let before = anna.state
    #expect(anna.galley("sync").code == 4)
    #expect(anna.state == before)
    let lost = galley("clone", "nowhere.git", "copy", in: team.folder.path)
    expectContract(lost, code: 4, saying: "Check the address", of: ["clone"])
    let refused = galley("clone", "ssh://127.0.0.1:1/x", "copy", in: team.folder.path)
    expectContract(refused, code: 4, of: ["clone"])
    #expect(!refused.out.contains("␍"))
    #expect(!FileManager.default.fileExists(atPath: team.path("copy")))
    expectContract(
      galley("clone", "remote.git", "anna", in: team.folder.path), code: 1, saying: "not empty", of: ["clone"]
    )
    anna.git("remote", "remove", "origin")
    try anna.refuses("sync", code: 4, saying: "git remote add")
  }

  @Test("nobody's name or e-mail is a refusal that says how to set it")
  func nobody() throws {
    _ = anna.start("a", "The cat.\n")
    anna.git("config", "--unset", "user.email")
    try anna.refuses("annotate", "a", "--quote", "cat", "--comment", "x", saying: "git config user.email")
    #expect(anna.galley("show", "a").code == 0)
  }
}
