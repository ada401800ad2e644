/// Moves insertions and deletions that could as well begin somewhat earlier or later to where a writer would have
/// begun: at a paragraph, a line, a sentence (as git's diff does with its indent heuristic, M. Haggerty 2016).
///
/// - Parameters:
///   - partner: for each element of `a` its partner in `b`, or -1.
///   - boundaryA: how natural it is that a change begins or ends before an element; asked up to the count.
///   - boundaryB: the same for `b`.
func slideChanges(
  _ partner: inout [Int], _ a: [Int32], _ b: [Int32], boundaryA: (Int) -> Int, boundaryB: (Int) -> Int
) {
  // Deletions: elements of `a` without a partner.
  var origin = Array(repeating: -1, count: b.count)
  for (x, y) in partner.enumerated() where y >= 0 { origin[y] = x }
  slide(&partner, &origin, a, other: b.count, boundaryA)
  slide(&origin, &partner, b, other: a.count, boundaryB)
}

/// Slides the runs of `own` that have no match, while their neighbours match without a gap on the other side.
private func slide(
  _ match: inout [Int], _ back: inout [Int], _ own: [Int32], other: Int, _ boundary: (Int) -> Int
) {
  var index = 0
  while index < own.count {
    guard match[index] < 0 else {
      index += 1
      continue
    }
    var end = index
    while end < own.count, match[end] < 0 { end += 1 }
    let before = index > 0 ? match[index - 1] : -1
    let after = end < own.count ? match[end] : other
    guard before + 1 == after else {
      index = end
      continue
    }
    var best = (shift: 0, worth: boundary(index) + boundary(end))
    var shift = 0
    while index + shift > 0, own[index + shift - 1] == own[end + shift - 1],
      match[index + shift - 1] >= 0, match[index + shift - 1] == before + shift
    {
      shift -= 1
      let worth = boundary(index + shift) + boundary(end + shift)
      if worth > best.worth { best = (shift, worth) }
    }
    shift = 0
    while end + shift < own.count, own[index + shift] == own[end + shift], match[end + shift] >= 0,
      match[end + shift] == after + shift
    {
      shift += 1
      let worth = boundary(index + shift) + boundary(end + shift)
      if worth >= best.worth { best = (shift, worth) }
    }
    move(index..<end, by: best.shift, &match, &back)
    index = max(end, end + best.shift)
  }
}

private func move(_ gap: Range<Int>, by shift: Int, _ match: inout [Int], _ back: inout [Int]) {
  for step in 0..<abs(shift) {
    let (from, to) =
      shift < 0
      ? (gap.lowerBound - 1 - step, gap.upperBound - 1 - step)
      : (gap.upperBound + step, gap.lowerBound + step)
    match[to] = match[from]
    match[from] = -1
    back[match[to]] = to
  }
}
