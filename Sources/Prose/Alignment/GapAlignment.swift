/// Aligns two short stretches of words for the greatest weight, in few runs.
///
/// Needleman and Wunsch (1970) with a fixed cost for each run of matches, as Gotoh (1982) has one for each gap: a lone
/// shared "the" between rewritten sentences costs more than it weighs. A stretch too large for the whole table is
/// aligned in a band around its diagonal.
struct GapAlignment {
  private let weights: [Int32]
  /// Cells of tables filled so far.
  private(set) var work = 0

  private static let costOfRun: Int32 = 6
  private static let mostCells = 1 << 18
  private static let narrowestBand = 16

  init(weights: [Int32]) {
    self.weights = weights
  }

  private struct Step {
    static let up: UInt8 = 0
    static let left: UInt8 = 1
    static let pair: UInt8 = 2
    /// With `pair`: the pair before it belongs to the same run.
    static let goesOn: UInt8 = 4
  }

  /// Matched places, ascending in both.
  mutating func align(_ a: [Int32], _ b: [Int32]) -> [(Int, Int)] {
    guard !a.isEmpty, !b.isEmpty else { return [] }
    let width = min(b.count, max(2 * Self.narrowestBand, Self.mostCells / a.count))
    work += width * a.count
    let lows = a.indices.map { row in
      width == b.count ? 0 : max(0, min(b.count - width, row * b.count / a.count - width / 2))
    }
    var steps = Array(repeating: Step.up, count: width * a.count)
    // best[j + 1]: the best of all that ends before or at column j; run[j + 1]: of what ends with the pair (row, j).
    let never = Int32.min / 2
    var best = Array(repeating: Int32(0), count: b.count + 1)
    var run = Array(repeating: never, count: b.count + 1)
    for row in a.indices {
      let low = lows[row]
      let id = a[row]
      let weight = weights[Int(id)]
      var (diagonalBest, diagonalRun) = (best[low], run[low])
      if low > 0 { run[low] = never }
      for column in low..<low + width {
        let (upBest, upRun) = (best[column + 1], run[column + 1])
        var step = Step.up
        var value = upBest
        if best[column] > value { (value, step) = (best[column], Step.left) }
        var ending = never
        if b[column] == id {
          let fresh = diagonalBest - Self.costOfRun
          let goesOn = diagonalRun >= fresh
          ending = weight + (goesOn ? diagonalRun : fresh)
          if ending > value { (value, step) = (ending, Step.pair) }
          if goesOn { step |= Step.goesOn }
        }
        best[column + 1] = value
        run[column + 1] = ending
        steps[row * width + column - low] = step
        (diagonalBest, diagonalRun) = (upBest, upRun)
      }
    }
    return follow(steps, lows, width)
  }

  private func follow(_ steps: [UInt8], _ lows: [Int], _ width: Int) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var (row, column) = (lows.count - 1, (lows.last ?? 0) + width - 1)
    var inRun = false
    while row >= 0, column >= 0 {
      let place = column - lows[row]
      guard place >= 0 else {
        row -= 1
        continue
      }
      guard place < width else {
        column -= 1
        continue
      }
      let step = steps[row * width + place]
      if inRun || step & 3 == Step.pair {
        pairs.append((row, column))
        inRun = step & Step.goesOn != 0
        (row, column) = (row - 1, column - 1)
      } else if step & 3 == Step.left {
        column -= 1
      } else {
        row -= 1
      }
    }
    return pairs.reversed()
  }
}
