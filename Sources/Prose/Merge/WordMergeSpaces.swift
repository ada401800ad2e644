/// The white space of a merge by words: before the first token, and what each token ends in.
extension WordMerge {
  /// The white space before a token, or at the end of the text.
  func space(_ text: Int, _ token: Int) -> ArraySlice<UInt8> {
    texts[text].bytes[texts[text].space(before: token)]
  }

  func token(_ text: Int, _ token: Int) -> ArraySlice<UInt8> {
    texts[text].bytes[texts[text].tokens[token]]
  }

  /// White space at a place that all three have: whoever changed it decides, of two changes the longer.
  func chosen(_ base: Int, _ ours: Int, _ theirs: Int) -> ArraySlice<UInt8> {
    chosen(space(0, base), space(1, ours), space(2, theirs))
  }

  func chosen(_ base: ArraySlice<UInt8>, _ ours: ArraySlice<UInt8>, _ theirs: ArraySlice<UInt8>)
    -> ArraySlice<UInt8>
  {
    if ours == theirs || theirs == base { return ours }
    return ours == base ? theirs : longer(ours, theirs)
  }

  /// The same whichever is called ours.
  func longer(_ ours: ArraySlice<UInt8>, _ theirs: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    if ours.count != theirs.count { return ours.count > theirs.count ? ours : theirs }
    return ours.lexicographicallyPrecedes(theirs) ? theirs : ours
  }

  /// A value that one side changed, with the white space that the other put into it.
  func respaced(_ new: ArraySlice<UInt8>, _ base: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>)
    -> [UInt8]
  {
    let spaces = [new, base, other].map(Self.spaces)
    guard !spaces[0].isEmpty, base != other, Set(spaces.map(\.count)).count == 1 else { return Array(new) }
    var text = Array(new)
    for index in spaces[0].indices.reversed() {
      let choice = chosen(base[spaces[1][index]], new[spaces[0][index]], other[spaces[2][index]])
      let place = spaces[0][index]
      text.replaceSubrange(
        place.lowerBound - new.startIndex..<place.upperBound - new.startIndex, with: choice)
    }
    return text
  }

  /// Where white space stands in a value.
  static func spaces(_ value: ArraySlice<UInt8>) -> [Range<Int>] {
    let reader = UTF8Reader(bytes: Array(value))
    var found: [Range<Int>] = []
    var place = 0
    while place < value.count {
      let (next, length) = reader.scalar(at: place)
      if isWhitespace(next.value) {
        let start = value.startIndex + place
        if let last = found.last, last.upperBound == start {
          found[found.count - 1] = last.lowerBound..<start + length
        } else {
          found.append(start..<start + length)
        }
      }
      place += length
    }
    return found
  }

  mutating func addGap() {
    hunks.add(gap)
    gap = []
  }
}
