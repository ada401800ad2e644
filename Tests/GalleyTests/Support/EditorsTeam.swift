import Foundation
import JSON
import Testing

/// Two editors' desks at one article with a query, a claim and a suggestion by Ben.
struct EditorsTeam {
  let team: TestTeam
  let anna: TestDesk
  let cara: TestDesk
  let ben: TestDesk
  let tails: [String: String]

  func tail(_ motivation: String) throws -> String { try #require(tails[motivation]) }

  /// - Parameter rules: those of galley.yaml.
  init(rules: String = "{accepting-decision: true}") throws {
    team = try TestTeam()
    anna = try team.desk("anna")
    try anna.write(
      """
      people:
        - {name: anna, email: anna@example.org, roles: [editor]}
        - {name: cara, email: cara@example.org, roles: [editor]}
        - {name: ben, email: ben@example.org, roles: [reviewer]}
      rules: \(rules)

      """, to: "galley.yaml")
    anna.git("commit", "-qam", "people")
    #expect(anna.start("a", "The dam was built in 1950 by the town.\n").code == 0)
    #expect(anna.galley("submit", "a").code == 0 && anna.galley("sync").code == 0)
    ben = try team.desk("ben")
    #expect(ben.galley("annotate", "a", "--quote", "dam", "--query", "Which?").code == 0)
    #expect(ben.galley("annotate", "a", "--quote", "1950", "--claim").code == 0)
    #expect(ben.galley("annotate", "a", "--quote", "town", "--suggest", "city").code == 0)
    #expect(ben.galley("sync").code == 0 && anna.galley("sync").code == 0)
    #expect(anna.galley("merge", "a").code == 0 && anna.galley("sync").code == 0)
    cara = try team.desk("cara")
    #expect(ben.galley("sync").code == 0)
    tails = Dictionary(
      uniqueKeysWithValues: try ben.json("annotations", "a").compactMap { row in
        guard let kind = row["motivation"]?.stringValue, let id = row["id"]?.stringValue else { return nil }
        return (kind, String(id.suffix(10)))
      })
  }

  /// What the desks show of the article, which must be the same.
  func shown(_ desk: TestDesk) -> String {
    [
      ["annotations", "a"], ["annotations", "a", "--json"], ["claims", "a", "--json"],
      ["rounds", "a", "--json"], ["show", "a"], ["show", "a", "--json"], ["ready", "a", "--json"],
      ["status", "--json"], ["answers", "a"], ["ready", "a"],
    ].map { run(galleyProgram, $0, in: desk.folder).out }.joined()
  }
}

/// Syncs desks one after another.
func sync(_ desks: TestDesk..., sourceLocation: SourceLocation = #_sourceLocation) {
  for desk in desks {
    let done = desk.galley("sync")
    #expect(done.code == 0, "\(desk.name): \(done.out)\(done.err)", sourceLocation: sourceLocation)
  }
}
