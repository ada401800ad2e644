import Foundation
import JSON
import System
import Testing

@Suite("The doctor finds what is damaged and mends it")
struct DoctorTests {
  private let team: TestTeam
  private let desk: TestDesk
  private let review = "review/rivers/r1/anna@example.org"

  /// A desk whose branches are all on the remote.
  init() throws {
    team = try TestTeam()
    desk = try team.desk("anna")
    try #require(desk.start("rivers", "The rivers rise in the north.\n").code == 0)
    try #require(desk.galley("annotate", "rivers", "--quote", "north", "--query", "Which?").code == 0)
    try #require(desk.galley("sync").code == 0)
  }

  private func object(_ name: String) -> String {
    let id = desk.git("rev-parse", name).out.trimmingCharacters(in: .newlines)
    return "\(desk.folder)/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
  }

  private func overwrite(_ path: String, _ text: String) throws {
    try? FileManager.default.removeItem(atPath: path)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// Damaged, then mended, then as it was.
  private func expectMended(_ kind: String, before: String, by command: [String] = ["show", "rivers"]) throws
  {
    let other = run(galleyProgram, command, in: desk.folder)
    #expect(other.code == 5 && other.err.contains("galley doctor"), "\(other.err)")
    let found = desk.galley("doctor", "--json")
    #expect(found.code == 5, "\(found.out)\(found.err)")
    #expect(try JSON(parsing: found.out)["findings"]?.arrayValue?.first?["kind"]?.stringValue == kind)
    let mended = desk.galley("doctor", "--repair")
    #expect(mended.code == 0, "\(mended.out)\(mended.err)")
    #expect(desk.galley("doctor").code == 0)
    #expect(desk.branches == before && desk.isSound)
    #expect(desk.galley("show", "rivers").code == 0)
    #expect(desk.galley("sync").code == 0)
  }

  @Test(
    "a remote that doesn't answer is asked once and given up; what is hurt is told all the same",
    arguments: ["ssh", "crawl", "chatter", "server", "http", "nowhere", "pipe"])
  func silentRemote(kind: String) throws {
    let listener = try Listener()
    var environment = ["GALLEY_TIMEOUT": "1"]
    let asked = team.path("asked")
    let script = team.path("ssh")
    let answer =
      ["crawl": "while echo; do sleep 0.4; done", "chatter": "while echo wait >&2; do sleep 0.1; done"][kind]
      ?? "sleep 300"
    try Data("#!/bin/sh\necho >>\(asked)\n\(answer)\n".utf8).write(to: URL(fileURLWithPath: script))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
    let url: String
    switch kind {
    case "server":
      environment["GIT_SSH_COMMAND"] = "ssh -p \(listener.port) -o HostName=127.0.0.1"
      url = "ssh://news/x.git"
    case "http": url = "http://127.0.0.1:\(listener.port)/x.git"
    case "nowhere": url = team.path("nowhere.git")
    case "pipe":
      url = team.path("pipe")
      #expect(mkfifo(url, 0o600) == 0)
    default:
      environment["GIT_SSH_COMMAND"] = script
      url = "ssh://news/x.git"
    }
    desk.git("remote", "set-url", "origin", url)
    let path = object("revision/rivers/r1:articles/rivers/index.md")
    try FileManager.default.removeItem(atPath: path)
    let desk = TestDesk(team: team, name: "anna", environment: environment)
    let done = withExtendedLifetime(listener) { desk.galley("doctor", "--repair") }
    #expect(done.code == 5 && done.out.contains("is missing"), "\(done)")
    #expect(done.err.contains("the remote can't be asked for what is missing"), "\(done.err)")
    if ["ssh", "crawl", "chatter"].contains(kind) {
      #expect(try String(contentsOfFile: asked, encoding: .utf8) == "\n")
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: desk.folder + "/.git/galley")
    #expect(Set(left).isSubset(of: ["acts", "journal"]))
  }

  @Test("folders of references that lead back into themselves have an end")
  func loops() throws {
    let git = desk.folder + "/.git"
    for (link, place) in [("refs/heads/a", "."), ("refs/heads/b", ".."), ("logs/refs/heads/c", "../..")] {
      try FileManager.default.createSymbolicLink(atPath: "\(git)/\(link)", withDestinationPath: place)
    }
    let done = desk.galley("doctor")
    #expect(done.code == 0, "\(done)")
  }

  @Test("a healthy desk is said to be whole")
  func healthy() throws {
    let done = desk.galley("doctor")
    #expect(done.code == 0 && done.out.contains("whole"))
    let told = try #require(desk.json("doctor").first)
    #expect(told["damaged"]?.boolValue == false && (told["objects"]?.intValue ?? 0) > 5)
  }

  @Test(
    "objects that are missing, empty or garbled are fetched again",
    arguments: ["missing", "empty", "garbled"])
  func objects(how: String) throws {
    let before = desk.branches
    let path = object("revision/rivers/r1:articles/rivers/index.md")
    switch how {
    case "missing": try FileManager.default.removeItem(atPath: path)
    case "empty": try overwrite(path, "")
    default: try overwrite(path, "no object at all")
    }
    try expectMended("object", before: before)
  }

  @Test("an object whose content isn't what its name says is found")
  func swapped() throws {
    let path = object("revision/rivers/r1:articles/rivers/index.md")
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: object("\(review)^{tree}"), toPath: path)
    #expect(desk.galley("doctor").code == 5)
    #expect(desk.galley("doctor", "--repair").code == 0)
    #expect(desk.isSound)
  }

