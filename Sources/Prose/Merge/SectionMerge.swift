/// A three-way merge by lines of one part of the texts: the front matter or the body.
///
/// Lines that both sides changed are merged by words. Lines that one side moved and the other changed are changed at
/// their new place. What both sides put in at different places, or one moved and the other took away, is a conflict:
/// it would be there twice, or in spite of somebody.
struct SectionMerge {
  /// Base, ours, theirs.
  let texts: [Lines]
  let ranges: [Range<Int>]
  let ids: [[Int32]]
  let partners: [[Int]]
  var moves: [LineMove] = []
  /// Ours and theirs: the lines in the order of the base; see `UnmovedSide`.
  var orders: [[Int]] = [[], []]
  /// Ours and theirs: lines that only this side put in and that are a conflict all the same.
  var contested: [Set<Int>] = [[], []]
  /// Ours and theirs: lines that are a conflict where the other side alone changed them.
  private var keptContested: [Set<Int>] = [[], []]
  var movedChunks: [Int: [MergeChunk]] = [:]
  private var chunks: [MergeChunk] = []
  /// Whether a change that opens or closes a code block is a conflict.
  private var contestsFences = false
  private let marks: PlainMarks
  private let quotes: [[Range<Int>]]
  private(set) var hunks = MergeHunks()

  /// - Parameter quotes: for each text where the lines of quotations go on; see `QuoteLines`.
  init(
    _ texts: [Lines], _ ranges: [Range<Int>], _ ids: [[Int32]], _ marks: PlainMarks, quotes: [[Range<Int>]]
  ) {
    self.texts = texts
    self.quotes = quotes
    self.ranges = ranges
    self.marks = marks
    let ids = zip(ids, ranges).map { Array($0[$1]) }
    self.ids = ids
    partners = (1...2).map { side in
      var partner = Alignment(ids[0], ids[side], runs: [4, 1], dropsWeak: false).partner
      slideChanges(
        &partner, ids[0], ids[side], boundaryA: Self.boundary(texts[0], ranges[0]),
        boundaryB: Self.boundary(texts[side], ranges[side]))
      TwinLines(texts[0], ranges[0], ids[0]).dropDoubtful(
        &partner, TwinLines(texts[side], ranges[side], ids[side]))
      return partner
    }
  }

  /// How natural it is that a change begins or ends before a line: after a blank line best.
  private static func boundary(_ text: Lines, _ range: Range<Int>) -> (Int) -> Int {
    { line in
      let place = range.lowerBound + line
      if line == 0 || line == range.count || text.kinds[place - 1] == .blank { return 2 }
      return text.kinds[place] == .blank ? 1 : 0
    }
  }

  mutating func run() {
    findMoves()
    chunks = settledChunks()
    findDoubles()
    build()
  }

  private mutating func build() {
    hunks = MergeHunks()
    for chunk in chunks { add(chunk) }
  }

  var changes: [MergeChunk.Change] { (chunks + movedChunks.values.joined()).map(\.change) }

  mutating func contestFences() {
    contestsFences = true
    build()
  }

  /// Merges anew with those lines contested that a side put in to define one of some names.
  mutating func contestNames(_ names: Set<[UInt8]>) {
    for side in 0...1 {
      let kept = Set(partners[side])
      for line in ids[side + 1].indices where !kept.contains(line) {
        guard let name = texts[side + 1].name(ranges[side + 1].lowerBound + line), names.contains(name) else {
          continue
        }
        contested[side].insert(line)
      }
    }
    build()
  }

  /// Merges anew with a side's lines contested that hold a word that shouldn't be there, or not twice.
  ///
  /// - Parameter includesKept: whether that goes for lines from the base too, where the other side changed them.
  /// - Returns: whether more is contested now.
  mutating func contest(_ misplaced: Set<UInt64>, includesKept: Bool) -> Bool {
    let before = contested
    for side in 0...1 { contest(misplaced, of: side, includesKept) }
    guard contested != before else { return false }
    build()
    return true
  }

  /// Merges anew with lines contested, also where the other side alone changed them, that all three texts have once and that are lost
  /// for whoever takes their side of every conflict.
  mutating func contestLost(_ isLost: (_ side: Int, _ line: ArraySlice<UInt8>) -> Bool) -> Bool {
    let places = (0...2).map { text in
      ids[text].enumerated().reduce(into: [Int32: Int]()) { places, line in
        if places.updateValue(line.offset, forKey: line.element) != nil { places[line.element] = -1 }
      }
    }
    let before = keptContested
    for (id, line) in places[0] where line >= 0 && tells(0, line) {
      guard let ours = places[1][id], let theirs = places[2][id], ours >= 0, theirs >= 0 else { continue }
      for (side, own) in [ours, theirs].enumerated()
      where isLost(side, texts[0].content(ranges[0].lowerBound + line)) { keptContested[side].insert(own) }
    }
    guard keptContested != before else { return false }
    for side in 0...1 { contested[side].formUnion(keptContested[side]) }
    let isBlocked = chunks.contains { chunk in
      (0...1).contains { side in
        lines(side, chunk.sides[side]).contains { $0 < 0 } && keepsContested(chunk, by: side)
      }
    }
    if isBlocked {
      giveUp(Set(moves.indices))
      movedChunks = [:]
      chunks = settledChunks()
      findDoubles()
    }
    build()
    return true
  }

