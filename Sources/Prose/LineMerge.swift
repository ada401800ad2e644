/// A three-way merge by lines; lines that both sides changed are merged by words.
///
/// Front matter is merged with front matter and body with body.
struct LineMerge {
  /// Base, ours, theirs.
  private let texts: [Lines]
  private var ids: [[Int32]] = []
  private(set) var hunks = MergeHunks()

  init(_ texts: [Lines]) {
    self.texts = texts
    var interner = LineInterner()
    ids = texts.map { interner.intern($0) }
  }

  mutating func run() {
    let fronts = texts.map(\.frontMatter)
    merge(fronts)
    merge(zip(texts, fronts).map { $1.upperBound..<$0.count })
  }

  private mutating func merge(_ ranges: [Range<Int>]) {
    let starts = ranges.map(\.lowerBound)
    for chunk in chunks(ranges) {
      let lines = zip([chunk.base] + chunk.sides, starts).map { $0.lowerBound + $1..<$0.upperBound + $1 }
      let parts = zip(texts, lines).map { $0.bytes[$0.range($1)] }
      switch chunk.change {
      case .none: hunks.add(parts[0])
      case .ours: hunks.add(parts[1])
      case .theirs: hunks.add(parts[2])
      case .both where parts[1].elementsEqual(parts[2]): hunks.add(parts[1])
      case .both:
        var words = WordMerge(zip(texts, lines).map { TokenizedText($0, $1) })
        words.run(into: &hunks)
      }
    }
  }

  private func chunks(_ ranges: [Range<Int>]) -> [MergeChunk] {
    let parts = zip(ids, ranges).map { Array($0[$1]) }
    let partners = (1...2).map { side in
      var partner = Alignment(parts[0], parts[side], runs: [4, 1], dropsWeak: false).partner
      slideChanges(
        &partner, parts[0], parts[side], boundaryA: boundary(0, ranges[0]),
        boundaryB: boundary(side, ranges[side]))
      return partner
    }
    return ThreeWay(
      base: parts[0].count, partners: partners, counts: [parts[1].count, parts[2].count],
      joinsNeighbours: true
    ).chunks()
  }

  /// How natural it is that a change begins or ends before a line: after a blank line best.
  private func boundary(_ text: Int, _ range: Range<Int>) -> (Int) -> Int {
    let kinds = texts[text].kinds[range]
    return { line in
      let place = range.lowerBound + line
      if line == 0 || line == range.count || kinds[place - 1] == .blank { return 2 }
      return kinds[place] == .blank ? 1 : 0
    }
  }
}

/// Gives equal lines of several texts equal numbers.
private struct LineInterner {
  private var ids: [ArraySlice<UInt8>: Int32] = [:]

  mutating func intern(_ lines: Lines) -> [Int32] {
    (0..<lines.count).map { line in
      let key = lines.bytes[lines.range(line)]
      if let id = ids[key] { return id }
      let id = Int32(ids.count)
      ids[key] = id
      return id
    }
  }
}
