/// Sentences, lines, rows of a base and of a side, to see which of them changed places.
///
/// Words are aligned in order; where two near-equal sentences changed places, that makes one of the other. Such matches are
/// taken back: what the other side changed there isn't said of the wrong sentence. See `UnitOrder` for what is done instead.
struct WordUnits {
  private let base: TokenizedText
  private let side: TokenizedText
  private let ids: (base: [Int32], side: [Int32])
  private let weights: [Int32]
  let units: (base: [Range<Int>], side: [Range<Int>])

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
      guard
        isBreak
          || text.endsSentence(token) && !text.isCut(token)
            && !text.bytes[text.tokens[token]].elementsEqual(":".utf8)
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
    let votes = votes(partner)
    func assigned(_ u: Int) -> Int? { votes[u].max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key }
    let places = (Self.once(ids.base), Self.once(ids.side))
    var pairs: [(Int, Int)] = []
    var seen = Set<[Int]>()
    func consider(_ u: Int, _ v: Int) {
      guard u >= 0, v >= 0, seen.insert([u, v]).inserted else { return }
      guard let assigned = assigned(u), assigned != v,
        likeness(u, v) > likeness(u, assigned)
      else { return }
      pairs.append((u, v))
    }
    for (id, x) in places.0 where x >= 0 && partner[x] < 0 && base.isWord(x) {
      if let y = places.1[id], y >= 0 { consider(numbers.0[x], numbers.1[y]) }
    }
    for (u, v) in verbatim.enumerated() { consider(u, v) }
    // A sentence that stands twice is the one that follows the same words.
    for (u, v) in followers.enumerated() where v >= 0 {
      if let assigned = assigned(u), assigned != v { pairs.append((u, v)) }
    }
    return pairs
  }

  /// For each unit of the base the one of the side with the same words, where both stand once; else -1.
  private var verbatim: [Int] {
    let contents = (contents(units.base, ids.base), contents(units.side, ids.side))
    var partner = Array(repeating: -1, count: units.base.count)
    for (content, u) in contents.0 where u >= 0 { partner[u] = contents.1[content] ?? -1 }
    return partner
  }

  /// The same, and for those that stand several times the one behind or before the partner of their neighbour.
  private var followers: [Int] {
    var partner = verbatim
    var taken = Set(partner)
    func isSame(_ u: Int, _ v: Int) -> Bool {
      units.side.indices.contains(v) && !taken.contains(v)
        && ids.base[units.base[u]] == ids.side[units.side[v]]
    }
    for (places, step) in [(Array(units.base.indices), 1), (units.base.indices.reversed(), -1)] {
      for u in places.dropFirst() where partner[u] < 0 && partner[u - step] >= 0 {
        guard isSame(u, partner[u - step] + step) else { continue }
        partner[u] = partner[u - step] + step
        taken.insert(partner[u])
      }
    }
    return partner
  }

  /// For each unit of the base the one of the side that it is, or -1: whole and once; moved, by a word that tells; after its
  /// neighbour; else where most of its words were matched.
  func partners(_ tokens: [Int]) -> [Int] {
    var partner = followers
    var origin = Array(repeating: -1, count: units.side.count)
    for (u, v) in partner.enumerated() where v >= 0 { origin[v] = u }
    let moved = moved(tokens).filter { partner[$0.0] < 0 && origin[$0.1] < 0 }
    for (u, v) in moved where moved.count(where: { $0.0 == u || $0.1 == v }) == 1 {
      (partner[u], origin[v]) = (v, u)
    }
    let votes = votes(tokens)
    var best: [Int: (unit: Int, weight: Int32)] = [:]
    for (u, counts) in votes.enumerated() where partner[u] < 0 {
      guard let vote = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), origin[vote.key] < 0,
        3 * vote.value >= units.base[u].reduce(0, { $0 + weights[Int(ids.base[$1])] })
      else { continue }
      if vote.value > best[vote.key]?.weight ?? 0 { best[vote.key] = (u, vote.value) }
    }
    for (v, vote) in best { partner[vote.unit] = v }
    return partner
  }

  /// For each unit of the base how much of it was matched in each unit of the side.
  private func votes(_ partner: [Int]) -> [[Int: Int32]] {
    let numbers = (Self.unitOfToken(units.base, base.count), Self.unitOfToken(units.side, side.count))
    var votes: [[Int: Int32]] = Array(repeating: [:], count: units.base.count)
    for (x, y) in partner.enumerated() where y >= 0 && numbers.0[x] >= 0 && numbers.1[y] >= 0 {
      votes[numbers.0[x]][numbers.1[y], default: 0] += weights[Int(ids.base[x])]
    }
    return votes
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
