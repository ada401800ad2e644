/// For each token of a sequence whether it stands in another. Token numbers are dense.
func standing(_ tokens: [Int32], in other: [Int32]) -> [Bool] {
  var known = Array(repeating: false, count: Int(other.max() ?? -1) + 1)
  for token in other { known[Int(token)] = true }
  return tokens.map { $0 < known.count && known[Int($0)] }
}

/// Where runs of `run` tokens stand that are unique in a stretch of each of two sequences; in the order of the first.
///
/// - Parameter shared: for each token of `a` and of `b` whether the other has it at all; others aren't looked for.
func commonRuns(
  _ a: [Int32], _ inA: Range<Int>, _ b: [Int32], _ inB: Range<Int>, _ run: Int,
  shared: (a: [Bool], b: [Bool])? = nil
) -> [(Int, Int)] {
  guard inA.count >= run, inB.count >= run else { return [] }
  // Karp and Rabin's rolling hash (1987); each run counted on both sides.
  var places: [UInt64: (a: Int, b: Int)] = [:]
  if shared == nil { places.reserveCapacity(inA.count) }
  eachRun(a, inA, run, shared?.a) { hash, place in
    if places.updateValue((place, -1), forKey: hash) != nil { places[hash] = (-2, -1) }
  }
  guard !places.isEmpty else { return [] }
  eachRun(b, inB, run, shared?.b) { hash, place in
    guard let known = places[hash], known.a >= 0 else { return }
    places[hash] = (known.a, known.b == -1 ? place : -2)
  }
  return places.values.filter { $0.a >= 0 && $0.b >= 0 }.map { ($0.a, $0.b) }
    .filter { pair in (0..<run).allSatisfy { a[pair.0 + $0] == b[pair.1 + $0] } }
    .sorted { $0.0 < $1.0 }
}

private func eachRun(
  _ ids: [Int32], _ range: Range<Int>, _ run: Int, _ isShared: [Bool]?, _ body: (UInt64, Int) -> Void
) {
  let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
  var top: UInt64 = 1
  for _ in 0..<run { top &*= factor }
  var hash: UInt64 = 0
  var start = range.lowerBound
  for place in range {
    if let isShared, !isShared[place] { start = place + 1 }
    hash = hash &* factor &+ (UInt64(UInt32(bitPattern: ids[place])) &+ 1)
    if place >= range.lowerBound + run {
      hash &-= top &* (UInt64(UInt32(bitPattern: ids[place - run])) &+ 1)
    }
    if place >= start + run - 1 { body(hash, place - run + 1) }
  }
}

/// The longest subsequence of pairs whose second members rise: patience sorting (Fredman 1975). O(n log n).
func longestRise(_ pairs: [(Int, Int)]) -> [(Int, Int)] {
  var tops: [Int] = []
  var before = Array(repeating: -1, count: pairs.count)
  for (index, pair) in pairs.enumerated() {
    var (low, high) = (0, tops.count)
    while low < high {
      let middle = (low + high) / 2
      if pairs[tops[middle]].1 < pair.1 { low = middle + 1 } else { high = middle }
    }
    if low > 0 { before[index] = tops[low - 1] }
    if low == tops.count { tops.append(index) } else { tops[low] = index }
  }
  var rise: [(Int, Int)] = []
  var index = tops.last ?? -1
  while index >= 0 {
    rise.append(pairs[index])
    index = before[index]
  }
  return rise.reversed()
}
