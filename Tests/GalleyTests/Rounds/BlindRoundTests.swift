import Foundation
import JSON
import Testing

@Suite("A round in a repository without names, at a guarded remote")
struct BlindRoundTests {
  private static let text = """
    ---
    title: T
    author: Anna
    ---

    The dam is old. It was built by the town in 1950.

    """

  private func sync(_ desks: TestDesk..., sourceLocation: SourceLocation = #_sourceLocation) {
    for desk in desks {
      let done = desk.galley("sync")
      #expect(done.code == 0, "\(desk.name): \(done.out)\(done.err)", sourceLocation: sourceLocation)
    }
  }

  /// A reviewer's clone of a blind repository.
  private func reviewer(_ number: Int, of folder: String, _ team: TestTeam) throws -> TestDesk {
    let desk = try team.desk("reviewer-\(number)", url: folder, environment: ["TZ": "Asia/Kathmandu"])
    desk.git("config", "user.name", "Ben Benson")
    desk.git("config", "user.email", "reviewer-\(number)@blind.invalid")
    return desk
  }

  @Test("its reviews are brought back, pushed, merged, revised and published, and name no reviewer")
  func wholeRound() throws {
    let team = try TestTeam()
    try team.guardRemote(rules: "no-open-query: true\nno-unmerged-review: true\naccepting-verdicts: 1")
    let (anna, edda) = try (team.member("anna"), team.member("edda"))
    #expect(anna.galley("new", "a", "--from", "-", input: Self.text).code == 0)
    sync(anna, edda)
    // The reviewers' names stay out of the desk altogether.
    let asked = edda.galley(
      "submit", "a", "--method", "double-anonymous", "--reviewers",
      "reviewer-1@blind.invalid,reviewer-2@blind.invalid")
    #expect(asked.code == 0)
    let folder = team.path("blind.git")
    #expect(edda.galley("blind", "export", "a", folder).code == 0)
    sync(edda, anna)
    let shorter = Self.text.replacingOccurrences(of: "The dam is old. ", with: "")
    #expect(anna.galley("save", "a", "--from", "-", input: shorter).code == 0)
    sync(anna, edda)

    let ben = try reviewer(1, of: folder, team)
    let cara = try reviewer(2, of: folder, team)
    #expect(try ben.json("inbox").first?["kind"]?.stringValue == "review")
    #expect(ben.galley("rounds", "a").out.contains("reviewer-2@blind.invalid: no verdict yet"))
    #expect(ben.galley("annotate", "a", "--quote", "town", "--suggest", "city").code == 0)
    #expect(ben.galley("annotate", "a", "--quote", "1950", "--query", "Sure?").code == 0)
    #expect(ben.galley("decide", "a", "accept").code == 0)
    #expect(cara.galley("verdict", "a", "accept").code == 0)
    sync(ben, cara)
    let taken = edda.galley("blind", "import", "a", folder)
    #expect(taken.code == 0 && taken.out.contains("Took in 2 annotations of Reviewer 1."), "\(taken)")
    #expect(taken.err.contains("a reviewer without a name doesn't decide"))
    #expect(edda.galley("blind", "import", "a", folder).out == "Nothing new there.\n")
    sync(edda, anna)
    #expect(try edda.json("rounds", "a")[0]["waiting"]?.arrayValue?.count == 1)

    let query = try #require(
      anna.json("annotations", "a").first { $0["motivation"]?.stringValue == "questioning" }?["tail"]?
        .stringValue)
    #expect(anna.galley("reply", query, "It is in the deed").code == 0)
    #expect(anna.galley("resolve", query, "answered").code == 0)
    sync(anna, edda)
    // Another remark comes later, from the same clone.
    #expect(ben.galley("annotate", "a", "--quote", "built", "--comment", "By whom?").code == 0)
    #expect(ben.galley("verdict", "a", "accept").code == 0)
    sync(ben)
    #expect(
      edda.galley("blind", "import", "a", folder).out == "Took in 2 annotations of Reviewer 1.\n")
    sync(edda)
    #expect(edda.galley("merge", "a").code == 0)
    sync(edda, anna)
    for row in try anna.json("annotations", "a") {
      #expect(["kept", "changed"].contains(row["status"]?.stringValue ?? ""), "\(row)")
    }
    #expect(edda.galley("revise", "a", "--accept-all").code == 0)
    #expect(edda.galley("submit", "a").code == 0)
    sync(edda, anna)
    #expect(edda.git("show", "revision/a/r2:articles/a/index.md").out.contains("built by the city"))
    #expect(edda.galley("verdict", "a", "accept").code == 0)
    let published = edda.galley("publish", "a")
    #expect(published.code == 0, "\(published)")
    sync(edda, anna)
    #expect(anna.git("show", "main:articles/a/index.md").out.contains("by the city"))
    let whole = anna.git("log", "--all", "-p", "--format=raw").out
    #expect(!whole.contains("Benson") && !whole.contains("+0545"))
    let check = edda.galley("blind", "check", "a").out
    #expect(!check.contains("authors can tell"), "\(check)")
    #expect(anna.galley("verify").code == 0, "\(anna.galley("verify").out)")
    #expect(anna.isSound && team.isRemoteSound)
  }

  @Test("only who merges reviews pushes those of pseudonyms, and such a review decides nothing")
  func whoMayPush() throws {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, edda) = try (team.member("anna"), team.member("edda"))
    #expect(anna.galley("new", "a", "--from", "-", input: Self.text).code == 0)
    sync(anna, edda)
    let branch = "review/a/r1/reviewer-1@blind.invalid"
    func forged(_ desk: TestDesk, _ motivation: String, _ value: String) throws -> Finished {
      let id = newID()
      let made = try desk.forge(
        on: "revision/a/r1",
        [
          ForgedFile(
            "reviews/a/r1/reviewer-1@blind.invalid/\(id).json",
            forgedAnnotation(
              id, by: "reviewer-1@blind.invalid", motivation: motivation, value: value, slug: "a"))
        ])
      return desk.push("\(made):refs/heads/\(branch)")
    }
    let byAuthor = try forged(anna, "commenting", "Hm")
    #expect(byAuthor.code != 0 && byAuthor.err.contains("[permission]"))
    let decision = try forged(edda, "moderating", "accept")
    #expect(decision.code != 0 && decision.err.contains("decides nothing"))
    let comment = try forged(edda, "commenting", "Hm")
    #expect(comment.code == 0, "\(comment.err)")
    #expect(team.isRemoteSound)
  }

  @Test("a verdict under a pseudonym is that of the person who was asked, who can be counted")
  func whoseVerdict() throws {
    let team = try TestTeam()
    try team.guardRemote(rules: "accepting-verdicts: 1")
    let (anna, edda) = try (team.member("anna"), team.member("edda"))
    #expect(anna.galley("new", "a", "--from", "-", input: Self.text).code == 0)
    sync(anna, edda)
    #expect(
      edda.galley("submit", "a", "--method", "single-anonymous", "--reviewers", "cara@example.org").code == 0)
    #expect(edda.galley("revise", "a").code == 0)
    #expect(
      edda.galley(
        "submit", "a", "--method", "single-anonymous", "--reviewers", "ben@example.org,cara@example.org"
      ).code == 0)
    let folder = team.path("blind.git")
    let made = try edda.json("blind", "export", "a", folder)
    // Cara was asked first, in the round before, so she keeps her number.
    #expect(made[0]["reviewers"]?[0]?["email"]?.stringValue == "reviewer-2@blind.invalid")
    #expect(made[0]["reviewers"]?[1]?["email"]?.stringValue == "reviewer-1@blind.invalid")
    let ben = try reviewer(2, of: folder, team)
    #expect(ben.galley("verdict", "a", "accept").code == 0)
    sync(ben)
    #expect(edda.galley("blind", "import", "a", folder).code == 0)
    #expect(edda.galley("ready", "a").code == 0)
    let round = try #require(edda.json("rounds", "a").last)
    #expect(round["waiting"]?[0]?.stringValue == "cara@example.org", "\(round)")
    #expect(edda.galley("status", "a").out.contains("cara@example.org"))
    sync(edda, anna)
    let seen = try #require(anna.json("rounds", "a").last)
    #expect(seen["waiting"]?[0]?.stringValue == "reviewer-1@blind.invalid")
    #expect(seen["verdicts"]?.arrayValue?.count == 1)
  }

  @Test("a brief goes out without names, and a review comes in without what names its writer")
  func names() throws {
    let team = try TestTeam()
    try team.guardRemote()
    let (anna, edda) = try (team.member("anna"), team.member("edda"))
    anna.git("config", "user.name", "Anna Annasdotter")
    #expect(anna.galley("new", "a", "--from", "-", input: Self.text).code == 0)
    sync(anna, edda)
    let brief = "For ben@example.org and cara@example.org: is anna@example.org right?"
    #expect(
      edda.galley(
        "submit", "a", "--method", "double-anonymous", "--reviewers", "ben@example.org,cara@example.org",
        "--brief",
        brief
      ).code == 0)
    let folder = team.path("blind.git")
    #expect(edda.galley("blind", "export", "a", folder).code == 0)
    let ben = try reviewer(1, of: folder, team)
    let seen = ben.git("log", "--all", "-p").out
    for name in ["anna@example.org", "ben@example.org", "cara@example.org"] { #expect(!seen.contains(name)) }
    #expect(seen.contains("is author"))
    // Another tool says who uses it, and Ben signs.
    let id = newID()
    let said = forgedAnnotation(
      id, by: "reviewer-1@blind.invalid", value: "Old? Ben Benson, at ben@example.org", slug: "a"
    )
    .replacing(
      "\"motivation\"", with: "\"tool\": {\"user\": \"benben\"}, \"rights\": \"benben\", \"motivation\""
    )
    .replacing("\"TextualBody\",", with: "\"TextualBody\", \"creator\": \"benben\",")
    .replacing(
      "{\"source\"",
      with:
        "{\"commit\": \"\(try ben.id(["rev-parse", "revision/a/r1"]))\", \"seenBy\": \"benben\", \"source\"")
    let note = "Review\n\nGalley-Event: review\nGalley-Revision: a/r1\n"
    let made = try ben.forge(
      on: "revision/a/r1", [ForgedFile("reviews/a/r1/reviewer-1@blind.invalid/\(id).json", said)],
      message: note)
    #expect(ben.push("\(made):refs/heads/review/a/r1/reviewer-1@blind.invalid").code == 0)
    let taken = edda.galley("blind", "import", "a", folder)
    #expect(taken.out.contains("Took in 1 annotation"), "\(taken)")
    let file = edda.git(
      "show", "review/a/r1/reviewer-1@blind.invalid:reviews/a/r1/reviewer-1@blind.invalid/\(id).json"
    ).out
    #expect(file.contains("Old?") && !file.contains("benben") && !file.contains("Benson"), "\(file)")
    #expect(!file.contains("ben@example.org"), "\(file)")
  }
}
