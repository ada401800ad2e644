/// The words of a passage that the newer draft still has in one place.
struct Survivors {
  /// Tokens of the new draft that came from the passage, ascending.
  private(set) var places: [Int] = []
  private(set) var weight: Int32 = 0

  /// Of the groups in which a passage's words stand now, the heaviest; of equals the first.
  ///
  /// Words are one group as long as little from elsewhere in the old draft stands between them; new words may, and
  /// their order is free.
  init(of tokens: Range<Int>, in draft: Reanchoring) {
    let alignment = draft.alignment
    let strangersAllowed = max(2, tokens.count / 4)
    var group = (places: [Int](), weight: Int32(0))
    for place in tokens.lazy.map({ alignment.partner[$0] }).filter({ $0 >= 0 }).sorted() {
      if let last = group.places.last, place > last + 1,
        draft.hasStrangers(last + 1..<place, to: tokens, moreThan: strangersAllowed)
      {
        take(group)
        group = ([], 0)
      }
      group.places.append(place)
      group.weight += draft.weights[Int(draft.new.ids[place])]
    }
    take(group)
  }

  private mutating func take(_ group: (places: [Int], weight: Int32)) {
    if group.weight > weight { (places, weight) = group }
  }

  /// The tokens of the new draft from the first to the last.
  var extent: ClosedRange<Int>? {
    guard let first = places.first, let last = places.last else { return nil }
    return first...last
  }

  func meets(_ tokens: Range<Int>) -> Bool { extent.map { tokens.overlaps($0) } ?? false }
}

extension Reanchoring {
  /// Whether a stretch of the new draft has more tokens than a limit that came from elsewhere than a passage.
  fileprivate func hasStrangers(_ stretch: Range<Int>, to tokens: Range<Int>, moreThan limit: Int) -> Bool {
    var count = 0
    for place in stretch where alignment.origin[place] >= 0 && !tokens.contains(alignment.origin[place]) {
      count += 1
      if count > limit { return true }
    }
    return false
  }
}
