/// A three-way merge of whole texts: front matter with front matter, body with body.
struct LineMerge {
  /// Base, ours, theirs.
  private let texts: [Lines]
  private let fronts: [Range<Int>]
  /// Front matter and body.
  private var sections: [SectionMerge]

  init(_ texts: [Lines]) {
    self.texts = texts
    fronts = texts.map(\.frontMatter)
    var numbering = LineInterner()
    let ids = texts.map { numbering.number($0) }
    let bodies = zip(texts, fronts).map { $1.upperBound..<$0.count }
    let marks = PlainMarks(texts.map(\.bytes))
    let quotes = texts.map { QuoteLines($0).joins }
    sections = [fronts, bodies].map { SectionMerge(texts, $0, ids, marks, quotes: quotes) }
  }

  mutating func run() {
    for index in sections.indices { sections[index].run() }
    contestMisplaced()
    contestLost()
    contestNames()
    // Where a code block would be left open, changes of such blocks' bounds are conflicts.
    guard sections[1].hunks.isClean, Lines(sections[1].hunks.cleanBytes).endsInCode,
      !texts[1...].contains(where: \.endsInCode)
    else { return }
    sections[1].contestFences()
    contestMisplaced()
  }

  /// A footnote's or link's label and a heading's anchor that would name two things is a conflict where they were put in.
  private mutating func contestNames() {
    let merged = Lines(sections[1].hunks.cleanBytes)
    let known = texts[1...].map { names($0) }
    let twice = names(merged).filter { name, count in
      count > 1 && known.allSatisfy { $0[name, default: 0] < 2 }
    }
    guard !twice.isEmpty else { return }
    sections[1].contestNames(Set(twice.keys))
  }

  private func names(_ lines: Lines) -> [[UInt8]: Int] {
    (0..<lines.count).reduce(into: [:]) { counts, line in
      if let name = lines.name(line) { counts[name, default: 0] += 1 }
    }
  }

  private static let mostCounts = 4

  /// Counts the words of a merge of two sides' changes, and contests the lines of those that stand wrong. What is
  /// contested may leave other words standing twice.
  private mutating func contestMisplaced() {
    let changes = sections.flatMap(\.changes)
    guard changes.contains(.both) || (changes.contains(.ours) && changes.contains(.theirs)) else { return }
    for _ in 0..<Self.mostCounts {
      let merged = sections.reduce(into: MergeHunks()) { $0.add($1.hunks) }
      let misplaced = MergedWords(texts.map { $0.bytes[...] }, merged).misplaced()
      guard !misplaced.isEmpty else { return }
      var contestsMore = false
      for includesKept in [false, true] where !contestsMore {
        for index in sections.indices where sections[index].contest(misplaced, includesKept: includesKept) {
          contestsMore = true
        }
      }
      if !contestsMore { return }
    }
  }

  /// Contests lines that one side took away to put them into a conflict: else whoever takes the other side has them nowhere.
  private mutating func contestLost() {
    for index in sections.indices {
      for _ in 0..<Self.mostCounts where !sections[index].hunks.isClean {
        let merged = sections[index].hunks
        let chosen = (0...1).map { Set(Self.contents(Lines(merged.bytes(choosing: $0)))) }
        guard sections[index].contestLost({ side, line in !chosen[side].contains(line) }) else { break }
      }
    }
  }

  private static func contents(_ lines: Lines) -> [ArraySlice<UInt8>] {
    (0..<lines.count).map { lines.content($0) }
  }

  var hunks: MergeHunks {
    var hunks = frontMatter
    hunks.add(sections[1].hunks)
    guard hunks.isClean, let counted = counted(hunks.cleanBytes) else { return hunks }
    var again = MergeHunks()
    again.add(counted)
    return again
  }

  /// The merged text with numbered items counted anew; nil where they are.
  private func counted(_ merged: [UInt8]) -> [UInt8]? {
    guard texts[1...].allSatisfy({ $0.bytes != merged }) else { return nil }
    return ItemNumbers(Lines(merged)).counted(as: texts[1...].map { ItemNumbers($0) })
  }

  /// A conflict as well when both sides put in the same key: YAML has it once.
  private var frontMatter: MergeHunks {
    let merged = sections[0].hunks
    guard merged.isClean, hasKeyTwice(Lines(merged.cleanBytes)) else { return merged }
    let sides = zip(texts, fronts).map { text, range in range.map { text.bytes[text.range($0)] } }
    guard !sides[1...].contains(where: { hasKeyTwice(Lines(Array($0.joined()))) }) else { return merged }
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

  /// Whether a key, or a table of TOML's, stands there twice; in TOML each table has its own keys, in YAML and JSON each mapping.
  private func hasKeyTwice(_ front: Lines) -> Bool {
    let isTOML = front.bytes.first == UInt8(ascii: "+")
    var keys: [Int: Set<ArraySlice<UInt8>>] = [:]
    var tables = Set<ArraySlice<UInt8>>()
    return (0..<front.count).contains { line in
      let text = front.content(line)
      var words = text.drop { $0 == 0x20 }
      var indent = isTOML ? 0 : text.count - words.count
      guard let first = words.first, first != UInt8(ascii: "#") else { return false }
      if isTOML, first == UInt8(ascii: "[") {
        keys = [:]
        let isOne = words.dropFirst().first != UInt8(ascii: "[")
        return isOne && !tables.insert(words).inserted
      }
      keys = keys.filter { $0.key <= indent }
      if !isTOML, words.starts(with: "- ".utf8) {
        words = words.dropFirst(2)
        indent += 2
      }
      guard let end = words.firstIndex(of: UInt8(ascii: isTOML ? "=" : ":")),
        isTOML || end + 1 == words.endIndex || words[end + 1] == 0x20
      else { return false }
      let key = words[..<end].filter { $0 != 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
      return !keys[indent, default: []].insert(key[...]).inserted
    }
  }
}

/// Gives equal lines of several texts equal numbers.
private struct LineInterner {
  private var ids = PieceNumbering()

  mutating func number(_ lines: Lines) -> [Int32] {
    (0..<lines.count).map { ids.number(lines.bytes[lines.range($0)]) }
  }
}