  private mutating func contest(_ misplaced: Set<UInt64>, of side: Int, _ includesKept: Bool) {
    let text = texts[side + 1]
    let first = ranges[side + 1].lowerBound
    var line = first
    var lines = (line, line)
    var found = Set<Int>()
    MergedWords.eachWord(text.bytes[text.range(ranges[side + 1])]) { word, run, place in
      while text.starts[line + 1] < place.upperBound { line += 1 }
      if misplaced.contains(word) { found.insert(line - first) }
      if let run, misplaced.contains(run) { found.formUnion([lines.0, lines.1, line].map { $0 - first }) }
      lines = (lines.1, line)
    }
    if !includesKept { found.subtract(partners[side]) }
    contested[side].formUnion(found)
  }

  // MARK: What would stand there twice

  /// Contests lines that each side alone put in, at different places.
  private mutating func findDoubles() {
    let put = (0...1).map { side in
      let own: MergeChunk.Change = side == 0 ? .ours : .theirs
      let lines = chunks.filter { $0.change == own }
        .flatMap { chunk in chunk.sides[side].map { orders[side][$0] } }
        .filter { $0 >= 0 && tells(side + 1, $0) }
      return Dictionary(lines.map { (ids[side + 1][$0], $0) }, uniquingKeysWith: { _, _ in -1 })
    }
    let counts = ids[1...].map { lines in
      lines.reduce(into: [Int32: Int]()) { $0[$1, default: 0] += 1 }
    }
    for (id, line) in put[0] where line >= 0 {
      guard let other = put[1][id], other >= 0, counts.allSatisfy({ $0[id] == 1 }) else { continue }
      contested[0].insert(line)
      contested[1].insert(other)
    }
  }

  // MARK: The merged text

  func lines(_ side: Int, _ range: Range<Int>) -> [Int] { range.map { orders[side][$0] } }

  func bytes(_ side: Int, _ lines: some Sequence<Int>) -> [UInt8] {
    lines.flatMap {
      $0 < 0 ? [] : texts[side + 1].bytes[texts[side + 1].range(ranges[side + 1].lowerBound + $0)]
    }
  }

