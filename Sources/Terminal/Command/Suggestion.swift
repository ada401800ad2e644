/// How many insertions, deletions, substitutions and swaps of neighbours lead from one text to the other: the
/// restricted Damerau–Levenshtein distance (optimal string alignment), over scalars. Time and space are
/// O(n·m), so callers bound the lengths.
func editDistance(_ a: some Collection<Unicode.Scalar>, _ b: some Collection<Unicode.Scalar>) -> Int {
  let a = Array(a)
  let b = Array(b)
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in b.indices {
      var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
      row.append(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}

/// The candidate that a mistyped word most likely meant: the nearest within a third of its length, the first
/// of equals; nil when none is near or the word is over 64 scalars long. Letter case counts for nothing.
public func closest(to word: String, among candidates: some Sequence<String>) -> String? {
  let typed = Array(word.lowercased().unicodeScalars.prefix(65))
  guard (1...64).contains(typed.count) else { return nil }
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let scalars = Array(candidate.lowercased().unicodeScalars.prefix(65))
    let limit = max(1, max(typed.count, scalars.count) / 3)
    // Their lengths alone put a floor under the distance.
    guard abs(scalars.count - typed.count) <= limit, scalars.count <= 64 else { continue }
    let distance = editDistance(typed, scalars)
    if distance <= limit, distance < (best?.distance ?? .max) { best = (candidate, distance) }
  }
  return best?.candidate
}
