import Foundation
import Prose
import Testing

/// Places the first occurrence of a quote of one text in another.
func place(_ quote: String, in old: String, _ new: String) -> (placement: Placement, words: String) {
  let range = occurrences(of: quote, in: old)[0]
  let around = context(of: range, in: old)
  let placement = Reanchoring(old: old, new: new).place(
    Anchor(exact: quote, prefix: around.prefix, suffix: around.suffix, range: range))
  return (placement, placement.range.map { scalars($0, of: new) } ?? "")
}

func scalars(_ range: Range<Int>, of text: String) -> String {
  String(String.UnicodeScalarView(Array(text.unicodeScalars)[range]))
}

@Suite("Placing passages in a later draft")
struct ReanchoringTests {
  @Test("a passage keeps its place when text comes before it")
  func shifted() {
    let (placement, words) = place(
      "two three", in: "One two three four.\n", "Zero. Well, one. One two three four.\n")
    #expect(placement.status == .kept && placement.method == .exact && words == "two three")
  }

  @Test("a reworded passage is found with its new extent")
  func reworded() {
    let (placement, words) = place(
      "was built in 1950 by the town", in: "The dam was built in 1950 by the town, they say.\n",
      "The dam was built in 1951 by the town, they say.\n")
    #expect(placement.status == .changed && words == "was built in 1951 by the town")
  }

  @Test("a passage whose last word was replaced ends with what replaced it")
  func replacedEnd() {
    let (placement, words) = place(
      "was built in 1950", in: "The dam was built in 1950, they say.\n",
      "The dam was built in 1951, they say.\n")
    #expect(placement.status == .changed && words == "was built in 1951")
  }

