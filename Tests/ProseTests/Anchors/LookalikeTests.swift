import Prose
import Testing

/// A passage in brackets ⟦ ⟧ of an older draft, and where it is in a newer one.
private func found(_ marked: String, in new: String) throws -> (placement: Placement, words: String) {
  let start = try #require(marked.unicodeScalars.firstIndex(of: "⟦"))
  let end = try #require(marked.unicodeScalars.firstIndex(of: "⟧"))
  let from = marked.unicodeScalars.distance(from: marked.startIndex, to: start)
  let to = marked.unicodeScalars.distance(from: marked.startIndex, to: end) - 1
  let old = marked.filter { $0 != "⟦" && $0 != "⟧" }
  let around = context(of: from..<to, in: old)
  let anchor = Anchor(
    exact: scalars(from..<to, of: old), prefix: around.prefix, suffix: around.suffix, range: from..<to)
  let placement = Reanchoring(old: old, new: new).place(anchor)
  return (placement, placement.range.map { scalars($0, of: new) } ?? "")
}

@Suite("Passages with lookalikes")
struct LookalikeTests {
  @Test(
    "a passage that was taken out doesn't go to its twin",
    arguments: [
      (
        "- Bonn: ⟦the vote was held in May⟧.\n- Kiel: the vote was held in May.\n",
        "- Kiel: the vote was held in May.\n"
      ),
      (
        "In spring most of the money went into repairs.\n\nIn autumn ⟦most of the money went into repairs⟧.\n\nEnd.\n",
        "In spring most of the money went into repairs.\n\nEnd.\n"
      ),
      (
        "It was close. ⟦Nobody objected.⟧ The mayor spoke of roads.\n\nThe dam was next. Nobody objected. They left.\n",
        "It was close. The mayor spoke of roads.\n\nThe dam was next. Nobody objected. They left.\n"
      ),
      (
        "| Ulm | ⟦5 May 2020⟧ |\n| Bonn | 5 May 2020 |\n| Kiel | 6 June 2021 |\n",
        "| Bonn | 5 May 2020 |\n| Kiel | 6 June 2021 |\n"
      ),
      (
        "Intro.\n\nThe north team says that ⟦the release cut waiting times by nine percent⟧.\n\nThe south team says that the release cut waiting times by nine percent.\n\nEnd.\n",
        "Intro.\n\nThe south team says that the release cut waiting times by ten percent.\n\nEnd.\n"
      ),
      (
        "1. Fill in the form\n⟦2. Sign the paper⟧\n3. Send it by post\n",
        "1. Fill in the form\n2. Send it by post\n"
      ),
    ])
  func takenOut(old: String, new: String) throws {
    let (placement, words) = try found(old, in: new)
    #expect(placement.status == .orphan, "\(words)")
  }

  @Test(
    "what was sorted or changed places goes with its own words",
    arguments: [
      (
        "- ⟦Ulm: the vote was held in May⟧.\n- Bonn: the vote was held in May.\n- Kiel: the vote was held in May.\n",
        "- Bonn: the vote was held in May.\n- Kiel: the vote was held in May.\n- Ulm: the vote was held in May.\n",
        "Ulm: the vote was held in May"
      ),
      (
        "- ⟦乌尔姆：五月举行投票。⟧\n- 波恩：五月举行投票。\n- 基尔：五月举行投票。\n",
        "- 波恩：五月举行投票。\n- 基尔：五月举行投票。\n- 乌尔姆：五月举行投票。\n", "乌尔姆：五月举行投票。"
      ),
      (
        "⟦Price is 5 EUR.⟧ Cost is 5 EUR. Fee is 7 EUR.\n", "Cost is 5 EUR. Price is 5 EUR. Fee is 7 EUR.\n",
        "Price is 5 EUR."
      ),
      (
        "1. Fill in the form.\n⟦2. Sign the form.⟧\n3. Send it by post.\n",
        "1. Fill in the form.\n2. Send it by post.\n3. Sign the form.\n", "Sign the form."
      ),
      (
        "A long paragraph about the river. ⟦He left.⟧ The rain fell.\n\nNobody knew why it was built.\n",
        "A long paragraph about the river. The rain fell.\n\nNobody knew why it was built. He left.\n",
        "He left."
      ),
      (
        "- ⟦Ulm: the vote was held in May.⟧\n- Bonn: the vote was held in May.\n- Kiel: the vote was held in May.\n",
        "- Bonn: the vote was held in early May.\n- Kiel: a vote was held in May.\n- Ulm: the vote was held in May 2020.\n",
        "Ulm: the vote was held in May"
      ),
    ])
  func sorted(old: String, new: String, words: String) throws {
    #expect(try found(old, in: new).words == words)
  }

