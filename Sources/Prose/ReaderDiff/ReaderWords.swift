/// The words of paired sentences, aligned so that a person can read the difference.
///
/// Two drafts of a rewritten sentence share words by chance; marking each apart makes confetti. So short runs of
/// equal words between larger changes are given up, and a sentence that keeps little, in many pieces, is taken as
/// rewritten: one deletion and one insertion. Weights are those of `ReaderSide.weight`: a word is 4.
struct ReaderWords {
  /// A run of tokens that both sides have, by places in the lists of tokens.
  struct Run {
    var old: Range<Int>
    var new: Range<Int>
  }

  /// In order; what is between is changed.
  private(set) var runs: [Run] = []

  /// Sums of weights up to each token.
  private let oldWeights: [Int]
  private let newWeights: [Int]
  private let sentenceEnds: [Bool]

  /// - Parameter oldTokens: the tokens to compare, by their index in the side.
  init(_ old: ReaderSide, _ oldTokens: [Int], _ new: ReaderSide, _ newTokens: [Int]) {
    let (oldValues, newValues) = (old.values(ofTokens: oldTokens), new.values(ofTokens: newTokens))
    oldWeights = Self.sums(Self.weights(oldTokens, old, oldValues))
    newWeights = Self.sums(Self.weights(newTokens, new, newValues))
    sentenceEnds = oldTokens.map(old.endsSentence)
    var partner = Alignment(oldTokens.map { old.ids[$0] }, newTokens.map { new.ids[$0] }).partner
    Self.keepValuesWhole(&partner, oldValues, newValues)
    for (index, other) in partner.enumerated() where other >= 0 {
      if let last = runs.last, last.old.upperBound == index, last.new.upperBound == other {
        runs[runs.count - 1] = Run(
          old: last.old.lowerBound..<index + 1, new: last.new.lowerBound..<other + 1)
      } else {
        runs.append(Run(old: index..<index + 1, new: other..<other + 1))
      }
    }
    dropWeakRuns()
    dropRewritten()
  }

  /// Gives up matches of a part of a value: a date of which a figure was corrected is another date.
  private static func keepValuesWhole(_ partner: inout [Int], _ old: [Int32], _ new: [Int32]) {
    guard old.contains(where: { $0 >= 0 }) || new.contains(where: { $0 >= 0 }) else { return }
    /// The places around one that are of the same value.
    func run(_ values: [Int32], at place: Int) -> Range<Int> {
      guard values[place] >= 0 else { return place..<place + 1 }
      var (start, end) = (place, place + 1)
      while start > 0, values[start - 1] == values[place] { start -= 1 }
      while end < values.count, values[end] == values[place] { end += 1 }
      return start..<end
    }
    var x = 0
    while x < partner.count {
      guard partner[x] >= 0 else {
        x += 1
        continue
      }
      let (one, other) = (run(old, at: x), run(new, at: partner[x]))
      let isWhole =
        one.count == other.count && one.lowerBound == x && other.lowerBound == partner[x]
        && zip(one, other).allSatisfy { partner[$0] == $1 }
      if isWhole {
        x = one.upperBound
      } else {
        partner[x] = -1
        x += 1
      }
    }
  }

  /// The weight of each token; a value of several tokens weighs as one word.
  private static func weights(_ tokens: [Int], _ side: ReaderSide, _ values: [Int32]) -> [Int] {
    tokens.indices.map { place in
      guard values[place] >= 0 else { return side.weight(tokens[place]) }
      if place > 0, values[place - 1] == values[place] { return 0 }
      let goesOn = place + 1 < values.count && values[place + 1] == values[place]
      return goesOn ? 4 : side.weight(tokens[place])
    }
  }

  private static func sums(_ weights: [Int]) -> [Int] {
    var sums = [0]
    sums.reserveCapacity(weights.count + 1)
    for weight in weights { sums.append((sums.last ?? 0) + weight) }
    return sums
  }

  private func oldWeight(_ range: Range<Int>) -> Int {
    oldWeights[range.upperBound] - oldWeights[range.lowerBound]
  }

  private func newWeight(_ range: Range<Int>) -> Int {
    newWeights[range.upperBound] - newWeights[range.lowerBound]
  }

  private func gapWeight(_ before: Run?, _ after: Run?) -> Int {
    let old = (before?.old.upperBound ?? 0)..<(after?.old.lowerBound ?? oldWeights.count - 1)
    let new = (before?.new.upperBound ?? 0)..<(after?.new.lowerBound ?? newWeights.count - 1)
    return max(oldWeight(old), newWeight(new))
  }

  /// Gives up runs that are short beside the changes on both sides of them. Dropping one makes the changes beside
  /// its neighbours larger, so those before are looked at again: each run is dropped once.
  private mutating func dropWeakRuns() {
    var kept: [Run] = []
    for (index, run) in runs.enumerated() {
      kept.append(run)
      var after: Run? = index + 1 < runs.count ? runs[index + 1] : nil
      while let last = kept.last, isWeak(last, kept.dropLast().last, after) {
        kept.removeLast()
        after = index + 1 < runs.count ? runs[index + 1] : nil
      }
    }
    runs = kept
  }

  private func isWeak(_ run: Run, _ before: Run?, _ after: Run?) -> Bool {
    let (b, a) = (gapWeight(before, run), gapWeight(run, after))
    guard b > 0, a > 0 else { return false }
    var weight = oldWeight(run.old)
    if run.old.contains(where: { sentenceEnds[$0] }) { weight += 8 }
    return weight <= 16 && b + a >= 2 * weight + 5
  }

  /// Keeps nothing in the middle of a sentence of which little is kept, in many pieces.
  private mutating func dropRewritten() {
    let (oldCount, newCount) = (oldWeights.count - 1, newWeights.count - 1)
    let end = Run(old: oldCount..<oldCount, new: newCount..<newCount)
    let whole = max(oldWeight(0..<oldCount), newWeight(0..<newCount))
    let kept = runs.reduce(0) { $0 + oldWeight($1.old) }
    var changes = 0
    var previous = Run(old: 0..<0, new: 0..<0)
    for run in runs + [end] {
      if previous.old.upperBound < run.old.lowerBound || previous.new.upperBound < run.new.lowerBound {
        changes += 1
      }
      previous = run
    }
    // Many sentences that could not be told apart may have many changes.
    let sentences = max(1, sentenceEnds.count { $0 })
    let isRewritten =
      changes >= 2 && 3 * kept < whole || changes >= 3 && 2 * kept < whole
      || changes >= 5 * sentences && 10 * kept < 7 * whole
    guard isRewritten else { return }
    runs = runs.enumerated().compactMap { index, run in
      let isFirst = index == 0 && run.old.lowerBound == 0 && run.new.lowerBound == 0
      let isLast =
        index == runs.count - 1 && run.old.upperBound == oldCount && run.new.upperBound == newCount
      // The sentence's end mark stays; its first words when there are some.
      return isLast || isFirst && oldWeight(run.old) >= 8 ? run : nil
    }
  }
}
