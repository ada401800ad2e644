extension DraftAlignment {
  /// Gives sections, paragraphs, lines and sentences that stand whole and once in each draft to one another, whatever the
  /// order of the text: of items that were sorted or paragraphs that changed places each goes with its own words, not with
  /// the place of its twin. Then those that stand several times go with the neighbours that they have in both drafts.
  mutating func matchUnits(_ old: DraftTokens, _ new: DraftTokens) {
    for unit in DraftUnit.allCases {
      let (oldUnits, newUnits) = (old.units(unit), new.units(unit))
      count(work: old.count + new.count)
      let partners = partners(of: oldUnits, newUnits)
      for (x, y) in partners.unique.enumerated() where y >= 0 {
        take(oldUnits[x], newUnits[y], old, new)
      }
      followNeighbours(oldUnits, newUnits, partners, old, new)
    }
  }

  /// The least weight of a unit that is known again out of its order: two everyday words.
  private static let lightestUnit = 20

  private struct Units {
    /// For each unit of the old draft the one of the new draft that has the same words, where both stand once; or -1.
    var unique: [Int]
    var oldHashes: [UInt64]
    var newHashes: [UInt64]
  }

  private func partners(of oldUnits: [Range<Int>], _ newUnits: [Range<Int>]) -> Units {
    let hashes = { (ids: [Int32], units: [Range<Int>]) in
      units.map { spellingHash(ids[$0].lazy.map { UInt32(bitPattern: $0) }) }
    }
    let (oldHashes, newHashes) = (hashes(a, oldUnits), hashes(b, newUnits))
    var places: [UInt64: (old: Int, new: Int)] = [:]
    for (index, hash) in oldHashes.enumerated() {
      if places.updateValue((index, -1), forKey: hash) != nil { places[hash] = (-2, -1) }
    }
    for (index, hash) in newHashes.enumerated() {
      guard let known = places[hash], known.old >= 0 else { continue }
      places[hash] = (known.old, known.new == -1 ? index : -2)
    }
    var unique = Array(repeating: -1, count: oldUnits.count)
    for pair in places.values where pair.old >= 0 && pair.new >= 0 {
      if a[oldUnits[pair.old]] == b[newUnits[pair.new]] { unique[pair.old] = pair.new }
    }
    return Units(unique: unique, oldHashes: oldHashes, newHashes: newHashes)
  }

  private func isWhole(_ x: Range<Int>, _ y: Range<Int>) -> Bool {
    zip(x, y).allSatisfy { partner[$0] == $1 }
  }

  /// Matches two stretches of the same words, and what marks them as items.
  private mutating func take(_ x: Range<Int>, _ y: Range<Int>, _ old: DraftTokens, _ new: DraftTokens) {
    guard !isWhole(x, y), weight(ofOld: x) >= Self.lightestUnit else { return }
    for (x, y) in zip(x, y) where partner[x] != y { rematch(x, y) }
    var (from, to) = (x.lowerBound, y.lowerBound)
    while from > 0, to > 0, old.breaks[from] < .line, new.breaks[to] < .line, !old.kinds[from - 1].isWord,
      a[from - 1] == b[to - 1], partner[from - 1] != to - 1
    {
      (from, to) = (from - 1, to - 1)
      rematch(from, to)
    }
  }

  /// An answer that two people gave goes with its question: a unit that stands several times is matched beside the unit
  /// before it (or else after it), where its present place has neither neighbour.
  private mutating func followNeighbours(
    _ oldUnits: [Range<Int>], _ newUnits: [Range<Int>], _ units: Units, _ old: DraftTokens, _ new: DraftTokens
  ) {
    var place = units.unique
    for step in [1, -1] {
      for x in step > 0 ? Array(oldUnits.indices) : oldUnits.indices.reversed() where place[x] < 0 {
        guard oldUnits.indices.contains(x - step), place[x - step] >= 0 else { continue }
        let y = place[x - step] + step
        guard newUnits.indices.contains(y), units.oldHashes[x] == units.newHashes[y],
          a[oldUnits[x]] == b[newUnits[y]]
        else { continue }
        place[x] = y
        if !hasNeighbour(oldUnits[x]) || !hasNeighbour(ofNew: newUnits[y]) {
          take(oldUnits[x], newUnits[y], old, new)
        }
      }
    }
  }

  /// Whether a stretch stands whole in the new draft, beside what was beside it.
  private func hasNeighbour(_ x: Range<Int>) -> Bool {
    guard let first = x.first, let last = x.last, partner[first] >= 0, partner[last] >= 0 else {
      return false
    }
    return first > 0 && partner[first - 1] == partner[first] - 1
      || last + 1 < partner.count && partner[last + 1] == partner[last] + 1
  }

  private func hasNeighbour(ofNew y: Range<Int>) -> Bool {
    guard let first = y.first, let last = y.last, origin[first] >= 0, origin[last] >= 0 else { return false }
    return first > 0 && origin[first - 1] == origin[first] - 1
      || last + 1 < origin.count && origin[last + 1] == origin[last] + 1
  }
}
