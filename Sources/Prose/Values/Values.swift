/// The values of a text: what states one fact in several characters and is never made of two sides' pieces.
///
/// A date, time, number with its sign, separators and unit, amount with its currency, percentage, version, ISBN, phone number;
/// an address (URL, e-mail, path, file's name); a number word with hyphens; a number in Chinese or other figures; a name in
/// backticks. Characters of several scalars (flags, families) are whole in every text that is cut: `TokenizedText`.
struct Values: Sendable {
  /// UTF-8, ascending and disjoint. No value is broken by a blank line; white space inside may be a line's end.
  let ranges: [Range<Int>]

  init(in bytes: [UInt8]) {
    var scanner = ValueScanner(text: UTF8Reader(bytes: bytes))
    ranges = scanner.run()
  }

  /// The value that a byte is in.
  func value(at byte: Int) -> Range<Int>? {
    let index = firstPlace(in: ranges.indices) { ranges[$0].upperBound > byte }
    return index < ranges.count && ranges[index].contains(byte) ? ranges[index] : nil
  }

  /// A range of bytes with the rest of the values that it begins or ends inside of.
  func widened(_ range: Range<Int>) -> Range<Int> {
    func bound(_ place: Int) -> Range<Int>? { value(at: place).flatMap { $0.lowerBound < place ? $0 : nil } }
    return
      (bound(range.lowerBound)?.lowerBound ?? range.lowerBound)..<(bound(range.upperBound)?.upperBound
      ?? range.upperBound)
  }
}

/// The values of a text, in Unicode scalars.
public func valueRanges(in text: String) -> [Range<Int>] {
  let bytes = Array(text.utf8)
  var offsets = ScalarOffsets(bytes)
  return Values(in: bytes).ranges.map { value in
    let start = offsets.scalars(upTo: value.lowerBound)
    return start..<offsets.scalars(upTo: value.upperBound)
  }
}

/// A passage with the rest of the values that it begins or ends inside of: a remark on the day of a date is one on the date.
/// The whole name between backticks is whole without them.
///
/// - Parameter range: Unicode scalars of `text`.
public func wholeValues(_ range: Range<Int>, in text: String) -> Range<Int> {
  let scalars = Array(text.unicodeScalars)
  return valueRanges(in: text).reduce(range) { range, value in
    guard value.overlaps(range), value.clamped(to: range) != value else { return range }
    let name = value.filter { scalars[$0] != "`" }
    if let first = name.first, let last = name.last, range.contains(first), range.contains(last) {
      return range
    }
    return min(value.lowerBound, range.lowerBound)..<max(value.upperBound, range.upperBound)
  }
}

extension TokenizedText {
  /// The runs of tokens that are one value each, of a text cut without joining them: ascending and disjoint.
  func tokens(of values: Values) -> [Range<Int>] {
    var end = 0
    return values.ranges.compactMap { value in
      let run = tokens(in: value)
      defer { end = max(end, run.upperBound) }
      return run.lowerBound < end || run.count < 2 ? nil : run
    }
  }
}
