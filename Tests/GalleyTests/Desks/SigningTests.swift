import Foundation
import JSON
import Testing

@Suite("Signatures: made the way git makes them, and checked as git checks them")
struct SigningTests {
  private static let text = "The dam was built by the town.\n"

  /// Makes an SSH key for a desk, with which it signs everything; gives the public key.
  private func signWithSSH(_ desk: TestDesk) throws -> String {
    let key = desk.team.path("key-\(desk.name)")
    let made = run(
      "/usr/bin/env", ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", desk.name, "-f", key],
      in: desk.team.folder.path)
    try #require(made.code == 0, "\(made.err)")
    desk.git("config", "gpg.format", "ssh")
    desk.git("config", "user.signingkey", key + ".pub")
    desk.git("config", "commit.gpgsign", "true")
    return try String(contentsOfFile: key + ".pub", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Puts the list of allowed signers on main, through a person who may.
  private func allow(_ signers: [(String, String)], by desk: TestDesk) throws {
    let folder = URL(fileURLWithPath: desk.folder).appendingPathComponent(".galley")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let lines = signers.map { "\($0.0)@example.org namespaces=\"git\" \($0.1)\n" }.joined()
    try desk.write(lines, to: ".galley/allowed_signers")
    desk.git("add", ".galley")
    #expect(desk.git("commit", "-qm", "Who signs with which key").code == 0)
    #expect(desk.push("main").code == 0)
  }

  /// What git says of every commit: its id and `G`, `N`, `B` or `U`.
  private func gitSays(_ desk: TestDesk) -> [String: String] {
    let list = desk.team.path("allowed")
    _ = run(
      "/usr/bin/env", ["sh", "-c", "git show main:.galley/allowed_signers > '\(list)'"], in: desk.folder)
    let log = desk.git("-c", "gpg.ssh.allowedSignersFile=\(list)", "log", "--all", "--format=%H %G?")
    return Dictionary(
      uniqueKeysWithValues: log.out.split(separator: "\n").map {
        (String($0.prefix(40)), String($0.suffix(1)))
      })
  }

  private func verify(_ desk: TestDesk, _ words: String...) throws -> (code: Int32, json: JSON) {
    let done = run(galleyProgram, ["verify"] + words + ["--json"], in: desk.folder)
    let json = try JSON(parsing: done.out)
    #expect(try JSONPage.read().faults(in: [json], of: "verify") == [])
    return (done.code, json)
  }

  @Test(
    "with SSH keys the whole main job is signed, git agrees, and a server that wants it takes nothing else")
  func ssh() throws {
    let team = try TestTeam()
    try team.guardRemote(rules: "no-open-query: true\nsigned: required")
    let (edda, anna) = try (team.member("edda"), team.member("anna"))
    let (ben, cara) = try (team.member("ben"), team.member("cara"))
    let keys = try [edda, anna, ben, cara].map { ($0.name, try signWithSSH($0)) }
    // Nobody is on the list yet: the list itself comes in by who runs the server.
    let hook = team.path("remote.git/hooks/pre-receive")
    try FileManager.default.moveItem(atPath: hook, toPath: hook + ".off")
    try allow(Array(keys.dropLast()), by: edda)
    try FileManager.default.moveItem(atPath: hook + ".off", toPath: hook)

    #expect(anna.start("rivers", Self.text).code == 0)
    for desk in [anna, ben, cara, edda] { #expect(desk.galley("sync").code == 0) }
    #expect(ben.galley("annotate", "rivers", "--quote", "the town", "--suggest", "the city").code == 0)
    for desk in [ben, edda] { #expect(desk.galley("sync").code == 0) }
    #expect(edda.galley("merge", "rivers").code == 0)
    #expect(edda.galley("revise", "rivers", "--accept-all").code == 0)
    #expect(edda.galley("publish", "rivers").code == 0)
    #expect(edda.galley("sync").code == 0)

    // Cara's key isn't on the list; then she signs nothing.
    _ = anna.galley("sync")
    #expect(anna.galley("revise", "rivers").code == 0)
    for desk in [anna, cara] { #expect(desk.galley("sync").code == 0) }
    #expect(cara.galley("annotate", "rivers", "--quote", "The dam", "--comment", "Hm").code == 0)
    let foreign = cara.galley("sync")
    #expect(foreign.code == 1 && foreign.out.contains("[signature]"), "\(foreign.out)")
    #expect(foreign.out.contains("no key of cara@example.org made it"))
    let base = try cara.id(["rev-parse", "revision/rivers/r3"])
    let id = newID()
    let unsigned = try cara.forge(
      on: base,
      [
        ForgedFile(
          "reviews/rivers/r3/cara@example.org/\(id).json", forgedAnnotation(id, by: "cara@example.org"))
      ])
    let refused = cara.push("\(unsigned):refs/heads/review/rivers/r3/cara@example.org")
    #expect(refused.err.contains("[signature]") && refused.err.contains("isn't signed"), "\(refused.err)")

    _ = edda.galley("sync")
    let says = gitSays(edda)
    let states = Set(says.values)
    #expect(states == ["G", "N"], "\(says)")
    #expect(
      edda.git("-c", "gpg.ssh.allowedSignersFile=\(team.path("allowed"))", "verify-commit", "main").code == 0)
    let (code, json) = try verify(edda)
    #expect(code == 0, "\(json.serialized(pretty: true))")
    #expect(json["signed"]?.intValue == says.values.count { $0 == "G" })
    #expect(json["unsigned"]?.intValue == says.values.count { $0 == "N" })
    #expect(edda.isSound && team.isRemoteSound)

    // Anna says that she is Ben, with her own key.
    let forged = try anna.id(
      ["commit-tree", "main^{tree}", "-p", "main", "-S", "-m", "Not Ben"],
      environment: ["GIT_AUTHOR_EMAIL": "ben@example.org", "GIT_COMMITTER_EMAIL": "ben@example.org"])
    anna.git("update-ref", "refs/heads/main", forged)
    let (no, faults) = try verify(anna)
    #expect(no == 1)
    #expect(
      faults["faults"]?.arrayValue?.contains {
        $0["rule"]?.stringValue == "signature" && $0["what"]?.stringValue?.contains("no key of ben") == true
      } == true, "\(faults.serialized(pretty: true))")
  }

  @Test("with an OpenPGP key commits are signed as git signs them, and checked by the keys on main")
  func openPGP() throws {
    let team = try TestTeam()
    let home = team.path("gnupg")
    try FileManager.default.createDirectory(
      atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let gnupg = ["GNUPGHOME": home]
    defer {
      _ = run("/usr/bin/env", ["gpgconf", "--kill", "all"], in: team.folder.path, environment: gnupg)
    }
    let made = run(
      "/usr/bin/env",
      [
        "gpg", "--batch", "--passphrase", "", "--quick-generate-key", "Anna <anna@example.org>", "ed25519",
        "sign", "never",
      ], in: team.folder.path, environment: gnupg)
    try #require(made.code == 0, "\(made.err)")
    let anna = try team.desk("anna", environment: gnupg)
    anna.git("config", "galley.sign", "true")
    anna.git("config", "user.signingkey", "anna@example.org")
    #expect(anna.start("rivers", Self.text).code == 0)
    let agrees = anna.plainGit(["verify-commit", "revision/rivers/r1"])
    #expect(agrees.code == 0, "\(agrees.err)")

    // Without the user's own keys the ones on main count.
    let exported = run(
      "/usr/bin/env", ["gpg", "--armor", "--export"], in: team.folder.path, environment: gnupg)
    try FileManager.default.createDirectory(
      atPath: anna.folder + "/.galley", withIntermediateDirectories: true)
    try anna.write(exported.out, to: ".galley/openpgp.asc")
    anna.git("add", ".galley")
    #expect(anna.git("commit", "-qm", "Our keys").code == 0)
    let (code, json) = try verify(anna)
    #expect(code == 0 && json["signed"]?.intValue == 1, "\(json.serialized(pretty: true))")

    // The same signature under other words isn't good, for git and for us.
    let raw = anna.git("cat-file", "commit", "revision/rivers/r1").out
    let changed = try anna.id(
      ["hash-object", "-t", "commit", "-w", "--stdin"],
      input: Data(raw.replacingOccurrences(of: "Start rivers", with: "Start again").utf8))
    anna.git("update-ref", "refs/heads/revision/rivers/r1", changed)
    #expect(anna.plainGit(["verify-commit", changed]).code != 0)
    let (no, faults) = try verify(anna)
    #expect(no == 1 && faults["faults"]?.arrayValue?.count == 1)
  }

  @Test("a signature that is wanted and can't be made stops the command before anything is written")
  func noKey() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    anna.git("config", "commit.gpgsign", "true")
    anna.git("config", "gpg.format", "ssh")
    let done = anna.start("rivers", Self.text)
    #expect(done.code == 1 && done.err.contains("user.signingkey"), "\(done.err)")
    anna.git("config", "user.signingkey", "/no/such/key")
    #expect(anna.start("rivers", Self.text).code == 1)
    anna.git("config", "galley.sign", "false")
    #expect(anna.start("rivers", Self.text).code == 0)
  }
}

@Suite("verify: the record is whole, or says what isn't")
struct VerifyTests {
  private func published() throws -> (TestTeam, TestDesk) {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    #expect(anna.start("rivers", "The dam was built by the town.\n").code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "the town", "--suggest", "the city").code == 0)
    #expect(anna.galley("annotate", "rivers", "--quote", "The dam", "--query", "Which?").code == 0)
    #expect(anna.galley("revise", "rivers", "--accept-all").code == 0)
    let query = try #require(anna.json("annotations", "rivers", "--open").first?["tail"]?.stringValue)
    #expect(anna.galley("resolve", query, "answered").code == 0)
    #expect(anna.galley("publish", "rivers").code == 0)
    return (team, anna)
  }

  private func verify(_ desk: TestDesk, _ words: String...) throws -> (code: Int32, text: String) {
    let done = run(galleyProgram, ["verify"] + words, in: desk.folder)
    return (done.code, done.out + done.err)
  }

  @Test("what was published in the usual way is whole, as a desk and as an article")
  func whole() throws {
    let (_, anna) = try published()
    #expect(try verify(anna).code == 0)
    #expect(try verify(anna, "rivers").code == 0)
    #expect(try verify(anna, "lakes").code == 1)
    let json = try #require(anna.json("verify", "rivers").first)
    #expect(json["publications"]?.intValue == 1 && (json["annotations"]?.intValue ?? 0) >= 4)
  }

  @Test("a rewritten or removed annotation, and words that are no revision's, are found on main")
  func rewritten() throws {
    let (_, anna) = try published()
    let whole = try anna.id(["rev-parse", "main"])
    let file = try #require(
      anna.git("ls-tree", "-r", "--name-only", "main", "reviews/").out.split(separator: "\n").first)
    func state(_ commit: String, _ words: String) throws {
      anna.git("update-ref", "refs/heads/main", commit)
      let (code, text) = try verify(anna)
      #expect(code == 1 && text.contains(words), "\(text)")
      anna.git("update-ref", "refs/heads/main", whole)
    }
    let id = String(file.split(separator: "/").last?.dropLast(5) ?? "")
    try state(
      anna.forge(on: whole, [ForgedFile(String(file), forgedAnnotation(id, by: "anna@example.org"))]),
      "rewrote it")
    try state(anna.forge(on: whole, removing: [String(file)]), "took it away")
    let parents = anna.git("log", "-1", "--format=%P", whole).out.split(whereSeparator: \.isWhitespace)
    let other = try anna.forge(
      on: String(parents[0]), [ForgedFile("articles/rivers/index.md", "Other words.\n")],
      message: "Publish\n\nGalley-Event: publish\nGalley-Revision: rivers/r3\n", merging: [String(parents[1])]
    )
    try state(other, "isn't the revision's text")
  }

  @Test("a damaged object ends it with 5")
  func damaged() throws {
    let (_, anna) = try published()
    let blob = try anna.id(["rev-parse", "main:reviews"])
    let object = anna.folder + "/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: object)
    try Data("broken".utf8).write(to: URL(fileURLWithPath: object))
    #expect(try verify(anna).code == 5)
    try FileManager.default.removeItem(atPath: object)
    #expect(try verify(anna).code == 5)
  }
}
