/// The words and word pairs of units (paragraphs or sentences) of two drafts, weighted by their rarity.
struct FeatureTable {
  private var old: [Int: [Int32]] = [:]
  private var new: [Int: [Int32]] = [:]
  private var weights: [Double] = []
  private var postings: [[Int32]] = []
  private var oldWeights: [Int: Double] = [:]
  private var newWeights: [Int: Double] = [:]

  /// Features that more units of the new draft have propose no candidates.
  private static let mostPostings = 16

  /// - Parameter old: units by their index, each with its tokens' ids.
  init(_ old: [(Int, ArraySlice<Int32>)], _ new: [(Int, ArraySlice<Int32>)]) {
    var ids: [UInt64: Int32] = [:]
    var counts: [(old: Int, new: Int)] = []
    func features(_ tokens: ArraySlice<Int32>) -> [Int32] {
      var found: [Int32] = []
      found.reserveCapacity(2 * tokens.count)
      var previous = UInt64(UInt32.max)
      for token in tokens {
        let word = UInt64(UInt32(bitPattern: token))
        for key in [word, (previous &+ 1) << 32 | word | 1 << 63] {
          let next = Int32(counts.count)
          if let known = ids[key] {
            found.append(known)
          } else {
            ids[key] = next
            counts.append((0, 0))
            found.append(next)
          }
        }
        previous = word
      }
      found.sort()
      var unique: [Int32] = []
      unique.reserveCapacity(found.count)
      for feature in found where unique.last != feature { unique.append(feature) }
      return unique
    }
    for (index, tokens) in old {
      let found = features(tokens)
      for feature in found { counts[Int(feature)].old += 1 }
      self.old[index] = found
    }
    for (index, tokens) in new {
      let found = features(tokens)
      for feature in found { counts[Int(feature)].new += 1 }
      self.new[index] = found
    }
    weights = counts.map { 1 / (1 + Self.logarithm(max($0.old, $0.new))) }
    postings = Array(repeating: [], count: counts.count)
    for (index, _) in new {
      for feature in self.new[index] ?? [] where counts[Int(feature)].new <= Self.mostPostings {
        postings[Int(feature)].append(Int32(index))
      }
    }
    oldWeights = self.old.mapValues { $0.reduce(0) { $0 + weights[Int($1)] } }
    newWeights = self.new.mapValues { $0.reduce(0) { $0 + weights[Int($1)] } }
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

  func weight(old index: Int) -> Double { oldWeights[index] ?? 0 }
  func weight(new index: Int) -> Double { newWeights[index] ?? 0 }

  /// For each old unit the new ones that share most of its rare features, best first.
  private func candidates(atMost count: Int) -> [(old: Int, new: [Int])] {
    old.keys.sorted().map { index in
      var shares: [Int32: Double] = [:]
      for feature in old[index] ?? [] {
        for other in postings[Int(feature)] { shares[other, default: 0] += weights[Int(feature)] }
      }
      let best = shares.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(count)
      return (index, best.map { Int($0.key) })
    }
  }

  /// The weight of the features that both have.
  func shared(_ oldIndex: Int, _ newIndex: Int) -> Double {
    guard let a = old[oldIndex], let b = new[newIndex] else { return 0 }
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
