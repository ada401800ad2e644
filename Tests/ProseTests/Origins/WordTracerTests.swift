import Testing

@testable import Prose

@Suite("Words are followed through drafts")
struct WordTracerTests {
  /// The words of a draft that are new to it.
  private func new(_ old: String, _ new: String) -> [String] {
    var tracer = WordTracer()
    let (from, to) = (tracer.read(old), tracer.read(new))
    return tracer.sources(of: to, in: from).enumerated().filter { $1 == nil }.map {
      to.text(to.word($0.offset))
    }
  }

  @Test("kept words have a source, new ones none, and another spelling is new")
  func kept() {
    #expect(new("The dam was built in 1950.", "The old dam was built in 1951.") == ["old", "1951"])
    #expect(new("The dam broke.", "The dam broke.") == [])
    #expect(new("The dam broke.", "") == [])
    #expect(new("", "The dam") == ["The", "dam"])
    #expect(new("He said \"no\".", "He said “no”.") == ["“", "”"])
    #expect(new("the Dam", "the dam") == ["dam"])
    #expect(new("東京の川", "東京の大川") == ["大"])
  }

  @Test("a moved paragraph keeps its words")
  func moved() {
    let first = "The council met on Monday to hear the engineers about the cracks."
    let second = "Nobody had been near the lake since the storm took the bridge away."
    let third = "The mayor promised money for repairs before the winter comes."
    #expect(
      new(
        [first, second, third].joined(separator: "\n\n"), [third, first, second].joined(separator: "\n\n"))
        == [])
    #expect(
      new(
        [first, second, third].joined(separator: "\n\n"),
        [second, "Really.", first, third].joined(separator: "\n\n"))
        == ["Really", "."])
  }

  @Test(
    "the words' extents together are the text",
    arguments: [
      "", " \n", "one", "  one two\n\nthree. \n", "---\ntitle: x\n---\n\nGrüße, 東京 👩‍👩‍👧!", "a\u{301}b \u{200B}c",
    ])
  func extents(_ text: String) {
    var tracer = WordTracer()
    let draft = tracer.read(text)
    let all = (0..<draft.count).map { draft.text(draft.extent($0)) }.joined()
    #expect(all == text || draft.count == 0)
    for index in 0..<draft.count { #expect(draft.extent(index).contains(draft.word(index).lowerBound)) }
  }

  @Test("edits are found again in the text they made")
  func places() {
    let words = ["a", "bb", "c c", "", "ü", "👩‍👩‍👧 x"]
    var random = SplitMix(seed: 11)
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        words.randomElement(using: &random) ?? ""
      }.joined(separator: " ")
      let count = text.unicodeScalars.count
      let edits = (0..<Int.random(in: 0...6, using: &random)).map { _ -> TextEdit in
        let ends = [Int.random(in: 0...count, using: &random), Int.random(in: 0...count + 2, using: &random)]
          .sorted()
        return TextEdit(range: ends[0]..<ends[1], replacement: words.randomElement(using: &random) ?? "")
      }
      let made = Array(apply(edits, to: text).unicodeScalars)
      for (edit, place) in zip(edits, placesMade(by: edits, in: text)) {
        if let place { #expect(made[place].elementsEqual(edit.replacement.unicodeScalars)) }
      }
      if edits.count == 1 { #expect(placesMade(by: edits, in: text)[0] != nil) }
    }
    let same = TextEdit(range: 2..<3, replacement: "xyz")
    let over = TextEdit(range: 2..<4, replacement: "!")
    #expect(placesMade(by: [same, over, same], in: "abcdef") == [2..<5, nil, 2..<5])
  }

  @Test("words that went come back as the same, when five of them do as they stood")
  func vanished() {
    var tracer = WordTracer()
    let old = tracer.read("One. Nobody has looked at the wall, they say. Two.")
    var gone = VanishedWords()
    gone.add((0..<old.count).map { (2..<old.count - 2).contains($0) ? 100 + $0 : nil }, of: old)
    func back(_ text: String, _ isNew: (Int) -> Bool = { _ in true }) -> [Int] {
      let draft = tracer.read(text)
      return gone.origins(of: draft, where: (0..<draft.count).map(isNew)).map(\.origin)
    }
    #expect(back("So: nobody has looked at the wall, they do.") == Array(103...109))
    #expect(back("Nobody has looked at") == [])
    #expect(back("has looked at the wall") == Array(103...107))
    #expect(back("has looked at the wall") { $0 != 2 } == [])
    #expect(back("has Looked at the wall") == [])
    #expect(back("") == [])
    #expect(VanishedWords().origins(of: old, where: Array(repeating: true, count: old.count)).isEmpty)
  }
}
