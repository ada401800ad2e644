extension DraftAlignment {
  /// Pairs the sentences of both drafts that lost their places and are much alike: moved and reworded ones, which have
  /// too few words in a row to be matched as runs. Then takes back words that were matched astray.
  ///
  /// Alike is what shares more than half of its words' weight (Dice's coefficient, 1945) in the same order; each must be
  /// the other's likeliest by far.
  mutating func matchSentences(_ old: DraftTokens, _ new: DraftTokens) {
    let (oldSentences, newSentences) = (sentences(of: old), sentences(of: new))
    let lost = loose(oldSentences, a, partner)
    let found = loose(newSentences, b, origin)
    var aligner = GapAlignment(weights: weights)
    if !lost.isEmpty, !found.isEmpty {
      for pair in likelyPairs(lost, found, &aligner) {
        for (x, y) in pair.matches { rematch(x, y) }
      }
    }
    takeBackStrays(oldSentences, newSentences, &aligner)
    extendMatches()
    count(work: aligner.work + old.count + new.count)
  }

  /// A larger pair of sentences is left as it is.
  private static let mostPairsOfWords = 1 << 14

  /// Words of a sentence that are matched outside the one which has most of it, though that has them free: the mark at
  /// its end, say, which the next sentence had before it when this one moved away.
  private mutating func takeBackStrays(
    _ oldSentences: [Range<Int>], _ newSentences: [Range<Int>], _ aligner: inout GapAlignment
  ) {
    var sentenceOfNew = Array(repeating: 0, count: b.count)
    for (index, tokens) in newSentences.enumerated() { for token in tokens { sentenceOfNew[token] = index } }
    for tokens in oldSentences {
      var shares: [Int: Int32] = [:]
      for x in tokens where partner[x] >= 0 {
        shares[sentenceOfNew[partner[x]], default: 0] &+= weights[Int(a[x])]
      }
      guard let (index, share) = shares.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
        2 * Int(share) > weight(ofOld: tokens)
      else { continue }
      let there = newSentences[index]
      guard tokens.contains(where: { !there.contains(partner[$0]) }),
        there.contains(where: { !tokens.contains(origin[$0]) }),
        tokens.count * there.count <= Self.mostPairsOfWords
      else { continue }
      for (x, y) in aligned(tokens, there, &aligner)
      where !there.contains(partner[x]) && !tokens.contains(origin[y]) { rematch(x, y) }
    }
  }

  /// A sentence most of which is matched with nothing.
  private struct LooseSentence {
    let tokens: Range<Int>
    let weight: Int
  }

  private struct SentencePair {
    let old: Int
    let new: Int
    let likeness: Double
    let matches: [(Int, Int)]
  }

  /// The least weight of a sentence, and of what two of them share: some words.
  private static let lightest = 40
  private static let leastLikeness = 0.55
  private static let leastLead = 0.1
  /// A word of more sentences than this tells nothing.
  private static let mostSentencesOfWord = 24
  private static let mostCandidates = 3

  private func loose(_ sentences: [Range<Int>], _ ids: [Int32], _ matched: [Int]) -> [LooseSentence] {
    sentences.compactMap { tokens in
      var (all, loose) = (0, 0)
      for token in tokens {
        let weight = Int(weights[Int(ids[token])])
        all += weight
        if matched[token] < 0 { loose += weight }
      }
      guard loose >= Self.lightest, 3 * loose >= 2 * all else { return nil }
      return LooseSentence(tokens: tokens, weight: all)
    }
  }

  private func sentences(of draft: DraftTokens) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    while start < draft.count {
      var end = start + 1
      while end < draft.count, draft.breaks[end] < .sentence { end += 1 }
      found.append(start..<end)
      start = end
    }
    return found
  }

  /// The pairs of sentences that are each other's likeliest.
  private func likelyPairs(
    _ lost: [LooseSentence], _ found: [LooseSentence], _ aligner: inout GapAlignment
  ) -> [SentencePair] {
    var places: [Int32: [Int]] = [:]
    for (index, sentence) in found.enumerated() {
      for id in Set(sentence.tokens.map { b[$0] }) { places[id, default: []].append(index) }
    }
    var best: [Int: (first: SentencePair, second: Double)] = [:]
    var bestOfNew: [Int: (first: Double, second: Double)] = [:]
    for (index, sentence) in lost.enumerated() {
      for candidate in candidates(for: sentence, places) {
        let pair = pair(index, candidate, lost, found, &aligner)
        if let known = best[index], known.first.likeness >= pair.likeness {
          best[index] = (known.first, max(known.second, pair.likeness))
        } else {
          best[index] = (pair, best[index]?.first.likeness ?? 0)
        }
        let known = bestOfNew[candidate] ?? (0, 0)
        bestOfNew[candidate] =
          pair.likeness > known.first
          ? (pair.likeness, known.first) : (known.first, max(known.second, pair.likeness))
      }
    }
    return best.values.filter { one in
      let rivals = bestOfNew[one.first.new] ?? (0, 0)
      let likeness = one.first.likeness
      return likeness >= Self.leastLikeness && likeness - one.second >= Self.leastLead
        && likeness >= rivals.first && likeness - rivals.second >= Self.leastLead
    }.map(\.first).sorted { $0.old < $1.old }
  }

  /// The sentences that share most with one, by the weight of their common words.
  private func candidates(for sentence: LooseSentence, _ places: [Int32: [Int]]) -> [Int] {
    var shared: [Int: Int32] = [:]
    for id in Set(sentence.tokens.map { a[$0] }) {
      guard let there = places[id], there.count <= Self.mostSentencesOfWord else { continue }
      for place in there { shared[place, default: 0] &+= weights[Int(id)] }
    }
    return shared.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(Self.mostCandidates).map(\.key)
  }

  private func pair(
    _ index: Int, _ candidate: Int, _ lost: [LooseSentence], _ found: [LooseSentence],
    _ aligner: inout GapAlignment
  ) -> SentencePair {
    let (x, y) = (lost[index], found[candidate])
    guard x.tokens.count * y.tokens.count <= Self.mostPairsOfWords else {
      return SentencePair(old: index, new: candidate, likeness: 0, matches: [])
    }
    let matches = aligned(x.tokens, y.tokens, &aligner)
    let shared = weight(ofOld: matches.map(\.0))
    let likeness = shared >= Self.lightest ? 2 * Double(shared) / Double(x.weight + y.weight) : 0
    return SentencePair(old: index, new: candidate, likeness: likeness, matches: matches)
  }

  private func aligned(
    _ old: Range<Int>, _ new: Range<Int>, _ aligner: inout GapAlignment
  ) -> [(Int, Int)] {
    aligner.align(Array(a[old]), Array(b[new])).map { (old.lowerBound + $0.0, new.lowerBound + $0.1) }
  }

  /// Matches what stands beside matched words in both drafts.
  private mutating func extendMatches() {
    for x in a.indices.dropFirst() where partner[x] < 0 && partner[x - 1] >= 0 {
      let y = partner[x - 1] + 1
      if y < b.count, origin[y] < 0, a[x] == b[y] { match(x, y) }
    }
    for x in a.indices.dropLast().reversed() where partner[x] < 0 && partner[x + 1] > 0 {
      let y = partner[x + 1] - 1
      if origin[y] < 0, a[x] == b[y] { match(x, y) }
    }
  }
}
