import Prose
import Testing

@Suite("Finding an imported quote without the draft that it was taken from")
struct QuoteSearchTests {
  private static let text = """
    The dam was built in 1950 by the town, said the mayor. It leaks.

    The mill was built in 1950 by the county. It leaks, and nobody knows what the weir has cost since then.
    """

  private func find(_ quote: String, _ prefix: String = "", _ suffix: String = "", near: Range<Int>? = nil)
    -> (placement: Placement, words: String)
  {
    let placement = QuoteSearch(in: Self.text).place(
      Anchor(exact: quote, prefix: prefix, suffix: suffix, range: near))
    return (placement, placement.range.map { scalars($0, of: Self.text) } ?? "")
  }

  @Test("a quote that stands once is there")
  func once() {
    let (placement, words) = find("by the  county")
    #expect(placement.status == .kept && placement.method == .exact && words == "by the county")
  }

  @Test("a sentence that stands once is there, whatever stands around it by now")
  func otherSurroundings() {
    let quote = "The mill was built in 1950 by the county."
    let (placement, words) = find(quote, "Nobody liked the bakery. ", " It was torn down.")
    #expect(placement.status == .kept && words == quote)
    #expect(find("since", "Nobody liked the bakery ", " it was torn down").placement.status == .orphan)
  }

  @Test("of several the one among the same words is meant")
  func several() {
    #expect(find("built in 1950", "The mill was ", " by the county").placement.range == 79..<92)
    #expect(find("It leaks", "said the mayor. ", ".\n\nThe mill").placement.range?.lowerBound == 55)
  }

  @Test("of several without context the nearest to the position is meant, and without a position none")
  func position() {
    #expect(find("built in 1950").placement.method == .ambiguous)
    #expect(find("built in 1950", near: 80..<93).placement.range == 79..<92)
  }

  @Test("a reworded quote is found with its new extent")
  func reworded() {
    let (placement, words) = find("The old dam was built in 1951 by the old town", "", ", said the mayor.")
    #expect(placement.status == .changed && placement.method == .approximate)
    #expect(words == "The dam was built in 1950 by the town")
  }

  @Test("a quote that is gone is an orphan, also between its old neighbours")
  func gone() {
    #expect(
      find("Sheep may safely graze on the meadow", "said the mayor. ", "It leaks.").placement.status
        == .orphan)
    #expect(find("a ship", "xyz", "zyx").placement.method == .orphaned)
    #expect(find(" \n").placement.status == .orphan)
  }

  @Test("a lone short quote among quite other words is no find")
  func otherContext() {
    #expect(find("mill", "The harbour wants a new ", " before the winter comes").placement.status == .orphan)
  }

  @Test(
    "a quote that begins or ends within a run of dashes or a combining sequence is that part of it",
    arguments: [
      ("see the ", "-", "-quiet", 8..<9), ("see the -", "-", "quiet", 9..<10),
      ("...\n", "--", "--\n\nThat", 20..<22),
      ("...\n-", "--", "-\n\nThat", 21..<23), ("...\n--", "--", "\n\nThat", 22..<24),
      ("That i", "\u{301}", " -- oder", 32..<33),
    ])
  func partOfRun(_ prefix: String, _ quote: String, _ suffix: String, _ expected: Range<Int>) {
    let text = "see the --quiet\n...\n----\n\nThat i\u{301} -- oder"
    let placement = QuoteSearch(in: text).place(Anchor(exact: quote, prefix: prefix, suffix: suffix))
    #expect(placement.status == .kept && placement.range == expected)
  }

  @Test(
    "a quote is found in any script and typography",
    arguments: [
      ("大坝于1950年", "据说", "由该镇建造", "编者按:据说大坝于1950年由该镇建造,现在漏水。", "大坝于1950年"),
      ("เขื่อนนี้สร้าง", "ว่ากันว่า", "โดยเมือง", "มีคนว่ากันว่าเขื่อนนี้สร้างโดยเมืองในปีนั้น", "เขื่อนนี้สร้าง"),
      ("הסכר נבנה", "אומרים: ", " על ידי", "כן, אומרים: הסכר נבנה על ידי העיר אז.", "הסכר נבנה"),
      (
        "\"caf\u{E9}\" - noir", "le ", " ici", "Voila\u{300} le “cafe\u{301}” — noir ici.",
        "“cafe\u{301}” — noir"
      ),
      ("👩‍👩‍👧 dam", "the ", " leaks", "So the 👩‍👩‍👧 dam leaks.", "👩‍👩‍👧 dam"),
    ])
  func scripts(_ quote: String, _ prefix: String, _ suffix: String, _ text: String, _ expected: String) {
    let placement = QuoteSearch(in: text).place(Anchor(exact: quote, prefix: prefix, suffix: suffix))
    #expect(placement.status == .kept)
    #expect(
      placement.range.map { Array(scalars($0, of: text).unicodeScalars) } == Array(expected.unicodeScalars))
  }
}
