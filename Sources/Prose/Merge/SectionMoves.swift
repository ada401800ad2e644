private let mostMoves = 200
private let mostRounds = 4

/// Lines that one side moved and the other changed: the side is put back into the base's order for the merge, and what
/// came of these lines goes where they were moved to.
extension SectionMerge {
  /// Whether a line is so much that it doesn't stand in two places by chance.
  func tells(_ text: Int, _ line: Int) -> Bool {
    let line = ranges[text].lowerBound + line
    return texts[text].kinds[line] != .fence && texts[text].content(line).count { !isBlank($0) } >= 10
  }

  mutating func findMoves() {
    for side in 0...1 {
      let changed = changedMoves(side)
      let all =
        changed
        + LineMove.all(
          side: side, base: ids[0], ids: ids[side + 1], partner: partners[side], tells: { tells(0, $0) }
        )
        .filter { move in !changed.contains { $0.from.overlaps(move.from) || $0.to.overlaps(move.to) } }
      moves += all.filter { !isUntouched($0.from, by: 1 - side) }
        .sorted { $0.from.lowerBound < $1.from.lowerBound }
    }
    if moves.count > mostMoves { giveUp(Set(moves.indices)) }
  }

  /// Leaves moves out. Where the other side took the lines away, they stay only if somebody says so.
  mutating func giveUp(_ numbers: Set<Int>) {
    for move in numbers.map({ moves[$0] })
    where move.from.allSatisfy({ partners[1 - move.side][$0] < 0 || !tells(0, $0) }) {
      contested[move.side].formUnion(move.to)
    }
    moves = moves.indices.filter { !numbers.contains($0) }.map { moves[$0] }
  }

  private func isUntouched(_ lines: Range<Int>, by side: Int) -> Bool {
    let places = partners[side][lines]
    return places.allSatisfy { $0 >= 0 } && (places.last ?? 0) - (places.first ?? 0) == lines.count - 1
  }

  /// The chunks outside moved lines; those inside go to `movedChunks`. A move that doesn't fit is left out.
  mutating func settledChunks() -> [MergeChunk] {
    for round in 0... {
      if round == mostRounds { giveUp(Set(moves.indices)) }
      let sides = (0...1).map { side in
        UnmovedSide(
          partners[side], count: ids[side + 1].count,
          moves: moves.enumerated().filter { $0.element.side == side }.map { ($0.offset, $0.element) })
      }
      orders = sides.map(\.order)
      let chunks = ThreeWay(
        base: ids[0].count, partners: sides.map(\.partner), counts: orders.map(\.count),
        cuts: sides.map(\.cuts)
      ).chunks()
      if moves.isEmpty { return chunks }
      let (outside, unfit) = sorted(chunks)
      if unfit.isEmpty { return outside }
      giveUp(unfit)
    }
    return []
  }

  /// The chunks outside moved lines, and the moves that can't be followed.
  private mutating func sorted(_ chunks: [MergeChunk]) -> ([MergeChunk], unfit: Set<Int>) {
    var outside: [MergeChunk] = []
    movedChunks = [:]
    var unfit = Set<Int>()
    for chunk in chunks.flatMap(cutAtMoves) {
      let markers = (0...1).map { side in
        chunk.sides[side].filter { orders[side][$0] < 0 }.map { -1 - orders[side][$0] }
      }
      let around = moves.indices.filter {
        moves[$0].from.overlaps(chunk.base) || isInside(chunk.base, moves[$0].from)
      }
      if around.isEmpty {
        if chunk.change == .both { unfit.formUnion(markers[0] + markers[1]) }
        outside.append(chunk)
        continue
      }
      unfit.formUnion(markers[0] + markers[1])
      guard around.count == 1, let number = around.first, isWithin(chunk, moves[number]) else {
        unfit.formUnion(around)
        continue
      }
      movedChunks[number, default: []].append(chunk)
    }
    for number in moves.indices where !unfit.contains(number) && !isStillThere(number) {
      unfit.insert(number)
    }
    return (outside, unfit)
  }

  /// Whether the other side left at least half of the moved words, so that its change is one of these words.
  private func isStillThere(_ number: Int) -> Bool {
    let move = moves[number]
    let theirs = (movedChunks[number] ?? []).flatMap { lines(1 - move.side, $0.sides[1 - move.side]) }
    var numbering = TokenNumbering()
    let (old, new) = (
      numbering.number(TokenizedText(Lines(Array(baseBytes(move.from))), .merging)),
      numbering.number(TokenizedText(Lines(bytes(1 - move.side, theirs)), .merging))
    )
    var counts: [Int32: Int] = [:]
    for id in new { counts[id, default: 0] += 1 }
    var shared = 0
    for id in old where counts[id, default: 0] > 0 {
      counts[id]? -= 1
      shared += 1
    }
    return 2 * shared >= old.count
  }

  private func isInside(_ range: Range<Int>, _ move: Range<Int>) -> Bool {
    range.isEmpty && range.lowerBound > move.lowerBound && range.lowerBound < move.upperBound
  }

  /// Whether a chunk is of moved lines only, on the side that moved them as well.
  private func isWithin(_ chunk: MergeChunk, _ move: LineMove) -> Bool {
    chunk.base.lowerBound >= move.from.lowerBound && chunk.base.upperBound <= move.from.upperBound
      && lines(move.side, chunk.sides[move.side]).allSatisfy(move.to.contains)
  }

  /// An unchanged chunk in pieces, none of which reaches over the end of moved lines.
  private func cutAtMoves(_ chunk: MergeChunk) -> [MergeChunk] {
    guard chunk.change == .none else { return [chunk] }
    let cuts = Set(moves.flatMap { [$0.from.lowerBound, $0.from.upperBound] })
      .filter { $0 > chunk.base.lowerBound && $0 < chunk.base.upperBound }.sorted()
    var pieces: [MergeChunk] = []
    var start = 0
    for end in cuts.map({ $0 - chunk.base.lowerBound }) + [chunk.base.count] {
      func part(_ range: Range<Int>) -> Range<Int> { range.lowerBound + start..<range.lowerBound + end }
      pieces.append(MergeChunk(change: .none, base: part(chunk.base), sides: chunk.sides.map(part)))
      start = end
    }
    return pieces
  }
}
