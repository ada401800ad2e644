import Prose
import Testing

@Suite("Placing passages: what holds for any text")
struct AnchorPropertyTests {
  private static let words = [
    "the", "river", "dam", "rises", "north", "town", "é", "東", "京", "–", "[ ]", "lake", "1950", "mill",
    "weir",
    "of", "and", "“so”", "ราคา", "שלום",
  ]

  private func paragraph(_ random: inout SplitMix, _ mark: String) -> String {
    let count = Int.random(in: 6...30, using: &random)
    return (0..<count).map { index in
      index % 5 == 2 ? "\(mark)\(index)" : Self.words.randomElement(using: &random) ?? "a"
    }.joined(separator: " ") + "."
  }

  private func draft(_ random: inout SplitMix, marks: String) -> [String] {
    (0..<Int.random(in: 2...12, using: &random)).map { paragraph(&random, "\(marks)\($0)x") }
  }

  private func randomRange(_ random: inout SplitMix, in text: String) -> Range<Int> {
    let count = text.unicodeScalars.count
    let start = Int.random(in: 0..<count, using: &random)
    return start..<Int.random(in: start + 1...min(count, start + 80), using: &random)
  }

  @Test("an unchanged text keeps every passage exactly", arguments: 0..<40)
  func identity(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    let text = draft(&random, marks: "k").joined(separator: "\n\n")
    let drafts = Reanchoring(old: text, new: text)
    for _ in 0..<40 {
      let range = randomRange(&random, in: text)
      let placement = drafts.place(Anchor(exact: scalars(range, of: text), range: range))
      #expect(placement.status == .kept && placement.range == range && placement.method == .exact)
    }
  }

  @Test("text that is added or taken away elsewhere moves a passage by its length only", arguments: 0..<40)
  func changesElsewhere(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    let kept = draft(&random, marks: "k")
    let gone = draft(&random, marks: "g")
    let added = draft(&random, marks: "n")
    let body = kept.joined(separator: "\n\n")
    let old = (gone + [body] + gone.reversed()).joined(separator: "\n\n")
    let new = (added + added + [body] + added).joined(separator: "\n\n")
    let (oldStart, newStart) = (offset(of: body, in: old), offset(of: body, in: new))
    let drafts = Reanchoring(old: old, new: new)
    for _ in 0..<20 {
      // A whole paragraph, in which there are words that stand nowhere else.
      let quote = kept.randomElement(using: &random) ?? body
      let start = offset(of: quote, in: old)
      let range = start..<start + quote.unicodeScalars.count
      let placement = drafts.place(Anchor(exact: quote, range: range))
      #expect(placement.status == .kept)
      #expect(placement.range?.lowerBound == start - oldStart + newStart)
      #expect(placement.range?.count == range.count)
    }
  }

  @Test(
    "drafts of few words, in any order, are aligned",
    arguments: [
      (". omega\n\nalpha omega gamma. alpha. delta gamma\n\ngamma sigma", "delta delta gamma\n\nsigma\n\n"),
      ("sigma sigma\n\nsigma omega\n\nalpha\n\n", "delta omega sigma\n\nsigma delta omega. alpha\n\n"),
      (". alpha alpha. alpha sigma delta omega", "sigma. alpha delta gamma delta alpha omega sigma"),
    ])
  func fewWords(_ old: String, _ new: String) {
    let end = old.unicodeScalars.count
    #expect(Reanchoring(old: old, new: new).place(Anchor(exact: old, range: 0..<end)).score > 0)
  }

  @Test("a mark that became part of one sign is placed on that sign, inside the text")
  func insideTheText() {
    let placement = Reanchoring(old: "One..", new: "Two…").place(Anchor(exact: ".", range: 4..<5))
    #expect(placement.range == 3..<4)
  }

  @Test("random drafts of few different words are aligned", arguments: 0..<4)
  func fewDifferentWords(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    func text() -> String {
      (0..<Int.random(in: 1...14, using: &random)).map { _ in
        ["alpha", "gamma", "omega", "delta", ".", "sigma", "\n\n"].randomElement(using: &random) ?? ""
      }.joined(separator: " ")
    }
    for _ in 0..<10_000 {
      let (old, new) = (text(), text())
      let range = 0..<old.unicodeScalars.count
      let placement = Reanchoring(old: old, new: new).place(Anchor(exact: old, range: range))
      #expect((placement.range == nil) == (placement.status == .orphan))
    }
  }

