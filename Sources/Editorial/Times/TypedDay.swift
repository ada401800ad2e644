extension Day {
  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// Reads a day as a person types it: `2026-12-01`, `today`, `tomorrow`, `+7d`, `+2w`, or a weekday's name or its first
  /// three letters: the next one after today.
  public init(typed text: String, today: Day) throws(InvalidValue) {
    let word = text.lowercased()
    let now = today.daysSince1970
    if let days = Self.distance(word) {
      self.init(daysSince1970: now + days)
    } else if let weekday = Self.weekdays.firstIndex(where: { $0 == word || String($0.prefix(3)) == word }) {
      // The first day of 1970 was a Thursday.
      let current = (now + 3).flooredRemainder(by: 7)
      let ahead = (Int64(weekday) - current - 1).flooredRemainder(by: 7) + 1
      self.init(daysSince1970: now + ahead)
    } else {
      do {
        try self.init(text)
      } catch {
        throw InvalidValue(
          error.what, why: error.why, remedy: "Write it as 2026-11-24, +7d, +2w, tomorrow or friday")
      }
    }
  }

  /// Reads a day that is over, or today: `2026-11-01`, `yesterday`, `7d` or `2w` ago, or a weekday: the last one before
  /// today.
  public init(typedPast text: String, today: Day) throws(InvalidValue) {
    let word = text.lowercased()
    let now = today.daysSince1970
    let ago =
      word.hasSuffix(" ago")
      ? String(word.dropLast(4)) : word.hasPrefix("-") ? String(word.dropFirst()) : word
    if word == "yesterday" {
      self.init(daysSince1970: now - 1)
    } else if let days = Self.distance(ago.hasPrefix("+") ? "" : ago == "today" ? ago : "+\(ago)") {
      self.init(daysSince1970: now - days)
    } else if let weekday = Self.weekdays.firstIndex(where: { $0 == word || String($0.prefix(3)) == word }) {
      let current = (now + 3).flooredRemainder(by: 7)
      let behind = (current - Int64(weekday) - 1).flooredRemainder(by: 7) + 1
      self.init(daysSince1970: now - behind)
    } else {
      do {
        try self.init(text)
      } catch {
        throw InvalidValue(
          error.what, why: error.why, remedy: "Write it as 2026-11-24, 7d, 2w, yesterday or friday")
      }
    }
  }

  private static func distance(_ word: String) -> Int64? {
    if word == "today" { return 0 }
    if word == "tomorrow" { return 1 }
    guard word.hasPrefix("+"), let unit = word.last, unit == "d" || unit == "w",
      let number = Int64(word.dropFirst().dropLast()), (0...9999).contains(number)
    else { return nil }
    return unit == "w" ? 7 * number : number
  }
}
