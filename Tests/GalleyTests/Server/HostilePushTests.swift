import Foundation
import JSON
import Testing

@Suite("Pushes by plain git that try to mislead people, or later commands")
struct HostilePushTests {
  private static let text = "The dam was built in 1950 by the town.\n"
  private static let r1 = "revision/rivers/r1"
  private static let folder = "reviews/rivers/r1/ben@example.org"

  /// A guarded remote with two articles by Anna, and a remark by Cara on the first.
  private func team() throws -> (TestTeam, anna: TestDesk, ben: TestDesk, edda: TestDesk) {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, ben) = try (team.member("anna"), team.member("ben"))
    let (cara, edda) = try (team.member("cara"), team.member("edda"))
    for slug in ["rivers", "lakes"] { try #require(anna.start(slug, Self.text).code == 0) }
    sync(anna, cara)
    try #require(cara.galley("annotate", "rivers", "--quote", "1950", "--comment", "So late?").code == 0)
    sync(cara, ben, edda, anna)
    return (team, anna, ben, edda)
  }

  private func sync(_ desks: TestDesk..., sourceLocation: SourceLocation = #_sourceLocation) {
    for desk in desks {
      let done = desk.galley("sync")
      #expect(done.code == 0, "\(desk.name): \(done.out)\(done.err)", sourceLocation: sourceLocation)
    }
  }

  private func refused(
    _ done: Finished, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(done.code != 0 && done.err.contains(words), "\(done.err)", sourceLocation: sourceLocation)
  }

  @Test("nobody goes by another's name, and no id is in two articles")
  func identities() throws {
    let (team, _, ben, _) = try team()
    let before = team.remoteReferences
    func send(_ commit: String, _ branch: String = "review/rivers/r1/ben@example.org") -> Finished {
      ben.push("\(commit):refs/heads/\(branch)")
    }
    for name in ["Edda", "edda", " E d d a", "edda@example.org"] {
      let id = newID()
      let file = forgedAnnotation(id, by: "ben@example.org").replacing(
        "\"name\": \"X\"", with: "\"name\": \"\(name)\"")
      refused(
        send(try ben.forge(on: Self.r1, [ForgedFile("\(Self.folder)/\(id).json", file)])),
        "who is edda@example.org")
      refused(send(try ben.forge(on: Self.r1, as: (name, "ben@example.org"))), "who is edda@example.org")
    }
    let caras = try #require(ben.json("annotations", "rivers").first?["id"]?.stringValue?.suffix(36))
      .description
    let copied = ForgedFile(
      "reviews/lakes/r1/ben@example.org/\(caras).json",
      forgedAnnotation(caras, by: "ben@example.org", slug: "lakes"))
    refused(
      send(try ben.forge(on: "revision/lakes/r1", [copied]), "review/lakes/r1/ben@example.org"),
      "another article has an annotation of this id")
    #expect(team.remoteReferences == before)
  }

  @Test("where no server looks, an id that is in two articles is told and not guessed")
  func doubledID() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    for slug in ["rivers", "lakes"] { #expect(anna.start(slug, Self.text).code == 0) }
    #expect(anna.galley("annotate", "rivers", "--quote", "1950", "--comment", "So late?").code == 0)
    let id = try #require(anna.json("annotations", "rivers").first?["id"]?.stringValue?.suffix(36))
      .description
    let copied = ForgedFile(
      "reviews/lakes/r1/ben@example.org/\(id).json",
      forgedAnnotation(id, by: "ben@example.org", slug: "lakes"))
    let commit = try anna.forge(on: "revision/lakes/r1", [copied])
    anna.git("update-ref", "refs/heads/review/lakes/r1/ben@example.org", commit)
    let done = anna.galley("resolve", id, "accepted")
    #expect(done.code == 1 && done.err.contains("is in lakes and in rivers"), "\(done.err)")
  }

  @Test("revisions are numbered one after the other and keep out of main's history")
  func lines() throws {
    let (team, anna, ben, _) = try team()
    let before = team.remoteReferences
    func note(_ number: String) -> String {
      "Go on\n\nGalley-Event: revise\nGalley-Revision: rivers/\(number)\n"
    }
    for number in ["r3", "r99", "r999999"] {
      let commit = try anna.forge(on: Self.r1, message: note(number))
      refused(
        anna.push("\(commit):refs/heads/revision/rivers/\(number)"), "the last revision before it is r1")
    }
    let merged = try anna.forge(on: Self.r1, merging: ["main"])
    refused(anna.push("\(merged):refs/heads/\(Self.r1)"), "it takes in main")
    let id = newID()
    let file = ForgedFile("\(Self.folder)/\(id).json", forgedAnnotation(id, by: "ben@example.org"))
    for more in ["main", "revision/lakes/r1", "review/rivers/r1/cara@example.org"] {
      let commit = try ben.forge(on: Self.r1, [file], merging: [more])
      #expect(ben.push("\(commit):refs/heads/review/rivers/r1/ben@example.org").code != 0, "\(more)")
    }
    for start in ["main", "revision/lakes/r1", "review/rivers/r1/cara@example.org"] {
      let commit = try ben.forge(on: start, [file])
      #expect(ben.push("\(commit):refs/heads/review/rivers/r1/ben@example.org").code != 0, "\(start)")
    }
    #expect(team.remoteReferences == before)
    // Two at once, in order, are fine.
    let second = try anna.forge(on: Self.r1, message: note("r2"))
    let third = try anna.forge(on: second, message: note("r3"))
    let done = anna.push("\(third):refs/heads/revision/rivers/r3", "\(second):refs/heads/revision/rivers/r2")
    #expect(done.code == 0, "\(done.err)")
  }

