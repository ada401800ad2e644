import Editorial
import Foundation
import TestSupport
import Testing

@Suite("Times and days")
struct TimestampTests {
  @Test(
    "RFC 3339 is read and written",
    arguments: [
      ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"),
      ("2026-11-24T10:00:00Z", 1_795_514_400, "2026-11-24T10:00:00Z"),
      ("2026-11-24t11:30:00.123456789+01:30", 1_795_514_400, "2026-11-24T11:30:00+01:30"),
      ("2026-11-24 05:00:00-05:00", 1_795_514_400, "2026-11-24T05:00:00-05:00"),
      ("1969-12-31T23:59:59-00:00", -1, "1969-12-31T23:59:59Z"),
      ("2016-12-31T23:59:60Z", 1_483_228_800, "2017-01-01T00:00:00Z"),
      ("0000-01-01T00:00:00Z", -62_167_219_200, "0000-01-01T00:00:00Z"),
      ("9999-12-31T23:59:59Z", 253_402_300_799, "9999-12-31T23:59:59Z"),
    ])
  func text(text: String, seconds: Int, written: String) throws {
    let timestamp = try Timestamp(text)
    #expect(timestamp.seconds == Int64(seconds))
    #expect(timestamp.description == written)
  }

  @Test(
    "what is no time is refused",
    arguments: [
      "", "now", "2026-11-24", "2026-11-24T10:00Z", "2026-11-24T10:00:00", "2026-02-29T00:00:00Z",
      "2026-13-01T00:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T10:60:00Z", "2026-11-24T10:00:61Z",
      "2026-11-24T10:00:00.Z", "2026-11-24T10:00:00+1:00", "2026-11-24T10:00:00Z ", "+026-11-24T10:00:00Z",
      "2026-11-24T10:00:00." + String(repeating: "0", count: 43) + "Zjunk",
    ])
  func refused(text: String) {
    #expect(throws: InvalidValue.self) { try Timestamp(text) }
  }

  @Test("any moment at any offset survives writing and reading")
  func roundTrip() throws {
    var random = SeededRandom(seed: 2)
    for _ in 0..<2_000 {
      let timestamp = Timestamp(
        seconds: Int64.random(in: -70_000_000_000...260_000_000_000, using: &random),
        offsetMinutes: Int.random(in: -2_000...2_000, using: &random))
      #expect(try Timestamp(timestamp.description) == timestamp)
    }
    for extreme in [
      Timestamp(seconds: .max, offsetMinutes: .max), Timestamp(seconds: .min, offsetMinutes: .min),
    ] {
      #expect(try Timestamp(extreme.description) == extreme)
    }
  }

  @Test("the calendar agrees with Foundation's")
  func calendar() throws {
    var utc = Calendar(identifier: .gregorian)
    utc.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    var random = SeededRandom(seed: 4)
    for _ in 0..<500 {
      let days = Int64.random(in: -100_000...1_000_000, using: &random)
      let parts = utc.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
      let day = Day(daysSince1970: days)
      #expect([day.year, day.month, day.day] == [parts.year, parts.month, parts.day])
      #expect(day.daysSince1970 == days)
    }
  }

  @Test("days are checked against the calendar")
  func days() throws {
    #expect(try Day("2024-02-29").description == "2024-02-29")
    #expect(try Day("2026-11-24") < Day("2026-12-01"))
    #expect(try Timestamp("2026-11-24T23:30:00-05:00").day == Day("2026-11-24"))
    for text in [
      "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "24.11.2026", "2026-11-24 ", "",
    ] {
      #expect(throws: InvalidValue.self) { try Day(text) }
    }
    #expect(throws: InvalidValue.self) { try Day(year: 2026, month: 4, day: 31) }
  }

  @Test("now is a moment that can be written and read")
  func now() throws {
    let now = Timestamp.now()
    #expect(try Timestamp(now.description) == now)
    #expect(now.seconds > 1_700_000_000)
  }
}
