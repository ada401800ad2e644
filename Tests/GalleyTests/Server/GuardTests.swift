import Foundation
import JSON
import Testing

@Suite("A guarded remote holds everybody to the rules")
struct GuardTests {
  private static let text = "The rivers rise in the north.\n\nThe dam was built in 1950 by the town.\n"

  /// A remote with an article by Anna in its first revision, and a review by Ben.
  private func team(rules: String = "no-open-query: true") throws -> (TestTeam, anna: TestDesk, ben: TestDesk)
  {
    let team = try TestTeam()
    try team.guardRemote(rules: rules)
    let (anna, ben) = try (team.member("anna"), team.member("ben"))
    try #require(anna.start("rivers", Self.text).code == 0)
    let synced = anna.galley("sync")
    try #require(synced.code == 0, "\(synced)")
    try #require(ben.galley("sync").code == 0)
    try #require(ben.galley("annotate", "rivers", "--quote", "the town", "--query", "Which?").code == 0)
    let sent = ben.galley("sync")
    try #require(sent.code == 0, "\(sent)")
    return (team, anna, ben)
  }

  private let benBranch = "review/rivers/r1/ben@example.org"
  private let benFolder = "reviews/rivers/r1/ben@example.org"

  private func expect(
    _ done: Finished, _ rule: String, _ words: String, _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(done.code != 0, comment, sourceLocation: sourceLocation)
    #expect(done.err.contains("[\(rule)]"), "\(done.err)", sourceLocation: sourceLocation)
    #expect(done.err.contains(words), "\(done.err)", sourceLocation: sourceLocation)
  }

  @Test("the whole main job goes through for an author, two reviewers and an editor")
  func goodPath() throws {
    let team = try TestTeam()
    try team.guardRemote(rules: "no-open-query: true\naccepting-verdicts: 2\nauthor-accepts-own: false")
    let (anna, ben) = try (team.member("anna"), team.member("ben"))
    let (cara, edda) = try (team.member("cara"), team.member("edda"))
    func sync(_ desks: TestDesk...) {
      for desk in desks {
        let done = desk.galley("sync")
        #expect(done.code == 0, "\(desk.name): \(done.out)\(done.err)")
      }
    }
    #expect(anna.start("rivers", Self.text).code == 0)
    #expect(anna.galley("submit", "rivers", "--reviewers", "Ben,Cara").code == 0)
    sync(anna, ben, cara)
    #expect(ben.galley("annotate", "rivers", "--quote", "the town", "--query", "Which?").code == 0)
    #expect(cara.galley("annotate", "rivers", "--quote", "The dam", "--suggest", "The old dam").code == 0)
    sync(ben, cara, edda)
    #expect(edda.galley("merge", "rivers").code == 0)
    sync(edda, anna)
    let query = try #require(
      anna.json("annotations", "rivers", "--open").first { $0["motivation"]?.stringValue == "questioning" }?[
        "tail"]?
        .stringValue)
    #expect(anna.galley("reply", query, "The county town.").code == 0)
    #expect(anna.galley("resolve", query, "answered").code == 0)
    #expect(anna.galley("revise", "rivers", "--accept-all").code == 0)
    sync(anna, ben, cara)
    #expect(ben.galley("satisfied", query).code == 0)
    for desk in [ben, cara] { #expect(desk.galley("verdict", "rivers", "accept").code == 0) }
    sync(ben, cara, edda)
    let published = edda.galley("publish", "rivers")
    #expect(published.code == 0, "\(published.out)\(published.err)")
    sync(edda, anna, ben, cara, edda)
    #expect(ben.branches == anna.branches && edda.branches == anna.branches && cara.branches == anna.branches)
    #expect(team.remoteReferences.split(separator: "\n").count == 1)
    #expect(team.isRemoteSound)
    // The next revision, and a late remark on the published one.
    #expect(anna.galley("revise", "rivers").code == 0)
    #expect(ben.galley("annotate", "rivers", "--quote", "The old dam", "--comment", "How old?").code == 0)
    sync(anna, ben, edda, anna)
    #expect(try anna.json("annotations", "rivers", "--open").count == 1)
  }

