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
}