  @Test("a damaged pack is put aside, and what it held is there again")
  func pack() throws {
    let before = desk.branches
    desk.git("repack", "-adq")
    let folder = desk.folder + "/.git/objects/pack"
    let name = try #require(
      FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(".pack") })
    var bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
    for index in bytes.count / 2..<bytes.count / 2 + 12 { bytes[index] ^= 0xFF }
    try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    #expect(desk.galley("doctor").code == 5)
    let mended = desk.galley("doctor", "--repair")
    #expect(mended.code == 0, "\(mended.out)\(mended.err)")
    #expect(desk.branches == before && desk.isSound)
  }

  @Test(
    "a branch that names nothing goes back to its newest whole commit", arguments: ["", "garbage", "lost"])
  func reference(content: String) throws {
    let before = desk.branches
    let lost = String(repeating: "4", count: 40) + "\n"
    try overwrite(desk.folder + "/.git/refs/heads/\(review)", content == "lost" ? lost : content)
    let found = desk.galley("doctor")
    #expect(found.code == 5 && found.out.contains(review))
    let mended = desk.galley("doctor", "--repair")
    #expect(mended.code == 0, "\(mended.out)\(mended.err)")
    #expect(desk.branches == before && desk.isSound)
  }

  @Test("a HEAD that is gone is made again")
  func head() throws {
    let before = desk.branches
    try FileManager.default.removeItem(atPath: desk.folder + "/.git/HEAD")
    try expectMended("head", before: before)
  }

  private func findings(_ desk: TestDesk) throws -> [(kind: String, what: String)] {
    let told = try #require(desk.json("doctor").first)
    #expect(try JSONPage.read().faults(in: [told], of: "doctor") == [])
    return told["findings"]?.arrayValue?.map {
      ($0["kind"]?.stringValue ?? "", $0["what"]?.stringValue ?? "")
    }
      ?? []
  }

  /// All of the desk that a look must leave alone.
  private var files: String {
    run("/bin/sh", ["-c", "find . -type f ! -name '*.sample' -exec sha1sum {} + | sort"], in: desk.folder).out
  }

  @Test(
    "a configuration that git can't read is told by its line, and made a comment when asked for",
    arguments: [
      ("[broken", 1), ("\turl = \"open", 1), ("\u{0}\u{1}\u{2}", 1), ("[core]\n\tbare = false\n= 3\n]]", 2),
    ])
  func configuration(lines: String, count: Int) throws {
    let before = desk.branches
    let config = desk.folder + "/.git/config"
    let text = try String(contentsOfFile: config, encoding: .utf8)
    try overwrite(config, text + lines + "\n")
    let (line, files) = (text.split(separator: "\n").count + 1, self.files)
    let found = desk.galley("doctor")
    #expect(found.code == 5)
    if count == 1 { #expect(found.out.contains(".git/config, line \(line) can't be read"), "\(found.out)") }
    #expect(found.out.components(separatedBy: "can't be read").count == count + 1, "\(found.out)")
    #expect(self.files == files)
    let mended = desk.galley("doctor", "--repair")
    #expect(mended.code == 0 && mended.err.contains("is a comment now"), "\(mended.out)\(mended.err)")
    #expect(desk.galley("doctor").code == 0 && desk.galley("sync").code == 0 && desk.branches == before)
  }

  @Test("a configuration that is nothing but garbage becomes the plainest one")
  func garbageConfiguration() throws {
    let before = desk.branches
    let garbage = (0..<60).map { "]\($0)[" }.joined(separator: "\n")
    try overwrite(desk.folder + "/.git/config", garbage)
    #expect(desk.galley("doctor").code == 5)
    #expect(desk.galley("doctor", "--repair").code == 0)
    #expect(desk.branches == before && desk.galley("status").code == 0)
  }

  @Test("lines of packed-refs that can't be read are told, and their branches found in their logs")
  func packedReferences() throws {
    let before = desk.branches
    desk.git("pack-refs", "--all", "--prune")
    let file = desk.folder + "/.git/packed-refs"
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
    let hurt = try #require(lines.firstIndex { $0.hasSuffix("refs/heads/\(review)") })
    var damaged = lines
    damaged[hurt] = "x" + damaged[hurt].dropFirst(9)
    try overwrite(file, damaged.joined(separator: "\n") + "\n")
    let files = self.files
    let found = try findings(desk)
    #expect(
      found.contains {
        $0.kind == "reference" && $0.what.contains("packed-refs, line \(hurt + 1) can't be read")
      },
      "\(found)")
    #expect(self.files == files)
    #expect(desk.galley("doctor", "--repair").code == 0)
    #expect(desk.branches == before && desk.isSound && desk.galley("sync").code == 0)
    // Cut off without a line that is wrong.
    desk.git("pack-refs", "--all", "--prune")
    try overwrite(file, lines[..<hurt].joined(separator: "\n") + "\n")
    #expect(desk.galley("doctor").code == 5)
    #expect(desk.galley("doctor", "--repair").code == 0)
    #expect(desk.branches == before && desk.isSound)
  }

  @Test("an index that can't be read is made anew, and the files of the working tree stay as they are")
  func index() throws {
    try overwrite(desk.folder + "/.git/index", "no index at all, and long enough to be one by its size")
    try desk.write("Notes.\n", to: "notes.txt")
    #expect(try findings(desk).map(\.kind) == ["index"])
    #expect(desk.galley("doctor", "--repair").code == 0)
    #expect(desk.galley("doctor").code == 0)
    #expect(desk.git("status", "--short").out == "?? notes.txt\n")
  }

  @Test("a galley.yaml that can't be read is told by line and commit, and brought back by a commit")
  func rules() throws {
    let good = desk.git("rev-parse", "main:galley.yaml").out
    try desk.write("rules:\n  no-open-query: [\n", to: "galley.yaml")
    desk.git("commit", "-qam", "broken")
    let short = String(desk.git("rev-parse", "main").out.prefix(7))
    try desk.write("rules:\n  no-open-query: [[\n", to: "galley.yaml")
    desk.git("commit", "-qam", "still broken")
    let (before, files) = (desk.branches, self.files)
    let found = try findings(desk)
    #expect(found.map(\.kind) == ["rules"])
    #expect(
      found.first?.what.contains("galley.yaml on main, line 3") == true
        && found.first?.what.contains("since commit \(short)") == true, "\(found)")
    #expect(desk.branches == before && self.files == files)
    let mended = desk.galley("doctor", "--repair")
    #expect(mended.code == 0, "\(mended.out)\(mended.err)")
    #expect(desk.git("rev-parse", "main:galley.yaml").out == good)
    #expect(desk.git("log", "-1", "--format=%ae", "main").out == "anna@example.org\n")
    #expect(desk.git("status", "--short").out.isEmpty && desk.isSound)
    #expect(desk.galley("sync").code == 0 && desk.galley("status").code == 0)
  }

  @Test("texts that can't be read, on main and on a revision, are brought back as they last could be")
  func texts() throws {
    #expect(desk.start("lakes", "The lakes are deep.\n").code == 0)
    #expect(desk.galley("publish", "lakes").code == 0)
    for (branch, slug) in [("main", "lakes"), ("revision/rivers/r1", "rivers")] {
      let bytes = Data([0x41, 0x0A, 0xFF, 0xFE, 0x0A])
      let commit = try desk.forge(on: branch, [ForgedFile("articles/\(slug)/index.md", bytes: bytes)])
      desk.git("update-ref", "refs/heads/\(branch)", commit)
    }
    desk.git("reset", "-q", "--hard")
    let found = try findings(desk)
    #expect(found.map(\.kind) == ["text", "text"])
    #expect(
      found.first?.what.contains("articles/lakes/index.md on main, line 2, column 1") == true, "\(found)")
    let mended = desk.galley("doctor", "--repair")
    #expect(mended.code == 0, "\(mended.out)\(mended.err)")
    #expect(desk.git("show", "main:articles/lakes/index.md").out.contains("The lakes are deep."))
    #expect(
      desk.git("show", "revision/rivers/r1:articles/rivers/index.md").out.contains("rise in the north."))
    #expect(desk.galley("sync").code == 0 && desk.isSound)
  }

  @Test("what was never sent and is lost is named, with what needs it, and the rest is said to be whole")
  func lostForGood() throws {
    #expect(desk.start("lakes", "The lakes are deep.\n").code == 0)
    try FileManager.default.removeItem(atPath: object("revision/lakes/r1:articles/lakes/index.md"))
    let done = desk.galley("doctor", "--repair")
    #expect(done.code == 5)
    #expect(done.out.contains("articles/lakes/index.md in revision/lakes/r1"))
    #expect(
      done.out.contains("branch revision/lakes/r1") && done.out.contains("3 of 4 branches whole"),
      "\(done.out)")
  }

  @Test("a lock that a dead program left is removed; one that is held stays")
  func locks() throws {
    let lock = desk.folder + "/.git/refs/heads/\(review).lock"
    try overwrite(lock, "")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -3_600)], ofItemAtPath: lock)
    let holder = try ServerProcess(["/bin/sh", "-c", "exec sleep 60 <'\(lock)'"], log: team.path("log"))
    usleep(200_000)
    #expect(desk.galley("doctor").code == 0)
    kill(-holder.pid, SIGKILL)
    usleep(100_000)
    #expect(desk.galley("doctor").code == 1)
    #expect(desk.galley("doctor", "--repair").code == 0)
    #expect(!FileManager.default.fileExists(atPath: lock))
  }
}
