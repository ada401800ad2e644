/// A three-way merge of whole texts: front matter with front matter, body with body.
struct LineMerge {
  /// Base, ours, theirs.
  private let texts: [Lines]
  private let ids: [[Int32]]
  private(set) var hunks = MergeHunks()

  init(_ texts: [Lines]) {
    self.texts = texts
    var interner = LineInterner()
    ids = texts.map { interner.intern($0) }
  }

  mutating func run() {
    let fronts = texts.map(\.frontMatter)
    hunks.add(mergedFrontMatter(fronts))
    hunks.add(mergedBody(zip(texts, fronts).map { $1.upperBound..<$0.count }))
  }

  /// By lines; a conflict as well when both sides put in the same key: YAML has it once.
  private func mergedFrontMatter(_ ranges: [Range<Int>]) -> MergeHunks {
    var merge = SectionMerge(texts, ranges, ids)
    merge.run()
    guard merge.hunks.isClean, hasKeyTwice(Lines(merge.hunks.cleanBytes)) else { return merge.hunks }
    let sides = zip(texts, ranges).map { text, range in range.map { text.bytes[text.range($0)] } }
    guard !sides[1...].contains(where: { hasKeyTwice(Lines(Array($0.joined()))) }) else { return merge.hunks }
    let head = zip(sides[1], sides[2]).prefix { $0 == $1 }.count
    let tail = zip(sides[1].dropFirst(head).reversed(), sides[2].dropFirst(head).reversed())
      .prefix { $0 == $1 }.count
    var hunks = MergeHunks()
    for line in sides[1].prefix(head) { hunks.add(line) }
    let parts = sides.map { Array($0.dropFirst(head).dropLast(tail).joined())[...] }
    hunks.addConflict(base: parts[0], ours: parts[1], theirs: parts[2])
    for line in sides[1].suffix(tail) { hunks.add(line) }
    return hunks
  }

  private func hasKeyTwice(_ front: Lines) -> Bool {
    var keys = Set<ArraySlice<UInt8>>()
    return (0..<front.count).contains { line in
      let text = front.content(line)
      guard let first = text.first, first != 0x20, first != UInt8(ascii: "-"), first != UInt8(ascii: "#"),
        let colon = text.firstIndex(of: UInt8(ascii: ":"))
      else { return false }
      return !keys.insert(text[..<colon]).inserted
    }
  }

  /// With changes of a code block's bounds as conflicts when the block would be left open otherwise.
  private func mergedBody(_ ranges: [Range<Int>]) -> MergeHunks {
    var merge = SectionMerge(texts, ranges, ids)
    merge.run()
    guard merge.hunks.isClean, Lines(merge.hunks.cleanBytes).endsInCode,
      !texts[1...].contains(where: \.endsInCode)
    else { return merge.hunks }
    var careful = SectionMerge(texts, ranges, ids, contestsFences: true)
    careful.run()
    return careful.hunks
  }
}

/// Gives equal lines of several texts equal numbers.
private struct LineInterner {
  private var ids = ByteInterner()

  mutating func intern(_ lines: Lines) -> [Int32] {
    (0..<lines.count).map { ids.number(lines.bytes[lines.range($0)]) }
  }
}
