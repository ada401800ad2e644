import Foundation
import JSON
import Testing

@Suite("Merges and new revisions by which somebody would change another's article")
struct RolledBackTests {
  private static let r1 = "revision/rivers/r1"
  private static let path = "articles/rivers/index.md"

  /// Anna's article with a first draft and a corrected one; Alma is an author, too.
  private func team() throws -> (TestTeam, alma: TestDesk, edda: TestDesk, first: String, last: String) {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, alma, edda) = try (team.member("anna"), team.member("alma"), team.member("edda"))
    try #require(anna.start("rivers", "The dam was built in 1850.\n").code == 0)
    let first = try anna.id(["rev-parse", Self.r1])
    try #require(
      anna.galley("save", "rivers", "--from", "-", input: "The dam was built in 1950.\n").code == 0)
    for desk in [anna, alma, edda] { try #require(desk.galley("sync").code == 0) }
    return (team, alma, edda, first, try alma.id(["rev-parse", Self.r1]))
  }

  private func refused(_ done: Finished, _ rule: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(done.code != 0 && done.err.contains("[\(rule)]"), "\(done.err)", sourceLocation: sourceLocation)
  }

  @Test("an older text comes back by no merge with an ancestor, on either side of it, nor by two in a row")
  func ancestors() throws {
    let (team, alma, _, first, last) = try team()
    let before = team.remoteReferences
    let old = try alma.id(["rev-parse", "\(first)^{tree}"])
    for parents in [[last, first], [first, last], [last, first, first]] {
      refused(
        alma.push("\(try alma.commit(tree: old, parents: parents)):refs/heads/\(Self.r1)"), "permission")
    }
    let aside = try alma.commit(tree: old, parents: [first], message: "Aside")
    let twice = try alma.commit(tree: old, parents: [last, aside])
    refused(alma.push("\(twice):refs/heads/\(Self.r1)"), "permission")
    let empty = try alma.commit(tree: try alma.id(["rev-parse", "\(last)^{tree}"]), parents: [last, aside])
    #expect(
      alma.push("\(empty):refs/heads/\(Self.r1)").code == 0, "a merge that keeps the text changes nothing")
    #expect(team.remoteReferences != before && team.isRemoteSound)
  }

  @Test("a merge that changes a text as neither side did is refused, to who may write it, too")
  func evil() throws {
    let (team, alma, edda, first, last) = try team()
    let before = team.remoteReferences
    let aside = try edda.commit(
      tree: try edda.id(["rev-parse", "\(first)^{tree}"]), parents: [first], message: "Aside")
    for desk in [alma, edda] {
      let side = desk.name == "edda" ? aside : first
      let made = try desk.forge(on: last, [ForgedFile(Self.path, "Evil.\n")], merging: [side])
      refused(desk.push("\(made):refs/heads/\(Self.r1)"), "tree")
    }
    #expect(team.remoteReferences == before)
  }

  @Test("main takes no older text back by a merge of its own history, and nothing is published twice")
  func onMain() throws {
    let (team, _, edda, _, _) = try team()
    #expect(edda.galley("publish", "rivers").code == 0)
    #expect(edda.galley("sync").code == 0)
    let published = try edda.id(["rev-parse", "main"])
    let revision = try edda.id(["rev-parse", "main^2"])
    #expect(edda.galley("revise", "rivers").code == 0)
    #expect(edda.galley("save", "rivers", "--from", "-", input: "The dam was built in 1951.\n").code == 0)
    for _ in 0..<2 { _ = edda.galley("sync") }
    #expect(edda.galley("publish", "rivers").code == 0)
    #expect(edda.galley("sync").code == 0)
    let now = try edda.id(["rev-parse", "main"])
    let old = try edda.id(["rev-parse", "\(published)^{tree}"])
    let before = team.remoteReferences
    for parents in [[now, published], [published, now]] {
      refused(edda.push("\(try edda.commit(tree: old, parents: parents)):refs/heads/main"), "publication")
    }
    let message = "Publish\n\nGalley-Event: publish\nGalley-Revision: rivers/r1\n"
    let tree = try edda.id(["rev-parse", "main^{tree}"])
    refused(
      edda.push("\(try edda.commit(tree: tree, parents: [now, revision], message: message)):refs/heads/main"),
      "publication")
    #expect(team.remoteReferences == before)
  }

  @Test("the next revision of an article is begun by who may write it, from whatever draft")
  func nextRevision() throws {
    let (team, alma, _, first, last) = try team()
    let before = team.remoteReferences
    let message = "Start\n\nGalley-Event: revise\nGalley-Revision: rivers/r2\n"
    for start in [first, last] {
      let made = try alma.commit(
        tree: try alma.id(["rev-parse", "\(start)^{tree}"]), parents: [start], message: message)
      refused(alma.push("\(made):refs/heads/revision/rivers/r2"), "permission")
    }
    // Nor does anybody say on a revision's branch that it is another.
    let lie = try alma.commit(
      tree: try alma.id(["rev-parse", "\(last)^{tree}"]), parents: [last],
      message: message.replacing("r2", with: "r7"))
    refused(alma.push("\(lie):refs/heads/\(Self.r1)"), "history")
    #expect(team.remoteReferences == before)
  }

  @Test("an article inside of another's folder keeps its files, and takes none of the other's")
  func nested() throws {
    let (team, alma, edda, _, last) = try team()
    #expect(alma.start("rivers/dam", "The dam.\n").code == 0)
    let photo = ForgedFile("articles/rivers/dam/photo.txt", "Alma's\n")
    alma.git(
      "update-ref", "refs/heads/revision/rivers/dam/r1", try alma.forge(on: "revision/rivers/dam/r1", [photo])
    )
    for desk in [alma, edda] { #expect(desk.galley("sync").code == 0) }
    for content in ["Anna's\n", "Alma's \n"] {
      let made = try edda.forge(on: last, [ForgedFile(photo.path, content)])
      refused(edda.push("\(made):refs/heads/\(Self.r1)"), "tree")
    }
    // Where nobody looked, publishing still leaves them alone.
    #expect(edda.galley("publish", "rivers/dam").code == 0)
    let made = try edda.forge(on: last, [ForgedFile(photo.path, "Anna's\n")])
    edda.git("update-ref", "refs/heads/\(Self.r1)", made)
    #expect(edda.galley("publish", "rivers").code == 0)
    #expect(edda.git("show", "main:\(photo.path)").out == "Alma's\n")
    #expect(team.isRemoteSound)
  }

  @Test("an article is started in no folder that another has files in")
  func takenFolder() throws {
    let (team, alma, edda, _, last) = try team()
    let made = try edda.forge(on: last, [ForgedFile("articles/rivers/dam/photo.txt", "Anna's\n")])
    #expect(edda.push("\(made):refs/heads/\(Self.r1)").code == 0)
    let before = team.remoteReferences
    #expect(alma.start("rivers/dam", "The dam.\n").code == 0)
    refused(alma.push("revision/rivers/dam/r1"), "tree")
    #expect(team.remoteReferences == before)
  }
}
