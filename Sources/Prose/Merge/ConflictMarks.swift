/// A passage of a text that is still marked as a conflict.
public struct MarkedPassage: Sendable, Hashable {
  /// The number in its mark, as in `<<<<<<< 2: this desk`.
  public let number: Int?
  /// The line, from 1, where it begins.
  public let line: Int
  /// Whether it stands in a code block, where marks may be meant.
  public let isInCode: Bool
  /// Lines, from 0.
  fileprivate let ours: Range<Int>
  fileprivate let theirs: Range<Int>
}

/// The passages of a text that are marked as conflicts.
public func markedPassages(in text: String) -> [MarkedPassage] {
  let lines = Lines(Array(text.utf8))
  var passages: [MarkedPassage] = []
  var start: (line: Int, number: Int?)?
  var middle: Int?
  for line in 0..<lines.count {
    let words = lines.content(line)
    if words.starts(with: "<<<<<<< ".utf8) {
      let number = Int(String(decoding: words.dropFirst(8).prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self))
      (start, middle) = ((line, number), nil)
    } else if start != nil, words.elementsEqual("=======".utf8) {
      middle = line
    } else if let first = start, let half = middle, words.starts(with: ">>>>>>> ".utf8) {
      passages.append(
        MarkedPassage(
          number: first.number, line: first.line + 1, isInCode: lines.kinds[first.line] == .code,
          ours: first.line + 1..<half, theirs: half + 1..<line))
      (start, middle) = (nil, nil)
    }
  }
  return passages
}

/// A text in which numbered passages that are still marked are given to a side: 0 ours, 1 theirs, nil stays as it is.
///
/// A line end that only the marks made, between words of one line, goes with them.
public func settlingMarks(in text: String, side: (Int) -> Int?) -> String {
  let lines = Lines(Array(text.utf8))
  var settled: [UInt8] = []
  func add(_ range: Range<Int>) { settled += lines.bytes[lines.range(range)] }
  func joinLine() {
    let end = Array(settled.suffix(3))
    if end.count == 3, end[0] != 0x20, end[1] == 0x20, end[2] == 0x0A { settled.removeLast() }
  }
  var place = 0
  for passage in markedPassages(in: text) {
    guard let number = passage.number, let side = side(number) else { continue }
    add(place..<passage.line - 1)
    joinLine()
    let chosen = side == 0 ? passage.ours : passage.theirs
    if !chosen.isEmpty {
      add(chosen)
      joinLine()
    }
    place = passage.theirs.upperBound + 1
  }
  add(place..<lines.count)
  return String(decoding: settled, as: UTF8.self)
}