  @Test("a short sentence that was moved and had a word changed is found, whole", arguments: 0..<60)
  func movedAndReworded(seed: Int) throws {
    var random = SplitMix(seed: UInt64(seed))
    var fresh = 0
    func word() -> String {
      fresh += 1
      return
        "\(["stone", "lake", "open", "bread", "winter", "yellow"].randomElement(using: &random) ?? "")\(fresh)x"
    }
    let sentences = (0..<Int.random(in: 3...8, using: &random)).map { _ in
      let content = (0..<Int.random(in: 3...6, using: &random)).map { $0 % 2 == 0 ? word() : "the \(word())" }
      return "So \(content.joined(separator: " "))."
    }
    let place = Int.random(in: sentences.indices, using: &random)
    var words = sentences[place].split(separator: " ").map(String.init)
    words[Int.random(in: 1..<words.count - 1, using: &random)] = "quite"
    let reworded = words.joined(separator: " ")
    var later = sentences
    later.remove(at: place)
    let target = (0...later.count).filter { $0 != place }.randomElement(using: &random)
    later.insert(reworded, at: try #require(target))
    let gap = Bool.random(using: &random) ? " " : "\n\n"
    let (old, new) = (sentences.joined(separator: gap), later.joined(separator: gap))
    let start = offset(of: sentences[place], in: old)
    let placement = Reanchoring(old: old, new: new).place(
      Anchor(exact: sentences[place], range: start..<start + sentences[place].unicodeScalars.count))
    #expect(placement.status == .changed)
    #expect(placement.range.map { scalars($0, of: new) } == reworded)
  }

  @Test("a paragraph that was moved keeps its passages", arguments: 0..<40)
  func moved(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    let paragraphs = draft(&random, marks: "k")
    var moved = paragraphs
    let one = moved.remove(at: Int.random(in: moved.indices, using: &random))
    moved.insert(one, at: Int.random(in: 0...moved.count, using: &random))
    let (old, new) = (paragraphs.joined(separator: "\n\n"), moved.joined(separator: "\n\n"))
    let drafts = Reanchoring(old: old, new: new)
    for quote in paragraphs {
      let start = offset(of: quote, in: old)
      let placement = drafts.place(Anchor(exact: quote, range: start..<start + quote.unicodeScalars.count))
      #expect(placement.status == .kept && placement.range.map { scalars($0, of: new) } == quote)
    }
  }

  @Test("a paragraph that was taken away is an orphan, and so are its sentences", arguments: 0..<40)
  func deleted(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    let paragraphs = draft(&random, marks: "k")
    let index = Int.random(in: paragraphs.indices, using: &random)
    var left = paragraphs
    let gone = left.remove(at: index)
    let old = paragraphs.joined(separator: "\n\n")
    let start = offset(of: gone, in: old)
    let placement = Reanchoring(old: old, new: left.joined(separator: "\n\n")).place(
      Anchor(exact: gone, range: start..<start + gone.unicodeScalars.count))
    #expect(placement.status == .orphan && placement.range == nil)
  }

  @Test("a placement lies within the text, is not empty and means the same twice", arguments: 0..<120)
  func bounds(seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    let old = draft(&random, marks: "k").joined(separator: " \n")
    var parts = old.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<Int.random(in: 0...parts.count, using: &random) {
      let place = Int.random(in: parts.indices, using: &random)
      parts[place] = Bool.random(using: &random) ? Self.words.randomElement(using: &random) ?? "" : ""
    }
    let new = parts.joined(separator: " ")
    let drafts = Reanchoring(old: old, new: new)
    let count = new.unicodeScalars.count
    for _ in 0..<40 {
      let range = randomRange(&random, in: old)
      let around = context(of: range, in: old)
      let whole = Anchor(
        exact: scalars(range, of: old), prefix: around.prefix, suffix: around.suffix, range: range)
      var quoteOnly = whole
      quoteOnly.range = nil
      for placement in [drafts.place(whole), drafts.place(quoteOnly), QuoteSearch(in: new).place(quoteOnly)] {
        #expect((0...1).contains(placement.score))
        #expect((placement.status == .orphan) == (placement.range == nil))
        if let place = placement.range {
          #expect(!place.isEmpty && place.lowerBound >= 0 && place.upperBound <= count)
        }
      }
      #expect(drafts.place(whole) == Reanchoring(old: old, new: new).place(whole))
    }
  }

  private func offset(of part: String, in text: String) -> Int {
    occurrences(of: part, in: text).first?.lowerBound ?? 0
  }
}
