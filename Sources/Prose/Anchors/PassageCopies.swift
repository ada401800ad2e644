/// A place in the newer draft that has all words of a passage, next to one another.
struct PassageCopy {
  /// Tokens of the new draft.
  let tokens: Range<Int>
  /// The weight of the words before and after it that are also before and after the passage.
  let context: Int32
  /// Whether the alignment has given it to no other passage of the old draft.
  let isFree: Bool

  var extent: ClosedRange<Int> { tokens.lowerBound...tokens.upperBound - 1 }
}

extension [PassageCopy] {
  /// Those in surroundings like the passage's own first, of equals the first in the text.
  var likeliestFirst: [PassageCopy] {
    sorted { ($0.context, $1.tokens.lowerBound) > ($1.context, $0.tokens.lowerBound) }
  }
}

/// Where each word stands in a draft.
struct TokenPlaces: Sendable {
  private let firsts: [Int]
  private let places: [Int]

  /// - Parameter ids: numbers less than `count`.
  init(_ ids: [Int32], count: Int) {
    var firsts = Array(repeating: 0, count: count + 1)
    for id in ids { firsts[Int(id) + 1] += 1 }
    for id in 0..<count { firsts[id + 1] += firsts[id] }
    var next = firsts
    var places = Array(repeating: 0, count: ids.count)
    for (place, id) in ids.enumerated() {
      places[next[Int(id)]] = place
      next[Int(id)] += 1
    }
    (self.firsts, self.places) = (firsts, places)
  }

  func callAsFunction(_ id: Int32) -> ArraySlice<Int> { places[firsts[Int(id)]..<firsts[Int(id) + 1]] }
}

extension Reanchoring {
  /// How many places are looked at, and how many words compared, before the copies of a passage are uncountable.
  private static let mostCopies = 256
  private static let mostComparisons = 1 << 18
  private static let widthOfContext = 8
  /// About a long and rare word's weight.
  static let leastEvidence: Int32 = 32

  /// All copies of a passage in the new draft; nil when there are too many to tell apart.
  func copies(of tokens: Range<Int>) -> [PassageCopy]? {
    guard let rarest = tokens.min(by: { places(old.ids[$0]).count < places(old.ids[$1]).count }) else {
      return []
    }
    let candidates = places(old.ids[rarest])
    guard candidates.count <= Self.mostCopies else { return nil }
    var found: [PassageCopy] = []
    var comparisons = 0
    for candidate in candidates {
      let start = candidate - (rarest - tokens.lowerBound)
      guard start >= 0, start + tokens.count <= new.count else { continue }
      var same = 0
      while same < tokens.count, new.ids[start + same] == old.ids[tokens.lowerBound + same] { same += 1 }
      comparisons += same + 1
      if comparisons > Self.mostComparisons { return nil }
      if same == tokens.count { found.append(copy(of: tokens, at: start)) }
    }
    return found
  }

  enum Elsewhere {
    case none, several
    case one(PassageCopy)
  }

  /// Where a passage stands whole, apart from where the alignment looked for it. A place that belongs to another
  /// passage of the old draft is that one's, however like it is.
  func elsewhere(_ tokens: Range<Int>, _ copies: [PassageCopy]?) -> Elsewhere {
    guard let copies else { return .several }
    let weight = alignment.weight(ofOld: tokens)
    let likely = copies.filter { $0.isFree && weight + Int($0.context) >= Int(Self.leastEvidence) }
      .likeliestFirst
    guard let best = likely.first else { return .none }
    if likely.count > 1, best.context - likely[1].context < Self.leastEvidence / 2 { return .several }
    return .one(best)
  }

  private func copy(of tokens: Range<Int>, at start: Int) -> PassageCopy {
    let end = start + tokens.count
    var context: Int32 = 0
    for step in 1...Self.widthOfContext {
      guard tokens.lowerBound >= step, start >= step,
        old.ids[tokens.lowerBound - step] == new.ids[start - step]
      else { break }
      context += weights[Int(new.ids[start - step])]
    }
    for step in 0..<Self.widthOfContext {
      guard tokens.upperBound + step < old.count, end + step < new.count,
        old.ids[tokens.upperBound + step] == new.ids[end + step]
      else { break }
      context += weights[Int(new.ids[end + step])]
    }
    let isFree = (start..<end).allSatisfy {
      alignment.origin[$0] < 0 || tokens.contains(alignment.origin[$0])
    }
    return PassageCopy(tokens: start..<end, context: context, isFree: isFree)
  }
}