  @Test("main that was merged into a revision by hand takes nothing from main when that is published")
  func mergedMain() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    for slug in ["rivers", "lakes", "rivers/delta"] { #expect(anna.start(slug, Self.text).code == 0) }
    for slug in ["lakes", "rivers/delta"] { #expect(anna.galley("publish", slug).code == 0) }
    let merged = try anna.forge(on: Self.r1, merging: ["main"])
    anna.git("update-ref", "refs/heads/\(Self.r1)", merged)
    let done = anna.galley("publish", "rivers")
    #expect(done.code == 0, "\(done.err)")
    let files = anna.git("ls-tree", "-r", "--name-only", "main").out
    for file in [
      "galley.yaml", "articles/lakes/index.md", "articles/rivers/delta/index.md", "articles/rivers/index.md",
    ] {
      #expect(files.contains(file), "\(files)")
    }
  }

  @Test(
    "clocks that are far off, in either direction, hold nothing up",
    arguments: ["0", "4102444800", "99999999999999"])
  func clocks(seconds: String) throws {
    let (team, anna, ben, edda) = try team()
    let date = ["GIT_COMMITTER_DATE": "@\(seconds) +0000", "GIT_AUTHOR_DATE": "@\(seconds) +0000"]
    for (desk, branch) in [(anna, Self.r1), (ben, "review/rivers/r1/ben@example.org")] {
      let base = try desk.id(["rev-parse", Self.r1])
      var files: [ForgedFile] = []
      if desk.name == "ben" {
        let id = newID()
        files = [ForgedFile("\(Self.folder)/\(id).json", forgedAnnotation(id, by: "ben@example.org"))]
      }
      let tree = try desk.id(["rev-parse", "\(desk.forge(on: base, files))^{tree}"])
      let commit = try desk.id(["commit-tree", tree, "-p", base, "-m", "Off"], environment: date)
      let done = desk.push("\(commit):refs/heads/\(branch)")
      #expect(done.code == 0, "\(done.err)")
    }
    sync(anna, ben, edda)
    #expect(anna.galley("annotate", "rivers", "--quote", "town", "--comment", "Hm").code == 0)
    sync(anna, edda)
    #expect(edda.galley("merge", "rivers").code == 0)
    #expect(edda.galley("publish", "rivers").code == 0)
    sync(edda, anna, ben)
    #expect(try anna.json("annotations", "rivers").count == 3)
    #expect(anna.galley("log", "rivers").code == 0 && anna.galley("verify").code == 0)
    #expect(anna.branches == edda.branches && ben.branches == anna.branches)
    for desk in [anna, ben, edda] { #expect(desk.isSound) }
    #expect(team.isRemoteSound)
  }

  @Test("deep folders, many files and a commit with a thousand parents are answered, not choked on")
  func large() throws {
    let (team, anna, _, _) = try team()
    let deep = ForgedFile("articles/rivers/" + String(repeating: "d/", count: 60) + "f", "x")
    refused(
      anna.push("\(try anna.forge(on: Self.r1, [deep])):refs/heads/\(Self.r1)"), "nested deeper than 40")
    let tree = try anna.id(["rev-parse", "\(Self.r1)^{tree}"])
    let script = "for i in $(seq 1000); do echo -p $(git commit-tree \(tree) -p \(Self.r1) -m $i); done"
    let made = run("/bin/sh", ["-c", script], in: anna.folder)
    let parents = made.out.split(whereSeparator: \.isWhitespace).map(String.init)
    let octopus = try anna.id(["commit-tree", tree, "-m", "Octopus"] + parents)
    #expect(anna.push("\(octopus):refs/heads/\(Self.r1)").code == 0)
    let blob = try anna.id(["rev-parse", "\(Self.r1):articles/rivers/index.md"])
    let files = (0..<5_000).map { (mode: "100644", name: String(format: "f%05d", $0), id: blob) }
    let rivers = try anna.rawTree(files + [("100644", "index.md", blob)])
    let root = try anna.rawTree([("40000", "articles", anna.rawTree([("40000", "rivers", rivers)]))])
    let many = try anna.commit(tree: root, parents: [octopus])
    #expect(anna.push("\(many):refs/heads/\(Self.r1)").code == 0)
    sync(anna)
    #expect(team.isRemoteSound && anna.isSound)
  }

  @Test("from a shallow clone and from a partial one what is well-formed goes in, and nothing is cut off")
  func partialClones() throws {
    let (team, _, ben, _) = try team()
    let url = "file://" + team.path("remote.git")
    run("/usr/bin/env", ["git", "config", "uploadpack.allowFilter", "true"], in: team.path("remote.git"))
    for (name, option) in [("shallow", "--depth=1"), ("partial", "--filter=blob:none")] {
      let made = run(
        "/usr/bin/env", ["git", "clone", "-q", "--no-single-branch", option, url, team.path(name)],
        in: team.folder.path)
      #expect(made.code == 0, "\(made.err)")
      var desk = TestDesk(team: team, name: name, environment: ben.environment)
      desk.git("config", "user.name", "Ben")
      desk.git("config", "user.email", "ben@example.org")
      desk.environment = ben.environment
      let id = newID()
      let base = name == "shallow" ? "origin/\(Self.r1)" : "origin/review/rivers/r1/ben@example.org"
      let commit = try desk.forge(
        on: base, [ForgedFile("\(Self.folder)/\(id).json", forgedAnnotation(id, by: "ben@example.org"))])
      let done = desk.push("\(commit):refs/heads/review/rivers/r1/ben@example.org")
      #expect(done.code == 0, "\(name): \(done.err)")
      #expect(!FileManager.default.fileExists(atPath: team.path("remote.git/shallow")) && team.isRemoteSound)
    }
    sync(ben)
    #expect(try ben.json("annotations", "rivers").count == 3 && ben.isSound)
  }
}
