/// The closest passage to a quote that isn't there: as many words as it has, where most of them stand in their places.
///
/// Each word that both have votes for where the quote would begin; the best place wins, the first of equals. Linear in the
/// pairs of equal words.
///
/// - Returns: Unicode scalars of `text`; nil when not even half of the words, and two of them, agree on a place.
public func closestPassage(to quote: String, in text: String) -> Range<Int>? {
  let (words, all) = (TokenizedText(quote), TokenizedText(text))
  guard words.count > 1, words.count <= 200 else { return nil }
  var numbering = TokenNumbering()
  let (wanted, given) = (numbering.number(words), numbering.number(all))
  var places: [Int32: [Int]] = [:]
  for (index, id) in wanted.enumerated() { places[id, default: []].append(index) }
  var votes: [Int: Int] = [:]
  for (index, id) in given.enumerated() {
    for place in places[id] ?? [] { votes[index - place, default: 0] += 1 }
  }
  let best = votes.max { ($0.value, $1.key) < ($1.value, $0.key) }
  guard let best, best.value > 1, 2 * best.value >= wanted.count else { return nil }
  let (first, last) = (max(0, best.key), min(all.count, best.key + wanted.count) - 1)
  var offsets = ScalarOffsets(all.bytes)
  let start = offsets.scalars(upTo: all.tokens[first].lowerBound)
  return start..<offsets.scalars(upTo: all.tokens[last].upperBound)
}
