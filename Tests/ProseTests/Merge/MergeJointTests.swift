import Testing

@testable import Prose

@Suite("No fact that nobody wrote")
struct MergeJointTests {
  @Test(
    "one value that both changed differently is a conflict around the whole of it",
    arguments: [
      ("12/05/2024", "13/05/2024", "12/06/2024"), ("12 May 2024", "13 May 2024", "12 June 2024"),
      ("10.50 EUR", "11.50 EUR", "10.75 EUR"), ("10 km", "12 km", "10 miles"),
      ("10:30 am", "11:30 am", "10:30 pm"),
      ("🇩🇪", "🇩🇰", "🇸🇪"), ("👩‍👩‍👧", "👩‍👩‍👦", "👨‍👩‍👧"), ("v1.2.3", "v1.3.3", "v1.2.4"),
      ("https://a.org/b/c", "https://a.org/x/c", "https://a.org/b/y"),
      ("ann.lee@a.org", "anna.lee@a.org", "ann.lee@b.org"),
      ("twenty-one", "thirty-one", "twenty-two"), ("`a_b`", "`a_c`", "`d_b`"),
      ("+49 30 12345", "+49 40 12345", "+49 30 12346"),
      ("二千零二十四年", "二千零二十三年", "一千零二十四年"), ("978-3-16-148410-0", "978-4-16-148410-0", "978-3-16-148410-1"),
    ])
  func values(_ base: String, _ ours: String, _ theirs: String) {
    for frame in ["It is @ there.\n", "- @\n", "| @ | x |\n|---|---|\n"] {
      func text(_ value: String) -> String { frame.replacing("@", with: value) }
      let result = merge(base: text(base), ours: text(ours), theirs: text(theirs))
      #expect(result.conflicts == 1)
      for hunk in result.hunks {
        if case .conflict(_, let one, let other) = hunk {
          #expect(one.contains(ours) && other.contains(theirs))
        }
      }
    }
  }

  @Test("an address of which one side made all changes of the other and more is that side's")
  func addresses() {
    let result = merge(
      base: "See http://pypi.python.org/pypi there.\n", ours: "See https://pypi.org/ there.\n",
      theirs: "See https://pypi.python.org/pypi there.\n")
    #expect(result.text() == "See https://pypi.org/ there.\n")
  }

  @Test(
    "a correction doesn't change owner where sentences, items or rows changed places",
    arguments: [
      (
        "The north team cut its times by nine. The south team cut its times by nine.\n",
        "north team cut its times by ten"
      ),
      ("- Ann: nine\n- Bob: nine\n- Cal: seven\n", "Ann: ten"), ("Ann: nine.\n\nBob: nine.\n", "Ann: ten"),
      ("| a | b |\n|---|---|\n| Ann | nine |\n| Bob | nine |\n", "| Ann | ten |"),
    ])
  func owners(_ base: String, _ wanted: String) {
    let one = base.contains("north") ? ("north", "south") : ("Ann", "Bob")
    let swapped = base.replacing(one.0, with: "@").replacing(one.1, with: one.0).replacing("@", with: one.1)
    guard let place = base.firstRange(of: "nine") else { return }
    let corrected = base[..<place.lowerBound] + "ten" + base[place.upperBound...]
    for result in [
      merge(base: base, ours: swapped, theirs: String(corrected)),
      merge(base: base, ours: String(corrected), theirs: swapped),
    ] {
      #expect(!result.isClean || result.text().contains(wanted), "\(result.text())")
    }
  }