  @Test(
    "of equal answers each goes with its question",
    arguments: [
      (
        "Q: Where was Ann?\n\nA: ⟦At home.⟧\n\nQ: Where was the dog?\n\nA: At home.\n\nEnd.\n",
        "Q: Where was the dog?\n\nA: At home.\n\nQ: Where was Ann?\n\nA: At home.\n\nEnd.\n"
      ),
      (
        "## Ann\n\n⟦I went home.⟧\n\n## Ben\n\nI went home.\n\n## End\n\nSo it was.\n",
        "## Ben\n\nI went home.\n\n## Ann\n\nI went home.\n\n## End\n\nSo it was.\n"
      ),
      (
        "The north team won. ⟦It was proud.⟧\n\nThe south team won. It was proud.\n\nEnd.\n",
        "The south team won. It was proud.\n\nThe north team won. It was proud.\n\nEnd.\n"
      ),
    ])
  func answers(old: String, new: String) throws {
    let (placement, words) = try found(old, in: new)
    let range = try #require(placement.range)
    let second = try #require(occurrences(of: words, in: new).last)
    #expect(range == second)
  }

  @Test("everyday words in a text that was written anew are no evidence")
  func everydayWords() throws {
    let (placement, _) = try found(
      "Place the tag ⟦just below⟧ the body of the page for best results.\n\nMore on it here.\n",
      in: "The service is free. See the form, which is just below the fold.\n\nOther words.\n")
    #expect(placement.status == .orphan)
  }

  @Test("a sentence written anew between neighbours that stand is found there, and told as unsure")
  func writtenAnew() throws {
    let (placement, words) = try found(
      "One opens it. ⟦The verdict is that nobody can know what it will cost us.⟧ It ends here.\n",
      in: "One opens it. We will never learn the price of this adventure. It ends here.\n")
    #expect(words == "We will never learn the price of this adventure." && !placement.isCertain)
  }

  @Test("signs that nobody sees and vowel points don't change a word")
  func unseen() throws {
    #expect(
      try found("The ⟦co\u{AD}opera\u{AD}tion⟧ ended.\n", in: "The cooperation ended.\n").words
        == "cooperation")
    #expect(
      try found("The ⟦Donaudampfschiff⟧ left.\n", in: "The Donau\u{200B}dampf\u{200B}schiff left.\n")
        .placement.status
        == .kept)
    #expect(try found("הוא אמר ⟦שָׁלוֹם⟧ לכולם.\n", in: "הוא אמר שלום לכולם.\n").words == "שלום")
  }

  @Test(
    "a passage goes with its own footnote and its own sentence, whatever the language ends one with",
    arguments: [
      (
        "A[^1] b[^2].\n\n[^1]: The north built ⟦three bridges⟧ in May.\n[^2]: The south built three bridges in May.\n",
        "A[^1] b[^2].\n\n[^1]: The south built three bridges in May.\n[^2]: The north built three bridges in May.\n",
        "north built "
      ),
      (
        "उत्तर की टीम ने मई में ⟦तीन पुल बनाए⟧ थे। दक्षिण की टीम ने मई में तीन पुल बनाए थे।\n",
        "दक्षिण की टीम ने मई में तीन पुल बनाए थे। उत्तर की टीम ने मई में तीन पुल बनाए थे।\n", "उत्तर की टीम ने मई में "
      ),
    ])
  func swapped(_ marked: String, _ new: String, _ before: String) throws {
    let range = try #require(try found(marked, in: new).placement.range)
    let head = String(String.UnicodeScalarView(Array(new.unicodeScalars)[..<range.lowerBound]))
    #expect(head.hasSuffix(before))
  }

  @Test("points of Arabic that were taken out or put in are nothing to a passage")
  func points() throws {
    #expect(try found("هذا ⟦كِتَابٌ جَدِيدٌ⟧ هنا.\n", in: "هذا كتاب جديد هنا.\n").words == "كتاب جديد")
    #expect(try found("هذا ⟦كتاب⟧ هنا.\n", in: "هذا كِتَابٌ هنا.\n").words == "كِتَابٌ")
  }
}
