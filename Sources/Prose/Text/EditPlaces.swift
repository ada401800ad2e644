/// Where the replacements of edits stand in the text that `apply` makes of them, in Unicode scalars; nil for an edit
/// that it does not make because another made before overlaps it.
public func placesMade(by edits: [TextEdit], in text: String) -> [Range<Int>?] {
  let count = text.unicodeScalars.count
  var places = [Range<Int>?](repeating: nil, count: edits.count)
  var done = 0
  var shift = 0
  var last: Int?
  for index in edits.indices.sorted(by: {
    (edits[$0].range.lowerBound, edits[$0].range.upperBound)
      < (edits[$1].range.lowerBound, edits[$1].range.upperBound)
  }) {
    let edit = edits[index]
    if let last, edits[last] == edit {
      places[index] = places[last]
      continue
    }
    let range = edit.range.clamped(to: 0..<count)
    guard range.lowerBound >= done else { continue }
    let start = range.lowerBound + shift
    let length = edit.replacement.unicodeScalars.count
    places[index] = start..<start + length
    shift += length - range.count
    done = range.upperBound
    last = index
  }
  return places
}
