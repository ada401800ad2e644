/// Which units of two drafts, paragraphs or sentences, are the same ones.
///
/// Units that share rare words and word pairs are candidates; the heaviest chain of candidates that keeps its order
/// on both sides stays in place, good candidates outside it have moved. No unit has more than a few candidates and no
/// feature that many units share proposes any, so the time is near linear.
struct ReaderPairing {
  /// Units that stand for one another, in order on both sides. One of both ranges may hold several.
  private(set) var inOrder: [(old: Range<Int>, new: Range<Int>)] = []
  /// Units that were moved, by their place in the new draft.
  private(set) var moved: [(old: Int, new: Int)] = []

  private let contents: (old: [Int32], new: [Int32])
  private let features: FeatureTable
  private var edges: [FeatureTable.Edge] = []
  private var partnerOfOld: [Int]
  private var partnerOfNew: [Int]

  private enum Bound {
    static let pairing = 0.3
    static let onlyPairing = 0.2
    static let part = 0.6
    /// How much larger the parts together may be than the whole.
    static let partsOfWhole = 1.3
  }

  /// - Parameter old: each unit's tokens by their ids.
  init(_ old: [ArraySlice<Int32>], _ new: [ArraySlice<Int32>]) {
    var contentIDs: [ArraySlice<Int32>: Int32] = [:]
    func contents(_ units: [ArraySlice<Int32>]) -> [Int32] {
      units.map { unit in
        let next = Int32(contentIDs.count)
        if let known = contentIDs[unit] { return known }
        contentIDs[unit] = next
        return next
      }
    }
    self.contents = (contents(old), contents(new))
    partnerOfOld = Array(repeating: -1, count: old.count)
    partnerOfNew = Array(repeating: -1, count: new.count)
    let head = zip(self.contents.old, self.contents.new).prefix { $0 == $1 }.count
    let most = min(old.count, new.count) - head
    let tail = zip(self.contents.old.reversed(), self.contents.new.reversed()).prefix(most)
      .prefix { $0 == $1 }.count
    let middle = (old: head..<(old.count - tail), new: head..<(new.count - tail))
    features = FeatureTable(middle.old.map { ($0, old[$0]) }, middle.new.map { ($0, new[$0]) })
    for index in 0..<head { pair(index, index) }
    for index in 0..<tail { pair(old.count - 1 - index, new.count - 1 - index) }
    run(middle.old, middle.new)
  }

  private mutating func pair(_ old: Int, _ new: Int) {
    partnerOfOld[old] = new
    partnerOfNew[new] = old
  }

  private mutating func run(_ inOld: Range<Int>, _ inNew: Range<Int>) {
    edges = features.edges().filter { $0.likeness >= Bound.pairing || $0.containment >= Bound.part }
    for edge in heaviestChain() { pair(edge.old, edge.new) }
    pairWithinGaps(inOld, inNew)
    inOrder = grouped()
    moved = FeatureTable.moved(
      edges.filter { partnerOfOld[$0.old] < 0 && partnerOfNew[$0.new] < 0 })
  }

  /// The heaviest subsequence of edges that rises on both sides, by a Fenwick tree of maxima.
  private func heaviestChain() -> [FeatureTable.Edge] {
    let sorted = edges.filter { $0.likeness >= Bound.pairing }
      .sorted { ($0.old, $1.new) < ($1.old, $0.new) }
    var tree: [(weight: Double, edge: Int)] = Array(repeating: (0, -1), count: partnerOfNew.count + 1)
    var before = Array(repeating: -1, count: sorted.count)
    for (index, edge) in sorted.enumerated() {
      var best: (weight: Double, edge: Int) = (0, -1)
      var place = edge.new
      while place > 0 {
        if tree[place].weight > best.weight { best = tree[place] }
        place &= place - 1
      }
      before[index] = best.edge
      let weight = best.weight + edge.shared * edge.likeness
      place = edge.new + 1
      while place < tree.count {
        if weight > tree[place].weight { tree[place] = (weight, index) }
        place += place & -place
      }
    }
    var chain: [FeatureTable.Edge] = []
    var index = tree.dropFirst().max { $0.weight < $1.weight }?.edge ?? -1
    while index >= 0 {
      chain.append(sorted[index])
      index = before[index]
    }
    return chain.reversed()
  }

