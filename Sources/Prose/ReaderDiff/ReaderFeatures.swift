/// The words and word pairs of units (paragraphs or sentences) of two drafts, weighted by their rarity.
struct FeatureTable {
  private var old: Units
  private var new: Units
  private var weights: [Double] = []
  /// The units of the new draft that have a feature, those of each feature side by side.
  private var postings: [Int32] = []
  private var firstPostings: [Int32] = []

  /// Features that more units of the new draft have propose no candidates.
  private static let mostPostings = 16

  /// The features of some units that follow one another, each once and ascending.
  private struct Units {
    /// The first unit's index.
    let first: Int
    var features: [[Int32]] = []
    var weights: [Double] = []

    func features(of index: Int) -> [Int32]? {
      features.indices.contains(index - first) ? features[index - first] : nil
    }
  }

  /// - Parameter old: units by their index, which rises by one, each with its tokens' ids.
  init(_ old: [(Int, ArraySlice<Int32>)], _ new: [(Int, ArraySlice<Int32>)]) {
    (self.old, self.new) = (Units(first: old.first?.0 ?? 0), Units(first: new.first?.0 ?? 0))
    var numbering = FeatureNumbering(expecting: (old + new).reduce(0) { $0 + 2 * $1.1.count })
    self.old.features = old.map { numbering.features(of: $0.1) }
    self.new.features = new.map { numbering.features(of: $0.1) }
    let oldCounts = numbering.counts(in: self.old.features)
    let newCounts = numbering.counts(in: self.new.features)
    weights = zip(oldCounts, newCounts).map { 1 / (1 + Self.logarithm(Int(max($0, $1)))) }
    fillPostings(newCounts)
    self.old.weights = self.old.features.map { $0.reduce(0) { $0 + weights[Int($1)] } }
    self.new.weights = self.new.features.map { $0.reduce(0) { $0 + weights[Int($1)] } }
  }

  private mutating func fillPostings(_ counts: [Int32]) {
    firstPostings = [0]
    firstPostings.reserveCapacity(counts.count + 1)
    for count in counts {
      firstPostings.append(firstPostings[firstPostings.count - 1] + (count <= Self.mostPostings ? count : 0))
    }
    postings = Array(repeating: 0, count: Int(firstPostings[counts.count]))
    var next = firstPostings
    for (offset, features) in new.features.enumerated() {
      for feature in features.lazy.map(Int.init) where counts[feature] <= Self.mostPostings {
        postings[Int(next[feature])] = Int32(offset)
        next[feature] += 1
      }
    }
  }

  /// Two units that may be the same one.
  struct Edge {
    let old: Int
    let new: Int
    /// What both share: the weight of a pairing.
    let shared: Double
    /// 1 for equal units, 0 for those with nothing in common.
    let likeness: Double
    /// How much of the smaller one is in the larger.
    let containment: Double
  }

  /// For each old unit up to four new ones that share its rare features.
  func edges() -> [Edge] {
    candidates(atMost: 4).flatMap { old, candidates in
      candidates.compactMap { new in
        let shared = shared(old, new)
        let (a, b) = (weight(old: old), weight(new: new))
        guard shared > 0 else { return nil }
        return Edge(
          old: old, new: new, shared: shared, likeness: 2 * shared / (a + b), containment: shared / min(a, b))
      }
    }
  }

  /// The best pairs, wherever they stand: what was moved. By their place in the new draft.
  static func moved(_ edges: [Edge]) -> [(old: Int, new: Int)] {
    var taken: (old: Set<Int>, new: Set<Int>) = ([], [])
    var found: [(old: Int, new: Int)] = []
    for edge in edges.sorted(by: { ($1.shared, $0.new, $0.old) < ($0.shared, $1.new, $1.old) })
    where edge.likeness >= 0.5 && !taken.old.contains(edge.old) && !taken.new.contains(edge.new) {
      taken.old.insert(edge.old)
      taken.new.insert(edge.new)
      found.append((edge.old, edge.new))
    }
    return found.sorted { $0.new < $1.new }
  }

