import Foundation
import JSON
import Testing

/// What changes or takes back what was said, pushed to a guarded remote: each by who may, forged by nobody.
@Suite("A guarded remote takes what amends the record from who may, and forged from nobody")
struct AmendedPushTests {
  private let team: TestTeam
  private let anna, ben, edda: TestDesk
  private let query: String

  init() throws {
    team = try TestTeam()
    try team.guardRemote()
    (anna, ben, edda) = try (team.member("anna"), team.member("ben"), team.member("edda"))
    try #require(anna.start("rivers", "The dam was built in 1950.\n").code == 0)
    try #require(anna.galley("submit", "rivers", "--reviewers", "Ben").code == 0)
    try #require(anna.galley("sync").code == 0 && ben.galley("sync").code == 0)
    query = try #require(
      ben.json("annotate", "rivers", "--quote", "dam", "--query", "Which?").first?["id"]?.stringValue)
    try #require(ben.galley("verdict", "rivers", "minor").code == 0 && ben.galley("sync").code == 0)
    for desk in [anna, edda] { try #require(desk.galley("sync").code == 0) }
  }

  @Test(
    "the acts of those who may pass: reword, withdraw a verdict, redact, unsubmit, shelve, triage, undo what was sent"
  )
  func taken() throws {
    #expect(ben.galley("edit-remark", query, "Which one?").code == 0)
    #expect(ben.galley("verdict", "rivers", "withdrawn").code == 0)
    sync(ben, anna, edda)
    #expect(edda.galley("redact", query, "-m", "Private").code == 0)
    #expect(edda.galley("shelve", "rivers").code == 0)
    #expect(anna.galley("submit", "rivers", "--without", "Ben", "--due", "+7d").code == 0)
    #expect(anna.galley("unsubmit", "rivers").code == 0)
    sync(edda, anna, ben)
    #expect(edda.galley("undo").out.contains("take back the decision"))
    sync(edda, anna, ben)
    #expect(ben.galley("annotate", "rivers", "--quote", "1950", "--suggest", "1951").code == 0)
    sync(ben, anna)
    let id = try #require(
      anna.json("annotations", "rivers", "--open").first { $0["replacement"]?.isNull == false }?["id"]?
        .stringValue)
    #expect(anna.galley("triage", "rivers", "--from", "-", input: "\(id) e 1952\n").code == 0)
    sync(anna, edda, ben)
    #expect(team.isRemoteSound && ben.isSound)
    #expect(ben.galley("show", "rivers").out == edda.galley("show", "rivers").out)
  }

  @Test(
    "redacting or rewording others' words, taking back another's verdict, or a call that isn't one's own is refused"
  )
  func forged() throws {
    let before = team.remoteReferences
    let verdict = try #require(
      ben.git(
        "ls-tree", "--name-only", "review/rivers/r1/ben@example.org", "reviews/rivers/r1/ben@example.org/"
      ).out
        .split(separator: "\n").map {
          String($0.split(separator: "/").last ?? "").replacing(".json", with: "")
        }
        .first { $0 != query })
    func refused(
      _ desk: TestDesk, _ body: String, _ motivation: String, about parent: String, saying words: String
    ) throws {
      let (id, email) = (newID(), "\(desk.name)@example.org")
      let content = forgedAnnotation(id, by: email, motivation: motivation, value: body, about: parent)
      let commit = try desk.forge(
        on: "revision/rivers/r1", [ForgedFile("reviews/rivers/r1/\(email)/\(id).json", content)])
      let done = desk.push("\(commit):refs/heads/review/rivers/r1/\(email)")
      #expect(done.code != 0 && done.err.contains(words), "\(motivation) \(body): \(done.err)")
    }
    try refused(anna, "redacted", "moderating", about: query, saying: "[permission]")
    try refused(anna, "Mine", "editing", about: query, saying: "it edits the annotation of somebody else")
    try refused(edda, "Mine", "editing", about: query, saying: "it edits the annotation of somebody else")
    try refused(
      anna, "withdrawn", "moderating", about: verdict, saying: "it withdraws the remark of somebody else")
    try refused(
      edda, "withdrawn", "moderating", about: verdict, saying: "it withdraws the remark of somebody else")
    let id = newID()
    let call =
      #"{"id":"urn:uuid:\#(id)","type":"Submission","by":"anna@example.org","at":"2026-11-27T00:00:00Z","reviewers":[],"blind":false,"withdrawn":true}"#
    for desk in [ben, edda] {
      let commit = try desk.forge(
        on: "revision/rivers/r1", [ForgedFile("reviews/rivers/r1/_submissions/\(id).json", call)])
      let done = desk.push("\(commit):refs/heads/revision/rivers/r1")
      let reasons = ["it was made by anna@example.org", "[permission]"]
      #expect(done.code != 0 && reasons.contains(where: done.err.contains), "\(done.err)")
    }
    let own = call.replacing("anna@", with: "ben@")
    let commit = try ben.forge(
      on: "revision/rivers/r1", [ForgedFile("reviews/rivers/r1/_submissions/\(id).json", own)])
    #expect(ben.push("\(commit):refs/heads/revision/rivers/r1").err.contains("[permission]"))
    #expect(team.remoteReferences == before && team.isRemoteSound)
  }

  @Test("an event that a client forged at home changes nothing that is shown")
  func forgedAtHome() throws {
    let id = newID()
    let content = forgedAnnotation(
      id, by: "anna@example.org", motivation: "editing", value: "Mine", about: query)
    let commit = try anna.forge(
      on: "revision/rivers/r1", [ForgedFile("reviews/rivers/r1/anna@example.org/\(id).json", content)])
    anna.git("update-ref", "refs/heads/review/rivers/r1/anna@example.org", commit)
    let row = try anna.json("annotations", "rivers").first { $0["id"]?.stringValue == query }
    #expect(row?["text"]?.stringValue == "Which?" && row?["reworded"]?.boolValue == false)
  }
}
