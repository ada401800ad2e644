import Foundation
import JSON
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

  @Test("a configuration and a galley.yaml that can't be read are told with the way out")
  func configuration() throws {
    let config = desk.folder + "/.git/config"
    let text = try String(contentsOfFile: config, encoding: .utf8)
    try overwrite(config, text + "[broken\n")
    for command in [["status"], ["doctor"]] {
      let done = run(galleyProgram, command, in: desk.folder)
      #expect(done.code == 5, "\(command): \(done.err)")
    }
    #expect(desk.galley("doctor").out.contains("bad config line"))
    try overwrite(config, text)
    try desk.write("rules: [\n", to: "galley.yaml")
    desk.git("commit", "-qam", "broken")
    let rules = desk.galley("doctor")
    #expect(rules.code == 5 && rules.out.contains("galley.yaml on main can't be read"))
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
