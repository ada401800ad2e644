/// Where runs of `run` tokens stand that are unique in a stretch of each of two sequences; in the order of the first.
func commonRuns(
  _ a: [Int32], _ inA: Range<Int>, _ b: [Int32], _ inB: Range<Int>, _ run: Int
) -> [(Int, Int)] {
  guard inA.count >= run, inB.count >= run else { return [] }
  // Karp and Rabin's rolling hash (1987); each run counted on both sides.
  var places: [UInt64: (a: Int, b: Int)] = [:]
  places.reserveCapacity(inA.count)
  eachRun(a, inA, run) { hash, place in
    if places.updateValue((place, -1), forKey: hash) != nil { places[hash] = (-2, -1) }
  }
  eachRun(b, inB, run) { hash, place in
    guard let known = places[hash], known.a >= 0 else { return }
    places[hash] = (known.a, known.b == -1 ? place : -2)
  }
  return places.values.filter { $0.a >= 0 && $0.b >= 0 }.map { ($0.a, $0.b) }
    .filter { pair in (0..<run).allSatisfy { a[pair.0 + $0] == b[pair.1 + $0] } }
    .sorted { $0.0 < $1.0 }
}

private func eachRun(_ ids: [Int32], _ range: Range<Int>, _ run: Int, _ body: (UInt64, Int) -> Void) {
  let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
  var top: UInt64 = 1
  for _ in 0..<run { top &*= factor }
  var hash: UInt64 = 0
  for place in range {
    hash = hash &* factor &+ (UInt64(UInt32(bitPattern: ids[place])) &+ 1)
    if place >= range.lowerBound + run {
      hash &-= top &* (UInt64(UInt32(bitPattern: ids[place - run])) &+ 1)
    }
    if place >= range.lowerBound + run - 1 { body(hash, place - run + 1) }
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