  @Test("a reviewer pushes the own branch and own, new, well-formed annotations only")
  func reviewer() throws {
    let (team, anna, ben) = try team()
    let before = team.remoteReferences
    let base = try ben.id(["rev-parse", benBranch])
    let r1 = try ben.id(["rev-parse", "revision/rivers/r1"])
    func send(_ commit: String, to branch: String? = nil) -> Finished {
      ben.push("\(commit):refs/heads/\(branch ?? benBranch)")
    }
    func annotation(_ email: String = "ben@example.org", motivation: String = "commenting") -> (
      String, String
    ) {
      let id = newID()
      return (id, forgedAnnotation(id, by: email, motivation: motivation))
    }
    let (id, fine) = annotation()

    let forged = try ben.forge(
      on: base, [ForgedFile("\(benFolder)/\(id).json", forgedAnnotation(id, by: "cara@example.org"))])
    expect(send(forged), "annotation", "its creator is cara@example.org")

    let other = try ben.forge(
      on: base,
      [
        ForgedFile(
          "reviews/rivers/r1/cara@example.org/\(id).json", forgedAnnotation(id, by: "cara@example.org"))
      ])
    expect(send(other), "annotation", "this review's folder is")
    expect(
      send(
        try ben.forge(on: r1, [ForgedFile("reviews/rivers/r1/cara@example.org/\(id).json", fine)]),
        to: "review/rivers/r1/cara@example.org"), "permission", "it is the review of cara@example.org")

    let mine = try #require(
      ben.plainGit(["ls-tree", "-r", "--name-only", base, benFolder]).out.split(separator: "\n").first)
    expect(
      send(try ben.forge(on: base, [ForgedFile(String(mine), fine)])), "record", "it was rewritten")
    expect(send(try ben.forge(on: base, removing: [String(mine)])), "record", "it was removed")
    let gone = try ben.forge(on: base, removing: [String(mine)])
    let back = try ben.id(["rev-parse", "\(base):\(mine)"])
    let restored = try ben.forge(
      on: gone, [ForgedFile(String(mine), bytes: Data(ben.plainGit(["cat-file", "blob", back]).out.utf8))])
    expect(send(restored), "record", "it was removed", "taken out and put back")

    expect(
      send(try ben.forge(on: base, [ForgedFile("articles/rivers/index.md", "Mine now.\n")])), "tree",
      "a review adds annotations and nothing else")
    expect(
      send(try ben.forge(on: base, [ForgedFile("galley.yaml", "rules:\n")])), "tree",
      "a review adds annotations and nothing else")
    expect(
      send(try ben.forge(on: base, [ForgedFile("\(benFolder)/notes.txt", "x")])), "tree", "nothing else")
    expect(
      send(try ben.forge(on: base, [ForgedFile("\(benFolder)/\(id).json", "{\"id\": 1")])), "annotation",
      "it can't be read")
    expect(
      send(
        try ben.forge(on: base, [ForgedFile("\(benFolder)/\(newID()).json", fine)])), "annotation",
      "not what its name says")
    expect(
      send(
        try ben.forge(
          on: base,
          [ForgedFile("\(benFolder)/\(id).json", bytes: Data(repeating: 0x20, count: 2 << 20))])),
      "size", "1048576 are the most")
    expect(
      send(
        try ben.forge(on: base, [ForgedFile("\(benFolder)/\(id).json", "../../../x", mode: "120000")])),
      "tree", "symbolic link")
    expect(
      send(try ben.forge(on: base, [ForgedFile("\(benFolder)/\(id).json", fine, mode: "100755")])),
      "tree", "executable")
    expect(
      send(try ben.forge(on: base, [ForgedFile("\(benFolder)/\(id).json", "", mode: "160000")])),
      "tree", "submodule")
    expect(
      send(
        try ben.forge(
          on: base,
          [
            ForgedFile(
              "\(benFolder)/\(id).json",
              fine.replacingOccurrences(of: "articles/rivers", with: "articles/lakes"))
          ])), "annotation", "it is on articles/lakes/index.md")
    expect(
      send(
        try ben.forge(
          on: base, [ForgedFile("\(benFolder)/\(id).json", fine)], as: ("Cara", "cara@example.org"))),
      "author", "it was made by cara@example.org")

