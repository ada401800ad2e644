/// A three-way merge by words and marks.
///
/// What both sides changed in the same way, or one inside a larger change of the other, is taken once; anything else
/// that both changed is a conflict, without the words that both have at its ends.
struct WordMerge {
  /// Base, ours, theirs.
  let texts: [TokenizedText]
  let ids: [[Int32]]
  var chunks: [MergeChunk]
  /// Chunks that are a conflict whole, without what both have at their ends.
  var fused = Set<Int>()
  /// Chunks that made a conflict.
  var conflicts = Set<Int>()
  var current = 0
  var indentsDiffer = false
  /// Ours and theirs: in what order they have the base's sentences, items and rows.
  let orders: [UnitOrder]
  /// Ours and theirs: for each token its partner in the base, or -1.
  let origins: [[Int]]
  var hunks = MergeHunks()
  /// The white space before what comes next, not written yet.
  var gap: ArraySlice<UInt8>

  /// - Parameter matches: for ours and theirs, the bytes of the base and of the side that are known to belong together:
  ///   equal lines, ascending.
  init(_ texts: [TokenizedText], matches: [[(base: Range<Int>, side: Range<Int>)]]) {
    self.texts = texts
    var numbering = TokenNumbering()
    let ids = texts.map { numbering.numberAlike($0) }
    let weights = Self.weights(texts, ids)
    var orders: [UnitOrder] = []
    let partners = (1...2).map { side in
      let fixed = matches[side - 1].compactMap { match -> (a: Int, b: Int, count: Int)? in
        let (own, other) = (texts[0].tokens(in: match.base), texts[side].tokens(in: match.side))
        guard !own.isEmpty, ids[0][own].elementsEqual(ids[side][other]) else { return nil }
        return (own.lowerBound, other.lowerBound, own.count)
      }
      var partner = Alignment(ids[0], ids[side], dropsWeak: false, fixed: fixed, weights: weights).partner
      let units = WordUnits(texts[0], texts[side], ids[0], ids[side], weights)
      orders.append(UnitOrder(units, partner))
      units.dropDoubtful(&partner)
      slideChanges(
        &partner, ids[0], ids[side], boundaryA: texts[0].boundary(before:),
        boundaryB: texts[side].boundary(before:))
      return partner
    }
    self.ids = ids
    self.orders = orders
    origins = (0...1).map { side in
      var origin = Array(repeating: -1, count: ids[side + 1].count)
      for (x, y) in partners[side].enumerated() where y >= 0 { origin[y] = x }
      return origin
    }
    let joint = JointPlaces(texts)
    chunks = ThreeWay(
      base: texts[0].count, partners: partners, counts: texts[1...].map(\.count), meets: joint.meet
    ).chunks()
    gap = []
  }

  /// By token number: more for a rare and a long word, little for a mark (see `DraftVocabulary`).
  static func weights(_ texts: [TokenizedText], _ ids: [[Int32]]) -> [Int32] {
    var counts: [Int32] = []
    var lengths: [Int32] = []
    for (text, ids) in zip(texts, ids) {
      for (id, token) in zip(ids, text.tokens) {
        while counts.count <= id {
          counts.append(0)
          lengths.append(0)
        }
        counts[Int(id)] += 1
        lengths[Int(id)] = text.bytes[token].contains { $0 > 0x40 } ? Int32(clamping: token.count) : 0
      }
    }
    return DraftVocabulary.weights(counts: counts, lengths: lengths, total: ids.reduce(0) { $0 + $1.count })
  }

  static let mostRounds = 8

  mutating func run(into target: inout MergeHunks) {
    for _ in 0..<Self.mostRounds {
      var attempt = self
      attempt.write()
      guard !attempt.conflicts.isEmpty, widen(attempt.conflicts) else { break }
    }
    swap(&hunks, &target)
    write()
    swap(&hunks, &target)
  }

  mutating func write() {
    gap = chosen(0, 0, 0)
    indentsDiffer = findIndents()
    for (index, chunk) in chunks.enumerated() {
      current = index
      switch chunk.change {
      case .none: addStable(chunk)
      case .ours: addChange(chunk, by: 1)
      case .theirs: addChange(chunk, by: 2)
      case .both: addBoth(chunk)
      }
    }
    hunks.add(gap)
  }

  // MARK: Chunks

  mutating func addStable(_ chunk: MergeChunk) {
    var done = 0
    for offset in 0..<chunk.base.count where offset >= done {
      if let end = contestedIndent(chunk, offset) {
        done = end
        let parts = [chunk.base, chunk.sides[0], chunk.sides[1]].map {
          $0.dropFirst(offset).prefix(end - offset)
        }
        addConflict(
          MergeChunk(change: .both, base: parts[0], sides: [parts[1], parts[2]]), parts[1], parts[2])
        continue
      }
      addGap()
      hunks.add(
        chosen(
          token(0, chunk.base.lowerBound + offset), token(1, chunk.sides[0].lowerBound + offset),
          token(2, chunk.sides[1].lowerBound + offset)))
      gap = chosen(
        chunk.base.lowerBound + offset + 1, chunk.sides[0].lowerBound + offset + 1,
        chunk.sides[1].lowerBound + offset + 1)
    }
  }

