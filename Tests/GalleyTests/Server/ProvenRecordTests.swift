import Foundation
import JSON
import Testing

@Suite("What verify proves of a record that somebody could write to by-passing the server")
struct ProvenRecordTests {
  private static let r1 = "revision/rivers/r1"
  private static let path = "articles/rivers/index.md"

  /// An editor's desk of a team whose people are named, with a published article and the draft of another.
  private func desk() throws -> (TestTeam, TestDesk) {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, ben, edda) = try (team.member("anna"), team.member("ben"), team.member("edda"))
    for slug in ["rivers", "lakes"] {
      try #require(anna.start(slug, "The dam was built in 1950.\n").code == 0)
    }
    for desk in [anna, ben] { try #require(desk.galley("sync").code == 0) }
    try #require(ben.galley("annotate", "rivers", "--quote", "dam", "--comment", "Hm").code == 0)
    for desk in [ben, edda] { try #require(desk.galley("sync").code == 0) }
    try #require(edda.galley("publish", "rivers").code == 0)
    try #require(edda.galley("verify").code == 0)
    return (team, edda)
  }

  private func faults(_ desk: TestDesk) throws -> [String] {
    try desk.json("verify").flatMap { $0["faults"]?.arrayValue ?? [] }.map {
      "[\($0["rule"]?.stringValue ?? "")] \($0["place"]?.stringValue ?? "") \($0["what"]?.stringValue ?? "")"
    }
  }

  @Test("a remark in one's name comes in one's own commit, and lies in one's own folder")
  func makers() throws {
    let (_, edda) = try desk()
    func put(_ folder: String, by email: String, as author: String) throws -> [String] {
      let id = newID()
      let file = ForgedFile(
        "reviews/lakes/r1/\(folder)/\(id).json", forgedAnnotation(id, by: email, slug: "lakes"))
      let made = try edda.forge(on: "revision/lakes/r1", [file], as: ("Somebody", author))
      edda.git("update-ref", "refs/heads/review/lakes/r1/\(folder)", made)
      defer { edda.git("update-ref", "-d", "refs/heads/review/lakes/r1/\(folder)") }
      return try faults(edda)
    }
    let (ben, cara) = ("ben@example.org", "cara@example.org")
    #expect(try put(ben, by: ben, as: ben) == [])
    #expect(try put(ben, by: ben, as: cara).contains { $0.hasPrefix("[author]") && $0.contains(cara) })
    #expect(try put(ben, by: cara, as: ben).contains { $0.hasPrefix("[annotation]") })
  }

  @Test(
    "every text on main is its last publication's",
    arguments: ["changed", "ghost", "merge", "publication", "old merge", "other file", "removed"])
  func main(way: String) throws {
    let (_, edda) = try desk()
    let (last, revision) = try (edda.id(["rev-parse", "main"]), edda.id(["rev-parse", "main^2"]))
    let evil = [ForgedFile(Self.path, "Evil.\n")]
    let trailers = "Publish\n\nGalley-Event: publish\nGalley-Revision: rivers/r1\n"
    let made =
      switch way {
      case "changed": try edda.forge(on: last, evil)
      case "ghost": try edda.forge(on: last, [ForgedFile("articles/ghost/index.md", "Never read.\n")])
      case "merge": try edda.forge(on: last, evil, merging: [revision])
      case "publication": try edda.forge(on: last, evil, message: trailers, merging: [revision])
      case "old merge":
        try edda.commit(tree: edda.id(["rev-parse", "\(last)^1^{tree}"]), parents: [last, "\(last)^1"])
      case "other file": try edda.forge(on: last, [ForgedFile("theme.css", "p { color: red }\n")])
      default: try edda.forge(on: last, removing: [Self.path])
      }
    edda.git("update-ref", "refs/heads/main", made)
    let found = try faults(edda)
    #expect(found.isEmpty == ["other file", "removed"].contains(way), "\(found)")
  }

  @Test("a merge on a revision changes no text unnoticed")
  func merges() throws {
    let (_, edda) = try desk()
    let tip = try edda.id(["rev-parse", "revision/lakes/r1"])
    let aside = try edda.forge(on: tip, message: "Aside")
    let made = try edda.forge(on: tip, [ForgedFile("articles/lakes/index.md", "Evil.\n")], merging: [aside])
    edda.git("update-ref", "refs/heads/revision/lakes/r1", made)
    #expect(try faults(edda).contains { $0.hasPrefix("[tree]") && $0.contains("none of its parents") })
  }
}
