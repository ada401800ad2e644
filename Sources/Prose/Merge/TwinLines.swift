/// Lines that stand several times, each known by the lines above it: the text under a heading, the answer to a question.
///
/// Lines are aligned in order; where headings changed places above equal texts, each text would become the other heading's.
/// Such matches are taken back: a line goes with what stands above it.
struct TwinLines {
  private let ids: [Int32]
  /// The line above that isn't blank, or -1.
  private let above: [Int]
  private let isBlank: [Bool]
  /// Where each line stands that stands once.
  private var places: [Int32: Int] = [:]

  init(_ text: Lines, _ range: Range<Int>, _ ids: [Int32]) {
    self.ids = ids
    isBlank = range.map { text.kinds[$0] == .blank }
    var last = -1
    var above: [Int] = []
    for (line, isBlank) in isBlank.enumerated() {
      above.append(last)
      guard !isBlank else { continue }
      last = line
      if places.updateValue(line, forKey: ids[line]) != nil { places[ids[line]] = -1 }
    }
    self.above = above
  }

  private func below(_ line: Int) -> Int? {
    isBlank[(line + 1)...].firstIndex(of: false)
  }

  func dropDoubtful(_ partner: inout [Int], _ side: TwinLines) {
    // By line the one of the side that follows the partner of the line above it.
    var known = Array(repeating: -1, count: ids.count)
    for line in ids.indices where !isBlank[line] {
      if let own = places[ids[line]], own == line, let other = side.places[ids[line]], other >= 0 {
        known[line] = other
      } else if above[line] >= 0, known[above[line]] >= 0, let next = side.below(known[above[line]]),
        side.ids[next] == ids[line]
      {
        known[line] = next
        let above = above[line]
        guard partner[line] >= 0, partner[line] != next, changedPlaces(above, side.above[partner[line]], side)
        else { continue }
        // Where the line above is matched its follower is free: the order is kept.
        let isInOrder = partner[above] == known[above] && partner[line] > next
        for dropped in above + 1...line where !isInOrder || partner[dropped] >= next { partner[dropped] = -1 }
        if isInOrder { partner[line] = next }
      }
    }
  }

  /// Whether a line and one of the side, that stand once in both, follow one another otherwise in each.
  private func changedPlaces(_ line: Int, _ other: Int, _ side: TwinLines) -> Bool {
    guard other >= 0, side.places[side.ids[other]] == other, let own = places[side.ids[other]], own >= 0,
      let known = side.places[ids[line]], known >= 0
    else { return false }
    return own != line && (own < line) != (other < known)
  }
}
