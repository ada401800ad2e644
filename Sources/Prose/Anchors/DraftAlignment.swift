/// Which words of an older draft stand in a newer one, and where: in the old order, or moved.
///
/// 1. Runs of words that stand once in each draft are matched, long runs first, in the longest order that both share
///    (patience diff, B. Cohen), until what lies between is small.
/// 2. Long runs that both drafts have outside that order are matched next: moved text (Heckel, "A technique for
///    isolating differences between files", CACM 21, 1978).
/// 3. What lies between matched runs is aligned for the greatest weight of words with the fewest runs
///    (`GapAlignment`), a moved run's surroundings beside its new place.
/// 4. Sentences that are left, moved and reworded ones, are paired by what they share (`matchSentences`).
///
/// The work is linear in the drafts, whatever they hold: a large stretch without unique words is aligned in a band.
struct DraftAlignment: Sendable {
  /// For each token of the old draft its partner in the new one, or -1.
  var partner: [Int]
  /// For each token of the new draft its partner in the old one, or -1.
  var origin: [Int]
  /// For each token of the old draft whether it left the order that most of the text kept; empty when none did.
  private var moved: [Bool] = []
  /// Steps taken, for tests that the work stays linear.
  private(set) var work = 0
  let a: [Int32]
  let b: [Int32]
  let weights: [Int32]

  /// Runs of words that are looked for as unique, longest first.
  private static let runs = [16, 8, 4, 2, 1]
  /// A stretch of so many pairs of words is small.
  private static let smallGap = 40_000
  /// The fewest words, and their least weight, that are taken for moved text.
  private static let shortestMove = 3
  private static let lightestMove = 48

  /// - Parameter weights: by token number; see `DraftVocabulary`.
  init(_ old: DraftTokens, _ new: DraftTokens, weights: [Int32]) {
    (a, b) = (old.ids, new.ids)
    self.weights = weights
    partner = Array(repeating: -1, count: a.count)
    origin = Array(repeating: -1, count: b.count)
    anchor(0..<a.count, 0..<b.count, Self.runs[...])
    matchMoves()
    fillGaps()
    matchUnits(old, new)
    fillGaps()
    matchSentences(old, new)
    slideGaps(old, new)
    markMoved()
  }

  /// Whether a passage's words kept their place in the order of the text.
  func keepsOrder(_ tokens: Range<Int>, to extent: ClosedRange<Int>) -> Bool {
    guard !moved.isEmpty else { return true }
    let origins = extent.lazy.map { origin[$0] }.filter { tokens.contains($0) }
    if origins.isEmpty { return false }
    return 2 * origins.count { moved[$0] } < origins.count
  }

  private mutating func markMoved() {
    let matched = partner.indices.filter { partner[$0] >= 0 }
    guard zip(matched, matched.dropFirst()).contains(where: { partner[$0] > partner[$1] }) else { return }
    moved = partner.map { $0 >= 0 }
    for (x, _) in longestRise(matched.map { ($0, partner[$0]) }) { moved[x] = false }
  }

  mutating func count(work more: Int) { work += more }

  func weight(ofOld tokens: some Sequence<Int>) -> Int { tokens.reduce(0) { $0 + Int(weights[Int(a[$1])]) } }

  /// Matches two words without a partner.
  mutating func match(_ x: Int, _ y: Int) {
    partner[x] = y
    origin[y] = x
  }

  /// Matches two words, and leaves those they were matched with before without a partner.
  mutating func rematch(_ x: Int, _ y: Int) {
    if partner[x] >= 0 { origin[partner[x]] = -1 }
    if origin[y] >= 0 { partner[origin[y]] = -1 }
    match(x, y)
  }

  // MARK: Runs in order