    // Based on something that isn't the revision.
    for start in [nil, r1] {
      let lost = try ben.forge(on: start, [ForgedFile("\(benFolder)/\(id).json", fine)])
      expect(ben.push("+\(lost):refs/heads/\(benBranch)"), "history", "it would lose commits")
    }
    let onMain = try ben.forge(
      on: "main", [ForgedFile("reviews/rivers/r2/ben@example.org/\(id).json", fine)])
    expect(send(onMain, to: "review/rivers/r2/ben@example.org"), "history", "isn't based on a commit of")
    let wrongRound = try ben.forge(
      on: r1, [ForgedFile("reviews/rivers/r2/ben@example.org/\(id).json", fine)])
    expect(send(wrongRound, to: "review/rivers/r2/ben@example.org"), "history", "it is based on r1")
    expect(ben.push(":refs/heads/\(benBranch)"), "permission", "may not remove branches")

    // What takes a role that a reviewer hasn't.
    let resolution = newID()
    let about = try #require(ben.json("annotations", "rivers").first?["id"]?.stringValue)
    _ = anna.galley("sync")
    #expect(anna.galley("annotate", "rivers", "--quote", "The dam", "--query", "Sure?").code == 0)
    let annas = try #require(
      anna.json("annotations", "rivers").first { $0["reviewer"]?.stringValue == "anna@example.org" }?["id"]?
        .stringValue)
    #expect(about != annas)
    for (value, words) in [("answered", "resolve remarks of others"), ("withdrawn", "withdraws the remark")] {
      let file = forgedAnnotation(
        resolution, by: "ben@example.org", motivation: "moderating", value: value,
        about: String(annas.suffix(36)))
      expect(
        send(try ben.forge(on: base, [ForgedFile("\(benFolder)/\(resolution).json", file)])), "permission",
        words)
    }
    #expect(team.remoteReferences == before)
    #expect(send(try ben.forge(on: base, [ForgedFile("\(benFolder)/\(id).json", fine)])).code == 0)
    #expect(team.isRemoteSound)
  }

  @Test("only editors merge, publish, change galley.yaml and remove branches; authors change what is theirs")
  func roles() throws {
    let (team, anna, ben) = try team()
    let (alma, edda) = try (team.member("alma"), team.member("edda"))
    let before = team.remoteReferences
    let r1 = try ben.id(["rev-parse", "revision/rivers/r1"])

    let changed = ForgedFile("articles/rivers/index.md", "---\ntitle: T\n---\n\nOther words.\n")
    expect(
      ben.push("\(try ben.forge(on: r1, [changed])):refs/heads/revision/rivers/r1"), "permission",
      "Ben may not change texts")
    _ = alma.galley("sync")
    expect(
      alma.push("\(try alma.forge(on: r1, [changed])):refs/heads/revision/rivers/r1"), "permission",
      "isn't an article of Alma's")
    let config = ForgedFile("galley.yaml", "rules:\n  no-open-query: false\n")
    for desk in [ben, anna] {
      expect(
        desk.push("\(try desk.forge(on: "main", [config])):refs/heads/main"), "permission",
        "may not move main")
    }
    expect(
      edda.push("\(try edda.forge(on: "main", [changed])):refs/heads/main"), "publication",
      "by publishing only")
    expect(
      edda.push(
        "\(try edda.forge(on: "main", [ForgedFile("galley.yaml", "rules: {speed: 3}\n")])):refs/heads/main"),
      "configuration", "which Galley doesn't know")
    expect(
      edda.push("\(try edda.forge(on: "main", removing: ["galley.yaml"])):refs/heads/main"),
      "configuration", "it is missing")
    expect(edda.push(":refs/heads/main"), "history", "main is never removed")
    expect(edda.push(":refs/heads/revision/rivers/r1"), "history", "commits that are not published")

    // An author merges a review by hand; an editor drops one while merging.
    _ = anna.galley("sync")
    let merge = try anna.forge(
      on: r1,
      anna.plainGit(["ls-tree", "-r", "--name-only", benBranch, benFolder]).out
        .split(separator: "\n").map {
          ForgedFile(
            String($0), bytes: Data(anna.plainGit(["cat-file", "blob", "\(benBranch):\($0)"]).out.utf8))
        }, merging: [benBranch])
    expect(anna.push("\(merge):refs/heads/revision/rivers/r1"), "permission", "may not merge reviews")
    _ = edda.galley("sync")
    let dropping = try edda.forge(on: r1, merging: [benBranch])
    expect(edda.push("\(dropping):refs/heads/revision/rivers/r1"), "record", "it was removed")

    // Out of the scheme, out of the article.
    for name in [
      "refs/heads/feature", "refs/tags/v1", "refs/notes/commits", "refs/heads/revision/rivers/r01",
    ] {
      expect(edda.push("\(r1):\(name)"), "branch", "a desk has no such branch")
    }
    let elsewhere = ForgedFile("articles/lakes/index.md", "Lakes.\n")
    expect(
      anna.push("\(try anna.forge(on: r1, [elsewhere])):refs/heads/revision/rivers/r1"), "tree",
      "belongs to another article")
    let nested = ForgedFile("articles/rivers/deep/index.md", "Deep.\n")
    expect(
      anna.push("\(try anna.forge(on: r1, [nested])):refs/heads/revision/rivers/r1"), "tree",
      "belongs to another article")
    let huge = ForgedFile("articles/rivers/big.bin", bytes: Data(repeating: 7, count: (32 << 20) + 1))
    expect(
      anna.push("\(try anna.forge(on: r1, [huge])):refs/heads/revision/rivers/r1"), "size", "are the most")
    let twice = try anna.forge(on: r1, [ForgedFile("articles/rivers/Index.md", "x\n")])
    expect(anna.push("\(twice):refs/heads/revision/rivers/r1"), "tree", "only in the case")
    expect(
      anna.push("\(try anna.forge(on: nil, [changed])):refs/heads/revision/rivers/r2"), "history",
      "isn't based on an earlier revision")
    #expect(team.remoteReferences == before)
  }

  @Test("what isn't a desk's branch, or names no commit, doesn't go in, by whatever name")
  func otherReferences() throws {
    let (team, anna, _) = try team()
    let edda = try team.member("edda")
    #expect(edda.galley("sync").code == 0)
    let before = team.remoteReferences
    let r1 = "revision/rivers/r1"
    edda.git("tag", "-a", "v1", "-m", "One", "main")
    edda.git("notes", "add", "-m", "Note", "main")
    edda.git("update-ref", "refs/replace/\(try edda.id(["rev-parse", "main"]))", r1)
    for refspec in [
      "v1", "main:refs/tags/v2", "refs/notes/commits", "refs/replace/*", "main:refs/stash",
      "main:refs/galley/x",
      "main:refs/remotes/origin/main", "main:refs/heads/HEAD", "main:refs/heads/MAIN", "main:refs/heads/Main",
      "main:refs/heads/main/x", "\(r1):refs/heads/Revision/rivers/r1", "\(r1):refs/heads/revision/Rivers/r1",
      "\(r1):refs/heads/revision/rivers/R1", "\(r1):refs/heads/revision/rivers/r01",
      "\(r1):refs/heads/revision/rivers/r0", "\(r1):refs/heads/revision/r1/r1",
      "\(r1):refs/heads/review/rivers/r1/EDDA@example.org",
      "\(r1):refs/heads/review/rivers/r1/edda%40example.org",
    ] {
      expect(edda.push(refspec), "branch", "a desk has no such branch", "\(refspec)")
    }
    edda.git("update-ref", "-d", "refs/replace/\(try edda.id(["rev-parse", "main"]))")
    let nowhere = edda.push("v1:refs/heads/main")
    expect(nowhere, "branch", "it names no commit")
    let steering = ForgedFile("articles/rivers/.GitAttributes", "*.md filter=x\n")
    expect(
      anna.push("\(try anna.forge(on: r1, [steering])):refs/heads/\(r1)"), "tree", "git takes orders from")
    #expect(team.remoteReferences == before)
  }

  @Test("main moves only to a state that meets the rules, whoever pushes")
  func publication() throws {
    let (team, anna, ben) = try team(
      rules: "no-open-query: true\naccepting-verdicts: 1\nauthor-accepts-own: false")
    let edda = try team.member("edda")
    let before = team.remoteReferences
    #expect(edda.galley("merge", "rivers").code == 0)
    let tip = try edda.id(["rev-parse", "revision/rivers/r1"])
    func publication(_ number: String, extra: [ForgedFile] = []) throws -> String {
      let files =
        ["articles/rivers/index.md"]
        + edda.plainGit(["ls-tree", "-r", "--name-only", tip, "reviews/"]).out
        .split(separator: "\n").map(String.init)
      return try edda.forge(
        on: "main",
        files.map {
          ForgedFile($0, bytes: Data(edda.plainGit(["cat-file", "blob", "\(tip):\($0)"]).out.utf8))
        }
          + extra,
        message: "Publish\n\nGalley-Event: publish\nGalley-Revision: rivers/\(number)\n", merging: [tip])
    }
    let open = edda.push("\(try publication("r1")):refs/heads/main")
    expect(open, "publication", "no-open-query: 1 query is open")
    expect(open, "publication", "0 of 1 accepting verdicts on r1 by others than its authors")
    expect(edda.push("\(try publication("r2")):refs/heads/main"), "publication", "and publishes r1")
    expect(
      edda.push(
        "\(try publication("r1", extra: [ForgedFile("articles/rivers/index.md", "Not what was read.\n")])):refs/heads/main"
      ), "publication", "isn't what publishing rivers makes of it")
    expect(
      edda.push(
        "\(try publication("r1", extra: [ForgedFile("galley.yaml", "rules:\n  no-open-query: false\n")])):refs/heads/main"
      ), "publication", "galley.yaml: it isn't what publishing")

    // The author's own verdict doesn't help, and the author may not give one.
    let id = newID()
    let branch = "review/rivers/r1/anna@example.org"
    let own = try anna.forge(
      on: "revision/rivers/r1",
      [
        ForgedFile(
          "reviews/rivers/r1/anna@example.org/\(id).json",
          forgedAnnotation(id, by: "anna@example.org", motivation: "assessing", value: "accept"))
      ])
    expect(anna.push("\(own):refs/heads/\(branch)"), "permission", "may not give a verdict")
    #expect(team.remoteReferences == before)

    #expect(ben.galley("verdict", "rivers", "accept").code == 0)
    let query = try #require(ben.json("annotations", "rivers", "--open").first?["tail"]?.stringValue)
    #expect(ben.galley("resolve", query, "withdrawn").code == 0)
    for desk in [ben, edda] { #expect(desk.galley("sync").code == 0) }
    #expect(edda.galley("publish", "rivers").code == 0)
    let done = edda.galley("sync")
    #expect(done.code == 0, "\(done.out)")
  }

  @Test("malformed trees and names like git's own are refused, by git's check and by ours alone")
  func malformedTrees() throws {
    let (team, anna, _) = try team()
    let before = team.remoteReferences
    let r1 = try anna.id(["rev-parse", "revision/rivers/r1"])
    let text = try anna.id(["rev-parse", "\(r1):articles/rivers/index.md"])
    let reviews = "articles"
    let names = [
      ".git", ".GIT", "git~1", ".g\u{200C}it", ".git ", ".git.", ".git:x", "..", ".", "a\\b", "a\u{1B}[2J",
      ".gitmodules", "x\u{202E}y",
    ]
    var commits: [(String, String)] = []
    func add(_ what: String, _ files: [(mode: String, name: String, id: String)]) throws {
      let rivers = try anna.rawTree(files)
      let articles = try anna.rawTree([("40000", "rivers", rivers)])
      let root = try anna.rawTree([("40000", reviews, articles)])
      commits.append((what, try anna.commit(tree: root, parents: [r1])))
    }
    for name in names {
      try add(
        name.debugDescription,
        [("100644", name, text), ("100644", "index.md", text)].sorted {
          Array($0.1.utf8).lexicographicallyPrecedes(Array($1.1.utf8))
        })
    }
    try add("twice", [("100644", "index.md", text), ("100644", "index.md", text)])
    try add(
      "file and folder",
      [
        ("100644", "index.md", text), ("100644", "x", text), ("100644", "x.md", text),
        ("40000", "x", try anna.rawTree([("100644", "y", text)])),
      ])
    try add("order", [("100644", "index.md", text), ("100644", "b", text)])
    try add("mode", [("100664", "b", text), ("100644", "index.md", text)])
    try add("padded mode", [("0100644", "b", text), ("100644", "index.md", text)])
    for check in ["true", "false"] {
      _ = run(
        "/usr/bin/env", ["git", "config", "receive.fsckObjects", check], in: team.path("remote.git"))
      for (what, commit) in commits {
        let done = anna.push("\(commit):refs/heads/revision/rivers/r1")
        #expect(done.code != 0, "\(what), fsckObjects=\(check)")
        if check == "false" { #expect(done.err.contains("[tree]"), "\(what): \(done.err)") }
        #expect(!done.err.contains("\u{1B}") && !done.err.contains("\u{202E}"), "\(what)")
      }
    }
    #expect(team.remoteReferences == before)
  }

  @Test("who isn't known to the server, or to galley.yaml, pushes nothing; a login stands for its person")
  func pushers() throws {
    let (team, _, ben) = try team()
    let before = team.remoteReferences
    #expect(ben.galley("annotate", "rivers", "--quote", "The dam", "--comment", "Which?").code == 0)
    func sync(_ environment: [String: String]) -> Finished {
      run(galleyProgram, ["sync"], in: ben.folder, environment: environment)
    }
    let unknown = sync([:])
    #expect(unknown.code == 1 && unknown.out.contains("[pusher]"), "\(unknown)")
    let stranger = sync(["GALLEY_USER": "mallory@example.org"])
    #expect(stranger.code == 1 && stranger.out.contains("names nobody whom the server calls mallory"))
    #expect(sync(["GALLEY_USER": "cara@example.org"]).code == 1)
    #expect(team.remoteReferences == before)
    #expect(sync(["GL_USER": "benny"]).code == 0)
    #expect(team.remoteReferences != before)
  }

  @Test("while galley.yaml names nobody everyone may do everything that is well-formed")
  func nobodyNamed() throws {
    let team = try TestTeam()
    try team.expect("hooks", "install", "--repo", team.path("remote.git"), in: team.folder.path)
    let (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    #expect(anna.start("rivers", Self.text).code == 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    #expect(ben.galley("annotate", "rivers", "--quote", "the town", "--comment", "Hm").code == 0)
    for desk in [ben, anna] { #expect(desk.galley("sync").code == 0) }
    #expect(anna.galley("publish", "rivers").code == 0)
    for desk in [anna, ben] { #expect(desk.galley("sync").code == 0) }
    #expect(ben.git("ls-remote", "origin", "refs/heads/*").out.split(separator: "\n").count == 1)
    let file = try #require(
      ben.plainGit(["ls-tree", "-r", "--name-only", "main", "reviews/"]).out.split(separator: "\n").first)
    expect(
      ben.push("\(try ben.forge(on: "main", removing: [String(file)])):refs/heads/main"), "record",
      "it was removed")
    expect(
      ben.push("\(try ben.forge(on: "main", [ForgedFile("l", "/etc", mode: "120000")])):refs/heads/main"),
      "tree", "symbolic link")
    #expect(
      ben.push("\(try ben.forge(on: "main", [ForgedFile("about.md", "Us.\n")])):refs/heads/main").code == 0)
  }
}
