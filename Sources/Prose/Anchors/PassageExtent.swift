extension Reanchoring {
  /// The scalars of the new draft under some of its tokens, as a passage of the old draft begins and ends: one that
  /// begins or ends inside a word, or with white space, does so still.
  func scalars(
    under extent: ClosedRange<Int>, of range: Range<Int>, _ tokens: Range<Int>, isWhole: Bool
  ) -> Range<Int> {
    // The second and third full stop of an ellipsis have no scalar of their own.
    var start = min(new.starts[extent.lowerBound], new.ends[extent.lowerBound] - 1)
    var end = new.ends[extent.upperBound]
    if isWhole || alignment.origin[extent.lowerBound] == tokens.lowerBound {
      let head = range.lowerBound - old.starts[tokens.lowerBound]
      let space = max(0, start - (extent.lowerBound > 0 ? new.ends[extent.lowerBound - 1] : 0))
      start = head > 0 ? min(start + head, new.ends[extent.lowerBound] - 1) : start - min(-head, space)
    }
    if isWhole || alignment.origin[extent.upperBound] == tokens.upperBound - 1 {
      let tail = range.upperBound - old.ends[tokens.upperBound - 1]
      let next = extent.upperBound + 1 < new.count ? new.starts[extent.upperBound + 1] : new.scalarCount
      end = tail > 0 ? end + min(tail, next - end) : max(end + tail, start + 1)
    }
    return start..<max(end, start + 1)
  }

  /// A passage whose first or last words were replaced one for one takes the words that stand in their place, where
  /// these are few and the word next to them stands as it was.
  func widened(_ extent: ClosedRange<Int>, _ tokens: Range<Int>) -> ClosedRange<Int> {
    let most = 2
    var (from, to) = (extent.lowerBound, extent.upperBound)
    let first = alignment.origin[from]
    let last = alignment.origin[to]
    if first > tokens.lowerBound, first - tokens.lowerBound <= most, tokens.lowerBound > 0 {
      let before = alignment.partner[tokens.lowerBound - 1]
      if before >= 0, before < from, from - before - 1 == first - tokens.lowerBound { from = before + 1 }
    }
    if last < tokens.upperBound - 1, tokens.upperBound - 1 - last <= most, tokens.upperBound < old.count {
      let after = alignment.partner[tokens.upperBound]
      if after > to, after - to - 1 == tokens.upperBound - 1 - last { to = after - 1 }
    }
    return from...to
  }

  /// White space stays where the words around it still stand side by side.
  func placeSpace(_ range: Range<Int>, before next: Int) -> Placement {
    let orphan = Placement(status: .orphan, range: nil, score: 0.9, method: .orphaned)
    let left = next > 0 ? alignment.partner[next - 1] : -1
    let right = next < old.count ? alignment.partner[next] : new.count
    guard right == left + 1, left >= 0 || next == 0 else { return orphan }
    let start = left >= 0 ? new.ends[left] : 0
    let end = right < new.count ? new.starts[right] : new.scalarCount
    guard start < end else { return orphan }
    let offset = min(range.lowerBound - (next > 0 ? old.ends[next - 1] : 0), end - start - 1)
    let placed = start + offset..<min(end, start + offset + range.count)
    return Placement(status: .kept, range: placed, score: 0.99, method: .exact)
  }
}
