/// Text that was pasted as many editors and mail programs give it: each line is a paragraph, and no blank lines part them.
///
/// Markdown takes such lines for one paragraph. A text is one of these when at least three lines of prose follow one
/// another, nearly all of them end as a paragraph does and the next begins as one, and blank lines hardly ever stand
/// between its lines: whoever writes a sentence a line parts paragraphs by blank lines.
extension Lines {
  private static let fewestPairs = 2
  /// Of so many lines that follow one another one may be parted by a blank line, or not look like a paragraph.
  private static let exceptions = 8
  /// Bytes; two lines longer than people break lines at are paragraphs.
  private static let longLine = 120

  /// The lines after which a new paragraph begins without a blank line; none where the text isn't pasted so.
  var pastedParagraphs: [Int] {
    var (pairs, parted, unlike) = ([Int](), 0, 0)
    var last: Int?
    for line in 0..<count {
      guard kinds[line] == .prose, !isStructured(line) else {
        if kinds[line] != .blank { last = nil }
        continue
      }
      defer { last = line }
      guard let before = last else { continue }
      if before + 1 < line {
        parted += 1
      } else {
        pairs.append(before)
        if !endsParagraph(before) || beginsLowerCase(line) { unlike += 1 }
      }
    }
    let isLong =
      pairs.count == 1
      && pairs.allSatisfy { range($0).count > Self.longLine && range($0 + 1).count > Self.longLine }
    guard pairs.count >= Self.fewestPairs || isLong, parted * Self.exceptions <= pairs.count,
      unlike * Self.exceptions <= pairs.count
    else { return [] }
    return pairs
  }

  /// Whether a line is an item of a list, a heading or its underline, quotation, definition, HTML, or indented.
  private func isStructured(_ line: Int) -> Bool {
    let text = content(line)
    let rest = text.drop { $0 == 0x20 || $0 == 0x09 }
    guard let first = rest.first, text.count - rest.count < 4 else { return true }
    switch first {
    case UInt8(ascii: "#"), UInt8(ascii: ">"), UInt8(ascii: "<"), UInt8(ascii: "|"), UInt8(ascii: "["):
      return true
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "="):
      return rest.dropFirst().first.map { $0 == 0x20 || $0 == first && first != UInt8(ascii: "*") } ?? true
    case 0x30...0x39:
      let mark = rest.drop { (0x30...0x39).contains($0) }
      return mark.first == UInt8(ascii: ".") && mark.dropFirst().first == 0x20
        || mark.first == UInt8(ascii: ")")
    default: return false
    }
  }

  /// Whether a line ends as a sentence does, without a sign for a line's break that is meant.
  private func endsParagraph(_ line: Int) -> Bool {
    var text = content(line)
    if bytes[range(line)].dropFirst(text.count).prefix(2).elementsEqual([0x20, 0x20]) { return false }
    let closers = ["\"", "'", ")", "]", "*", "_", "\u{201D}", "\u{2019}", "\u{00BB}", "\u{00AB}", "\u{201C}"]
      .map { Array($0.utf8) }
    while let closer = closers.first(where: { text.suffix($0.count).elementsEqual($0) }) {
      text.removeLast(closer.count)
    }
    return [".", "!", "?", ":", ";", "\u{2026}", "。", "！", "？", "।", "؟", "۔"].contains {
      text.suffix($0.utf8.count).elementsEqual($0.utf8)
    }
  }

  private func beginsLowerCase(_ line: Int) -> Bool {
    content(line).first { $0 != 0x20 }.map { (0x61...0x7A).contains($0) } ?? false
  }
}

/// The ends of paragraphs that no blank line ends, in Unicode scalars, ascending.
public func pastedParagraphEnds(_ text: String) -> [Int] { partingPastedParagraphs(text)?.places ?? [] }

/// A text with a blank line between the paragraphs that were pasted without; nil where there are none.
///
/// - Returns: the text, and the scalars of the given one before which a line feed was put in, ascending.
public func partingPastedParagraphs(_ text: String) -> (text: String, places: [Int])? {
  let lines = Lines(Array(text.utf8))
  let pasted = lines.pastedParagraphs
  guard !pasted.isEmpty else { return nil }
  var offsets = ScalarOffsets(lines.bytes)
  var (parted, places, start) = ([UInt8](), [Int](), 0)
  for line in pasted {
    let end = lines.starts[line + 1]
    parted += lines.bytes[start..<end]
    parted.append(0x0A)
    places.append(offsets.scalars(upTo: end))
    start = end
  }
  parted += lines.bytes[start...]
  return (String(decoding: parted, as: UTF8.self), places)
}
