/// The first place in a range for which something holds that holds for all after it; the range's end when there is none.
func firstPlace(in range: Range<Int>, where isPast: (Int) -> Bool) -> Int {
  var (low, high) = (range.lowerBound, range.upperBound)
  while low < high {
    let middle = low + (high - low) / 2
    if isPast(middle) { high = middle } else { low = middle + 1 }
  }
  return low
}
