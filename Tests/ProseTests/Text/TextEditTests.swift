import Testing

@testable import Prose

@Suite("Edits by word")
struct TextEditTests {
  @Test("a suggestion is cut down to the words it changes")
  func minimal() {
    let edits = minimalEdits(base: "built by the town here", range: 6..<17, replacement: "by the city")
    #expect(edits == [TextEdit(range: 13..<17, replacement: "city")])
  }

  @Test("suggestions conflict when they change the same words differently, not when they agree or lie apart")
  func conflicting() {
    let base = "built by the town here"
    let city = minimalEdits(base: base, range: 6..<17, replacement: "by the city")
    let county = minimalEdits(base: base, range: 9..<17, replacement: "the county")
    let same = minimalEdits(base: base, range: 9..<17, replacement: "the city")
    let there = minimalEdits(base: base, range: 18..<22, replacement: "there")
    #expect(conflicts(among: [city, there]).isEmpty)
    #expect(conflicts(among: [city, same, there]).isEmpty)
    #expect(conflicts(among: [city, county, there]) == [[0, 1]])
    #expect(apply(city + same + there, to: base) == "built by the city there")
  }
}
