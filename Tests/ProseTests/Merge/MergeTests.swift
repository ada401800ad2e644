import Testing

@testable import Prose

@Suite("Three-way merge by word")
struct MergeTests {
  @Test("two people who change other words of one line don't conflict")
  func otherWords() {
    let result = merge(
      base: "The dam was built in 1950 by the town.\n", ours: "The old dam was built in 1950 by the town.\n",
      theirs: "The dam was built in 1950 by the city.\n")
    #expect(result.isClean)
    #expect(result.text() == "The old dam was built in 1950 by the city.\n")
  }

  @Test("the same words changed differently are a conflict around just these words")
  func sameWords() {
    let result = merge(
      base: "It was in 1950 here.\n", ours: "It was in 1951 here.\n", theirs: "It was in 1952 here.\n")
    #expect(result.conflicts == 1)
    #expect(result.hunks.contains(.conflict(base: "1950 ", ours: "1951 ", theirs: "1952 ")))
    #expect(result.text().contains("<<<<<<< ours\n1951 \n=======\n1952 \n>>>>>>> theirs\n"))
  }

  @Test("a paragraph wrapped anew by one side takes the other's words")
  func reflow() {
    let result = merge(
      base: "One two three four five six.\n", ours: "One two three\nfour five six.\n",
      theirs: "One two three four 5 six.\n")
    #expect(result.text() == "One two three\nfour 5 six.\n")
  }

