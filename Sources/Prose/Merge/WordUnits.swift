/// Sentences, lines, rows of a base and of a side, to see which of them changed places.
///
/// Words are aligned in order; where two near-equal sentences changed places, that makes one of the other. Such matches are
/// taken back: then what the other side changed there is a conflict, not said of the wrong sentence.
struct WordUnits {
  private let base: TokenizedText
  private let side: TokenizedText
  private let ids: (base: [Int32], side: [Int32])
  private let weights: [Int32]
  private let units: (base: [Range<Int>], side: [Range<Int>])

  init(
    _ base: TokenizedText, _ side: TokenizedText, _ baseIDs: [Int32], _ sideIDs: [Int32], _ weights: [Int32]
  ) {
    self.base = base
    self.side = side
    ids = (baseIDs, sideIDs)
    self.weights = weights
    units = (Self.units(base), Self.units(side))
  }

  /// Tokens up to each end of a sentence, an item or a line, without the line's end.
  private static func units(_ text: TokenizedText) -> [Range<Int>] {
    var units: [Range<Int>] = []
    var start = 0
    for token in 0..<text.count {
      let isBreak = text.isBreak(token)
      guard isBreak || text.endsSentence(token) && !text.bytes[text.tokens[token]].elementsEqual(":".utf8)
      else { continue }
      let end = isBreak ? token : token + 1
      if start < end { units.append(start..<end) }
      start = token + 1
    }
    if start < text.count { units.append(start..<text.count) }
    return units
  }

  private static func unitOfToken(_ units: [Range<Int>], _ count: Int) -> [Int] {
    var numbers = Array(repeating: -1, count: count)
    for (number, unit) in units.enumerated() { for token in unit { numbers[token] = number } }
    return numbers
  }

  /// Takes back matches between units of which another one is surely meant, and between rows that aren't each other's best.
  func dropDoubtful(_ partner: inout [Int]) {
    dropRows(&partner)
    let moved = moved(partner)
    guard !moved.isEmpty else { return }
    let (old, new) = (Set(moved.map(\.0)), Set(moved.map(\.1)))
    let numbers = (Self.unitOfToken(units.base, base.count), Self.unitOfToken(units.side, side.count))
    for x in partner.indices where partner[x] >= 0 {
      if old.contains(numbers.0[x]) || new.contains(numbers.1[partner[x]]) { partner[x] = -1 }
    }
  }

  /// Units of the base with those of the side that they are, though their words were matched elsewhere.
  private func moved(_ partner: [Int]) -> [(Int, Int)] {
    guard units.base.count > 1, units.side.count > 1 else { return [] }
    let numbers = (Self.unitOfToken(units.base, base.count), Self.unitOfToken(units.side, side.count))
    var votes: [[Int: Int32]] = Array(repeating: [:], count: units.base.count)
    for (x, y) in partner.enumerated() where y >= 0 && numbers.0[x] >= 0 && numbers.1[y] >= 0 {
      votes[numbers.0[x]][numbers.1[y], default: 0] += weights[Int(ids.base[x])]
    }
    let places = (Self.once(ids.base), Self.once(ids.side))
    var pairs: [(Int, Int)] = []
    var seen = Set<[Int]>()
    func consider(_ u: Int, _ v: Int) {
      guard u >= 0, v >= 0, seen.insert([u, v]).inserted else { return }
      guard let assigned = votes[u].max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key, assigned != v,
        likeness(u, v) > likeness(u, assigned)
      else { return }
      pairs.append((u, v))
    }
    for (id, x) in places.0 where x >= 0 && partner[x] < 0 && base.isWord(x) {
      if let y = places.1[id], y >= 0 { consider(numbers.0[x], numbers.1[y]) }
    }
    let verbatim = (contents(units.base, ids.base), contents(units.side, ids.side))
    for (content, u) in verbatim.0 where u >= 0 {
      if let v = verbatim.1[content], v >= 0 { consider(u, v) }
    }
    return pairs
  }

  /// Where each number stands, or -1 for one that stands twice.
  private static func once(_ ids: [Int32]) -> [Int32: Int] {
    var places: [Int32: Int] = [:]
    for (place, id) in ids.enumerated() {
      if places.updateValue(place, forKey: id) != nil { places[id] = -1 }
    }
    return places
  }

  private func contents(_ units: [Range<Int>], _ ids: [Int32]) -> [ArraySlice<Int32>: Int] {
    var contents: [ArraySlice<Int32>: Int] = [:]
    for (number, unit) in units.enumerated() where contents.updateValue(number, forKey: ids[unit]) != nil {
      contents[ids[unit]] = -1
    }
    return contents
  }

  /// The weight of the words that two units share, less that of those they don't.
  private func likeness(_ u: Int, _ v: Int) -> Int {
    var counts: [Int32: Int] = [:]
    for id in ids.base[units.base[u]] { counts[id, default: 0] += 1 }
    for id in ids.side[units.side[v]] { counts[id, default: 0] -= 1 }
    let total =
      units.base[u].reduce(0) { $0 + Int(weights[Int(ids.base[$1])]) }
      + units.side[v].reduce(0) { $0 + Int(weights[Int(ids.side[$1])]) }
    return total - 2 * counts.reduce(0) { $0 + abs($1.value) * Int(weights[Int($1.key)]) }
  }

  // MARK: Tables

  /// A row stays matched with the one that it shares most with, and only where that is so from both.
  private func dropRows(_ partner: inout [Int]) {
    guard !base.rows.isEmpty, !side.rows.isEmpty else { return }
    var shared: [[Int]: Int32] = [:]
    let pairs = partner.indices.map { x in
      partner[x] < 0 ? nil : base.row(x).flatMap { row in side.row(partner[x]).map { [row, $0] } }
    }
    for (x, pair) in pairs.enumerated() {
      if let pair { shared[pair, default: 0] += weights[Int(ids.base[x])] }
    }
    var best: ([Int: Int32], [Int: Int32]) = ([:], [:])
    for (pair, weight) in shared {
      best.0[pair[0]] = max(best.0[pair[0]] ?? 0, weight)
      best.1[pair[1]] = max(best.1[pair[1]] ?? 0, weight)
    }
    for (x, pair) in pairs.enumerated() {
      guard let pair, let weight = shared[pair],
        weight < (best.0[pair[0]] ?? 0) || weight < (best.1[pair[1]] ?? 0)
      else { continue }
      partner[x] = -1
    }
  }
}
