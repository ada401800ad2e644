import Foundation
import JSON
import Testing

@Suite("Remarks and rules that would spoil the record for good")
struct RefusedRemarksTests {
  private static let folder = "reviews/rivers/r1/ben@example.org"
  private static let branch = "refs/heads/review/rivers/r1/ben@example.org"

  private func team(rules: String = "no-open-query: true") throws -> (TestTeam, ben: TestDesk, edda: TestDesk)
  {
    let team = try TestTeam()
    try team.guardRemote(rules: rules)
    let (anna, ben, edda) = try (team.member("anna"), team.member("ben"), team.member("edda"))
    for slug in ["rivers", "lakes"] {
      try #require(anna.start(slug, "The dam was built in 1950.\n").code == 0)
    }
    try #require(anna.galley("annotate", "lakes", "--quote", "dam", "--query", "Which?").code == 0)
    for desk in [anna, ben, edda] { try #require(desk.galley("sync").code == 0) }
    return (team, ben, edda)
  }

  @Test(
    "an answer to what isn't there, to another article's remark, to itself, or round in a circle is refused")
  func answers() throws {
    let (team, ben, _) = try team()
    let before = team.remoteReferences
    let other = try #require(ben.json("annotations", "lakes").first?["id"]?.stringValue?.suffix(36))
    let (one, two) = (newID(), newID())
    func refused(_ about: [(id: String, parent: String)], _ motivation: String) throws {
      let files = about.map {
        ForgedFile(
          "\(Self.folder)/\($0.id).json",
          forgedAnnotation($0.id, by: "ben@example.org", motivation: motivation, about: $0.parent))
      }
      let done = ben.push("\(try ben.forge(on: "revision/rivers/r1", files)):\(Self.branch)")
      #expect(done.code != 0 && done.err.contains("[annotation]"), "\(about): \(done.err)")
    }
    try refused([(one, newID())], "replying")
    try refused([(one, String(other))], "replying")
    try refused([(one, one)], "replying")
    try refused([(one, two), (two, one)], "replying")
    #expect(team.remoteReferences == before)
    // Both at once, the remark and the answer, are fine.
    let remark = ForgedFile("\(Self.folder)/\(one).json", forgedAnnotation(one, by: "ben@example.org"))
    let answer = ForgedFile(
      "\(Self.folder)/\(two).json",
      forgedAnnotation(two, by: "ben@example.org", motivation: "replying", about: one))
    let done = ben.push("\(try ben.forge(on: "revision/rivers/r1", [answer, remark])):\(Self.branch)")
    #expect(done.code == 0, "\(done.err)")
  }

  @Test("an editor becomes nobody else for one push: not by naming nobody, nor by another's login")
  func names() throws {
    let (team, _, edda) = try team()
    let before = team.remoteReferences
    let people = edda.git("show", "main:galley.yaml").out
    for text in [
      "rules: {no-open-query: true}\n", people.replacing("login: benny", with: "login: edda@example.org"),
    ] {
      let made = try edda.forge(on: "main", [ForgedFile("galley.yaml", text)])
      let back = try edda.forge(on: made, [ForgedFile("galley.yaml", people)])
      for commit in [made] + (text.contains("login") ? [] : [back]) {
        let done = edda.push("\(commit):refs/heads/main")
        #expect(done.code != 0 && done.err.contains("[configuration]"), "\(done.err)")
      }
    }
    #expect(team.remoteReferences == before)
  }

  @Test("signed: required binds what comes after it in the same push")
  func signed() throws {
    let (team, _, edda) = try team()
    let before = team.remoteReferences
    let rules = edda.git("show", "main:galley.yaml").out + "  signed: required\n"
    let ruled = try edda.forge(on: "main", [ForgedFile("galley.yaml", rules)])
    let after = try edda.forge(on: ruled, [ForgedFile("notes.txt", "Unsigned.\n")])
    let done = edda.push("\(after):refs/heads/main")
    #expect(done.code != 0 && done.err.contains("[signature]"), "\(done.err)")
    let id = newID()
    let remark = try edda.forge(
      on: "revision/rivers/r1",
      [
        ForgedFile(
          "reviews/rivers/r1/edda@example.org/\(id).json", forgedAnnotation(id, by: "edda@example.org"))
      ])
    let both = edda.push("\(ruled):refs/heads/main", "\(remark):refs/heads/review/rivers/r1/edda@example.org")
    #expect(both.code != 0 && both.err.contains("[signature]"), "\(both.err)")
    #expect(team.remoteReferences == before)
    #expect(edda.push("\(ruled):refs/heads/main").code == 0)
  }

  @Test("others' remarks are settled by the article's own authors and by editors")
  func settling() throws {
    let (team, ben, edda) = try team()
    #expect(ben.galley("annotate", "rivers", "--quote", "1950", "--query", "Sure?").code == 0)
    #expect(ben.galley("sync").code == 0)
    let alma = try team.member("alma")
    let query = try #require(alma.json("annotations", "rivers").first?["tail"]?.stringValue)
    #expect(alma.galley("resolve", query, "answered").err.contains("isn't an article of Alma's"))
    let whole = try #require(alma.json("annotations", "rivers").first?["id"]?.stringValue?.suffix(36))
    let id = newID()
    let made = try alma.forge(
      on: "revision/rivers/r1",
      [
        ForgedFile(
          "reviews/rivers/r1/alma@example.org/\(id).json",
          forgedAnnotation(
            id, by: "alma@example.org", motivation: "moderating", value: "answered", about: String(whole)))
      ])
    let done = alma.push("\(made):refs/heads/review/rivers/r1/alma@example.org")
    #expect(done.code != 0 && done.err.contains("[permission]"), "\(done.err)")
    #expect(edda.galley("sync").code == 0 && edda.galley("resolve", query, "answered").code == 0)
    #expect(edda.galley("sync").code == 0 && team.isRemoteSound)
  }
}
