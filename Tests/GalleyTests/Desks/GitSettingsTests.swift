import Foundation
import Testing

@Suite("Git as it is configured")
struct GitSettingsTests {
  private static let text = "The rivers rise in the north.\n"
  private let team: TestTeam
  private let anna: TestDesk

  init() throws {
    team = try TestTeam()
    anna = try team.desk("anna")
    try #require(anna.start("rivers", Self.text).code == 0)
  }

  private func git(_ words: String..., in place: String = "") -> Finished {
    run("/usr/bin/env", ["git"] + words, in: team.path(place))
  }

  /// Writes a remark and says whether it is by a person of this e-mail.
  private func isRemark(by email: String, _ environment: [String: String] = [:], in desk: TestDesk? = nil)
    -> Bool
  {
    let desk = desk ?? anna
    let done = run(
      galleyProgram, ["annotate", "rivers", "--quote", "north", "--comment", "\(UUID())"], in: desk.folder,
      environment: environment)
    return done.code == 0 && desk.branches.contains("refs/heads/review/rivers/r1/\(email) ")
  }

  @Test("the person is the one whom git would write down, wherever its configuration says so")
  func identity() throws {
    #expect(isRemark(by: "v@x.org", ["GIT_AUTHOR_EMAIL": "v@x.org"]))
    #expect(
      isRemark(
        by: "c@x.org",
        ["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.email", "GIT_CONFIG_VALUE_0": "c@x.org"]))
    #expect(isRemark(by: "p@x.org", ["GIT_CONFIG_PARAMETERS": "'user.email'='p@x.org'"]))
    try anna.write("[user]\n\temail = i@x.org\n", to: "../inc")
    for condition in ["gitdir:\(anna.folder)/", "onbranch:main", "hasconfig:remote.*.url:**/remote.git"] {
      anna.git("config", "includeIf.\(condition).path", team.path("inc"))
      #expect(isRemark(by: "i@x.org"), "\(condition)")
      anna.git("branch", "-qD", "review/rivers/r1/i@x.org")
      anna.git("config", "--remove-section", "includeIf.\(condition)")
    }
    anna.git("config", "extensions.worktreeConfig", "true")
    anna.git("config", "--worktree", "user.email", "w@x.org")
    #expect(isRemark(by: "w@x.org"))
    anna.git("config", "author.email", "a@x.org")
    #expect(isRemark(by: "a@x.org"))
    try anna.write("[user]\n\tname = G\n\temail = g@x.org\n", to: "../global")
    anna.git("config", "--unset", "author.email")
    anna.git("config", "--worktree", "--unset", "user.email")
    anna.git("config", "--unset", "user.email")
    #expect(isRemark(by: "g@x.org", ["GIT_CONFIG_GLOBAL": team.path("global")]))
    #expect(isRemark(by: "e@x.org", ["EMAIL": "e@x.org"]))
    #expect(anna.isSound)
  }

  @Test("what a group shares it can write, whoever made it", arguments: ["group", "all", "0660"])
  func shared(how: String) throws {
    #expect(git("init", "-q", "--shared=\(how)", "shared").code == 0)
    let desk = TestDesk(team: team, name: "shared")
    let script =
      "umask 077; '\(galleyProgram)' init && printf 'x y\\n' | '\(galleyProgram)' new rivers --from -"
    let person = ["GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x.org"]
    let made = run("/bin/sh", ["-c", script], in: desk.folder, environment: person)
    #expect(made.code == 0, "\(made.err)")
    let find =
      "find .git/objects .git/refs .git/galley -type d ! -perm -g=wx; find .git/galley -type f ! -perm -g=w"
    #expect(run("/bin/sh", ["-c", find], in: desk.folder).out == "")
    let others = run("/bin/sh", ["-c", "find .git/objects -type d -name '??' -perm /o=rx"], in: desk.folder)
      .out
    #expect(others.isEmpty == (how != "all"))
  }

  @Test("a desk of somebody else opens where git opens it", .enabled(if: NSUserName() == "root"))
  func trusted() throws {
    #expect(run("/bin/chown", ["-R", "65534", anna.folder], in: team.folder.path).code == 0)
    func status(_ trusted: String?) -> Finished {
      let file = team.path("gitconfig")
      try? Data((trusted.map { "[safe]\n\tdirectory = \($0)\n" } ?? "").utf8).write(
        to: URL(fileURLWithPath: file))
      return run(
        galleyProgram, ["status"], in: anna.folder,
        environment: ["GIT_CONFIG_GLOBAL": file, "HOME": "/nowhere"])
    }
    let refused = status(nil)
    #expect(refused.code == 1 && refused.err.contains("safe.directory"), "\(refused.err)")
    #expect(status("*").code == 0)
    #expect(status(anna.folder).code == 0)
    #expect(status("/elsewhere").code == 1)
  }

  @Test("formats that aren't supported are named and are no damage; settings of one working tree are read")
  func formats() throws {
    #expect(git("init", "-q", "--object-format=sha256", "long").code == 0)
    let long = TestDesk(team: team, name: "long")
    for words in [["status"], ["doctor"], ["init"], ["sync"], ["hooks", "install"]] {
      let done = run(galleyProgram, words, in: long.folder)
      #expect(done.code == 1 && done.err.contains("SHA-256"), "\(words): \(done.err)")
    }
    #expect(git("init", "-q", "--bare", "--object-format=sha256", "long.git").code == 0)
    _ = run(
      "/bin/sh",
      [
        "-c",
        "git -c user.name=a -c user.email=a@b commit -q --allow-empty -m x && git push -q ../long.git HEAD",
      ],
      in: long.folder)
    let cloned = run(galleyProgram, ["clone", "long.git", "copy"], in: team.folder.path)
    #expect(cloned.code == 4 && cloned.err.contains("SHA-256"), "\(cloned.err)")
    anna.git("config", "core.repositoryformatversion", "1")
    anna.git("config", "extensions.worktreeConfig", "true")
    #expect(anna.galley("status").code == 0 && anna.galley("doctor").code == 0)
    anna.git("config", "extensions.somethingNew", "true")
    for words in ["status", "doctor"] {
      let done = anna.galley(words)
      #expect(done.code == 1 && done.err.contains("extensions.somethingnew") && !done.err.contains("damaged"))
    }
  }

  @Test("a shallow clone says what it is, everywhere, and is never called damaged")
  func shallow() throws {
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(anna.start("lakes", Self.text).code == 0)
    #expect(anna.galley("sync").code == 0)
    #expect(
      git("clone", "-q", "--depth", "1", "--no-single-branch", "file://\(team.path("remote.git"))", "ben")
        .code == 0)
    let ben = TestDesk(team: team, name: "ben", environment: ["EMAIL": "b@x.org", "GIT_AUTHOR_NAME": "B"])
    for words in [
      ["show", "rivers"], ["log", "rivers"], ["verify"], ["revise", "rivers"], ["blame", "rivers"],
    ] {
      let done = run(galleyProgram, words, in: ben.folder, environment: ben.environment)
      #expect(done.code != 5 && !done.err.contains("damaged"), "\(words): \(done.err)")
      #expect(done.code == 0 || done.err.contains("git fetch --unshallow"), "\(words): \(done.err)")
    }
    let doctor = ben.galley("doctor")
    #expect(doctor.code == 0 && doctor.err.contains("shallow"))
    ben.git("fetch", "-q", "--unshallow")
    #expect(ben.galley("show", "rivers").code == 0)
  }

  @Test(
    "a partial clone fetches what it needs, and without its remote says what it is",
    arguments: ["blob:none", "tree:0"])
  func partial(filter: String) throws {
    #expect(anna.galley("publish", "rivers").code == 0)
    #expect(anna.galley("sync").code == 0)
    _ = git("config", "uploadpack.allowFilter", "true", in: "remote.git")
    #expect(
      git("clone", "-q", "--no-checkout", "--filter=\(filter)", "file://\(team.path("remote.git"))", "ben")
        .code == 0)
    let ben = TestDesk(team: team, name: "ben")
    try FileManager.default.moveItem(atPath: team.path("remote.git"), toPath: team.path("away.git"))
    let lost = ben.galley("show", "rivers")
    #expect(lost.code == 4 && lost.err.contains("partial clone"), "\(lost.err)")
    let doctor = ben.galley("doctor")
    #expect(doctor.code == 0 && doctor.err.contains("partial clone"))
    try FileManager.default.moveItem(atPath: team.path("away.git"), toPath: team.path("remote.git"))
    #expect(ben.galley("show", "rivers").out.contains("north") && ben.galley("sync").code == 0)
  }

  @Test("a clone without a main of its own reads the remote's; a plain clone says what is open there")
  func plainClones() throws {
    #expect(anna.galley("submit", "rivers").code == 0)
    #expect(anna.galley("sync").code == 0)
    #expect(git("clone", "-q", "remote.git", "plain").code == 0)
    let plain = TestDesk(team: team, name: "plain")
    #expect(plain.galley("status").err.contains("rivers r1 is open on the remote"))
    try plain.refuses("show", "rivers", saying: "Run 'galley sync'")
    #expect(plain.galley("sync").code == 0 && plain.galley("show", "rivers").code == 0)
    #expect(git("init", "-q", "ci").code == 0)
    let ci = TestDesk(team: team, name: "ci")
    ci.git("remote", "add", "origin", team.path("remote.git"))
    ci.git("fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*")
    ci.git("checkout", "-q", "-B", "revision/rivers/r1", "origin/revision/rivers/r1")
    for words in [["status"], ["ready", "rivers"], ["show", "rivers"]] {
      #expect(!run(galleyProgram, words, in: ci.folder).err.contains("galley init"), "\(words)")
    }
    #expect(ci.galley("sync").code == 0)
    #expect(ci.git("rev-parse", "main").out == anna.git("rev-parse", "main").out)
    // A fetch of the pushed branch alone.
    #expect(git("init", "-q", "bare-ci").code == 0)
    let alone = TestDesk(team: team, name: "bare-ci")
    alone.git("remote", "add", "origin", team.path("remote.git"))
    alone.git("fetch", "-q", "origin", "revision/rivers/r1")
    alone.git("checkout", "-q", "FETCH_HEAD")
    try alone.refuses("ready", "rivers", saying: "git fetch origin main:main")
  }

  @Test("the doctor looks at the repository that a .git file names")
  func namedRepositories() throws {
    anna.git("worktree", "add", "-q", team.path("tree"), "-b", "x")
    let tree = run(galleyProgram, ["doctor"], in: team.path("tree"))
    #expect(tree.code == 0 && tree.out.contains("2 of 2"), "\(tree.out)\(tree.err)")
    #expect(git("init", "-q", "outer").code == 0)
    #expect(
      git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", anna.folder, "sub", in: "outer")
        .code == 0)
    #expect(run(galleyProgram, ["doctor"], in: team.path("outer/sub")).out.contains("1 of 1"))
  }

  @Test("hooks call the name that leads to the next version too, and the doctor sees those that lead nowhere")
  func upgrades() throws {
    let (one, two) = (team.path("galley-1"), team.path("galley-2"))
    try FileManager.default.createDirectory(atPath: one, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: galleyProgram, toPath: one + "/galley")
    let link = team.path("galley")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: one + "/galley")
    #expect(run(link, ["hooks", "install"], in: anna.folder).code == 0)
    try FileManager.default.moveItem(atPath: one, toPath: two)
    let broken = anna.galley("doctor")
    #expect(broken.code == 1 && broken.out.contains("isn't there"), "\(broken.out)")
    try FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: two + "/galley")
    #expect(anna.galley("doctor").code == 0)
    #expect(anna.git("commit", "-q", "--allow-empty", "-m", "x").code == 0)
  }

  @Test("hooks in a folder that the team tracks work on every machine")
  func trackedHooks() throws {
    let folder = anna.folder + "/.husky"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["pre-commit", "pre-push"] {
      try anna.write(
        "#!/bin/sh\ncat >/dev/null </dev/null\necho \(name) >>'\(team.path("seen"))'\n", to: ".husky/\(name)")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(folder)/\(name)")
    }
    anna.git("config", "core.hooksPath", ".husky")
    let done = anna.galley("hooks", "install")
    #expect(done.code == 0 && done.err.contains("for everybody"))
    anna.git("add", ".")
    // No galley on this PATH: what the team had runs.
    #expect(
      anna.git("commit", "-qm", "Hooks").code == 0 && anna.git("push", "-q", "origin", "main").code == 0)
    #expect(try String(contentsOfFile: team.path("seen"), encoding: .utf8) == "pre-commit\npre-push\n")
    #expect(!anna.git("grep", "-l", galleyProgram).out.contains("husky"))
  }

  @Test("a guarded remote takes a theme as a submodule, links within the site, and pictures with any mode")
  func guardedSite() throws {
    let guarded = try TestTeam()
    try guarded.guardRemote(rules: "no-open-query: true")
    let edda = try guarded.member("edda")
    let theme = guarded.path("theme")
    for words in [
      ["init", "-q", theme],
      ["-C", theme, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "x"],
    ] { #expect(run("/usr/bin/env", ["git"] + words, in: guarded.folder.path).code == 0) }
    edda.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", theme, "themes/t")
    try FileManager.default.createSymbolicLink(
      atPath: edda.folder + "/latest", withDestinationPath: "themes/t")
    edda.git("add", ".")
    edda.git("commit", "-qm", "The theme")
    let done = edda.galley("sync")
    #expect(done.code == 0, "\(done.out)\(done.err)")
    #expect(edda.galley("verify").code == 0)
    #expect(edda.start("rivers", Self.text).code == 0)
    edda.git("switch", "-q", "revision/rivers/r1")
    try edda.write("PNG", to: "articles/rivers/dam.png")
    for file in ["dam.png", "index.md"] {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: edda.folder + "/articles/rivers/\(file)")
    }
    edda.git("add", "articles")
    edda.git("commit", "-qm", "The dam")
    edda.git("switch", "-q", "main")
    #expect(edda.galley("sync").code == 0)
    for target in ["../outside", "/etc/passwd", ".git/config", "x/../../y"] {
      try FileManager.default.createSymbolicLink(atPath: edda.folder + "/bad", withDestinationPath: target)
      edda.git("add", ".")
      edda.git("commit", "-qm", "Bad")
      let refused = edda.galley("sync")
      #expect(refused.code == 1 && refused.out.contains("symbolic link"), "\(target): \(refused.out)")
      edda.git("reset", "-q", "--hard", "HEAD~1")
    }
  }
}
