extension Reanchoring {
  /// Less of a passage than this, by weight, says nothing of where it was.
  private static let leastShare = 0.3

  /// Where a passage may be, for a person to choose from when its placement is an orphan: what is left of it, or what
  /// stands between its old neighbours, then the places where all its words stand, those in surroundings like its own first.
  ///
  /// - Parameter most: how many, 1 or more.
  /// - Returns: disjoint ranges of Unicode scalars of the new draft; none for a quote that the old draft doesn't hold.
  public func candidates(for anchor: Anchor, atMost most: Int) -> [Range<Int>] {
    guard let range = range(of: anchor) else { return [] }
    let tokens = old.touched(by: range)
    guard !tokens.isEmpty else { return [] }
    var found = (copies(of: tokens) ?? []).likeliestFirst.map {
      scalars(under: $0.extent, of: range, tokens, isWhole: true)
    }
    let kept = KeptWords(of: tokens, in: self)
    if let extent = kept.extent, evidence(tokens, kept).share >= Self.leastShare {
      let left = scalars(under: widened(extent, tokens), of: range, tokens, isWhole: false)
      if !found.contains(where: left.overlaps) { found.insert(left, at: 0) }
    } else if let extent = replacement(of: tokens) {
      let there = scalars(under: extent, of: range, tokens, isWhole: false)
      found = [there] + found.filter { !there.overlaps($0) }
    }
    return Array(found.prefix(most))
  }

  /// The words between a passage's neighbours, where these still stand with some of the text around them, and the words
  /// are new, or the passage's own, and not many more than it had.
  func replacement(of tokens: Range<Int>) -> ClosedRange<Int>? {
    guard tokens.lowerBound > 0, tokens.upperBound < old.count else { return nil }
    let (before, after) = (alignment.partner[tokens.lowerBound - 1], alignment.partner[tokens.upperBound])
    guard before >= 0, after > before + 1, after - before <= 2 * tokens.count + 4 else { return nil }
    let extent = before + 1...after - 1
    let strangers = extent.count { alignment.origin[$0] >= 0 && !tokens.contains(alignment.origin[$0]) }
    let around = weightBeside(tokens, extent)
    guard 4 * strangers <= extent.count, around >= Int(Self.leastEvidence),
      extent.contains(where: { new.kinds[$0].isWord })
    else { return nil }
    return extent
  }
}