  /// Equal units between two pairs, in order; and a lone pair that has something in common.
  private mutating func pairWithinGaps(_ inOld: Range<Int>, _ inNew: Range<Int>) {
    var (startOld, startNew) = (inOld.lowerBound, inNew.lowerBound)
    for index in inOld.lowerBound...inOld.upperBound {
      let partner = index < inOld.upperBound ? partnerOfOld[index] : inNew.upperBound
      guard partner >= 0 else { continue }
      let gap = (old: startOld..<index, new: startNew..<partner)
      (startOld, startNew) = (index + 1, partner + 1)
      guard !gap.old.isEmpty, !gap.new.isEmpty else { continue }
      let equal = Alignment(Array(contents.old[gap.old]), Array(contents.new[gap.new])).partner
      for (offset, other) in equal.enumerated() where other >= 0 {
        pair(gap.old.lowerBound + offset, gap.new.lowerBound + other)
      }
      if gap.old.count == 1, gap.new.count == 1 { pairLonely(gap.old.lowerBound, gap.new.lowerBound) }
    }
  }

  private mutating func pairLonely(_ old: Int, _ new: Int) {
    guard partnerOfOld[old] < 0 else { return }
    let weights = features.weight(old: old) + features.weight(new: new)
    if 2 * features.shared(old, new) >= Bound.onlyPairing * weights { pair(old, new) }
  }

  /// The pairs in order, each with the neighbours that were split off it or merged into it.
  private mutating func grouped() -> [(old: Range<Int>, new: Range<Int>)] {
    var parts: Set<Int> = []
    for edge in edges where edge.containment >= Bound.part {
      parts.insert(edge.old * partnerOfNew.count + edge.new)
    }
    var groups: [(old: Range<Int>, new: Range<Int>)] = []
    for old in partnerOfOld.indices where partnerOfOld[old] >= 0 {
      let new = partnerOfOld[old]
      guard groups.last.map({ $0.old.upperBound <= old && $0.new.upperBound <= new }) ?? true else {
        continue
      }
      var group = (old: old..<old + 1, new: new..<new + 1)
      if contents.old[old] != contents.new[new] { grow(&group, parts) }
      groups.append(group)
    }
    return groups
  }

  private mutating func grow(_ group: inout (old: Range<Int>, new: Range<Int>), _ parts: Set<Int>) {
    let (old, new) = (group.old.lowerBound, group.new.lowerBound)
    func isPart(_ old: Int, _ new: Int) -> Bool { parts.contains(old * partnerOfNew.count + new) }
    var room = Bound.partsOfWhole * features.weight(old: old) - features.weight(new: new)
    func takeNew(_ next: Int) -> Bool {
      guard partnerOfNew.indices.contains(next), partnerOfNew[next] < 0, isPart(old, next),
        features.weight(new: next) <= room
      else { return false }
      room -= features.weight(new: next)
      partnerOfNew[next] = old
      return true
    }
    while takeNew(group.new.upperBound) { group.new = group.new.lowerBound..<group.new.upperBound + 1 }
    while takeNew(group.new.lowerBound - 1) { group.new = group.new.lowerBound - 1..<group.new.upperBound }
    guard group.new.count == 1 else { return }
    room = Bound.partsOfWhole * features.weight(new: new) - features.weight(old: old)
    func takeOld(_ next: Int) -> Bool {
      guard partnerOfOld.indices.contains(next), partnerOfOld[next] < 0, isPart(next, new),
        features.weight(old: next) <= room
      else { return false }
      room -= features.weight(old: next)
      partnerOfOld[next] = new
      return true
    }
    while takeOld(group.old.upperBound) { group.old = group.old.lowerBound..<group.old.upperBound + 1 }
    while takeOld(group.old.lowerBound - 1) { group.old = group.old.lowerBound - 1..<group.old.upperBound }
  }
}
