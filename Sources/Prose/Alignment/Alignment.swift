/// The tokens of two sequences that stand for one another, in order.
///
/// Runs of tokens that stand once on each side are aligned first (patience diff, B. Cohen), longest runs first;
/// what is between is aligned by Myers' greedy algorithm (An O(ND) Difference Algorithm, 1986), a bounded number of
/// differences at a time and with bounded work in all, past which the rest counts as rewritten. So the time is near
/// linear on any input.
struct Alignment {
  /// For each token of `a` its partner in `b`, or -1. Ascending where it isn't -1.
  private(set) var partner: [Int]
  private let a: [Int32]
  private let b: [Int32]

  /// Steps taken: for tests that the work stays near linear.
  private(set) var work = 0
  private let mostWork: Int
  private let weights: [Int32]?
  private let shared: (a: [Bool], b: [Bool])

  /// How many differences Myers' algorithm follows at once.
  private static let mostDifferences = 400
  /// The largest table that a gap is aligned in by weight.
  private static let mostCells = 1 << 18

  /// - Parameters:
  ///   - runs: the lengths of the unique runs that are matched first, longest first.
  ///   - dropsWeak: whether a few matches between long rewritten parts are taken back.
  ///   - fixed: runs that are matched beforehand, ascending in both.
  ///   - weights: how much each number tells, as `GapAlignment` takes it: what is left between runs is aligned by weight
  ///     then, unless it is large.
  init(
    _ a: [Int32], _ b: [Int32], runs: [Int] = [16, 6, 3], dropsWeak: Bool = true,
    fixed: [(a: Int, b: Int, count: Int)] = [], weights: [Int32]? = nil
  ) {
    self.a = a
    self.b = b
    self.weights = weights
    shared = (standing(a, in: b), standing(b, in: a))
    mostWork = 64 * (a.count + b.count) + 1_000_000
    partner = Array(repeating: -1, count: a.count)
    var (startA, startB) = (0, 0)
    for run in fixed {
      align(startA..<run.a, startB..<run.b, runs: runs[...])
      for offset in 0..<run.count { partner[run.a + offset] = run.b + offset }
      (startA, startB) = (run.a + run.count, run.b + run.count)
    }
    align(startA..<a.count, startB..<b.count, runs: runs[...])
    if dropsWeak { dropWeakMatches(Set(fixed.map(\.a))) }
  }

  private mutating func align(_ inA: Range<Int>, _ inB: Range<Int>, runs: ArraySlice<Int>) {
    var (inA, inB) = (inA, inB)
    while let x = inA.first, let y = inB.first, a[x] == b[y] {
      partner[x] = y
      inA.removeFirst()
      inB.removeFirst()
    }
    while let x = inA.last, let y = inB.last, a[x] == b[y] {
      partner[x] = y
      inA.removeLast()
      inB.removeLast()
    }
    guard !inA.isEmpty, !inB.isEmpty else { return }
    guard let run = runs.first else { return alignGap(inA, inB) }
    var startA = inA.lowerBound
    var startB = inB.lowerBound
    work += inA.count + inB.count
    for (x, y) in longestRise(commonRuns(a, inA, b, inB, run, shared: shared))
    where x >= startA && y >= startB {
      align(startA..<x, startB..<y, runs: runs.dropFirst())
      for offset in 0..<run { partner[x + offset] = y + offset }
      (startA, startB) = (x + run, y + run)
    }
    align(startA..<inA.upperBound, startB..<inB.upperBound, runs: runs.dropFirst())
  }

  private mutating func alignGap(_ inA: Range<Int>, _ inB: Range<Int>) {
    guard let weights, inA.count * inB.count <= Self.mostCells, work < mostWork else {
      return alignByMyers(inA, inB)
    }
    var gap = GapAlignment(weights: weights)
    for (x, y) in gap.align(Array(a[inA]), Array(b[inB])) { partner[inA.lowerBound + x] = inB.lowerBound + y }
    work += gap.work
  }

  /// Myers' algorithm on the tokens that stand on both sides; past the limit its furthest path is taken, and on from
  /// there while the work allows.
  private mutating func alignByMyers(_ inA: Range<Int>, _ inB: Range<Int>) {
    let (keptA, keptB) = common(inA, inB)
    var (doneA, doneB) = (0, 0)
    while doneA < keptA.count, doneB < keptB.count, work < mostWork {
      let path = path(keptA[doneA...], keptB[doneB...])
      for (x, y) in path.pairs { partner[keptA[doneA + x]] = keptB[doneB + y] }
      guard path.x + path.y > 0 else { return }
      (doneA, doneB) = (doneA + path.x, doneB + path.y)
    }
  }

