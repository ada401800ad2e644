/// Sentences that were taken away in one place and put in at another, with few changes or none.
///
/// Neighbours that moved together are one move.
struct PassageMoves {
  private(set) var moves: [ReaderMove] = []

  private let old: ReaderSide
  private let new: ReaderSide
  private var deleted: [Sentence] = []
  private var inserted: [Sentence] = []

  /// About five words: shorter sentences that are alike are so by chance.
  private static let leastWeight = 20
  /// Two words: what is shorter is equal by chance.
  private static let leastEqualWeight = 7
  /// The least weight of an equal sentence.
  private let leastEqual: Int

  fileprivate struct Sentence {
    let tokens: Range<Int>
    let block: Int
  }

  /// - Parameter findsShort: whether equal sentences of two words are looked for too: to be shown, not to be suggested.
  init(_ old: ReaderSide, _ new: ReaderSide, findsShort: Bool) {
    self.old = old
    self.new = new
    leastEqual = findsShort ? Self.leastEqualWeight : Self.leastWeight
  }

  /// Takes up a sentence of which the new draft has nothing in this place.
  mutating func addDeleted(_ tokens: Range<Int>, block: Int) {
    if weight(of: tokens, old) >= leastEqual {
      deleted.append(Sentence(tokens: tokens, block: block))
    }
  }

  /// Takes up a sentence of which the old draft has nothing in this place.
  mutating func addInserted(_ tokens: Range<Int>, block: Int) {
    if weight(of: tokens, new) >= leastEqual {
      inserted.append(Sentence(tokens: tokens, block: block))
    }
  }

  /// Up to what makes a sentence long.
  private func weight(of tokens: Range<Int>, _ side: ReaderSide) -> Int {
    var weight = 0
    for token in tokens where weight < Self.leastWeight { weight += side.weight(token) }
    return weight
  }

  /// The blocks with their spans cut where a moved passage begins and ends.
  mutating func marked(_ blocks: [ReaderBlock], firstMove: Int) -> [ReaderBlock] {
    guard !deleted.isEmpty, !inserted.isEmpty else { return blocks }
    let table = FeatureTable(
      deleted.enumerated().map { ($0, old.ids[$1.tokens]) },
      inserted.enumerated().map { ($0, new.ids[$1.tokens]) })
    var cuts: [Int: [(bytes: Range<Int>, isOld: Bool, move: Int)]] = [:]
    var last: (old: Int, new: Int)?
    for pair in FeatureTable.moved(table.edges()) {
      let (from, to) = (deleted[pair.old], inserted[pair.new])
      let bytes = (old: old.bytes(ofTokens: from.tokens), new: new.bytes(ofTokens: to.tokens))
      let isChanged = !old.ids[from.tokens].elementsEqual(new.ids[to.tokens])
      if isChanged, min(weight(of: from.tokens, old), weight(of: to.tokens, new)) < Self.leastWeight {
        continue
      }
      let ranges = (old.scalars(bytes.old), new.scalars(bytes.new))
      if let last, last.old + 1 == pair.old, last.new + 1 == pair.new,
        deleted[last.old].isDirectly(before: from), inserted[last.new].isDirectly(before: to)
      {
        moves[moves.count - 1].old = moves[moves.count - 1].old.lowerBound..<ranges.0.upperBound
        moves[moves.count - 1].new = moves[moves.count - 1].new.lowerBound..<ranges.1.upperBound
        moves[moves.count - 1].isChanged = moves[moves.count - 1].isChanged || isChanged
      } else {
        moves.append(ReaderMove(old: ranges.0, new: ranges.1, isChanged: isChanged))
      }
      let move = firstMove + moves.count - 1
      cuts[from.block, default: []].append((bytes.old, true, move))
      cuts[to.block, default: []].append((bytes.new, false, move))
      last = pair
    }
    return blocks.enumerated().map { index, block in
      guard let found = cuts[index] else { return block }
      var block = block
      block.spans = block.spans.flatMap { span in
        switch span.kind {
        case _ where span.isSpace: [span]
        case .same: [span]
        case .deleted: cut(span, at: found.filter(\.isOld).map { ($0.bytes, $0.move) }, of: old)
        case .inserted: cut(span, at: found.filter { !$0.isOld }.map { ($0.bytes, $0.move) }, of: new)
        }
      }
      return block
    }
  }

  private func cut(
    _ span: ReaderSpan, at passages: [(bytes: Range<Int>, move: Int)], of side: ReaderSide
  ) -> [ReaderSpan] {
    let isOld = span.kind == .deleted
    let range = isOld ? span.old : span.new
    let whole = side.bytes(ofScalars: range)
    var parts: [ReaderSpan] = []
    var place = whole.lowerBound
    func add(upTo end: Int, _ move: Int?) {
      guard place < end else { return }
      let scalars = side.scalars(place..<end)
      parts.append(
        ReaderSpan(
          kind: span.kind, text: side.string(place..<end), old: isOld ? scalars : span.old,
          new: isOld ? span.new : scalars, move: move, isSpace: side.quotes.isSpace(place..<end)))
      place = end
    }
    for passage in passages.sorted(by: { $0.bytes.lowerBound < $1.bytes.lowerBound }) {
      var part = passage.bytes.clamped(to: whole)
      guard !part.isEmpty else { continue }
      // The white space after it goes with it.
      while part.upperBound < whole.upperBound, [0x20, 0x0A, 0x09].contains(side.bytes[part.upperBound]) {
        part = part.lowerBound..<part.upperBound + 1
      }
      add(upTo: part.lowerBound, nil)
      add(upTo: part.upperBound, passage.move)
    }
    add(upTo: whole.upperBound, nil)
    return parts
  }
}

extension PassageMoves.Sentence {
  fileprivate func isDirectly(before next: PassageMoves.Sentence) -> Bool {
    block == next.block && tokens.upperBound == next.tokens.lowerBound
  }
}

extension ReaderSide {
  /// From the first token to the last.
  func bytes(ofTokens range: Range<Int>) -> Range<Int> {
    tokens[range.lowerBound].lowerBound..<tokens[range.upperBound - 1].upperBound
  }
}
