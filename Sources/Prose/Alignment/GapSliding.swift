extension DraftAlignment {
  /// Moves insertions and deletions that could as well begin some words earlier or later to where a writer would have
  /// begun: at a paragraph, a line, a sentence (as git's diff does with its indent heuristic, M. Haggerty 2016).
  mutating func slideGaps(_ old: DraftTokens, _ new: DraftTokens) {
    Self.slide(&partner, &origin, new.ids, new.breaks)
    Self.slide(&origin, &partner, old.ids, old.breaks)
  }

  /// `partner` maps the text without the inserted words to `ids`, the text with them.
  private static func slide(
    _ partner: inout [Int], _ origin: inout [Int], _ ids: [Int32], _ breaks: [TextBreak]
  ) {
    let furthest = 200
    for x in partner.indices.dropFirst() where partner[x] > partner[x - 1] + 1 && partner[x - 1] >= 0 {
      let (from, to) = (partner[x - 1] + 1, partner[x])
      guard (from..<to).allSatisfy({ origin[$0] < 0 }) else { continue }
      var best = (shift: 0, worth: worth(from, to, breaks))
      var shift = 0
      while -shift < furthest, x + shift > 0, from + shift > 0, partner[x + shift - 1] == from + shift - 1,
        ids[from + shift - 1] == ids[to + shift - 1]
      {
        shift -= 1
        let worth = worth(from + shift, to + shift, breaks)
        if worth > best.worth { best = (shift, worth) }
      }
      shift = 0
      while shift < furthest, x + shift < partner.count, partner[x + shift] == to + shift,
        ids[from + shift] == ids[to + shift]
      {
        shift += 1
        let worth = worth(from + shift, to + shift, breaks)
        if worth > best.worth { best = (shift, worth) }
      }
      for step in 0..<abs(best.shift) {
        let (moved, place) = best.shift < 0 ? (x - 1 - step, to - 1 - step) : (x + step, from + step)
        origin[partner[moved]] = -1
        partner[moved] = place
        origin[place] = moved
      }
    }
  }

  /// How natural it is that inserted words begin at one token and end before another.
  private static func worth(_ from: Int, _ to: Int, _ breaks: [TextBreak]) -> Int {
    Int(breaks[from].rawValue)
      + (to < breaks.count ? Int(breaks[to].rawValue) : Int(TextBreak.paragraph.rawValue))
  }
}
