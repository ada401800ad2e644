/// The words of a passage that the newer draft still has in one place.
struct KeptWords {
  /// Tokens of the new draft that came from the passage, ascending.
  private(set) var places: [Int] = []
  private(set) var weight: Int32 = 0

  /// Of the groups in which a passage's words stand now, the heaviest; of equals the first.
  ///
  /// Words are one group as long as little from elsewhere in the old draft stands between them; new words may, and
  /// their order is free. But a few words at an end that a much longer insertion parts from the rest are left behind: who
  /// puts a paragraph into a passage just after its first word has put it before the passage.
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
    dropParted(in: draft)
  }

  /// How many times longer than the words at an end, and those that were replaced beside them, what was written between
  /// them and the rest must be.
  private static let partingLength = 6

  private mutating func dropParted(in draft: Reanchoring) {
    guard places.count > 1 else { return }
    let weights = places.map { draft.weights[Int(draft.new.ids[$0])] }
    let (first, dropped) = parted(Array(places.indices), weights, draft)
    let (last, droppedLast) = parted(places.indices.reversed(), weights, draft)
    guard first <= last else { return }
    places = Array(places[first...last])
    weight -= dropped + droppedLast
  }

  /// The first place, in an order, that is not parted from the rest, and the weight of the words before it.
  private func parted(_ order: [Int], _ weights: [Int32], _ draft: Reanchoring) -> (first: Int, weight: Int32)
  {
    var (start, dropped, passed) = (0, Int32(0), Int32(0))
    for step in order.indices.dropFirst() {
      passed += weights[order[step - 1]]
      let (one, next) = (places[order[step - 1]], places[order[step]])
      let replaced = abs(draft.alignment.origin[next] - draft.alignment.origin[one]) - 1
      let written = abs(next - one) - 1 - replaced
      guard written > Self.partingLength * (step - start + max(0, replaced)),
        3 * (passed - dropped) < weight - dropped
      else { continue }
      (start, dropped) = (step, passed)
    }
    return (order[start], dropped)
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
