import Testing

@testable import Editorial

@Suite("Days as people type them")
struct TypedDayTests {
  /// A Tuesday.
  private func day(_ typed: String, from today: String = "2026-11-24") throws -> String {
    try Day(typed: typed, today: Day(today)).description
  }

  @Test(
    "a date, a number of days or weeks, a weekday after today",
    arguments: [
      ("2026-12-01", "2026-12-01"), ("today", "2026-11-24"), ("Tomorrow", "2026-11-25"),
      ("+0d", "2026-11-24"),
      ("+7d", "2026-12-01"), ("+2w", "2026-12-08"), ("friday", "2026-11-27"), ("Fri", "2026-11-27"),
      ("tuesday", "2026-12-01"), ("monday", "2026-11-30"), ("+40d", "2027-01-03"),
    ])
  func typed(_ word: String, _ expected: String) throws {
    #expect(try day(word) == expected)
  }

  @Test(
    "a day that is over: a date, days or weeks ago, the weekday before today",
    arguments: [
      ("2026-11-01", "2026-11-01"), ("today", "2026-11-24"), ("yesterday", "2026-11-23"),
      ("7d", "2026-11-17"),
      ("-2w", "2026-11-10"), ("3d ago", "2026-11-21"), ("friday", "2026-11-20"), ("tue", "2026-11-17"),
    ])
  func past(_ word: String, _ expected: String) throws {
    #expect(try Day(typedPast: word, today: Day("2026-11-24")).description == expected)
  }

  @Test("what is no day that is over is refused", arguments: ["", "+7d", "tomorrow", "7", "d", "someday"])
  func refusedPast(_ word: String) {
    #expect(throws: InvalidValue.self) { try Day(typedPast: word, today: Day("2026-11-24")) }
  }

  @Test(
    "what is no day is refused",
    arguments: ["", "+", "+d", "-1d", "+1m", "+-1d", "fr", "someday", "2026-02-30", "+99999999999999999999d"])
  func refused(_ word: String) {
    #expect(throws: InvalidValue.self) { try day(word) }
  }
}