  @Test("layout that one side made anew is kept beside the other's words")
  func layout() {
    let code = "```\nif x:\n  y = 1\n  z = 2\n```\n"
    let indented = code.replacing("  y", with: "    y").replacing("  z", with: "\tz")
    let merged = merge(base: code, ours: indented, theirs: code.replacing("2", with: "3"))
    #expect(merged.text() == indented.replacing("2", with: "3"))
    let list = "- a\n- b c\n"
    #expect(
      merge(base: list, ours: "- a\n    - b c\n", theirs: "- a\n- b d\n").text() == "- a\n    - b d\n")
    let quote = "> One two three four\n> five six seven.\n"
    #expect(
      merge(
        base: quote, ours: "> One two three\n> four five six\n> seven.\n",
        theirs: quote.replacing("six", with: "SIX")
      ).text() == "> One two three\n> four five SIX\n> seven.\n")
    #expect(
      merge(
        base: "It cost 10 000 EUR then.\n", ours: "It cost 10\u{A0}000\u{A0}EUR then.\n",
        theirs: "It cost 12 000 EUR then.\n"
      ).text() == "It cost 12\u{A0}000\u{A0}EUR then.\n")
    #expect(
      merge(
        base: "It is _very_ good, so.\n", ours: "It is *very* good, so.\n", theirs: "It is _very_ bad, so.\n"
      ).text() == "It is *very* bad, so.\n")
    #expect(
      merge(
        base: "The co\u{AD}operation of towns.\n", ours: "The cooperation of towns.\n",
        theirs: "The co\u{AD}operation of cities.\n"
      ).text().unicodeScalars.elementsEqual("The cooperation of cities.\n".unicodeScalars))
  }

  @Test("lines indented anew by both, now one more and now the other, are conflicts")
  func indents() {
    let base = "```\n  a\n  b\n```\n"
    let result = merge(
      base: base, ours: "```\n      a\n b\n```\n", theirs: "```\n a\n      b\n```\n")
    #expect(!result.isClean)
  }

  @Test("one label, one anchor, one key: never two of one name")
  func names() {
    let base = "# A\n\nOne says so.\n\n[^1]: One.\n\n# B\n\nTwo says so, too.\n"
    for (ours, theirs) in [
      ("[^2]: Deed.", "[^2]: Letter."), ("[x]: a.md", "[x]: b.md"), ("# New part", "# New part"),
      ("> [^2]: Deed.", "[^2]: Letter."), ("New part\n--------", "# New part"),
      ("# One {#new}", "# Two {#new}"),
      ("## *New part*!", "# New part ##"), ("<a id=\"n\"></a>", "<a id=\"n\"></a>"),
    ] {
      let result = merge(
        base: base, ours: base.replacing("[^1]: One.", with: "[^1]: One.\n\n\(ours)\n\nOurs."),
        theirs: base + "\n\(theirs)\n\nTheirs.\n")
      #expect(!result.isClean)
    }
    for front in ["+++\na = 1\n\n[b]\nc = 2\n+++\n\nx\n", "{\n\"a\": 1,\n\"b\": 2,\n\"c\": 3\n}\n\nx\n"] {
      let isTOML = front.hasPrefix("+")
      let (one, other) = isTOML ? ("\n[b]", "c = 2\n") : ("\"b\"", "\"b\": 2,\n")
      let (first, second) =
        isTOML
        ? ("\n[d]\ne = 1\n\n[b]", "c = 2\n\n[d]\ne = 3\n") : ("\"d\": 4,\n\"b\"", "\"b\": 2,\n\"d\": 5,\n")
      let result = merge(
        base: front, ours: front.replacing(one, with: first), theirs: front.replacing(other, with: second))
      #expect(!result.isClean, "\(result.text())")
    }
    let front = "---\na:\n  b: 1\n  c: 2\n---\nx\n"
    let keys = merge(
      base: front, ours: front.replacing("  b", with: "  d: 5\n  b"),
      theirs: front.replacing("c: 2", with: "c: 2\n  d: 6"))
    #expect(!keys.isClean)
  }

  @Test("numbered items that both put in are counted, and a list that wasn't counted stays")
  func numbers() {
    let base = "1. Plan\n2. Write\n3. Share\n"
    let result = merge(
      base: base, ours: "1. Plan\n2. Draft\n3. Write\n4. Share\n",
      theirs: "1. Plan\n2. Write\n3. Check\n4. Share\n")
    #expect(result.text() == "1. Plan\n2. Draft\n3. Write\n4. Check\n5. Share\n")
    let lazy = "1. Plan\n1. Write\n1. Share\n"
    #expect(
      merge(base: lazy, ours: "1. Draft\n" + lazy, theirs: lazy + "1. Sell\n").text() == "1. Draft\n" + lazy
        + "1. Sell\n")
  }

  @Test("a pair of marks is whole on one side of a conflict")
  func pairs() {
    let result = merge(
      base: "Run the make program first.\n", ours: "Run the `make` program first.\n",
      theirs: "Run the [make program](make.md) first.\n")
    #expect(
      result.hunks.contains(
        .conflict(base: "make program ", ours: "`make` program ", theirs: "[make program](make.md) ")))
  }

  // MARK: Properties

  private static func edited(
    _ words: [String], _ mark: String, moves: Bool, _ generator: inout SeededGenerator
  )
    -> [String]
  {
    var words = words
    for index in 0..<Int.random(in: 1...3, using: &generator) {
      let place = Int.random(in: 0..<max(1, words.count), using: &generator)
      switch Int.random(in: 0...3, using: &generator) {
      case 0 where words.count > 1: words.remove(at: place)
      case 1 where moves && words.count > 1:
        words.insert(words.remove(at: place), at: Int.random(in: 0..<words.count, using: &generator))
      case 2: words.insert("\(mark)\(index)", at: place)
      default: if !words.isEmpty { words[place] = "\(mark)\(index)" }
      }
    }
    return words
  }

  @Test(
    "words of both meet only with something kept between, runs are whole, sides are fair", arguments: 0..<600)
  func joint(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed + 77))
    let ends = ["", "", "", ".", ",", "\n\n", "\n- ", "\n"]
    let base = (0..<Int.random(in: 2...24, using: &generator)).map {
      "w\($0)x" + (ends.randomElement(using: &generator) ?? "")
    }
    let (ours, theirs) = (
      Self.edited(base, "ours", moves: seed % 2 == 0, &generator),
      Self.edited(base, "theirs", moves: seed % 2 == 0, &generator)
    )
    let texts = [base, ours, theirs].map { $0.joined(separator: " ") + "\n" }
    let result = merge(base: texts[0], ours: texts[1], theirs: texts[2])
    checkMerge(result, texts, isFair: seed % 2 == 1)
  }

  @Test("a run that one side put in stands whole in every clean merge", arguments: 0..<600)
  func runs(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed + 31_000))
    let ends = ["", "", "", ".", ",", "\n\n", "\n- ", "\n"]
    let base = (0..<Int.random(in: 2...20, using: &generator)).map {
      "w\($0)x" + (ends.randomElement(using: &generator) ?? "")
    }
    func edited(_ mark: String) -> [String] {
      var words = base
      for index in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: 0...words.count, using: &generator)
        let end = min(words.count, place + Int.random(in: 0...3, using: &generator))
        let run = (0..<Int.random(in: 1...4, using: &generator)).map {
          "\(mark)\(index)x\($0)" + (ends.randomElement(using: &generator) ?? "")
        }
        words.replaceSubrange(place..<end, with: run)
      }
      return words
    }
    let sides = [edited("ours"), edited("theirs")].map { $0.joined(separator: " ") + "\n" }
    let result = merge(base: base.joined(separator: " ") + "\n", ours: sides[0], theirs: sides[1])
    guard result.isClean else { return }
    func words(_ text: String) -> [Substring] { text.split { !$0.isLetter && !$0.isNumber } }
    let merged = words(result.text())
    for (side, mark) in zip(sides, ["ours", "theirs"]) {
      for run in words(side).split(whereSeparator: { !$0.hasPrefix(mark) }) {
        let start = merged.firstIndex(of: run[run.startIndex]) ?? merged.count
        #expect(merged[start...].starts(with: run), "\(run) is torn: \(base) \(sides) gave \(result.text())")
      }
    }
  }

  @Test("a line that one side moved into a conflict isn't lost for who takes the other side")
  func movedLines() {
    let base =
      "Alpha begins it here.\n\nBeta stands in between.\n\nGamma was said of it.\n\nDelta is at the end.\n"
    let result = merge(
      base: base,
      ours:
        "Beta stands in between.\n\nGamma was sung of it.\n\nAlpha begins it here.\n\nDelta is at the end.\n",
      theirs: base.replacing("said of it.\n", with: "told of it.\n\nIt is new, all of it.\n"))
    for side in 0...1 {
      let chosen = result.hunks.map { hunk in
        switch hunk {
        case .clean(let text): text
        case .conflict(_, let ours, let theirs): side == 0 ? ours : theirs
        }
      }.joined()
      #expect(chosen.contains("Alpha begins it here."))
    }
  }
}
