/// Paragraphs that one side moved and changed.
extension SectionMerge {
  /// The moves of a side's paragraphs that stand nowhere as they were, and that surely are the same: half of their words,
  /// and of those three or more that stand once, in no other paragraph that the side took away or put in.
  func changedMoves(_ side: Int) -> [LineMove] {
    let partner = partners[side]
    var origin = Array(repeating: -1, count: ids[side + 1].count)
    for (x, y) in partner.enumerated() where y >= 0 { origin[y] = x }
    var numbering = TokenNumbering()
    let old = paragraphs(0, partner, &numbering)
    let new = paragraphs(side + 1, origin, &numbering)
    let (oldPlaces, newPlaces) = (Self.places(old), Self.places(new))
    var moves: [LineMove] = []
    for (number, paragraph) in old.enumerated() {
      var votes: [Int: Int] = [:]
      for word in paragraph.words where oldPlaces[word] == number {
        if let place = newPlaces[word], place >= 0 { votes[place, default: 0] += 1 }
      }
      guard let vote = votes.first, votes.count == 1, vote.value >= Self.leastShared else { continue }
      let other = new[vote.key]
      guard paragraph.gap != other.gap, paragraph.shares(halfWith: other),
        let move = move(side, paragraph.lines, other.lines, partner, origin)
      else { continue }
      moves.append(move)
    }
    let targets = moves.reduce(into: [Int: Int]()) { $0[$1.to.lowerBound, default: 0] += 1 }
    return moves.filter { targets[$0.to.lowerBound] == 1 }
  }

  private static let leastShared = 3

  /// With the equal lines around it that moved as well, as the blank one after a paragraph.
  private func move(_ side: Int, _ from: Range<Int>, _ to: Range<Int>, _ partner: [Int], _ origin: [Int])
    -> LineMove?
  {
    func isMoved(_ x: Int, _ y: Int) -> Bool {
      partner.indices.contains(x) && origin.indices.contains(y) && partner[x] < 0 && origin[y] < 0
        && ids[0][x] == ids[side + 1][y]
    }
    let lines = Alignment(Array(ids[0][from]), Array(ids[side + 1][to]), runs: [1]).partner
      .map { $0 < 0 ? -1 : to.lowerBound + $0 }
    if isMoved(from.upperBound, to.upperBound) {
      return LineMove(
        side: side, from: from.lowerBound..<from.upperBound + 1, to: to.lowerBound..<to.upperBound + 1,
        lines: lines + [to.upperBound])
    }
    if isMoved(from.lowerBound - 1, to.lowerBound - 1) {
      return LineMove(
        side: side, from: from.lowerBound - 1..<from.upperBound, to: to.lowerBound - 1..<to.upperBound,
        lines: [to.lowerBound - 1] + lines)
    }
    return LineMove(side: side, from: from, to: to, lines: lines)
  }

  /// Lines between blank ones that have no partner.
  private struct Paragraph {
    var lines: Range<Int>
    var words: [Int32] = []
    /// The lines with a partner that are next after it, in the base.
    var gap: Int

    func shares(halfWith other: Paragraph) -> Bool {
      var counts = other.words.reduce(into: [Int32: Int]()) { $0[$1, default: 0] += 1 }
      var shared = 0
      for word in words where counts[word, default: 0] > 0 {
        counts[word]? -= 1
        shared += 1
      }
      return 2 * shared >= max(words.count, other.words.count)
    }
  }

  private func paragraphs(_ text: Int, _ partner: [Int], _ numbering: inout TokenNumbering) -> [Paragraph] {
    var paragraphs: [Paragraph] = []
    var line = 0
    while line < partner.count {
      let start = line
      while line < partner.count, partner[line] < 0, isRunning(text, line) { line += 1 }
      if line == start {
        line += 1
        continue
      }
      let gap = (line..<partner.count).first { partner[$0] >= 0 } ?? partner.count
      let lines = texts[text].bytes[
        texts[text].range(ranges[text].lowerBound + start..<ranges[text].lowerBound + line)]
      paragraphs.append(
        Paragraph(
          lines: start..<line, words: numbering.number(TokenizedText(Lines(Array(lines)), .merging)),
          gap: gap < partner.count ? (text == 0 ? gap : partner[gap]) : -1))
    }
    return paragraphs
  }

  private func isRunning(_ text: Int, _ line: Int) -> Bool {
    let kind = texts[text].kinds[ranges[text].lowerBound + line]
    return kind == .prose || kind == .tableRow
  }

  /// The paragraph that each word stands in once, or -1 for one that stands twice.
  private static func places(_ paragraphs: [Paragraph]) -> [Int32: Int] {
    var places: [Int32: Int] = [:]
    for (number, paragraph) in paragraphs.enumerated() {
      for word in paragraph.words where places.updateValue(number, forKey: word) != nil { places[word] = -1 }
    }
    return places
  }
}
