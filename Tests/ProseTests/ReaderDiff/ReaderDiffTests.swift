import Prose
import TestSupport
import Testing

@Suite("Diffs for readers")
struct ReaderDiffTests {
  private func changes(_ old: String, _ new: String) -> [String] {
    ReaderDiff(old: old, new: new).spans.filter { $0.kind != .same }
      .map { ($0.kind == .deleted ? "-" : "+") + $0.text }
  }

  @Test("a changed word is marked alone, and so are punctuation and case")
  func small() {
    #expect(
      changes("The dam was built in 1950 by the town.\n", "The dam was built in 1951 by the town.\n")
        == ["-1950", "+1951"])
    #expect(changes("We came, and saw it.\n", "We came and saw it.\n") == ["-,"])
    #expect(changes("The Dam was built here.\n", "The dam was built here.\n") == ["-Dam", "+dam"])
  }

  @Test("a word with an apostrophe and a number with a point aren't torn")
  func wholeWords() {
    #expect(changes("It isn't so at all.\n", "It isn’t so at all.\n") == ["-isn't", "+isn’t"])
    #expect(
      changes("It took 0.25 of the 1,000 at hand.\n", "It took 0.27 of the 1,500 at hand.\n") == [
        "-0.25", "+0.27", "-1,000", "+1,500",
      ])
  }

  @Test("a value is shown changed as a whole")
  func values() {
    #expect(
      changes("It was on 5 May 2024 then.\n", "It was on 6 May 2024 then.\n") == [
        "-5 May 2024", "+6 May 2024",
      ])
    #expect(
      changes("We took `a_name` of it.\n", "We took `a_number` of it.\n") == ["-`a_name`", "+`a_number`"])
    #expect(
      changes("See https://example.org/a/b now.\n", "See https://example.org/a/c now.\n") == [
        "-https://example.org/a/b", "+https://example.org/a/c",
      ])
    #expect(changes("It won in 🇩🇪 then.\n", "It won in 🇩🇰 then.\n") == ["-🇩🇪", "+🇩🇰"])
    #expect(changes("Le café ferme.\n", "Le cafe\u{301} ferme.\n") == ["-café", "+cafe\u{301}"])
  }

  @Test("a text with a paragraph a line has as many paragraphs as lines")
  func pasted() {
    let lines = (1...6).map { "This is paragraph \($0), which says what happened." }
    var changed = lines
    changed[3] = "This is paragraph 4, which tells what happened."
    let diff = ReaderDiff(
      old: lines.joined(separator: "\n") + "\n", new: changed.joined(separator: "\n") + "\n")
    #expect(diff.blocks.map(\.kind) == [.same, .same, .same, .changed, .same, .same])
    // A hard-wrapped paragraph, and one of a sentence a line among others, are one paragraph each.
    #expect(
      pastedParagraphEnds("This is a long line that\nwas broken where it was\nfull of words.\n").isEmpty)
    #expect(
      pastedParagraphEnds("One is here.\nTwo is here.\nThree is.\n\nFour is.\nFive is.\n\nSix is.\n").isEmpty)
  }

  @Test("an insertion takes the space that goes with it")
  func insertion() {
    #expect(changes("The dam was built.\n", "The old dam was built.\n") == ["+old "])
    #expect(
      changes("A. One more is here.\n", "A. Two are here too. One more is here.\n") == ["+Two are here too. "]
    )
  }

  @Test("a rewritten sentence is one deletion and one insertion")
  func rewritten() {
    let old =
      "The river rises here. The town has hired a biologist who takes samples of the water on Mondays. It is green.\n"
    let new =
      "The river rises here. Each Monday the water is sampled by an expert of the county. It is green.\n"
    let marks = changes(old, new)
    #expect(marks.count == 2)
    #expect(marks.first?.contains("biologist") == true && marks.last?.contains("expert") == true)
  }

  @Test("two distant words of a long sentence are two changes")
  func independent() {
    #expect(
      changes(
        "The engineers of the county had drawn the plans for the wall in a single winter of work.\n",
        "The engineers of the town had drawn the plans for the wall in a single summer of work.\n")
        == ["-county", "+town", "-winter", "+summer"])
  }

  static let first = "The river rises in the north, where the snow stays until May.\n\n"
  static let second = "Fishermen from the coast wrote letters to the newspaper every spring.\n\n"
  static let third = "Today the water behind the wall is green in August, and nobody swims.\n\n"

  @Test("a moved paragraph is called moved, also when it was edited on the way")
  func moved() throws {
    let edited = Self.second.replacing("every", with: "each")
    let diff = ReaderDiff(
      old: Self.first + Self.second + Self.third + "# End\n",
      new: edited + Self.first + Self.third + "# End\n")
    #expect(diff.blocks.map(\.kind) == [.moved, .same, .movedAway, .same, .same])
    let move = try #require(diff.moves.first)
    #expect(diff.moves.count == 1 && move.isChanged)
    #expect(move.old.lowerBound == Self.first.unicodeScalars.count && move.new.lowerBound == 0)
    #expect(diff.blocks[0].spans.filter { $0.kind != .same }.map(\.text) == ["every", "each"])
  }

  @Test("neighbours that moved together are one move")
  func movedTogether() {
    let four = "The council will vote on the plan in June of this year.\n\n"
    let diff = ReaderDiff(
      old: Self.first + Self.second + Self.third + four, new: Self.third + four + Self.first + Self.second)
    #expect(diff.moves.count == 1)
    #expect(!diff.moves.contains { $0.isChanged })
  }

  @Test("a sentence that moved into another paragraph is called moved")
  func movedSentence() {
    let stray = "Nobody asked at the time what would become of the fish."
    let diff = ReaderDiff(
      old: "The dam was built in 1950 by the town. \(stray) The plans were drawn in winter.\n\n" + Self.third,
      new: "The dam was built in 1950 by the town. The plans were drawn in winter.\n\n"
        + Self.third.replacing("swims.", with: "swims. \(stray)"))
    #expect(diff.moves.count == 1)
    let marked = diff.spans.filter { $0.move != nil }
    #expect(marked.map(\.kind) == [.deleted, .inserted])
    #expect(marked.allSatisfy { $0.text.contains(stray) })
  }

  @Test("a split and a merged paragraph keep their words")
  func splitAndMerged() {
    let one = "The dam was built in 1950 by the town. The plans were drawn in a single winter.\n\n"
    let two = "The dam was built in 1950 by the town.\n\nThe plans were drawn in a single winter.\n\n"
    let split = ReaderDiff(old: Self.first + one, new: Self.first + two)
    #expect(split.blocks.map(\.kind) == [.same, .split])
    #expect(split.spans.filter { $0.kind != .same }.allSatisfy { $0.text.allSatisfy(\.isWhitespace) })
    let merged = ReaderDiff(old: Self.first + two, new: Self.first + one)
    #expect(merged.blocks.map(\.kind) == [.same, .merged])
  }

  @Test("a re-wrapped block quote has no changed words, and a changed one only those")
  func wrappedQuote() {
    let old = "> The river rises in the north,\n> said the mayor, and falls\n> in the south.\n\nSo he said.\n"
    let new = "> The river rises in\n> the north, said the mayor, and\n> falls in the south.\n\nSo he said.\n"
    #expect(ReaderDiff(old: old, new: new).blocks.map(\.kind) == [.same, .same])
    let changed = ReaderDiff(old: old, new: new.replacing("north", with: "west")).blocks[0]
    #expect(changed.kind == .changed)
    #expect(changed.spans.filter { $0.kind != .same && !$0.isSpace }.map(\.text) == ["north", "west"])
    let code = "```\n> one\n> two three\n```\n"
    #expect(
      ReaderDiff(old: code, new: code.replacing("two three", with: "two\n> three")).blocks[0].kind == .changed
    )
    let items = "> - one\n> - two\n>\n> # Three\n> four\n"
    #expect(ReaderDiff(old: items, new: items).blocks.count >= 4)
  }

  @Test("a blank that comes between words, or goes, is a change; so is code's indentation")
  func meantSpace() {
    func changes(_ old: String, _ new: String) -> [String] {
      ReaderDiff(old: old, new: new).blocks.flatMap(\.spans).filter { $0.kind != .same && !$0.isSpace }.map(
        \.text)
    }
    #expect(changes("They went.Then we did.\n", "They went. Then we did.\n") == [" "])
    #expect(changes("The method : it works.\n", "The method: it works.\n") == [" "])
    #expect(changes("They went.  Then we did.\n", "They went.\nThen we did.\n") == [])
    #expect(changes("```\nif a:\n  b()\nc()\n```\n", "```\nif a:\n  b()\n  c() \n```\n") == ["  "])
    let block = "```\na b\n\nc d\ne   f\ng\n```\n"
    #expect(changes(block, "```\na b\n\n    c d\n    e f\ng\n```\n") == ["    "])
    #expect(changes("- a b\n- c d\n\nEnd.\n", "- a b\n- c d\n\n\nEnd.\n\n") == [])
  }

  @Test("a line of code that ends otherwise keeps its other words")
  func code() {
    let old = "```\nlet a=b.count()\nlet c = 1\n```\n"
    let diff = ReaderDiff(old: old, new: old.replacing("count()", with: "count() // all"))
    #expect(diff.blocks[0].spans.filter { $0.kind != .same }.map(\.text) == [" // all"])
    let lines = "```\nlet first = second.with(third, fourth)\nlet other = 1\nlet more = 2\n```\n"
    let moved = "```\nlet other = 1\nlet more = 2\nlet first = second.with(third, fourth)\n```\n"
    #expect(ReaderDiff(old: lines, new: moved).moves.isEmpty)
    let text = "```\na b\n```\nA text directly after it.\n"
    #expect(ReaderDiff(old: text, new: text).blocks.count == 2)
  }

  @Test("white space around a passage that moved is no change of its own")
  func spaceAroundMoves() {
    let moved = "Farmers below the dam have waited for water since the month of May."
    let stays = "The river rises in the north and falls into the sea.\nNobody asked what became of the fish."
    let other = "The council of the valley voted for a new bridge in autumn."
    let old = "\(stays)\n\(moved)\n\n\(other)\n"
    let new = "\(stays.replacing("\n", with: " "))\n\n\(other)\n\(moved)\n"
    let diff = ReaderDiff(old: old, new: new)
    #expect(diff.moves.count == 1)
    for span in diff.blocks.flatMap(\.spans) where span.kind != .same && span.move == nil {
      #expect(span.isSpace)
    }
  }

  @Test("a re-wrapped paragraph has no changed words")
  func reflowed() {
    let diff = ReaderDiff(old: "One two three\nfour five.\n", new: "One two\nthree four five.\n")
    #expect(diff.blocks.map(\.kind) == [.same])
    #expect(!diff.isSame)
  }

  @Test("words of front matter, tables and code are marked too")
  func structure() {
    #expect(
      changes("---\ntitle: A dam\n---\n\nText.\n", "---\ntitle: A wall\n---\n\nText.\n") == ["-dam", "+wall"])
    #expect(
      changes("| a | b |\n|---|---|\n| 1 | 2 |\n", "| a | b |\n|---|---|\n| 1 | 3 |\n") == ["-2", "+3"])
  }

  @Test("front matter and a code block are one paragraph each, blank lines and all")
  func fenced() {
    let text = "---\ntitle: A dam\nby: Ann\n---\n\n```\na\n\nb\n```\n\nText.\n"
    #expect(ReaderDiff(old: text, new: text).blocks.count == 3)
  }

  @Test("front matter between plus signs too")
  func plusFrontMatter() {
    let old = "+++\nlayout = \"post\"\ndate = 2023-03-09\ntitle = \"A dam\"\n+++\n\nText.\n"
    let new = "+++\npath = \"2023/dam\"\ntitle = \"A dam\"\n\n[extra]\nteam = true\n+++\n\nText.\n"
    #expect(ReaderDiff(old: old, new: new).blocks.map(\.kind) == [.changed, .same])
  }

  @Test("a line of front matter that goes leaves the others as they are")
  func frontMatterLines() {
    let old =
      "---\ntitle: A dam\nclass: practices\ntoc:\n  what-it-is: \"What it is\"\n  no: \"How to say no\"\norder: 5\n---\n\nText.\n"
    let new = "---\ntitle: A dam\nclass: practices\norder: 5\n---\n\nText.\n"
    #expect(changes(old, new) == ["-toc:\n  what-it-is: \"What it is\"\n  no: \"How to say no\"\n"])
  }

  @Test("Chinese and Japanese are compared by character")
  func withoutSpaces() {
    #expect(changes("東京の川はとても長いです。\n", "東京の川はかなり長いです。\n") == ["-とても", "+かなり"])
  }

  @Test("nothing is lost, doubled or misplaced, whatever the texts", arguments: 0..<300)
  func accountsForEverything(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let old = RandomText.text(&random)
    let new = Bool.random(using: &random) ? RandomText.edited(old, &random) : RandomText.text(&random)
    expectComplete(old, new)
  }

  @Test("empty texts, equal texts, odd line ends and lone marks are fine")
  func edges() {
    let texts = [
      "", "\n", "\n\n\n", " ", "a", "a\n\n", "\n\na", "\r\n", "# \n- \n", "e\u{301}\n", "👩‍👩‍👧\n", "---\n---\n",
    ]
    for old in texts { for new in texts { expectComplete(old, new) } }
  }

  private func expectComplete(_ old: String, _ new: String) {
    let diff = ReaderDiff(old: old, new: new)
    let (from, to) = (Array(old.unicodeScalars), Array(new.unicodeScalars))
    func text(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return String(view)
    }
    func check(_ spans: [ReaderSpan]) {
      for span in spans {
        switch span.kind {
        case .same:
          #expect(text(from, span.old) == span.text && text(to, span.new) == span.text)
        case .deleted: #expect(text(from, span.old) == span.text && span.new.isEmpty)
        case .inserted: #expect(text(to, span.new) == span.text && span.old.isEmpty)
        }
      }
    }
    check(diff.spans)
    for block in diff.blocks { check(block.spans) }
    #expect(diff.spans.filter { $0.kind != .inserted }.map(\.text).joined() == old)
    #expect(diff.spans.filter { $0.kind != .deleted }.map(\.text).joined() == new)
    #expect(diff.blocks.filter { $0.kind != .moved }.map { text(from, $0.old) }.joined() == old)
    #expect(diff.blocks.filter { $0.kind != .movedAway }.map { text(to, $0.new) }.joined() == new)
    #expect(
      diff.blocks.filter { $0.kind == .moved }.map(\.old).sorted { $0.lowerBound < $1.lowerBound }
        == diff.blocks.filter { $0.kind == .movedAway }.map(\.old))
    for move in diff.moves.indices {
      let olds = diff.spans.filter { $0.move == move && $0.kind == .deleted }
      let news = diff.spans.filter { $0.move == move && $0.kind == .inserted }
      #expect(!olds.isEmpty && !news.isEmpty)
    }
    let critic = CriticText(diff)
    #expect(critic.accepted == new && critic.rejected == old)
    let read = CriticText.parse(critic.marked)
    #expect(read.problems.isEmpty && read.text.accepted == new && read.text.rejected == old)
  }
}
