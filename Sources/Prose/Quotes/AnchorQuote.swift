/// The W3C text quote selector's context of a passage.
///
/// - Parameter range: Unicode scalar offsets in `text`; what lies outside the text is ignored.
/// - Returns: up to 32 scalars before and up to 32 after, cut where no grapheme is split.
public func context(of range: Range<Int>, in text: String) -> (prefix: String, suffix: String) {
  let limit = 32
  let scalars = text.unicodeScalars
  let start =
    scalars.index(scalars.startIndex, offsetBy: max(0, range.lowerBound), limitedBy: scalars.endIndex)
    ?? scalars.endIndex
  let end =
    scalars.index(
      start, offsetBy: max(0, range.upperBound) - max(0, range.lowerBound),
      limitedBy: scalars.endIndex) ?? scalars.endIndex

  var from = scalars.index(start, offsetBy: -limit, limitedBy: scalars.startIndex) ?? scalars.startIndex
  while from < start, from.samePosition(in: text) == nil { from = scalars.index(after: from) }
  var to = scalars.index(end, offsetBy: limit, limitedBy: scalars.endIndex) ?? scalars.endIndex
  while to > end, to.samePosition(in: text) == nil { to = scalars.index(before: to) }
  return (String(scalars[from..<start]), String(scalars[end..<to]))
}

/// All places where a quote stands in a text, for a quote that a person typed.
///
/// First as it is, scalar by scalar; when it stands nowhere so, with runs of white space, typographic quotes and
/// dashes, ellipses and canonically equivalent spellings (NFC, NFD) taken as equal. White space around the quote is
/// ignored in this second search. Places don't overlap. An empty quote stands nowhere.
///
/// - Returns: Unicode scalar offsets in `text`, half open, in order.
/// - Complexity: O(text + quote) (Knuth, Morris, Pratt 1977).
public func occurrences(of quote: String, in text: String) -> [Range<Int>] {
  let scalars = text.unicodeScalars.map(\.value)
  let wanted = quote.unicodeScalars.map(\.value)
  let exact = wholePlaces(matches(of: wanted, in: scalars), of: wanted, in: scalars)
  if !exact.isEmpty || wanted.isEmpty { return exact }
  var folding = TextFolding()
  let folded = folding.fold(scalars)
  let pattern = folding.fold(wanted).trimmed()
  return matches(of: pattern, in: folded.units).map { folded.range(of: $0..<($0 + pattern.count)) }
}

/// The places that end where a combining sequence does.
func wholePlaces(_ starts: [Int], of pattern: [UInt32], in text: [UInt32]) -> [Range<Int>] {
  starts.map { $0..<($0 + pattern.count) }
    .filter { $0.upperBound == text.count || !isCombining(text[$0.upperBound]) }
}

/// The starts of all non-overlapping occurrences of `pattern`, in order. O(pattern + text).
func matches(of pattern: [UInt32], in text: [UInt32], limit: Int = .max) -> [Int] {
  guard !pattern.isEmpty, pattern.count <= text.count else { return [] }
  var fallback = [0]
  fallback.reserveCapacity(pattern.count)
  var length = 0
  for unit in pattern.dropFirst() {
    while length > 0, pattern[length] != unit { length = fallback[length - 1] }
    if pattern[length] == unit { length += 1 }
    fallback.append(length)
  }
  var found: [Int] = []
  length = 0
  for (offset, unit) in text.enumerated() {
    while length > 0, pattern[length] != unit { length = fallback[length - 1] }
    if pattern[length] == unit { length += 1 }
    if length == pattern.count {
      found.append(offset + 1 - length)
      if found.count == limit { return found }
      length = 0
    }
  }
  return found
}
