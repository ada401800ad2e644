import Terminal
import TestSupport
import Testing

@Suite struct DisplayWidthTests {
  @Test(
    "the columns of text on a terminal",
    arguments: [
      ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("東京", 4), ("ｱｲ", 2), ("Ａ", 2), ("한국", 4),
      ("\u{1112}\u{1161}\u{11AB}", 2),
      ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧‍👦", 2), ("🏳️‍🌈", 2), ("❤", 1), ("❤️", 2), ("1️⃣", 2), ("🇩🇪", 2), ("☎", 1), ("⌚", 2),
      ("“–…", 3), ("\u{200B}", 0), ("שלום", 4), ("สวัสดี", 4), ("𠀀", 2), ("© ®", 3), ("\u{1B}", 0), ("🏴", 2),
    ]) func widths(text: String, width: Int)
  {
    #expect(displayWidth(text) == width)
    #expect(displayWidth("x" + text + "x") == width + 2)
  }
}

@Suite struct StyledTests {
  @Test("styles are sent as SGR sequences only where there is colour") func rendering() {
    let text: Styled = "\("rivers", [.bold, .red]) by \("Ada")"
    #expect(text.rendered(colour: true) == "\u{1B}[1;31mrivers\u{1B}[0m by Ada")
    #expect(text.rendered(colour: false) == "rivers by Ada")
  }

  @Test("a style never spans a line break") func lines() {
    let text = Styled(lines: "a\n\nb", .dim)
    #expect(text.rendered(colour: true) == "\u{1B}[2ma\u{1B}[0m\n\n\u{1B}[2mb\u{1B}[0m")
  }

  @Test("only the program's own literals reach the terminal as written") func hostile() {
    let name = "\u{1B}]0;owned\u{7}\nroot"
    let text: Styled = "by \(name, .bold)\n"
    #expect(text.plain == "by ␛]0;owned␇␊root\n")
    #expect(Styled(name).plain == "␛]0;owned␇␊root")
    #expect(Styled(lines: name).plain == "␛]0;owned␇\nroot")
  }
}

@Suite struct LayoutTests {
  @Test("a text is cut to the columns, never inside a sign") func truncation() {
    #expect(Styled("abcdef").truncated(to: 6).plain == "abcdef")
    #expect(Styled("abcdef").truncated(to: 4).plain == "abc…")
    #expect(Styled("東京都").truncated(to: 4).plain == "東…")
    #expect(Styled("e\u{301}e\u{301}e\u{301}").truncated(to: 2).plain == "e\u{301}…")
    #expect(Styled("abc").truncated(to: 0).plain == "")
    #expect(Styled("abc").truncated(to: -3).plain == "")
  }

  @Test("a text is filled up on either side, counted in columns") func padding() {
    #expect(Styled("東").padded(to: 4).plain == "東  ")
    #expect(Styled("7").padded(to: 3, .right).plain == "  7")
    #expect(Styled("long").padded(to: 2).plain == "long")
  }

  private func wrap(_ text: String, _ width: Int, first: Styled = "") -> [String] {
    Styled(lines: text).wrapped(to: width, first: first).map(\.plain)
  }

  @Test("lines break at blanks, and the blank is gone") func blanks() {
    #expect(wrap("the quick brown fox", 10) == ["the quick", "brown fox"])
    #expect(wrap("a  b", 10) == ["a  b"])
    #expect(wrap("", 10) == [""])
    #expect(wrap("   ", 2) == [""])
    #expect(wrap("a\n\nb", 10) == ["a", "", "b"])
  }

  @Test("lines break after a hyphen between letters, not inside an option") func hyphens() {
    #expect(wrap("a well-known thing", 7) == ["a well-", "known", "thing"])
    #expect(wrap("say --quote", 6) == ["say", "--quot", "e"])
  }

  @Test("a word longer than a line is cut, and a wide sign in one column still goes on") func longWords() {
    #expect(wrap("abcdefgh", 3) == ["abc", "def", "gh"])
    #expect(wrap("東京", 1) == ["東", "京"])
    #expect(wrap("ab", 0) == ["a", "b"])
  }

  @Test("East Asian text breaks between signs, not before closing marks or after opening ones")
  func eastAsian() {
    #expect(wrap("東京都の夏", 6) == ["東京都", "の夏"])
    #expect(wrap("東京都。夏", 6) == ["東京", "都。夏"])
    #expect(wrap("東京「夏」", 6) == ["東京", "「夏」"])
    #expect(wrap("한국어 문장", 8) == ["한국어", "문장"])
  }

  @Test("the first line's prefix is kept, and the others are indented as far") func prefixes() {
    #expect(wrap("one two three", 9, first: "- ") == ["- one two", "  three"])
    #expect(
      Styled("one two").wrapped(to: 5, first: "> ", rest: "| ").map(\.plain) == ["> one", "| two"])
  }

  @Test("an indented line keeps its indent") func indent() {
    #expect(wrap("    code here", 9) == ["    code", "here"])
  }

  @Test("a style goes on over a break") func styleAcrossLines() {
    let lines = Styled("red words", .red).wrapped(to: 5)
    #expect(
      lines.map { $0.rendered(colour: true) } == ["\u{1B}[31mred\u{1B}[0m", "\u{1B}[31mwords\u{1B}[0m"])
  }

  @Test("no line is too wide and no sign is lost, whatever the text") func wrapKeepsAll() {
    var random = SeededRandom(seed: 3)
    let pool: [Character] = ["a", "b", " ", " ", "-", "東", "。", "「", "é", "👩‍👧", "\n", "ก", "—"]
    for _ in 0..<2000 {
      let text = String(
        (0..<Int.random(in: 0...40, using: &random)).map { _ in pool.randomElement(using: &random) ?? "a" })
      let width = Int.random(in: 2...12, using: &random)
      let lines = wrap(text, width)
      #expect(lines.allSatisfy { displayWidth($0) <= width })
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " && $0 != "\n" })
    }
  }

  @Test("a table lines its columns up and narrows the flexible one first") func table() {
    let table = Table(
      [.init("ID"), .init("K", .right), .init("Text", flexible: true)],
      rows: [["a1", "7", "a long remark on 東京"], ["b22", "12", "short"], ["c"]])
    #expect(
      table.lines(width: nil).map(\.plain) == [
        "ID    K  Text", "a1    7  a long remark on 東京", "b22  12  short", "c",
      ])
    #expect(table.lines(width: 20).map(\.plain)[1] == "a1    7  a long rem…")
    #expect(Table([.init()]).lines(width: 5).isEmpty)
  }

  @Test("no line of a table is too wide, however narrow the screen") func narrowTable() {
    let row: [Styled] = ["aaaaaaaaaa", "bbbbbbbb", "東京東京東京"]
    let table = Table([.init(), .init(), .init(flexible: true)], rows: [row])
    for width in 0...40 { #expect(table.lines(width: width).allSatisfy { $0.width <= width }) }
  }
}

@Suite struct SuggestionTests {
  @Test("the nearest candidate is meant, when it is near") func nearest() {
    #expect(closest(to: "anotate", among: ["annotate", "annotations"]) == "annotate")
    #expect(closest(to: "stauts", among: ["status", "start"]) == "status")
    #expect(closest(to: "RIVERS", among: ["rivers", "river"]) == "rivers")
    #expect(closest(to: "xyz", among: ["annotate"]) == nil)
    #expect(closest(to: "", among: ["a"]) == nil)
    #expect(closest(to: String(repeating: "a", count: 100_000), among: ["a"]) == nil)
  }
}
