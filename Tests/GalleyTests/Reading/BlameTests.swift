import Foundation
import JSON
import Testing

@Suite("Blame: who wrote each word, and who suggested it")
struct BlameTests {
  private struct Run {
    let text, author, revision: String
    let annotation, suggestedBy: String?
  }

  /// The runs of an article, after looking that together they are its text.
  private func blame(_ desk: TestDesk, _ revision: String? = nil) throws -> [Run] {
    let options = revision.map { ["--rev", $0] } ?? []
    let shown = run(galleyProgram, ["show", "dam", "--json"] + options, in: desk.folder)
    let text = try #require(try JSON(parsing: shown.out)["text"]?.stringValue)
    let done = run(galleyProgram, ["blame", "dam", "--json"] + options, in: desk.folder)
    #expect(done.code == 0, "\(done.err)")
    let answer = try JSON(parsing: done.out)
    #expect(try JSONPage.read().faults(in: [answer], of: "blame") == [])
    let runs = try #require(answer["runs"]?.arrayValue)
    let scalars = Array(text.unicodeScalars)
    var place = 0
    for run in runs {
      let (start, end) = try (#require(run["start"]?.intValue), #require(run["end"]?.intValue))
      #expect(start == place && end > start)
      #expect(run["text"]?.stringValue == scalars[start..<end].map(String.init).joined())
      place = end
    }
    #expect(place == scalars.count)
    return runs.map {
      Run(
        text: $0["text"]?.stringValue ?? "", author: $0["author"]?.stringValue ?? "",
        revision: $0["revision"]?.stringValue ?? "", annotation: $0["annotation"]?.stringValue,
        suggestedBy: $0["suggestedBy"]?.stringValue)
    }
  }

  /// The run that holds some words: "author revision", and "<suggester" where they were suggested.
  private func writer(_ words: String, _ runs: [Run]) -> String? {
    let found = runs.filter { $0.text.contains(words) }
    return found.count == 1
      ? "\(found[0].author) \(found[0].revision)" + (found[0].suggestedBy.map { " <\($0)" } ?? "") : nil
  }

  private func save(_ desk: TestDesk, _ revision: String, _ old: String, _ new: String) {
    let text = desk.git("show", "revision/dam/\(revision):articles/dam/index.md").out
    #expect(text.contains(old))
    #expect(
      desk.galley("save", "dam", "--from", "-", input: text.replacingOccurrences(of: old, with: new)).code
        == 0)
  }

  private func sync(_ desks: TestDesk...) {
    for desk in desks + desks { #expect(desk.galley("sync").code == 0) }
  }

  static let text = """
    The dam was built in 1950 by the town near the lake.

    Nobody has looked at the wall since the storm of that year took the bridge.

    It leaks at night.

    """

  @Test("through two authors' saves, reviewers' suggestions, revisions, a publication and a move")
  func wholePath() throws {
    let team = try TestTeam()
    let (anna, ben, cara) = try (team.desk("anna"), team.desk("ben"), team.desk("cara"))
    _ = anna.start("dam", Self.text)
    sync(anna, ben, cara)
    save(anna, "r1", "The dam", "The old dam")
    save(ben, "r1", "the lake", "the great lake")
    sync(anna, ben, cara)
    #expect(try writer("great", blame(anna)) == "ben r1")

    #expect(cara.galley("annotate", "dam", "--quote", "the town", "--suggest", "the county").code == 0)
    #expect(
      ben.galley("annotate", "dam", "--quote", "It leaks at", "--suggest", "It leaks badly at").code == 0)
    #expect(ben.galley("annotate", "dam", "--quote", "the wall", "--suggest", "the west wall").code == 0)
    sync(ben, cara, anna)
    #expect(anna.galley("merge", "dam").code == 0)
    let ids = try anna.json("annotations", "dam")
    let rejected = try #require(
      ids.first { $0["replacement"]?.stringValue == "the west wall" }?["tail"]?.stringValue)
    let taken = try #require(ids.first { $0["replacement"]?.stringValue == "the county" }?["id"]?.stringValue)
    save(anna, "r1", "1950", "1951")
    #expect(anna.galley("revise", "dam", "--accept-all", "--reject", rejected).code == 0)
    sync(anna, ben)
    let leak = "It leaks badly at night.\n"
    let second = ben.git("show", "revision/dam/r2:articles/dam/index.md").out
    let moved = second.replacingOccurrences(of: "\n\n" + leak, with: "\n")
      .replacingOccurrences(of: "anna\n---\n", with: "anna\n---\n\n" + leak)
    #expect(moved.hasSuffix("bridge.\n") && moved.contains("---\n\n" + leak))
    #expect(ben.galley("save", "dam", "--from", "-", input: moved).code == 0)

