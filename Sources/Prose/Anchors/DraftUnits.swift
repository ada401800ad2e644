/// What a token is to the structure of a text.
enum TokenKind: UInt8, Sendable {
  case word, number
  /// Ends a sentence when white space follows.
  case stop
  /// Ends a sentence: of a script that is written without spaces.
  case fullStop
  /// A closing quotation mark or bracket, or one that may be.
  case closer
  /// Begins a list item, a heading, a quotation or a table's row where it stands first in a line.
  case bullet
  case heading
  /// Ends the number of a list item.
  case numberMark
  /// Begins a label.
  case opener
  /// Ends a label.
  case colon
  case mark

  init(_ units: ArraySlice<UInt32>) {
    guard let first = units.first else {
      self = .mark
      return
    }
    self =
      switch first {
      case 0x2E, 0x21, 0x3F: .stop
      case 0x3002, 0xFF01, 0xFF1F, 0x61F, 0x6D4, 0x964: .fullStop
      case 0x22, 0x27, 0x5D, 0x7D, 0xBB, 0x300D, 0x300F: .closer
      case 0x29: .numberMark
      case 0x5B: .opener
      case 0x3A: .colon
      case 0x2D, 0x2A, 0x2B, 0x3E, 0x7C, 0x2022: .bullet
      case 0x23: .heading
      case 0x30...0x39: units.allSatisfy { (0x30...0x39).contains($0) } ? .number : .word
      default: isWordUnit(first) ? .word : .mark
      }
  }

  var isWord: Bool { self == .word || self == .number }
}

/// The stretches that a writer moves, sorts or takes out whole.
enum DraftUnit: CaseIterable, Sendable {
  case section, paragraph, line, sentence
}

extension DraftTokens {
  /// The units of a draft, in order: sections with their heading, paragraphs, lines without the marker of a list item,
  /// sentences, which may run over several lines.
  func units(_ unit: DraftUnit) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    for place in 1..<max(1, count + 1) where place >= count || begins(unit, at: place) {
      let bare = unit == .line ? afterMarker(start, before: min(place, count)) : start
      if bare < min(place, count) { found.append(bare..<min(place, count)) }
      start = place
    }
    return found
  }

  /// From the beginning of the sentence that a stretch begins in to the end of the one that it ends in.
  func sentence(around tokens: Range<Int>) -> Range<Int> {
    let longest = 64
    var (first, end) = (tokens.lowerBound, tokens.upperBound)
    while first > 0, tokens.lowerBound - first < longest, !begins(.sentence, at: first) { first -= 1 }
    while end < count, end - tokens.upperBound < longest, !begins(.sentence, at: end) { end += 1 }
    return first..<end
  }

  private func begins(_ unit: DraftUnit, at place: Int) -> Bool {
    switch unit {
    case .section: breaks[place] >= .line && kinds[place] == .heading
    case .paragraph: breaks[place] >= .paragraph
    case .line: breaks[place] >= .line
    case .sentence:
      breaks[place] >= .paragraph || endsSentence(before: place)
        || breaks[place] >= .line && afterMarker(place, before: count) > place
        || isAfterMarker(place)
    }
  }

  private func endsSentence(before place: Int) -> Bool {
    var last = place - 1
    while last > 0, kinds[last] == .closer || kinds[last] == .numberMark, breaks[last] == .none { last -= 1 }
    return kinds[last] == .fullStop || kinds[last] == .stop && breaks[place] > .none
  }

  /// Whether the marker of a list item stands just before a token.
  private func isAfterMarker(_ place: Int) -> Bool {
    let longest = 8
    var first = place - 1
    while first > 0, breaks[first] < .line, place - first <= longest { first -= 1 }
    return breaks[first] >= .line && afterMarker(first, before: count) == place
  }

  /// Behind the label of a footnote or link, `[^1]:`.
  private func afterLabel(_ start: Int, before end: Int) -> Int? {
    let longest = 8
    guard kinds[start] == .opener,
      let close = (start..<min(end, start + longest)).first(where: { kinds[$0] == .closer }),
      close > start + 1,
      close + 2 < end, kinds[close + 1] == .colon, breaks[close + 1] == .none
    else { return nil }
    return close + 2
  }

  /// The first token of a line after a label, bullets, hash signs, angle brackets, or a number with its full stop or bracket.
  private func afterMarker(_ start: Int, before end: Int) -> Int {
    var place = start
    while place < end, place == start || breaks[place] < .line {
      if kinds[place] == .bullet || kinds[place] == .heading {
        place += 1
      } else if place + 2 < end, kinds[place] == .number, breaks[place + 1] == .none,
        breaks[place + 2] > .none,
        kinds[place + 1] == .stop || kinds[place + 1] == .numberMark
      {
        place += 2
      } else if place == start, let label = afterLabel(start, before: end) {
        place = label
      } else {
        break
      }
    }
    return place < end && (place == start || breaks[place] < .line) ? place : start
  }
}
