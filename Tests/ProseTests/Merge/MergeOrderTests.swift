import Testing

@testable import Prose

@Suite("A correction stays with its sentence, whatever the order")
struct MergeOrderTests {
  /// How units of a text are put together: around them, and between two.
  private static let frames: [(before: String, between: String, after: String)] = [
    ("", " ", "\n"), ("It begins. ", " ", " It ends.\n"), ("", "\n\n", "\n"), ("- ", "\n- ", "\n"),
    ("> ", "\n> ", "\n"),
    ("| Says |\n|---|\n| ", " |\n| ", " |\n"), ("- Votes\n  - ", "\n  - ", "\n- End\n"),
  ]

  private func checkBothWays(_ base: String, moved: String, corrected: String, _ wanted: String) {
    for result in [
      merge(base: base, ours: moved, theirs: corrected), merge(base: base, ours: corrected, theirs: moved),
    ] {
      #expect(result.text() == wanted)
    }
  }

  @Test(
    "two near-equal units changed places, one was corrected",
    arguments: [
      (
        "The north team cut its times by nine days.", "The south team cut its times by nine days.", "nine",
        "ten"
      ),
      ("Die Nordgruppe gewann neun Punkte.", "Die Südgruppe gewann neun Punkte.", "neun", "zehn"),
      ("北队缩短了百分之九。", "南队缩短了百分之九。", "九", "十"),
      ("خفض فريق الشمال الوقت تسعة أيام.", "خفض فريق الجنوب الوقت تسعة أيام.", "تسعة", "عشرة"),
    ], 0..<frames.count)
  func swapped(_ words: (String, String, String, String), _ frame: Int) {
    let (before, between, after) = Self.frames[frame]
    func text(_ one: String, _ two: String) -> String { before + one + between + two + after }
    let (first, second) = (words.0, words.1)
    let corrected = first.replacing(words.2, with: words.3)
    checkBothWays(
      text(first, second), moved: text(second, first), corrected: text(corrected, second),
      text(second, corrected))
  }

  @Test("a text that stands twice belongs to the heading, question or word before it")
  func twins() {
    for frame in [
      "## @\n\nIt cut times by %.\n\n## @\n\nIt cut times by %.\n",
      "@. It cut times by %. @. It cut times by %.\n",
      "**Is @ safe?**\n\nYes, we say %.\n\n**Is @ safe?**\n\nYes, we say %.\n",
    ] {
      func text(_ words: [String]) -> String {
        zip(frame.split(omittingEmptySubsequences: false) { "@%".contains($0) }, words + [""]).map { $0 + $1 }
          .joined()
      }
      checkBothWays(
        text(["North", "nine", "South", "nine"]), moved: text(["South", "nine", "North", "nine"]),
        corrected: text(["North", "ten", "South", "nine"]), text(["South", "nine", "North", "ten"]))
    }
  }

  @Test("sorted items of which one was corrected, whichever it is", arguments: 0..<24)
  func sorted(_ number: Int) {
    let towns = ["Ulm", "Kiel", "Bonn", "Jena"]
    let orders = [[3, 2, 1, 0], [1, 2, 3, 0], [2, 0, 1, 3], [0, 2, 1, 3], [1, 0, 3, 2], [3, 0, 1, 2]]
    let (order, town) = (orders[number / 4], number % 4)
    func text(_ places: [Int], _ month: String) -> String {
      places.map { "- \(towns[$0]): the vote was held in \($0 == town ? month : "May")\n" }.joined()
    }
    for result in [
      merge(base: text([0, 1, 2, 3], "May"), ours: text(order, "May"), theirs: text([0, 1, 2, 3], "June")),
      merge(base: text([0, 1, 2, 3], "May"), ours: text([0, 1, 2, 3], "June"), theirs: text(order, "May")),
    ] {
      #expect(!result.isClean || result.text() == text(order, "June"))
    }
  }

  @Test(
    "sentences in any order, some corrected: each correction is in its own or a conflict", arguments: 0..<400)
  func anyOrder(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed + 4_200))
    let (before, between, after) = Self.frames[seed % Self.frames.count]
    let names = ["Ann", "Bob", "Cal", "Dan", "Eve"].prefix(Int.random(in: 2...5, using: &generator))
    let frame =
      ["@ has had % of them since.", "In May % came to @.", "@: %, as it was told by us."]
      .randomElement(using: &generator) ?? ""
    func text(_ names: [String], _ numbers: [String: String]) -> String {
      before
        + names.map { frame.replacing("@", with: $0).replacing("%", with: numbers[$0] ?? "seven") }
        .joined(separator: between) + after
    }
    let moved = names.shuffled(using: &generator)
    var numbers: [String: String] = [:]
    for name in names where Bool.random(using: &generator) { numbers[name] = "eleven" }
    let result = merge(
      base: text(Array(names), [:]), ours: text(moved, [:]), theirs: text(Array(names), numbers))
    if result.isClean { #expect(result.text() == text(moved, numbers)) }
  }
}
