extension TokenizedText {
  /// The white space before a token, or at the end of the text.
  func space(before index: Int) -> Range<Int> { index == 0 ? leading : space(after: index - 1) }

  /// The tokens that stand wholly in a range of bytes.
  func tokens(in range: Range<Int>) -> Range<Int> {
    let first = firstPlace(in: 0..<count) { tokens[$0].lowerBound >= range.lowerBound }
    return first..<max(first, firstPlace(in: 0..<count) { tokens[$0].upperBound > range.upperBound })
  }

  /// The tokens with the white space between them.
  func bytes(of range: Range<Int>) -> ArraySlice<UInt8> {
    guard let first = range.first, let last = range.last else { return [] }
    return bytes[tokens[first].lowerBound..<tokens[last].upperBound]
  }

  /// The tokens with the white space between and after them.
  func extents(_ range: Range<Int>) -> ArraySlice<UInt8> {
    guard let first = range.first, let last = range.last else { return [] }
    return bytes[tokens[first].lowerBound..<space(after: last).upperBound]
  }

  /// How natural it is that a change begins or ends before a token: at a paragraph's or line's start best, then at a
  /// sentence's, a clause's, a word's.
  func boundary(before index: Int) -> Int {
    guard index > 0, index < count else { return 6 }
    let before = bytes[tokens[index - 1]]
    if before.contains(0x0A) { return 5 }
    if bytes[tokens[index]].contains(0x0A) { return 4 }
    guard !space(after: index - 1).isEmpty else { return 0 }
    switch before.last {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return 3
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"): return 2
    default: return 1
    }
  }
}
