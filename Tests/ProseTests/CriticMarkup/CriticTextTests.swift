import Prose
import TestSupport
import Testing

@Suite("CriticMarkup")
struct CriticTextTests {
  @Test("the five marks are read, with their places in the text without them")
  func marks() {
    let marked = "The {++old ++}dam{-- was--} {~~built~>made~~} {==in 1950==}{>>Sure?<<}.{>>Well.<<}"
    let (text, problems) = CriticText.parse(marked)
    #expect(problems.isEmpty)
    #expect(text.rejected == "The dam was built in 1950.")
    #expect(text.accepted == "The old dam made in 1950.")
    #expect(
      text.marks == [
        CriticMark(range: 4..<4, replacement: "old "), CriticMark(range: 7..<11, replacement: ""),
        CriticMark(range: 12..<17, replacement: "made"),
        CriticMark(range: 18..<25, replacement: nil, comments: ["Sure?"]),
        CriticMark(range: 26..<26, replacement: nil, comments: ["Well."]),
      ])
    #expect(text.marked == marked)
  }

  @Test("a mark may hold paragraphs, and characters of several scalars count as such")
  func paragraphs() {
    let text = CriticText.parse("é👩‍👩‍👧{++One.\n\nTwo.\n++}").text
    #expect(
      text.marks == [CriticMark(range: 6..<6, replacement: "One.\n\nTwo.\n")]
        || text.marks.first?.range == 7..<7)
    #expect(text.accepted == "é👩‍👩‍👧One.\n\nTwo.\n")
  }

  @Test(
    "what is malformed is told with line and column, and taken as text",
    arguments: [
      ("a\nbc {++ d", CriticProblem.Kind.unclosed("{++"), 2, 4), ("{>>a {==b==}<<}", .nested("{=="), 1, 6),
      ("é x++} y", .stray("++}"), 1, 4), ("\n\n{~~a~~}", .noTurn, 3, 1),
    ])
  func malformed(marked: String, kind: CriticProblem.Kind, line: Int, column: Int) {
    let (text, problems) = CriticText.parse(marked)
    #expect(problems.first?.kind == kind && problems.first?.line == line && problems.first?.column == column)
    #expect(!text.parts.isEmpty)
  }

  @Test("an article's own signs are written with a backslash")
  func escapes() {
    #expect(CriticText([.text("a {++ b ++} c~>d \\e \\{--")]).marked == "a \\{++ b \\++} c~>d \\e \\\\\\{--")
    #expect(CriticText([.substitution(old: "a~>b{", new: "c~>d")]).marked == "{~~a\\~>b{~>c~>d~~}")
    #expect(CriticText([.insertion("x\\")]).marked == "{++x\\\\++}")
    #expect(CriticText([.insertion("x{")]).marked == "{++x\\{++}")
    #expect(CriticText.parse("C:\\path \\\\share").text.accepted == "C:\\path \\\\share")
  }

  @Test("every text with every mark reads back as it was", arguments: 0..<400)
  func roundTrip(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var text = CriticText()
    for _ in 0..<Int.random(in: 0...9, using: &random) {
      let (one, other) = (Self.piece(&random), Self.piece(&random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: text.append(.insertion(one))
      case 1: text.append(.deletion(one))
      case 2: text.append(.substitution(old: one, new: other))
      case 3: text.append(.highlight(one))
      case 4: text.append(.comment(one))
      default: text.append(.text(one))
      }
    }
    let (read, problems) = CriticText.parse(text.marked)
    #expect(problems.isEmpty)
    #expect(read == text, "\(text.marked)")
    #expect(CriticText(base: text.rejected, marks: text.marks).rejected == text.rejected)
  }

  @Test("a mark that is never closed is told first, however many begin inside it")
  func manyProblems() {
    let marked = "One {++two\n" + String(repeating: "a {--b--} c\n", count: 50)
    let problems = CriticText.parse(marked).problems
    #expect(problems.count == 20)
    #expect(problems[0].kind == .unclosed("{++") && problems[0].line == 1 && problems[0].column == 5)
  }

  @Test("parsing is total: any text gives a text and keeps what it can't read", arguments: 0..<200)
  func total(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let marked = (0..<6).map { _ in Self.piece(&random) }.joined()
    let (text, problems) = CriticText.parse(marked)
    let again = CriticText.parse(text.marked)
    #expect(again.text == text, "\(marked.debugDescription)")
    if problems.isEmpty, text.marks.isEmpty { #expect(text.accepted == text.rejected) }
  }

  static func piece(_ random: inout SeededRandom) -> String {
    let signs = [
      "+", "-", "~", "=", ">", "<", "{", "}", "\\", "a", " ", "\n", "é", "{++", "--}", "~>", "~~}", "<<}",
    ]
    return (0..<Int.random(in: 0...7, using: &random)).map { _ in signs.randomElement(using: &random) ?? "" }
      .joined()
  }
}