  func weight(old index: Int) -> Double { weight(of: index, old) }
  func weight(new index: Int) -> Double { weight(of: index, new) }

  private func weight(of index: Int, _ units: Units) -> Double {
    units.weights.indices.contains(index - units.first) ? units.weights[index - units.first] : 0
  }

  /// For each old unit the new ones that share most of its rare features, best first.
  private func candidates(atMost count: Int) -> [(old: Int, new: [Int])] {
    var shares = Array(repeating: 0.0, count: new.features.count)
    var touched: [Int] = []
    return old.features.enumerated().map { offset, features in
      for feature in features {
        for place in firstPostings[Int(feature)]..<firstPostings[Int(feature) + 1] {
          let other = Int(postings[Int(place)])
          if shares[other] == 0 { touched.append(other) }
          shares[other] += weights[Int(feature)]
        }
      }
      let best = touched.sorted { (shares[$1], $0) < (shares[$0], $1) }.prefix(count)
      for other in touched { shares[other] = 0 }
      touched.removeAll(keepingCapacity: true)
      return (old.first + offset, best.map { new.first + $0 })
    }
  }

  /// The weight of the features that both have.
  func shared(_ oldIndex: Int, _ newIndex: Int) -> Double {
    guard let a = old.features(of: oldIndex), let b = new.features(of: newIndex) else { return 0 }
    var (i, j) = (0, 0)
    var total = 0.0
    while i < a.count, j < b.count {
      if a[i] == b[j] {
        total += weights[Int(a[i])]
        i += 1
        j += 1
      } else if a[i] < b[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return total
  }

  /// The binary logarithm, exact enough and without a mathematics library.
  private static func logarithm(_ count: Int) -> Double {
    guard count > 1 else { return 0 }
    let whole = Int.bitWidth - 1 - count.leadingZeroBitCount
    return Double(whole) + Double(count) / Double(1 << whole) - 1
  }
}

/// Gives words and pairs of words numbers, by a table with open addressing.
private struct FeatureNumbering {
  private var slots: [Int32]
  private var keys: [UInt64] = []
  /// So that no text can be made whose features collide.
  private let seed = UInt64.random(in: .min ... .max)

  init(expecting count: Int) {
    var size = 64
    while size < 2 * count { size *= 2 }
    slots = Array(repeating: 0, count: size)
    keys.reserveCapacity(count / 2)
  }

  /// Ascending, each once.
  mutating func features(of tokens: ArraySlice<Int32>) -> [Int32] {
    var found: [Int32] = []
    found.reserveCapacity(2 * tokens.count)
    var previous = UInt64(UInt32.max)
    for token in tokens {
      let word = UInt64(UInt32(bitPattern: token))
      found.append(number(word))
      found.append(number((previous &+ 1) << 32 | word | 1 << 63))
      previous = word
    }
    found.sort()
    var kept = 0
    for feature in found where kept == 0 || found[kept - 1] != feature {
      found[kept] = feature
      kept += 1
    }
    found.removeLast(found.count - kept)
    return found
  }

  /// In how many of some units each feature is.
  func counts(in units: [[Int32]]) -> [Int32] {
    var counts = Array(repeating: Int32(0), count: keys.count)
    for unit in units { for feature in unit { counts[Int(feature)] += 1 } }
    return counts
  }

  private mutating func number(_ key: UInt64) -> Int32 {
    // The finalizer of splitmix64 (Steele, Lea and Flood 2014).
    var hash = key &+ seed
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    var slot = Int((hash ^ hash >> 31) & UInt64(slots.count - 1))
    while slots[slot] > 0 {
      if keys[Int(slots[slot]) - 1] == key { return slots[slot] - 1 }
      slot = (slot + 1) & (slots.count - 1)
    }
    keys.append(key)
    slots[slot] = Int32(keys.count)
    return Int32(keys.count - 1)
  }
}