  @Test("the evidence for a placement says what is left and what stands around it")
  func evidence() throws {
    let evidence = try #require(
      place(
        "was built in 1950 by the town", in: "The dam was built in 1950 by the town, they say.\n",
        "The old weir was built in 1951 by the town, they say.\n"
      ).placement.evidence)
    #expect(evidence.words == 7 && evidence.surviving == 6 && (0.5..<1).contains(evidence.share))
    #expect(evidence.textBefore < 1)
    #expect(evidence.textAfter == 1)
  }

  @Test("a passage that was taken away is an orphan")
  func deleted() {
    let (placement, _) = place(
      "Nobody knows the cost of it.", in: "The dam is old. Nobody knows the cost of it. It leaks.\n",
      "The dam is old. It leaks.\n")
    #expect(placement.status == .orphan && placement.range == nil && placement.method == .orphaned)
  }

  @Test("of two equal sentences the one that was taken away is an orphan, the other is kept")
  func duplicate() {
    let old =
      "It leaks. The dam was built by the town. Nobody paid. The dam was built by the town. It fell.\n"
    let new = "It leaks. The dam was built by the town. Nobody paid. It fell.\n"
    let places = occurrences(of: "The dam was built by the town.", in: old)
    let drafts = Reanchoring(old: old, new: new)
    let placements = places.map { drafts.place(Anchor(exact: "The dam was built by the town.", range: $0)) }
    #expect(placements.map(\.status) == [.kept, .orphan])
  }

  @Test("several equal phrases are told apart by their neighbours")
  func equalPhrases() {
    let line = (1...9).map { "- [ ] Task \($0)\n" }
    let old = line.joined()
    let new = "# Tasks\n\n" + line.filter { !$0.contains("4") }.joined()
    let places = occurrences(of: "[ ]", in: old)
    let drafts = Reanchoring(old: old, new: new)
    let after = places.map { range in
      drafts.place(Anchor(exact: "[ ]", range: range)).range.map {
        scalars($0.lowerBound..<$0.upperBound + 7, of: new)
      }
    }
    #expect(after == (1...9).map { $0 == 4 ? nil : "[ ] Task \($0)" })
  }

  @Test("inserted text that begins like its neighbour doesn't cut a passage in two")
  func slider() {
    let old = "The dam is old.\n\nThe weir is new.\n"
    let new = "The dam is old.\n\nThe mill is gone.\n\nThe weir is new.\n"
    let (placement, words) = place("The weir", in: old, new)
    #expect(placement.status == .kept && words == "The weir")
  }

  @Test(
    "a word in a swapped paragraph, its sentence and the paragraph keep their remarks",
    arguments: [
      "the weir", "Nobody asked the weir what it cost.",
      "Nobody asked the weir what it cost.\nThe mayor did not say.",
    ])
  func swappedParagraph(_ quote: String) {
    let paragraphs = [
      "The dam is old, and it leaks.", "The rivers rise in the north, in spring.",
      "Nobody asked the weir what it cost.\nThe mayor did not say.",
    ]
    let old = paragraphs.joined(separator: "\n\n") + "\n"
    let new = [paragraphs[2], paragraphs[0], paragraphs[1]].joined(separator: "\n\n") + "\n"
    let (placement, words) = place(quote, in: old, new)
    #expect(placement.status == .kept && placement.method == .moved && words == quote)
  }

  @Test("a passage inside a paragraph that was moved and edited is found in its new home")
  func movedAndEdited() {
    let moved = "Nobody asked the weir what it cost the county to build. The mayor did not say a word."
    let edited = "Nobody asked the weir what it cost the town to build. The mayor did not say one word."
    let rest = (1...6).map { "Paragraph \($0) is about the river number \($0) and its fish." }
    let old = ([moved] + rest).joined(separator: "\n\n") + "\n"
    let new = (rest + [edited]).joined(separator: "\n\n") + "\n"
    let (placement, words) = place("what it cost the county to build", in: old, new)
    #expect(placement.status == .changed && placement.method == .moved)
    #expect(words == "what it cost the town to build")
  }

  @Test("sentences swapped inside a passage leave it one passage")
  func swappedInside() {
    let passage = "The weir was paid for by the county. Nobody asked the mayor about it."
    let (placement, words) = place(
      passage, in: "It leaks. \(passage) It fell.\n",
      "It leaks. Nobody asked the mayor about it. The weir was paid for by the county. It fell.\n")
    #expect(placement.status == .changed)
    #expect(words == "Nobody asked the mayor about it. The weir was paid for by the county.")
  }

  @Test("an anchor whose position doesn't hold its quote is looked up in the old draft")
  func wrongPosition() {
    let old = "The dam is old. Nobody asked the weir. It leaks.\n"
    let new = "The dam is quite old. Nobody asked the old weir. It leaks.\n"
    for range in [nil, 0..<3, 44..<47, 4_000..<5_000] as [Range<Int>?] {
      let placement = Reanchoring(old: old, new: new).place(Anchor(exact: "asked the weir", range: range))
      #expect(placement.range.map { scalars($0, of: new) } == "asked the old weir")
    }
  }

  @Test("white space is placed where the words around it still stand side by side")
  func whiteSpace() {
    let old = "One two.\n\nThree four.\n"
    let drafts = Reanchoring(old: old, new: "Zero. One two.\n\nThree five.\n")
    #expect(drafts.place(Anchor(exact: "\n\n", range: 8..<10)).range == 14..<16)
    #expect(drafts.place(Anchor(exact: " ", range: 15..<16)).status == .orphan)
  }

  @Test("no range makes it trap", arguments: [0..<0, 5..<5, 0..<1_000_000, 999..<1_000, 3..<8, -4..<2])
  func anyRange(_ range: Range<Int>) {
    for exact in ["x", "", "One", "two."] {
      let placement = Reanchoring(old: "One two.", new: "Two one.").place(Anchor(exact: exact, range: range))
      #expect((0...1).contains(placement.score))
    }
  }

  @Test("a short sentence that was moved and reworded is found, whole")
  func movedAndReworded() {
    let old =
      "Rain fell. The dam is high.\n\nFish return to the river every year.\n\nThe mill stands empty now.\n"
    let new =
      "The mill stands empty now.\n\nFish return to the former every year.\n\nRain fell. The dam is high.\n"
    let (placement, words) = place("Fish return to the river every year.", in: old, new)
    #expect(placement.status == .changed && words == "Fish return to the former every year.")
  }

  @Test("the mark at the end of a sentence goes with it, not with its neighbour")
  func endOfMovedSentence() {
    let old = "She wrote to him about it. Rain fell for nine days. Farmers below the dam waited for water.\n"
    let new =
      "She wrote to him about it. Farmers below the dam waited for water. Rain fell for nine old days.\n"
    #expect(place("Rain fell for nine days.", in: old, new).words == "Rain fell for nine old days.")
    #expect(place("about it.", in: old, new).placement.status == .kept)
  }

  @Test("a common word of a moved sentence is found with it, one that went with its sentence is gone")
  func commonWord() {
    let old =
      "Its owner retired last autumn.\n\nFew people remember the war.\n\nIt was the third flood in ten years.\n"
    let new = "It was the third flood in ten years.\n\nFew people remember the war.\n"
    let (placement, words) = place("Few", in: old, new)
    #expect(placement.status == .kept && words == "Few")
    #expect(place("autumn", in: old, new).placement.status == .orphan)
  }

  @Test(
    "a corrected word is the same passage, changed",
    arguments: [
      ("1950", "1948"), ("psuedo", "pseudo"), ("rivers", "river"), ("Mayor", "mayor"), ("added", "adds"),
      ("naïve", "naive"),
    ])
  func corrected(_ word: String, _ correction: String) {
    let (placement, words) = place(
      word, in: "The dam, said \(word) again, was closed.\n",
      "The dam, said \(correction) again, was closed.\n")
    #expect(placement.status == .changed && placement.method == .edited && words == correction)
  }

  @Test("a word that another one replaced is gone; what stands in its place is a candidate")
  func replacedWord() {
    let (old, new) = ("The dam was closed by the town.\n", "The dam was closed for the town.\n")
    let anchor = Anchor(exact: "by", range: occurrences(of: "by", in: old)[0])
    let drafts = Reanchoring(old: old, new: new)
    #expect(drafts.place(anchor).status == .orphan)
    #expect(drafts.candidates(for: anchor, atMost: 3).map { scalars($0, of: new) } == ["for"])
  }

  @Test("a passage whose first word lost its capital to words before it begins with that word")
  func notFirstAnyMore() {
    let (placement, words) = place(
      "The mayor opened the bridge", in: "It rained. The mayor opened the bridge.\n",
      "It rained. In spring, the mayor opened the bridge.\n")
    #expect(placement.status == .changed && words == "the mayor opened the bridge")
  }

  @Test("a short quote without context or position is the one place of the older draft that holds it")
  func loneShortQuote() {
    let old = "The quick brown fox jumps.\n"
    let new = "Once the quick brown fox jumped.\n"
    let placement = Reanchoring(old: old, new: new).place(Anchor(exact: "fox"))
    #expect(placement.status == .kept && placement.range.map { scalars($0, of: new) } == "fox")
    let twice = Reanchoring(old: old + "A fox.\n", new: new + "A fox.\n").place(Anchor(exact: "fox"))
    #expect(twice.status == .orphan)
  }

  @Test("the candidates of an orphan: what is left of it, then its copies by their surroundings")
  func candidates() {
    let old = "Alpha big red kite. Some big red kite flew up high. Other big red kite.\n"
    let new = "Some big red kite flew. Zero big red kite fell.\n"
    let drafts = Reanchoring(old: old, new: new)
    let range = occurrences(of: "big red kite", in: old)[0]
    let found = drafts.candidates(for: Anchor(exact: "big red kite", range: range), atMost: 5)
    #expect(found.map { scalars($0, of: new) } == ["big red kite", "big red kite"])
    #expect(drafts.candidates(for: Anchor(exact: "big red kite", range: range), atMost: 1).count == 1)
    #expect(drafts.candidates(for: Anchor(exact: "no such words"), atMost: 5).isEmpty)

    let rewritten = "One. The barge came by. Two.\n"
    let left = Reanchoring(
      old: "One. Some rusty green barge with coal came by. Two.\n", new: rewritten)
    let quote = Anchor(exact: "rusty green barge with coal came")
    #expect(left.place(quote).status == .orphan)
    #expect(left.candidates(for: quote, atMost: 5).map { scalars($0, of: rewritten) } == ["barge came"])
  }
}
