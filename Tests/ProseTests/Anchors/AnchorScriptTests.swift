import Prose
import Testing

@Suite("Placing passages in any script and typography")
struct AnchorScriptTests {
  @Test(
    "white space, quotes, dashes and normalisation may change, and a passage is kept",
    arguments: [
      (
        "by the old mill at noon", "They met by the old mill at noon today.",
        "They met by the\nold mill\nat noon today.", "by the\nold mill\nat noon"
      ),
      (
        "the \"old\" mill", "They met by the \"old\" mill today.", "They met by the “old” mill today.",
        "the “old” mill"
      ),
      (
        "mill - it's old", "See the mill - it's old - today.", "See the mill — it’s old — today.",
        "mill — it’s old"
      ),
      (
        "le caf\u{E9} noir", "Voil\u{E0} le caf\u{E9} noir ici.", "Voila\u{300} le cafe\u{301} noir ici.",
        "le cafe\u{301} noir"
      ),
      (
        "le cafe\u{301} noir", "Voila\u{300} le cafe\u{301} noir ici.", "Voil\u{E0} le caf\u{E9} noir ici.",
        "le caf\u{E9} noir"
      ),
      ("and so on...", "Rain, snow and so on... they say.", "Rain, snow and so on… they say.", "and so on…"),
    ])
  func typography(_ quote: String, _ old: String, _ new: String, _ expected: String) {
    let (placement, words) = place(quote, in: old, new)
    #expect(placement.status == .kept)
    #expect(Array(words.unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(
    "a passage is followed in languages written without spaces, and from right to left",
    arguments: [
      // Chinese: the price in the passage changes, text before it is added.
      ("大坝于1950年由该镇建造", "据说大坝于1950年由该镇建造,现在漏水。", "编者按:据说大坝于1951年由该镇建造,现在漏水。", "大坝于1951年由该镇建造"),
      // Japanese, a word inserted.
      ("ダムは町によって建てられた", "昔、ダムは町によって建てられた。今は古い。", "昔、大きなダムは町の人によって建てられた。今は古い。", "ダムは町の人によって建てられた"),
      // Thai, one word replaced.
      (
        "เขื่อนนี้สร้างโดยเมือง", "ว่ากันว่าเขื่อนนี้สร้างโดยเมืองในปีนั้น", "ว่ากันว่าเขื่อนนี้ถูกสร้างโดยเมืองในปีนั้น",
        "เขื่อนนี้ถูกสร้างโดยเมือง"
      ),
      // Arabic and Hebrew.
      (
        "بني السد عام 1950", "يقال إن بني السد عام 1950 في المدينة.", "يقال إن بني السد عام 1951 في المدينة.",
        "بني السد عام 1951"
      ),
      (
        "הסכר נבנה על ידי העיר", "אומרים: הסכר נבנה על ידי העיר אז.",
        "אומרים: הסכר הישן נבנה על ידי העיר אז.", "הסכר הישן נבנה על ידי העיר"
      ),
    ])
  func changed(_ quote: String, _ old: String, _ new: String, _ expected: String) {
    let (placement, words) = place(quote, in: old, new)
    #expect(placement.status == .changed && words == expected)
  }

  @Test("a character in a text without spaces keeps its place among its like")
  func oneCharacter() {
    let old = "水多水少水清水浊"
    let new = "序。水多水少,水清水浊"
    let places = occurrences(of: "水", in: old).map {
      Reanchoring(old: old, new: new).place(Anchor(exact: "水", range: $0)).range?.lowerBound
    }
    #expect(places == [2, 4, 7, 9])
  }

  @Test("a passage that begins and ends inside words does so still")
  func insideWords() {
    let (placement, words) = place(
      "eir was bui", in: "The weir was built then.", "So the weir was built then.")
    #expect(placement.status == .kept && words == "eir was bui")
  }

  @Test("offsets count scalars, not letters or bytes")
  func scalarOffsets() {
    let old = "👩‍👩‍👧 e\u{301} dam\r\nold"
    let placement = Reanchoring(old: old, new: "🇩🇪 " + old).place(Anchor(exact: "dam", range: 9..<12))
    #expect(placement.range == 12..<15)
  }
}