  /// The side that indents a line more than the other, where both indented it anew; nil elsewhere.
  func deeper(_ starts: [Int]) -> Int? {
    let spaces = starts.indices.map { space($0, starts[$0]) }
    guard spaces[0] != spaces[1], spaces[0] != spaces[2], spaces[1] != spaces[2] else { return nil }
    return longer(spaces[1], spaces[2]) == spaces[1] ? 1 : 2
  }

  /// Whether now one side, now the other indents more where both indented lines anew: then the longer is nobody's layout.
  func findIndents() -> Bool {
    guard texts[0].hasCutLines else { return false }
    let sides = chunks.filter { $0.change == .none }.flatMap { chunk in
      chunk.base.indices.compactMap { place -> Int? in
        let offset = place - chunk.base.lowerBound
        guard texts[0].isIndented(place), place == 0 || isBreak(0, place - 1) else { return nil }
        return deeper([place, chunk.sides[0].lowerBound + offset, chunk.sides[1].lowerBound + offset])
      }
    }
    return Set(sides).count > 1
  }

  /// Where the line ends that begins at a token and that both sides indented anew, differently; nil where that means nothing.
  func contestedIndent(_ chunk: MergeChunk, _ offset: Int) -> Int? {
    let starts = [chunk.base, chunk.sides[0], chunk.sides[1]].map { $0.lowerBound + offset }
    guard indentsDiffer, hunks.isAtLineStart, texts[0].isIndented(starts[0]) else { return nil }
    guard deeper(starts) != nil else { return nil }
    return (offset..<chunk.base.count).first { isBreak(0, chunk.base.lowerBound + $0) }.map { $0 + 1 }
      ?? chunk.base.count
  }

  mutating func addChange(_ chunk: MergeChunk, by side: Int) {
    let (own, other) = (chunk.sides[side - 1], chunk.sides[2 - side])
    if own.isEmpty { return gap = spaceLeft(chunk, own.lowerBound, by: side) }
    if chunk.base.isEmpty { gap = space(side, own.lowerBound) }
    addGap()
    if chunk.base.count == 1, own.count == 1, other.count == 1 {
      hunks.add(
        respaced(
          token(side, own.lowerBound), token(0, chunk.base.lowerBound), token(3 - side, other.lowerBound)))
    } else {
      hunks.add(texts[side].bytes(of: own))
    }
    gap =
      side == 1
      ? chosen(chunk.base.upperBound, own.upperBound, other.upperBound)
      : chosen(chunk.base.upperBound, other.upperBound, own.upperBound)
  }

  /// Where one side took words away it left one of two white spaces; the other side may have changed that.
  func spaceLeft(_ chunk: MergeChunk, _ place: Int, by side: Int) -> ArraySlice<UInt8> {
    let left = space(side, place)
    let other = chunk.sides[2 - side]
    if left == space(0, chunk.base.upperBound) { return space(3 - side, other.upperBound) }
    if left == space(0, chunk.base.lowerBound) { return space(3 - side, other.lowerBound) }
    return left
  }

  mutating func addBoth(_ chunk: MergeChunk) {
    var (ours, theirs) = (chunk.sides[0], chunk.sides[1])
    if fused.contains(current) { return addConflict(chunk, ours, theirs) }
    if chunk.base.isEmpty, let side = holder(ours, theirs) { return addChange(chunk, by: side) }
    let isLines = chunk.base.isEmpty && hasBreak(1, ours) && hasBreak(2, theirs)
    let head = commonHead(ours, theirs, ofLines: isLines)
    addSame(head, ours.lowerBound, theirs.lowerBound)
    ours = ours.dropFirst(head)
    theirs = theirs.dropFirst(head)
    let tail = commonTail(ours, theirs, ofLines: isLines)
    ours = ours.dropLast(tail)
    theirs = theirs.dropLast(tail)
    if !ours.isEmpty || !theirs.isEmpty {
      // Where both replaced words, one may say more than the other at an end, not in the middle.
      let isShared = chunk.base.isEmpty ? head + tail > 0 : (head > 0) != (tail > 0)
      addMiddle(chunk, ours, theirs, isShared)
    }
    addSame(tail, ours.upperBound, theirs.upperBound)
    // A conflict ends with its own white space.
    guard tail > 0 || (ours.isEmpty && theirs.isEmpty) else { return }
    gap = chosen(chunk.base.upperBound, chunk.sides[0].upperBound, chunk.sides[1].upperBound)
  }

  /// The side that put in all that the other did, and more in one place of it.
  func holder(_ ours: Range<Int>, _ theirs: Range<Int>) -> Int? {
    let least = min(ours.count, theirs.count)
    let head = zip(ours, theirs).prefix { ids[1][$0] == ids[2][$1] }.count
    let tail = zip(ours.reversed(), theirs.reversed()).prefix { ids[1][$0] == ids[2][$1] }.count
    guard ours.count != theirs.count, head + tail >= least else { return nil }
    let side = ours.count > theirs.count ? 1 : 2
    let held = side == 1 ? theirs : ours
    return held.contains { texts[3 - side].isWord($0) } ? side : nil
  }

