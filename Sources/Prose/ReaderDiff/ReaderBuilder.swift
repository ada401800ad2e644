/// Puts a reader's diff together: pairs paragraphs, pairs the sentences of each pair, compares the words of those,
/// and finds moved passages among what is left.
struct ReaderBuilder {
  private(set) var blocks: [ReaderBlock] = []
  private(set) var moves: [ReaderMove] = []

  private let old: ReaderSide
  private let new: ReaderSide
  private var passages: PassageMoves
  /// The move that a paragraph belongs to, and where it came from.
  private var movedAway: [Int: Int] = [:]
  private var movedHere: [Int: (old: Int, move: Int)] = [:]

  init(_ old: ReaderSide, _ new: ReaderSide, findsShortMoves: Bool) {
    self.old = old
    self.new = new
    passages = PassageMoves(old, new, findsShort: findsShortMoves)
  }

  mutating func run() {
    let pairing = ReaderPairing(
      old.paragraphs.map { old.ids[$0.words] }, new.paragraphs.map { new.ids[$0.words] })
    for pair in pairing.moved where new.paragraphs[pair.new].words.count >= 5 { addMove(pair.old, pair.new) }
    var (nextOld, nextNew) = (0, 0)
    for pair in pairing.inOrder {
      addGap(nextOld..<pair.old.lowerBound, nextNew..<pair.new.lowerBound)
      add(pair.old, pair.new)
      (nextOld, nextNew) = (pair.old.upperBound, pair.new.upperBound)
    }
    addGap(nextOld..<old.paragraphs.count, nextNew..<new.paragraphs.count)
    blocks = passages.marked(blocks, firstMove: moves.count)
    moves += passages.moves
  }

  /// Neighbours that moved together are one move.
  private mutating func addMove(_ oldIndex: Int, _ newIndex: Int) {
    let (from, to) = (
      old.scalars(old.paragraphs[oldIndex].bytes), new.scalars(new.paragraphs[newIndex].bytes)
    )
    let move: Int
    if let before = movedHere[newIndex - 1], before.old == oldIndex - 1 {
      move = before.move
      moves[move].old = moves[move].old.lowerBound..<from.upperBound
      moves[move].new = moves[move].new.lowerBound..<to.upperBound
    } else {
      move = moves.count
      moves.append(ReaderMove(old: from, new: to, isChanged: false))
    }
    movedAway[oldIndex] = move
    movedHere[newIndex] = (oldIndex, move)
  }

  private mutating func addGap(_ olds: Range<Int>, _ news: Range<Int>) {
    for index in olds {
      let range = old.scalars(old.paragraphs[index].bytes)
      let place = new.place(ofParagraph: news.lowerBound)
      let move = movedAway[index]
      let span = ReaderSpan(
        kind: .deleted, text: old.string(old.paragraphs[index].bytes), old: range, new: place..<place,
        move: move)
      if move == nil, !old.paragraphs[index].isFenced {
        for sentence in old.sentences(ofParagraphs: index..<index + 1) {
          passages.addDeleted(sentence, block: blocks.count)
        }
      }
      blocks.append(
        ReaderBlock(
          kind: move == nil ? .deleted : .movedAway, old: range, new: place..<place, spans: [span], move: move
        ))
    }
    for index in news {
      let range = new.scalars(new.paragraphs[index].bytes)
      if let moved = movedHere[index] {
        let spans = compare(moved.old..<moved.old + 1, index..<index + 1)
        if spans.contains(where: { $0.kind != .same && !$0.isSpace }) { moves[moved.move].isChanged = true }
        blocks.append(
          ReaderBlock(
            kind: .moved, old: old.scalars(old.paragraphs[moved.old].bytes), new: range, spans: spans,
            move: moved.move))
        continue
      }
      let place = old.place(ofParagraph: olds.upperBound)
      let span = ReaderSpan(
        kind: .inserted, text: new.string(new.paragraphs[index].bytes), old: place..<place, new: range)
      for sentence in new.sentences(ofParagraphs: index..<index + 1) where !new.paragraphs[index].isFenced {
        passages.addInserted(sentence, block: blocks.count)
      }
      blocks.append(ReaderBlock(kind: .inserted, old: place..<place, new: range, spans: [span], move: nil))
    }
  }

  private mutating func add(_ olds: Range<Int>, _ news: Range<Int>) {
    let spans = compare(olds, news)
    let kind: ReaderBlock.Kind =
      if olds.count > 1 {
        .merged
      } else if news.count > 1 {
        .split
      } else {
        spans.allSatisfy { $0.kind == .same || $0.isSpace } ? .same : .changed
      }
    blocks.append(
      ReaderBlock(
        kind: kind, old: old.scalars(old.bytes(ofParagraphs: olds)),
        new: new.scalars(new.bytes(ofParagraphs: news)), spans: spans, move: nil))
  }

  private mutating func compare(_ olds: Range<Int>, _ news: Range<Int>) -> [ReaderSpan] {
    let bytes = (old: old.bytes(ofParagraphs: olds), new: new.bytes(ofParagraphs: news))
    var spans = ReaderSpanWriter(old, new, bytes)
    if old.bytes[bytes.old].elementsEqual(new.bytes[bytes.new]) {
      spans.same(bytes.old, bytes.new)
      return spans.finished()
    }
    let sentences = (old.sentences(ofParagraphs: olds), new.sentences(ofParagraphs: news))
    let pairing = ReaderPairing(sentences.0.map { old.ids[$0] }, sentences.1.map { new.ids[$0] })
    var (nextOld, nextNew) = (0, 0)
    // A line of code that stands elsewhere in its block is no passage that was moved.
    let isCode =
      old.paragraphs[olds].contains(where: \.isFenced) || new.paragraphs[news].contains(where: \.isFenced)
    func leave(_ end: (old: Int, new: Int)) {
      if isCode { return }
      for index in nextOld..<end.old { passages.addDeleted(sentences.0[index], block: blocks.count) }
      for index in nextNew..<end.new { passages.addInserted(sentences.1[index], block: blocks.count) }
    }
    for pair in pairing.inOrder {
      leave((pair.old.lowerBound, pair.new.lowerBound))
      (nextOld, nextNew) = (pair.old.upperBound, pair.new.upperBound)
      let tokens = (sentences.0[pair.old].flatMap { $0 }, sentences.1[pair.new].flatMap { $0 })
      if old.ids[
        sentences.0[pair.old.lowerBound].lowerBound..<sentences.0[pair.old.upperBound - 1].upperBound
      ]
      .elementsEqual(
        new.ids[sentences.1[pair.new.lowerBound].lowerBound..<sentences.1[pair.new.upperBound - 1].upperBound]
      ),
        tokens.0.count == tokens.1.count
      {
        for (x, y) in zip(tokens.0, tokens.1) { spans.match(old.tokens[x], new.tokens[y]) }
        continue
      }
      for run in ReaderWords(old, tokens.0, new, tokens.1).runs {
        for (x, y) in zip(tokens.0[run.old], tokens.1[run.new]) { spans.match(old.tokens[x], new.tokens[y]) }
      }
    }
    leave((sentences.0.count, sentences.1.count))
    return spans.finished()
  }
}