  @Test("between both sides' words stands a word that both kept, or a sentence's end; else it is a conflict")
  func touching() {
    let base = "one two three four\n"
    let neighbours = merge(base: base, ours: "one 2 three four\n", theirs: "one two 3 four\n")
    #expect(neighbours.hunks.contains(.conflict(base: "two three ", ours: "2 three ", theirs: "two 3 ")))
    #expect(
      merge(base: base, ours: "one 2 three four\n", theirs: "one two three 4\n").text() == "one 2 three 4\n")
    let beside = merge(base: base, ours: "one 2 three four\n", theirs: "one two and three four\n")
    #expect(beside.hunks.contains(.conflict(base: "two ", ours: "2 ", theirs: "two and ")))
    #expect(merge(base: "a, b\n", ours: "x, b\n", theirs: "a, y\n").conflicts == 1)
    #expect(merge(base: "a. b\n", ours: "x. b\n", theirs: "a. y\n").text() == "x. y\n")
    #expect(merge(base: "c a b d\n", ours: "c b d\n", theirs: "c a y d\n").text() == "c y d\n")
  }

  @Test("the same change by both is made once, also inside a larger one")
  func sameChange() {
    let base = "The dam was built in 1950 and leaks.\n"
    let ours = "The dam was built in 1951 and leaks.\n"
    let theirs = "The dam was built in 1951 by the town and leaks badly.\n"
    #expect(merge(base: base, ours: ours, theirs: theirs).text() == theirs)
    #expect(merge(base: base, ours: theirs, theirs: ours).text() == theirs)
    let shorter = merge(base: "a b c d e\n", ours: "a c d e\n", theirs: "a e\n")
    #expect(shorter.text() == "a e\n")
  }

  @Test("words changed by one in what the other took away are a conflict")
  func changedAndTaken() {
    let result = merge(
      base: "It is old. Nobody knows the cost of it. It leaks.\n", ours: "It is old. It leaks.\n",
      theirs: "It is old. Nobody knows the price of it. It leaks.\n")
    #expect(
      result.hunks.contains(
        .conflict(
          base: "Nobody knows the cost of it. ", ours: "", theirs: "Nobody knows the price of it. ")))
  }

  @Test("a comma goes where its word is, also over a new line break")
  func commaAndReflow() {
    let result = merge(base: "one two three\n", ours: "one, two three\n", theirs: "one\ntwo three\n")
    #expect(result.text() == "one,\ntwo three\n")
  }

  @Test("blank lines and blanks at a line's end never conflict")
  func blankLines() {
    let result = merge(base: "One.\n \n \nTwo.\n", ours: "1.\n\nTwo.\n", theirs: "One.\n\n\n2.\n")
    #expect(result.text() == "1.\n\n\n2.\n")
  }

  @Test("line ends: CRLF stays CRLF, whoever changes all of them decides")
  func lineEnds() {
    let crlf = merge(base: "one two\r\nthree\r\n", ours: "1 two\r\nthree\r\n", theirs: "one two\r\n3\r\n")
    #expect(crlf.text() == "1 two\r\n3\r\n")
    let changed = merge(base: "one two\nthree\n", ours: "one two\r\nthree\r\n", theirs: "one 2\nthree\n")
    #expect(changed.text() == "one 2\r\nthree\r\n")
  }

  @Test("a text without a last line end stays so unless a side gives it one")
  func noFinalNewline() {
    #expect(merge(base: "one or two", ours: "1 or two", theirs: "one or 2").text() == "1 or 2")
    #expect(merge(base: "one two", ours: "one two\n", theirs: "one 2").text() == "one 2\n")
  }

  @Test("Chinese and Japanese are merged by character, combining marks stay with their letter")
  func otherScripts() {
    let chinese = merge(base: "河水上涨了。\n", ours: "河水又上涨了。\n", theirs: "河水上涨了很多。\n")
    #expect(chinese.text() == "河水又上涨了很多。\n")
    let marks = merge(
      base: "un cafe tout noir\n", ours: "un cafe\u{301} tout noir\n", theirs: "un cafe tout vert\n")
    #expect(Array(marks.text().unicodeScalars) == Array("un cafe\u{301} tout vert\n".unicodeScalars))
    let conflict = merge(base: "か゛\n", ours: "か\u{3099}\n", theirs: "き\n")
    for hunk in conflict.hunks {
      if case .conflict(_, let ours, _) = hunk { #expect(ours.unicodeScalars.first?.value != 0x3099) }
    }
  }

  @Test("where both replaced words, one may say more at an end; in the middle it is a conflict")
  func saysMore() {
    let base = "It was built in 1950 by the town.\n"
    let ours = base.replacing("1950", with: "the spring of 1951")
    #expect(merge(base: base, ours: ours, theirs: base.replacing("1950", with: "1951")).text() == ours)
    let middle = merge(
      base: base, ours: ours, theirs: base.replacing("1950", with: "the autumn of the year 1951"))
    #expect(middle.conflicts == 1)
    let inside = merge(
      base: base, ours: ours, theirs: base.replacing("1950", with: "the wet spring of 1951"))
    #expect(inside.conflicts == 1 && inside.text().contains("wet"))
  }

  @Test(
    "white space that one changed in what the other took away or rewrote is no conflict; joined words are")
  func whiteSpaceAndWords() {
    let code = "One.\n\n```\nlet a = 1\nlet b = 2\n```\n\nTwo.\n"
    let indented = code.replacing("let b", with: "  let b")
    let gone = merge(base: code, ours: "One.\n\nTwo.\n", theirs: indented)
    #expect(gone.text() == "One.\n\nTwo.\n")
    let base = "It leaks. Nobody knows why every day. It is old.\n"
    let split = base.replacing("day. ", with: "day.\n\n")
    let without = "It leaks. It is old.\n"
    #expect(merge(base: base, ours: without, theirs: split).text() == "It leaks.\n\nIt is old.\n")
    #expect(merge(base: base, ours: split, theirs: without).text() == "It leaks.\n\nIt is old.\n")
    #expect(
      merge(base: base, ours: without, theirs: base.replacing("every day", with: "everyday")).conflicts == 1)
  }

  @Test("quotes, dashes and accents that one side spelt otherwise merge with words that the other changed")
  func typography() {
    let base = "It's \"old\" - and the town's café leaks.\n"
    let spelt = "It’s “old” – and the town’s cafe\u{301} leaks.\n"
    let words = base.replacing("leaks", with: "still leaks").replacing("the town", with: "our town")
    let both = "It’s “old” – and our town’s cafe\u{301} still leaks.\n"
    for result in [
      merge(base: base, ours: spelt, theirs: words), merge(base: base, ours: words, theirs: spelt),
    ] {
      #expect(result.text().utf8.elementsEqual(both.utf8))
    }
    let code = "Text.\n\n```\nlet a = 'b'\n```\n"
    #expect(
      merge(base: code, ours: code.replacing("'", with: "’"), theirs: code.replacing("'b'", with: "'c'"))
        .conflicts == 1)
  }

  @Test(
    "a side that made all quotes plain decides for words that the other put into the same lines, and no others"
  )
  func plainQuotes() {
    let base = "It’s old.\n\nThat’s why they’re here, and we’re there.\n\nThe end.\n"
    let ours = base.replacing("’", with: "'")
    let theirs = base.replacing("why they", with: "why we’ve come and they")
      .replacing("The end", with: "That’s the end")
    let both = "It's old.\n\nThat's why we've come and they're here, and we're there.\n\nThat’s the end.\n"
    #expect(merge(base: base, ours: ours, theirs: theirs).text() == both)
    #expect(merge(base: base, ours: theirs, theirs: ours).text() == both)
  }

  @Test("numbered marks are found in code too, and a passage given to a side joins its line again")
  func marks() {
    let base = "It was in 1950 here.\n\n```\nlet a = 1\n```\n"
    let marked =
      "It was in \n<<<<<<< 1: x\n1951 \n=======\n1952 \n>>>>>>> 1: y\nhere.\n\n```\n<<<<<<< 2: x\nlet a = 2\n"
      + "=======\nlet a = 3\n>>>>>>> 2: y\n```\n"
    #expect(markedPassages(in: marked).map(\.number) == [1, 2])
    #expect(markedPassages(in: marked).map(\.line) == [2, 10] && firstConflictMark(in: marked) == 2)
    let settled = settlingMarks(in: marked) { $0 == 1 ? 0 : 1 }
    #expect(settled == base.replacing("1950", with: "1951").replacing("a = 1", with: "a = 3"))
    #expect(settlingMarks(in: marked) { _ in nil } == marked)
  }
}
