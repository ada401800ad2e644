import Editorial
import Prose
import Terminal

/// A text with numbered passages, cut into paragraphs for a terminal.
struct MarkedText {
  private let text: ScalarText
  private let ranges: [Range<Int>]
  /// Scalar ranges that together are the whole text, each with the blank lines after it. A line longer than people
  /// break lines at is a paragraph by itself: texts pasted from the web have no blank lines between them.
  let paragraphs: [Range<Int>]

  private static let longLine = 120

  init(text: ScalarText, ranges: [Range<Int>]) {
    self.text = text
    self.ranges = ranges
    var lines: [Range<Int>] = []
    var lineStart = 0
    for offset in 0..<text.count where text.scalar(at: offset) == "\n" {
      lines.append(lineStart..<offset + 1)
      lineStart = offset + 1
    }
    if lineStart < text.count { lines.append(lineStart..<text.count) }
    var paragraphs: [Range<Int>] = []
    var start = 0
    let pasted = Set(pastedParagraphEnds(String(text[0..<text.count])))
    for (line, next) in zip(lines, lines.dropFirst()) where next.count > 1 {
      guard
        line.count == 1 || pasted.contains(line.upperBound) || line.count > Self.longLine
          || next.count > Self.longLine
      else { continue }
      paragraphs.append(start..<next.lowerBound)
      start = next.lowerBound
    }
    if start < text.count { paragraphs.append(start..<text.count) }
    self.paragraphs = paragraphs
  }

  /// A paragraph with its passages underlined and followed by their numbers, wrapped where there is a width.
  func rendered(_ paragraph: Range<Int>, _ paint: Paint, width: Int?) -> String {
    var cuts: Set<Int> = [paragraph.lowerBound, paragraph.upperBound]
    for range in ranges {
      for end in [range.lowerBound, range.upperBound] where paragraph.contains(end) { cuts.insert(end) }
    }
    let places = cuts.sorted()
    var out = Styled()
    for (start, end) in zip(places, places.dropFirst()) {
      let isMarked = ranges.contains { $0.lowerBound <= start && end <= $0.upperBound }
      out += Styled(lines: String(text[start..<end]), isMarked ? .underline : [])
      for (number, range) in ranges.enumerated() where range.upperBound == end && !range.isEmpty {
        out += Styled("[\(number + 1)]", .cyan)
      }
    }
    guard let width else { return out.rendered(colour: paint.isOn) }
    return out.wrapped(to: max(20, width)).map { $0.rendered(colour: paint.isOn) }.joined(separator: "\n")
  }
}
