/// The words of a text that remarks hang on.
struct ReviewWords {
  /// Words and marks in Unicode scalars, without line breaks.
  private var tokens: [(range: Range<Int>, isMark: Bool)] = []
  private var sentences: [Range<Int>] = []
  /// In Unicode scalars.
  private var values: [Range<Int>] = []

  private static let mostMarks = 8

  init(_ side: ReaderSide) {
    let values = side.values(ofTokens: Array(side.tokens.indices))
    for token in side.tokens.indices where !side.isBreak(token) {
      tokens.append((side.scalars(side.tokens[token]), side.weight(token) == 1))
      guard values[token] >= 0 else { continue }
      if token > 0, values[token - 1] == values[token], let last = self.values.last {
        self.values[self.values.count - 1] = last.lowerBound..<side.scalars(side.tokens[token]).upperBound
      } else {
        self.values.append(side.scalars(side.tokens[token]))
      }
    }
    for sentence in side.sentences(ofParagraphs: 0..<side.paragraphs.count) where !sentence.isEmpty {
      sentences.append(side.scalars(side.bytes(ofTokens: sentence)))
    }
  }

  /// A change of a passage with words in it: an insertion, or a change of white space, gets a neighbouring word.
  func anchored(
    _ range: Range<Int>, _ replacement: String, in scalars: [Unicode.Scalar]
  ) -> (range: Range<Int>, replacement: String) {
    guard scalars[range].allSatisfy(\.properties.isWhitespace), !tokens.isEmpty else {
      return (range, replacement)
    }
    let (range, replacement) =
      range.isEmpty ? rotated(range.lowerBound, replacement, scalars) : (range, replacement)
    let wide = wholeValues(range.isEmpty ? neighbour(of: range.lowerBound, in: scalars) : between(range))
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[wide.lowerBound..<range.lowerBound])
    text.append(contentsOf: replacement.unicodeScalars)
    text.append(contentsOf: scalars[range.upperBound..<wide.upperBound])
    return (wide, String(text))
  }

  /// The same insertion directly after the word before: a paragraph put in after the last one's line feed comes with
  /// the line feed before it instead.
  private func rotated(
    _ place: Int, _ text: String, _ scalars: [Unicode.Scalar]
  ) -> (range: Range<Int>, replacement: String) {
    let added = Array(text.unicodeScalars)
    guard place == scalars.count || scalars[place].properties.isWhitespace else {
      return (place..<place, text)
    }
    var count = 0
    while count < min(place, added.count), added[added.count - 1 - count] == scalars[place - 1 - count],
      scalars[place - 1 - count].properties.isWhitespace
    {
      count += 1
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: added.suffix(count))
    view.append(contentsOf: added.dropLast(count))
    return (place - count..<place - count, String(view))
  }

  /// What a remark without a passage is on: the sentence that ends before it, else the word there.
  func nearest(to place: Int) -> Range<Int> {
    guard !tokens.isEmpty else { return 0..<0 }
    let next = first { $0.range.lowerBound >= place }
    if next > 0, tokens[next - 1].range.upperBound > place { return wholeValues(tokens[next - 1].range) }
    guard next > 0 else { return wholeValues(tokens[withWord(after: 0)].range) }
    let end = tokens[next - 1].range.upperBound
    if let value = value(at: end - 1), value.upperBound == end { return value }
    if tokens[next - 1].isMark, let sentence = sentence(endingAt: end) { return sentence }
    return wholeValues(tokens[withWord(before: next - 1)].range)
  }

  private func value(at place: Int) -> Range<Int>? {
    let next = firstPlace(in: values.indices) { values[$0].upperBound > place }
    return next < values.count && values[next].contains(place) ? values[next] : nil
  }

  /// A passage with all of the values that it begins and ends in.
  private func wholeValues(_ range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty else { return range }
    let start = value(at: range.lowerBound)?.lowerBound ?? range.lowerBound
    let end = value(at: range.upperBound - 1)?.upperBound ?? range.upperBound
    return start..<end
  }

  private func sentence(endingAt end: Int) -> Range<Int>? {
    let next = firstPlace(in: sentences.indices) { sentences[$0].upperBound >= end }
    return next < sentences.count && sentences[next].upperBound == end ? sentences[next] : nil
  }

  /// The word before a place where it ends with it, else the word after it, else the word before with the space.
  private func neighbour(of place: Int, in scalars: [Unicode.Scalar]) -> Range<Int> {
    let next = first { $0.range.lowerBound >= place }
    if next > 0, tokens[next - 1].range.upperBound >= place {
      let token = tokens[next - 1].range
      return tokens[withWord(before: next - 1)].range.lowerBound..<token.upperBound
    }
    if next < tokens.count, tokens[next].range.lowerBound == place {
      return place..<tokens[withWord(after: next)].range.upperBound
    }
    if next > 0 { return tokens[withWord(before: next - 1)].range.lowerBound..<place }
    return place..<tokens[withWord(after: next)].range.upperBound
  }

  private func between(_ range: Range<Int>) -> Range<Int> {
    let next = first { $0.range.lowerBound >= range.upperBound }
    let start = next > 0 ? tokens[withWord(before: next - 1)].range.lowerBound : range.lowerBound
    let end = next < tokens.count ? tokens[withWord(after: next)].range.upperBound : range.upperBound
    return min(start, range.lowerBound)..<max(end, range.upperBound)
  }

  /// Marks alone say little: from one on to the word beside it.
  private func withWord(before index: Int) -> Int {
    var (index, first) = (index, max(0, index - Self.mostMarks))
    while index > first, tokens[index].isMark,
      tokens[index - 1].range.upperBound + 1 >= tokens[index].range.lowerBound
    {
      index -= 1
    }
    return index
  }

  private func withWord(after index: Int) -> Int {
    var (index, last) = (index, min(tokens.count - 1, index + Self.mostMarks))
    while index < last, tokens[index].isMark,
      tokens[index].range.upperBound + 1 >= tokens[index + 1].range.lowerBound
    {
      index += 1
    }
    return index
  }

  private func first(where isPast: ((range: Range<Int>, isMark: Bool)) -> Bool) -> Int {
    firstPlace(in: tokens.indices) { isPast(tokens[$0]) }
  }
}
