import Editorial
import Testing

@Suite("galley.yaml")
struct DeskConfigurationTests {
  private func read(_ text: String) throws -> DeskConfiguration {
    try DeskConfiguration(parsing: text.utf8)
  }

  private let desk = """
    people:
      - name: Ann Example
        email: Ann@Example.org
        roles: [editor]
        desk: politics
      - {name: Bob, email: bob@example.org, roles: author}
      - {name: bob, email: bob@other.org, roles: [reviewer, printer]}
      - {name: Cy, email: cy@example.org}
    rules:
      accepting-verdicts: 2
      author-accepts-own: no
    x-tool: {a: 1}
    """

  @Test("a new desk's file names no people and has one rule")
  func initial() throws {
    let desk = try read(DeskConfiguration.initialText)
    #expect(desk.people.isEmpty)
    #expect(desk.rules.noOpenQuery)
    #expect(desk.rules.acceptingVerdicts == 0)
    #expect(desk.rules.authorAcceptsOwn)
    for action in DeskConfiguration.Action.allCases { #expect(desk.may(action, email: "any@x.org")) }
  }

  @Test("the example in a new desk's file can be used when its comments are taken away")
  func example() throws {
    var lines: [Substring] = []
    for line in DeskConfiguration.initialText.split(separator: "\n") {
      if line.hasPrefix("# people:") || line.hasPrefix("#   ") { lines.append(line.dropFirst(2)) }
      if line == "rules:" || line.hasPrefix("  no-") { lines.append(line) }
      if line.hasPrefix("  # a"), line.contains(": ") { lines.append("  " + line.dropFirst(4)) }
    }
    let desk = try read(lines.joined(separator: "\n"))
    #expect(desk.people.map(\.roles) == [[.editor], [.author, .reviewer]])
    #expect(desk.rules.acceptingVerdicts == 2)
    #expect(!desk.rules.authorAcceptsOwn)
  }

  @Test("an empty file is a desk without rules")
  func empty() throws {
    let desk = try read("")
    #expect(desk.people.isEmpty)
    #expect(desk.rules == DeskConfiguration.Rules())
  }

  @Test("people and rules are read, and what Galley doesn't know is kept")
  func reading() throws {
    let desk = try read(desk)
    #expect(desk.people.map(\.name) == ["Ann Example", "Bob", "bob", "Cy"])
    #expect(desk.people.map(\.roles) == [[.editor], [.author], [.reviewer], []])
    #expect(desk.rules.acceptingVerdicts == 2)
    #expect(!desk.rules.authorAcceptsOwn)
    #expect(!desk.rules.noOpenQuery)
    #expect(desk.yaml["x-tool"]?["a"]?.intValue == 1)
  }

  @Test("people are found by e-mail, id and name, in any case")
  func lookup() throws {
    let desk = try read(desk)
    #expect(desk.person(email: "ann@EXAMPLE.org")?.name == "Ann Example")
    #expect(try desk.person(id: PersonID(email: "Ann@example.org"))?.name == "Ann Example")
    #expect(try desk.person(id: PersonID(email: "ann@example.org"))?.name == "Ann Example")
    #expect(desk.person(email: "dan@example.org") == nil)
    #expect(desk.people(matching: "ann example").map(\.email) == ["Ann@Example.org"])
    #expect(desk.people(matching: "=41nn@example.org").map(\.name) == ["Ann Example"])
    #expect(desk.people(matching: "BOB").map(\.email) == ["bob@example.org", "bob@other.org"])
    #expect(desk.people(matching: "bob@other.org").map(\.name) == ["bob"])
    #expect(desk.people(matching: "nobody").isEmpty)
  }

  @Test("who is named may do what the roles allow, and nobody else anything")
  func permissions() throws {
    let desk = try read(desk)
    let allowed: [(String, Set<DeskConfiguration.Action>)] = [
      ("ann@example.org", Set(DeskConfiguration.Action.allCases)),
      ("bob@example.org", [.write, .annotate, .resolve]),
      ("bob@other.org", [.annotate, .giveVerdict]),
      ("cy@example.org", [.annotate]),
      ("stranger@example.org", []),
    ]
    for (email, actions) in allowed {
      #expect(Set(DeskConfiguration.Action.allCases.filter { desk.may($0, email: email) }) == actions)
    }
    #expect(desk.people(whoMay: .publish).map(\.name) == ["Ann Example"])
  }

  @Test(
    "what is wrong is said with its place",
    arguments: [
      ("rules:\n  no-open-querry: true\n", "'no-open-querry', which Galley doesn't know", 2, 3),
      ("rules:\n  no-open-query: maybe\n", "neither true nor false", 2, 18),
      ("rules:\n  no-open-query: 'true'\n", "neither true nor false", 2, 18),
      ("rules:\n  accepting-verdicts: -1\n", "not a number", 2, 23),
      ("rules:\n  accepting-verdicts: 99999999999999999999\n", "not a number", 2, 23),
      ("rules: [a]\n", "'rules' is not a list", 1, 8),
      ("people: ann\n", "'people' is not a list", 1, 9),
      ("people: [ann]\n", "not written as name, email and roles", 1, 10),
      ("people: [{name: Ann}]\n", "has no e-mail", 1, 10),
      ("people: [{email: a@x.org}]\n", "'a@x.org' has no name", 1, 10),
      ("people: [{name: Ann, email: a b@x.org}]\n", "white space", 1, 29),
      ("people: [{name: Ann, email: a@x.org, roles: [[x]]}]\n", "a role is not a word", 1, 46),
      (
        "people:\n- {name: Ann, email: a@x.org}\n- {name: Bob, email: A@X.org}\n",
        "'Ann' <a@x.org> and 'Bob'", 3, 3
      ),
      ("- a\n", "not a list of 'key: value' lines", 1, 1),
      ("people: []\npeople: []\n", "stands twice", 2, 1),
    ])
  func errors(text: String, why: String, line: Int, column: Int) throws {
    let error = try #require(throws: InvalidValue.self) { try read(text) }
    #expect(error.why.contains(why), "\(error)")
    #expect(error.place == InvalidValue.Place(line: line, column: column), "\(error)")
  }

  @Test("named checks have roles of the desk's own and a rule for when they are outdated")
  func checks() throws {
    let desk = try read(
      """
      people:
        - {name: Lea, email: lea@example.org, roles: [legal]}
      rules:
        checks:
          legal: {by: [legal], outdated-by: any-change}
          copy:
      """)
    #expect(desk.rules.checks.map(\.outdatedBy) == [.anyChange, .words])
    #expect(desk.rules.checks.map(\.by) == [["legal"], ["editor"]])
    #expect(desk.mayApprove("legal", email: "LEA@example.org"))
    #expect(
      !desk.mayApprove("copy", email: "lea@example.org")
        && !desk.mayApprove("facts", email: "lea@example.org"))
    for wrong in ["{A: }", "{a/b: }", "{a: {by: [x], until: x}}", "{a: {outdated-by: rain}}", "[a]"] {
      #expect(throws: InvalidValue.self) { try read("rules: {checks: \(wrong)}") }
    }
  }

  @Test("an unknown rule's error lists the rules")
  func unknownRule() throws {
    let error = try #require(throws: InvalidValue.self) { try read("rules: {x: 1}") }
    for rule in ["no-open-query", "accepting-verdicts", "author-accepts-own", "checks", "embargo", "signed"] {
      #expect(error.remedy.contains(rule))
    }
  }
}