  func baseBytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
    texts[0].bytes[
      texts[0].range(ranges[0].lowerBound + range.lowerBound..<ranges[0].lowerBound + range.upperBound)]
  }

  private mutating func add(_ chunk: MergeChunk) {
    switch chunk.change {
    case .none: hunks.add(baseBytes(chunk.base))
    case .ours where !isContestedWhole(chunk, by: 0): addChange(chunk, by: 0)
    case .theirs where !isContestedWhole(chunk, by: 1): addChange(chunk, by: 1)
    default: addBoth(chunk)
    }
  }

  /// Whether what one side alone changed is a conflict all the same. Where moved lines arrive it can't be one: they would be lost.
  private func isContestedWhole(_ chunk: MergeChunk, by side: Int) -> Bool {
    guard lines(side, chunk.sides[side]).allSatisfy({ $0 >= 0 }) else { return false }
    return isContested(chunk) || keepsContested(chunk, by: side)
  }

  private func keepsContested(_ chunk: MergeChunk, by side: Int) -> Bool {
    !keptContested[1 - side].isEmpty
      && !keptContested[1 - side].isDisjoint(with: lines(1 - side, chunk.sides[1 - side]))
  }

  private mutating func addChange(_ chunk: MergeChunk, by side: Int) {
    let own = lines(side, chunk.sides[side])
    var replaced = chunk.base
    var rest = own[...]
    while let line = rest.first {
      if line < 0 {
        for chunk in movedChunks[-1 - line] ?? [] { add(chunk) }
        rest.removeFirst()
        continue
      }
      // What replaces lines of the base is contested with them, else the conflict would show the other side as empty.
      let isContested: Bool
      let run: ArraySlice<Int>
      if replaced.isEmpty {
        isContested = contested[side].contains(line)
        run = rest.prefix { $0 >= 0 && contested[side].contains($0) == isContested }
      } else {
        run = rest.prefix { $0 >= 0 }
        isContested = run.contains { contested[side].contains($0) }
      }
      rest = rest.dropFirst(run.count)
      let bytes = bytes(side, run)
      if isContested {
        let base = baseBytes(replaced)
        let other = replaced.isEmpty ? [] : self.bytes(1 - side, lines(1 - side, chunk.sides[1 - side]))[...]
        hunks.addConflict(
          base: base, ours: side == 0 ? bytes[...] : other, theirs: side == 1 ? bytes[...] : other)
      } else {
        hunks.add(bytes)
      }
      replaced = replaced.upperBound..<replaced.upperBound
    }
  }

  /// Whether a change touches the bounds of a code block, where that is asked for.
  func isContested(_ chunk: MergeChunk) -> Bool {
    guard contestsFences else { return false }
    let baseLines = chunk.base.map { texts[0].kinds[ranges[0].lowerBound + $0] }
    let sideLines = (0...1).flatMap { side in
      lines(side, chunk.sides[side]).filter { $0 >= 0 }
        .map { texts[side + 1].kinds[ranges[side + 1].lowerBound + $0] }
    }
    return (baseLines + sideLines).contains(.fence)
  }

  private mutating func addBoth(_ chunk: MergeChunk) {
    let parts = (0...1).map { bytes($0, lines($0, chunk.sides[$0])) }
    if parts[0] == parts[1] { return hunks.add(parts[0]) }
    let sides = (0...1).map { lines($0, chunk.sides[$0]) }
    let spans = [chunk.base] + sides.map { ($0.first ?? 0)..<($0.first ?? 0) + $0.count }
    // Moved lines among others don't follow one another.
    let areContinuous = zip(sides, spans[1...]).allSatisfy { $0.elementsEqual($1) }
    let areContested = isContested(chunk) || (0...1).contains { !contested[$0].isDisjoint(with: sides[$0]) }
    guard areContinuous, !areContested else {
      return hunks.addConflict(base: baseBytes(chunk.base), ours: parts[0][...], theirs: parts[1][...])
    }
    let matches = (0...1).map { side in
      chunk.base.compactMap { line -> (base: Range<Int>, side: Range<Int>)? in
        let partner = partners[side][line]
        guard spans[side + 1].contains(partner) else { return nil }
        return (bytes(0, line, from: spans[0]), bytes(side + 1, partner, from: spans[side + 1]))
      }
    }
    let endsInBreak = ([Array(baseBytes(chunk.base))] + parts).allSatisfy { $0.last ?? 0x0A == 0x0A }
    let tokens = zip(zip(texts, quotes), zip(spans, ranges)).map { text, span in
      TokenizedText(
        text.0, span.0.lowerBound + span.1.lowerBound..<span.0.upperBound + span.1.lowerBound,
        .merging, quotes: text.1, endsInBreak: endsInBreak)
    }
    var words = WordMerge(tokens, matches: matches)
    var merged = MergeHunks()
    words.run(into: &merged)
    if !merged.isClean, let followed = mergedInOneOrder(words, matches) { merged = followed }
    if merged.isClean, isRagged(merged.cleanBytes), !parts.contains(where: isRagged) {
      return hunks.addConflict(base: baseBytes(chunk.base), ours: parts[0][...], theirs: parts[1][...])
    }
    for hunk in merged.hunks {
      if case .clean(let text) = hunk { hunks.add(marks.spelling(text).utf8) } else { hunks.add(hunk) }
    }
    if endsInBreak { hunks.endLine() }
  }

  /// The merge where one side moved sentences, items or rows and the other corrected them; nil where it isn't clean.
  private func mergedInOneOrder(
    _ words: WordMerge, _ matches: [[(base: Range<Int>, side: Range<Int>)]]
  ) -> MergeHunks? {
    guard let texts = UnitOrder.inOneOrder(words.texts, words.orders) else { return nil }
    let matches = (0...1).map { side in
      var end = 0
      return matches[side].compactMap { match -> (base: Range<Int>, side: Range<Int>)? in
        guard let base = texts[0].moved(match.base), let own = texts[side + 1].moved(match.side) else {
          return nil
        }
        return (base, own)
      }.sorted { $0.base.lowerBound < $1.base.lowerBound }.filter { match in
        guard match.side.lowerBound >= end else { return false }
        end = match.side.upperBound
        return true
      }
    }
    var again = WordMerge(texts.map(\.text), matches: matches)
    var merged = MergeHunks()
    again.run(into: &merged)
    return merged.isClean ? merged : nil
  }

  /// Whether the rows of a table have different numbers of cells.
  private func isRagged(_ text: [UInt8]) -> Bool {
    guard text.contains(UInt8(ascii: "|")) else { return false }
    let lines = Lines(text)
    var bars: Int?
    for line in 0..<lines.count {
      guard lines.kinds[line] == .tableRow else {
        bars = nil
        continue
      }
      let count = lines.content(line).count { $0 == UInt8(ascii: "|") }
      if let bars, bars != count { return true }
      bars = count
    }
    return false
  }

  /// The bytes of a line, counted from the first of some lines.
  func bytes(_ text: Int, _ line: Int, from lines: Range<Int>) -> Range<Int> {
    let range = texts[text].range(ranges[text].lowerBound + line)
    let start = texts[text].starts[ranges[text].lowerBound + lines.lowerBound]
    return range.lowerBound - start..<range.upperBound - start
  }
}