  /// Tokens that both sides put in.
  mutating func addSame(_ count: Int, _ ours: Int, _ theirs: Int) {
    for offset in 0..<count {
      if offset > 0 { gap = longer(space(1, ours + offset), space(2, theirs + offset)) }
      addGap()
      hunks.add(longer(token(1, ours + offset), token(2, theirs + offset)))
    }
    if count > 0 { gap = longer(space(1, ours + count), space(2, theirs + count)) }
  }

  func isBreak(_ text: Int, _ token: Int) -> Bool { texts[text].isBreak(token) }

  func hasBreak(_ text: Int, _ range: Range<Int>) -> Bool { range.contains { isBreak(text, $0) } }

  /// How many tokens both have at the start; of lines that both put in, whole ones.
  func commonHead(_ ours: Range<Int>, _ theirs: Range<Int>, ofLines: Bool) -> Int {
    let count = zip(ours, theirs).prefix { ids[1][$0] == ids[2][$1] }.count
    guard ofLines else { return count }
    return ours.prefix(count).last { isBreak(1, $0) }.map { $0 - ours.lowerBound + 1 } ?? 0
  }

  func commonTail(_ ours: Range<Int>, _ theirs: Range<Int>, ofLines: Bool) -> Int {
    let count = zip(ours.reversed(), theirs.reversed()).prefix { ids[1][$0] == ids[2][$1] }.count
    guard ofLines else { return count }
    return (1...max(1, count)).last { length in
      length <= count && beginsLine(1, ours, ours.upperBound - length)
        && beginsLine(2, theirs, theirs.upperBound - length)
    } ?? 0
  }

  func beginsLine(_ text: Int, _ range: Range<Int>, _ token: Int) -> Bool {
    token == range.lowerBound || isBreak(text, token - 1)
  }

  /// What differs between the two changes: one of them where it holds the other, else a conflict.
  mutating func addMiddle(
    _ chunk: MergeChunk, _ ours: Range<Int>, _ theirs: Range<Int>, _ isShared: Bool
  ) {
    if let side = larger(ours, theirs, isShared) ?? sideWithAddress(chunk.base, ours, theirs) {
      let own = side == 1 ? ours : theirs
      if !own.isEmpty {
        hunks.add(space(side, own.lowerBound))
        hunks.add(texts[side].bytes(of: own))
      }
      gap = space(side, own.upperBound)
      return
    }
    addConflict(chunk, ours, theirs)
  }

  mutating func addConflict(_ chunk: MergeChunk, _ ours: Range<Int>, _ theirs: Range<Int>) {
    // What the next line is indented by is no part of a conflict of whole lines.
    let sides = [chunk.base, ours, theirs]
    let endsInBreak = (1...2).allSatisfy { sides[$0].last.map(texts[$0].isBreak) ?? hunks.isAtLineStart }
    let parts = sides.indices.map {
      endsInBreak ? texts[$0].bytes(of: sides[$0]) : texts[$0].extents(sides[$0])
    }
    if let side = sideWithWords(parts), !texts[0].hasCutLines {
      return addWords(MergeChunk(change: .both, base: chunk.base, sides: [ours, theirs]), of: side, parts)
    }
    conflicts.insert(current)
    // A comma follows without white space what a word follows with it: then the white space is in the conflict.
    let spaces = [
      space(0, chunk.base.lowerBound), space(1, ours.lowerBound), space(2, theirs.lowerBound),
    ]
    if beginsLine(spaces) {
      // What each side's line is indented by stands inside the marks.
      let ends = gap.lastIndex(of: 0x0A).map { $0 + 1 } ?? gap.startIndex
      hunks.add(gap[..<ends])
      let indents = spaces.map { $0[($0.lastIndex(of: 0x0A).map { $0 + 1 } ?? $0.startIndex)...] }
      hunks.addConflict(
        base: indents[0] + parts[0], ours: indents[1] + parts[1], theirs: indents[2] + parts[2])
    } else if spaces[1].isEmpty == spaces[2].isEmpty {
      addGap()
      hunks.addConflict(base: parts[0], ours: parts[1], theirs: parts[2])
    } else {
      hunks.addConflict(base: spaces[0] + parts[0], ours: spaces[1] + parts[1], theirs: spaces[2] + parts[2])
    }
    gap = endsInBreak ? chosen(chunk.base.upperBound, ours.upperBound, theirs.upperBound) : []
  }

  /// Whether a line begins here on both sides.
  func beginsLine(_ spaces: [ArraySlice<UInt8>]) -> Bool {
    if hunks.isAtLineStart { return spaces.allSatisfy { !$0.contains(0x0A) } }
    return spaces.allSatisfy { $0.contains(0x0A) }
  }
}
