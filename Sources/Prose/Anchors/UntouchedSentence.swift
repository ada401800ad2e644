extension Reanchoring {
  /// The sentence of a passage in either draft, by Unicode scalars, where words still stand before and after it as they did.
  ///
  /// - Returns: nil when the passage is gone, or something was put in or taken out beside its sentence.
  public func sentences(of anchor: Anchor) -> (old: Range<Int>, new: Range<Int>)? {
    guard let range = range(of: anchor), let place = place(anchor).range else { return nil }
    let (tokens, there) = (old.touched(by: range), new.touched(by: place))
    guard !tokens.isEmpty, !there.isEmpty else { return (range, place) }
    let (before, now) = (old.sentence(around: tokens), new.sentence(around: there))
    let left = before.lowerBound > 0 ? alignment.partner[before.lowerBound - 1] : -1
    let right = before.upperBound < old.count ? alignment.partner[before.upperBound] : new.count
    guard left == now.lowerBound - 1, right == now.upperBound else { return nil }
    return (
      old.starts[before.lowerBound]..<old.ends[before.upperBound - 1],
      new.starts[now.lowerBound]..<new.ends[now.upperBound - 1]
    )
  }
}