  private mutating func anchor(_ inA: Range<Int>, _ inB: Range<Int>, _ runs: ArraySlice<Int>) {
    var (inA, inB) = (inA, inB)
    while let x = inA.first, let y = inB.first, a[x] == b[y] {
      match(x, y)
      inA.removeFirst()
      inB.removeFirst()
    }
    while let x = inA.last, let y = inB.last, a[x] == b[y] {
      match(x, y)
      inA.removeLast()
      inB.removeLast()
    }
    guard !inA.isEmpty, !inB.isEmpty, let run = runs.first,
      run > 8 || inA.count * inB.count > Self.smallGap
    else { return }
    guard inA.count >= run, inB.count >= run else { return anchor(inA, inB, runs.dropFirst()) }
    var (x0, y0) = (inA.lowerBound, inB.lowerBound)
    work += inA.count + inB.count
    for (x, y) in longestRise(commonRuns(a, inA, b, inB, run)) where x >= x0 && y >= y0 {
      anchor(x0..<x, y0..<y, runs.dropFirst())
      for offset in 0..<run { match(x + offset, y + offset) }
      (x0, y0) = (x + run, y + run)
    }
    anchor(x0..<inA.upperBound, y0..<inB.upperBound, runs.dropFirst())
  }

  // MARK: Moves

  /// Matches runs that stand once in what is left of each draft, extended as far as both agree, the heaviest first.
  private mutating func matchMoves() {
    let run = Self.shortestMove
    let leftA = a.indices.filter { partner[$0] < 0 }
    let leftB = b.indices.filter { origin[$0] < 0 }
    guard leftA.count >= run, leftB.count >= run else { return }
    work += leftA.count + leftB.count
    let pairs = commonRuns(leftA.map { a[$0] }, leftA.indices, leftB.map { b[$0] }, leftB.indices, run)
      .map { (leftA[$0.0], leftB[$0.1]) }
      .filter { isFree($0.0, $0.1, run) }
    var moves: [(x: Int, y: Int, count: Int, weight: Int)] = []
    for (x, y) in pairs {
      if let last = moves.last, x - last.x == y - last.y, x < last.x + last.count { continue }
      var (from, count) = (0, run)
      while isFree(x + from - 1, y + from - 1, 1) { (from, count) = (from - 1, count + 1) }
      while isFree(x + from + count, y + from + count, 1) { count += 1 }
      work += count
      let weight = weight(ofOld: x + from..<x + from + count)
      if weight >= Self.lightestMove { moves.append((x + from, y + from, count, weight)) }
    }
    for move in moves.sorted(by: { ($0.weight, $1.x) > ($1.weight, $0.x) }) {
      for offset in 0..<move.count where isFree(move.x + offset, move.y + offset, 1) {
        match(move.x + offset, move.y + offset)
      }
    }
  }

  /// Whether both drafts have the same `count` words here, none of them matched yet.
  private func isFree(_ x: Int, _ y: Int, _ count: Int) -> Bool {
    guard x >= 0, y >= 0, x + count <= a.count, y + count <= b.count else { return false }
    return (0..<count).allSatisfy { a[x + $0] == b[y + $0] && partner[x + $0] < 0 && origin[y + $0] < 0 }
  }

  // MARK: Between

  /// Aligns each unmatched stretch of the old draft with the free stretches of the new one beside its neighbours.
  private mutating func fillGaps() {
    var aligner = GapAlignment(weights: weights)
    var x = 0
    while x < a.count {
      guard partner[x] < 0 else {
        x += 1
        continue
      }
      var end = x + 1
      while end < a.count, partner[end] < 0 { end += 1 }
      let before = x > 0 ? partner[x - 1] : -1
      let after = end < a.count ? partner[end] : b.count
      let gap = x..<end
      let room = freeRoom(after: before, before: after, for: gap.count)
      if !room.isEmpty {
        let pairs = aligner.align(gap.map { a[$0] }, room.map { b[$0] })
        for (i, j) in pairs { match(x + i, room[j]) }
      }
      x = end
    }
    work += aligner.work
  }

  /// The unmatched tokens of the new draft after one place and before another, in this order.
  private func freeRoom(after: Int, before: Int, for count: Int) -> [Int] {
    let most = 4 * count + 400
    var room: [Int] = []
    var y = after + 1
    while y < b.count, origin[y] < 0, y < before || before <= after, room.count < most {
      room.append(y)
      y += 1
    }
    let reached = y
    if reached == before { return room }
    var back: [Int] = []
    y = before - 1
    while y >= 0, origin[y] < 0, back.count < most, y >= reached || y <= after {
      back.append(y)
      y -= 1
    }
    return room + back.reversed()
  }
}