  /// The places in both ranges whose tokens stand in the other too.
  private mutating func common(_ inA: Range<Int>, _ inB: Range<Int>) -> ([Int], [Int]) {
    work += inA.count + inB.count
    let (inA, inB) = (inA.filter { shared.a[$0] }, inB.filter { shared.b[$0] })
    let (ofA, ofB) = (Set(inA.map { a[$0] }), Set(inB.map { b[$0] }))
    return (inA.filter { ofB.contains(a[$0]) }, inB.filter { ofA.contains(b[$0]) })
  }

  private struct Path {
    var pairs: [(Int, Int)]
    /// How far it goes on both sides.
    var x: Int
    var y: Int
  }

  private mutating func path(_ keptA: ArraySlice<Int>, _ keptB: ArraySlice<Int>) -> Path {
    let (n, m) = (keptA.count, keptB.count)
    let (startA, startB) = (keptA.startIndex, keptB.startIndex)
    let limit = min(n + m, Self.mostDifferences)
    var furthest = Array(repeating: 0, count: 2 * limit + 3)
    let middle = limit + 1
    var trace: [[Int]] = []
    for d in 0...limit {
      work += d + 1
      trace.append(Array(furthest[(middle - d - 1)...(middle + d + 1)]))
      for k in stride(from: -d, through: d, by: 2) {
        var x =
          k == -d || (k != d && furthest[middle + k - 1] < furthest[middle + k + 1])
          ? furthest[middle + k + 1] : furthest[middle + k - 1] + 1
        var y = x - k
        if x <= n, y <= m, y >= 0 {
          let before = x
          while x < n, y < m, a[keptA[startA + x]] == b[keptB[startB + y]] { (x, y) = (x + 1, y + 1) }
          work += x - before
        }
        furthest[middle + k] = x
        if x >= n, y >= m { return Path(pairs: follow(trace, n, m), x: n, y: m) }
      }
    }
    var best = (x: 0, y: 0)
    for k in stride(from: -limit, through: limit, by: 2) {
      let (x, y) = (furthest[middle + k], furthest[middle + k] - k)
      if x <= n, y <= m, y >= 0, x + y > best.x + best.y { best = (x, y) }
    }
    return Path(pairs: follow(trace, best.x, best.y), x: best.x, y: best.y)
  }

  private func follow(_ trace: [[Int]], _ n: Int, _ m: Int) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var (x, y) = (n, m)
    for d in stride(from: trace.count - 1, through: 0, by: -1) {
      let furthest = trace[d]
      let middle = d + 1
      let k = x - y
      let down = k == -d || (k != d && furthest[middle + k - 1] < furthest[middle + k + 1])
      let beforeX = d == 0 ? 0 : furthest[middle + (down ? k + 1 : k - 1)]
      let beforeY = d == 0 ? 0 : beforeX - (down ? k + 1 : k - 1)
      let turnX = d == 0 || down ? beforeX : beforeX + 1
      while x > turnX, x > 0, y > 0 {
        (x, y) = (x - 1, y - 1)
        pairs.append((x, y))
      }
      (x, y) = (beforeX, beforeY)
    }
    return pairs
  }

  /// Takes back short matches between long rewritten parts: a shared "the" doesn't make two sentences one.
  private mutating func dropWeakMatches(_ fixed: Set<Int>) {
    var index = 0
    var gapBefore = (a: 0, b: 0)
    var lastB = -1
    var keptB = -1
    while index < a.count {
      guard partner[index] >= 0 else {
        gapBefore.a += 1
        index += 1
        continue
      }
      gapBefore.b = partner[index] - lastB - 1
      let start = index
      while index + 1 < a.count, partner[index + 1] == partner[index] + 1 { index += 1 }
      let end = index + 1
      var next = end
      while next < a.count, partner[next] < 0 { next += 1 }
      let gapAfter = (a: next - end, b: (next < a.count ? partner[next] : b.count) - partner[end - 1] - 1)
      lastB = partner[end - 1]
      let length = end - start
      let edits = min(max(gapBefore.a, gapBefore.b), max(gapAfter.a, gapAfter.b))
      if length <= 3, edits >= 4 * length, start > 0, end < a.count,
        fixed.isEmpty || !(start..<end).contains(where: fixed.contains)
      {
        for place in start..<end { partner[place] = -1 }
        gapBefore.a += length
        lastB = keptB
      } else {
        gapBefore = (0, 0)
        keptB = lastB
      }
      index = end
    }
  }
}