    for desk in [ben, anna] {
      let runs = try blame(desk)
      #expect(writer("old ", runs) == "anna r1")
      #expect(writer("great ", runs) == "ben r1")
      #expect(writer("county ", runs) == "anna r2 <cara@example.org")
      #expect(writer("badly ", runs) == "anna r2 <ben@example.org")
      #expect(writer("1951 ", runs) == "anna r1")
      #expect(writer("It leaks", runs) == "anna r1" && writer("Nobody has", runs) == "anna r1")
      #expect(runs.first { $0.text.contains("county") }?.annotation == taken)
      sync(ben, anna)
    }
    let before = try blame(anna).map(\.text)
    #expect(anna.galley("publish", "dam").code == 0)
    #expect(anna.git("for-each-ref", "refs/heads/revision").out.isEmpty)
    let published = try blame(anna)
    #expect(published.map(\.text) == before)
    #expect(writer("county ", published) == "anna r2 <cara@example.org")
    #expect(try writer("1951 ", blame(anna, "r1")) == "anna r1")
    #expect(try blame(anna, "r1").allSatisfy { $0.suggestedBy == nil && !$0.text.contains("county") })

    let shown = anna.galley("blame", "dam")
    #expect(shown.code == 0)
    let row = try #require(shown.out.split(separator: "\n").first { $0.hasSuffix("county") })
    #expect(row.hasPrefix("cara via anna") && row.contains("  r2  ") && row.contains(" \(taken.suffix(4)) "))
    #expect(!shown.out.contains("\u{1B}"))
  }

  @Test("plain git's commits count as its authors', and a name that plays tricks is shown, not sent")
  func plainGit() throws {
    let team = try TestTeam()
    let anna = try team.desk("anna")
    _ = anna.start("dam", Self.text)
    anna.git("switch", "-q", "revision/dam/r1")
    try anna.write(Self.text.replacingOccurrences(of: "1950", with: "1951"), to: "articles/dam/index.md")
    anna.git(
      "-c", "user.name=Ev\u{1B}[31mil", "-c", "user.email=evil@example.org", "commit", "-q", "-a", "-m", "x")
    #expect(try writer("1951", blame(anna))?.hasPrefix("Ev") == true)
    let shown = anna.galley("blame", "dam").out
    #expect(!shown.contains("\u{1B}") && shown.contains("1951"))
    #expect(anna.galley("blame", "dam", "--rev", "r9").code == 1)
    #expect(anna.galley("blame", "nothing").code == 1)
  }

  @Test("a paragraph that one author cuts and another pastes later, edited, is its writer's")
  func cutAndPasted() throws {
    let team = try TestTeam()
    let (anna, ben) = try (team.desk("anna"), team.desk("ben"))
    _ = anna.start("dam", Self.text)
    sync(anna, ben)
    let cut = "Nobody has looked at the wall since the storm of that year took the bridge.\n\n"
    save(ben, "r1", cut, "")
    sync(ben, anna)
    #expect(try !blame(anna).contains { $0.text.contains("storm") })
    let pasted = cut.replacingOccurrences(of: "storm", with: "great storm")
    save(ben, "r1", "It leaks at night.", "It leaks at night.\n\n" + pasted + "He looked at it.")
    let runs = try blame(ben)
    #expect(writer("Nobody has looked at the wall since the ", runs) == "anna r1")
    #expect(writer("great ", runs) == "ben r1" && writer("storm of that year", runs) == "anna r1")
    #expect(writer("He looked at it.", runs) == "ben r1")
  }
}
