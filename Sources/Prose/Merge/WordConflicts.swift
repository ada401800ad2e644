/// How far the conflicts of a merge by words reach: lines of code, front matter and tables whole, pairs of marks whole.
extension WordMerge {
  /// Makes conflicts wider that must be; returns whether any was.
  mutating func widen(_ conflicts: Set<Int>) -> Bool {
    for conflict in conflicts.sorted() {
      if let reach = pairs(of: conflict) ?? lines(around: conflict) {
        fuse(reach)
        return true
      }
    }
    return false
  }

  /// Chunks with how far the first is left out and the last is taken in.
  struct Reach {
    var first: Int
    var from = 0
    var last: Int
    var to: Int
  }

  private func ranges(_ chunk: MergeChunk) -> [Range<Int>] { [chunk.base] + chunk.sides }

  private mutating func fuse(_ reach: Reach) {
    let (first, last) = (chunks[reach.first], chunks[reach.last])
    func part(_ chunk: MergeChunk, _ range: (Range<Int>) -> Range<Int>) -> MergeChunk {
      MergeChunk(change: chunk.change, base: range(chunk.base), sides: chunk.sides.map(range))
    }
    var pieces: [MergeChunk] = []
    if reach.from > 0 { pieces.append(part(first) { $0.prefix(reach.from) }) }
    let starts = ranges(first).map { $0.lowerBound + reach.from }
    let ends = zip(ranges(last), starts).map { range, start in
      max(start, last.change == .none ? range.lowerBound + reach.to : range.upperBound)
    }
    pieces.append(
      MergeChunk(change: .both, base: starts[0]..<ends[0], sides: [starts[1]..<ends[1], starts[2]..<ends[2]]))
    let number = reach.first + pieces.count - 1
    if last.change == .none, reach.to < last.base.count {
      pieces.append(part(last) { $0.dropFirst(reach.to) })
    }
    let shift = pieces.count - (reach.last - reach.first + 1)
    fused = Set(fused.filter { $0 < reach.first } + fused.filter { $0 > reach.last }.map { $0 + shift })
    fused.insert(number)
    chunks.replaceSubrange(reach.first...reach.last, with: pieces)
  }

  // MARK: Whole lines

  private func endsLine(_ chunk: MergeChunk) -> Bool {
    let ends = zip(texts, ranges(chunk)).compactMap { text, range in range.last.map(text.isBreak) }
    return !ends.isEmpty && ends.allSatisfy { $0 }
  }

  /// The chunks of the lines around a conflict in code, front matter or a table; nil where it has whole lines already.
  private func lines(around conflict: Int) -> Reach? {
    guard texts.contains(where: \.hasCutLines) else { return nil }
    let near = zip(texts, ranges(chunks[conflict])).contains { text, range in
      (max(0, range.lowerBound - 1)..<min(text.count, range.upperBound + 1)).contains {
        text.isCut($0) && !text.isBreak($0)
      }
    }
    guard near else { return nil }
    var reach = Reach(first: conflict, last: conflict, to: chunks[conflict].base.count)
    before: for index in (0..<conflict).reversed() {
      let chunk = chunks[index]
      if chunk.change == .none {
        if let place = chunk.base.last(where: { texts[0].isBreak($0) }) {
          if place + 1 < chunk.base.upperBound {
            (reach.first, reach.from) = (index, place + 1 - chunk.base.lowerBound)
          }
          break before
        }
      } else if endsLine(chunk) {
        break before
      }
      (reach.first, reach.from) = (index, 0)
    }
    after: for index in conflict..<chunks.count {
      let chunk = chunks[index]
      if index > conflict { (reach.last, reach.to) = (index, chunk.base.count) }
      if chunk.change == .none {
        if let place = chunk.base.first(where: { texts[0].isBreak($0) }) {
          reach.to = place + 1 - chunk.base.lowerBound
          break after
        }
      } else if endsLine(chunk) {
        break after
      }
    }
    return reach.first == conflict && reach.last == conflict && reach.from == 0 ? nil : reach
  }

  // MARK: Pairs of marks

  /// From one mark of a pair to the other, where one side put in or took away both and one of them is in a conflict.
  private func pairs(of conflict: Int) -> Reach? {
    var numbers = texts.map { Array(repeating: -1, count: $0.count) }
    for (number, chunk) in chunks.enumerated() where chunk.change != .none {
      for (text, range) in ranges(chunk).enumerated() { for token in range { numbers[text][token] = number } }
    }
    var (first, last) = (conflict, conflict)
    func add(_ one: Int, _ other: Int) {
      guard one >= 0, other >= 0, one != other, one == conflict || other == conflict else { return }
      (first, last) = (min(first, one, other), max(last, one, other))
    }
    for side in 0...1 {
      let origin = origins[side]
      var kept = Set<Int>()
      for place in origin where place >= 0 { kept.insert(place) }
      for (text, isChanged) in [(side + 1, { origin[$0] < 0 }), (0, { !kept.contains($0) })]
        as [(Int, (Int) -> Bool)]
      {
        for (open, close) in pairs(in: texts[text], isChanged) {
          add(numbers[text][open], numbers[text][close])
        }
      }
      // A word that a side took from one place and put in another: else neither choice would have it.
      for (x, y) in moves(side, { !kept.contains($0) }, { origin[$0] < 0 }) {
        add(numbers[0][x], numbers[side + 1][y])
      }
    }
    return first == last ? nil : Reach(first: first, last: last, to: chunks[last].base.count)
  }

  /// Words that stand once in what a side took away and once in what it put in.
  private func moves(_ side: Int, _ isTaken: (Int) -> Bool, _ isPut: (Int) -> Bool) -> [(Int, Int)] {
    func once(_ text: Int, _ isChanged: (Int) -> Bool) -> [Int32: Int] {
      (0..<texts[text].count).reduce(into: [:]) { places, token in
        guard isChanged(token), texts[text].isWord(token), texts[text].tokens[token].count > 2 else { return }
        if places.updateValue(token, forKey: ids[text][token]) != nil { places[ids[text][token]] = -1 }
      }
    }
    let put = once(side + 1, isPut)
    return once(0, isTaken).compactMap { id, x in
      put[id].flatMap { x >= 0 && $0 >= 0 ? (x, $0) : nil }
    }
  }

  /// Marks of links, emphasis, code and quotation that belong together, of those that changed.
  private func pairs(in text: TokenizedText, _ isChanged: (Int) -> Bool) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var open: [(mark: String, token: Int)] = []
    for token in 0..<text.count where text.tokens[token].count <= 3 && isChanged(token) && !text.isWord(token)
    {
      let mark = text.string(text.tokens[token])
      guard let closing = Self.closing[mark] ?? (Self.openers[mark] != nil ? mark : nil) else { continue }
      if Self.openers[mark] != nil, Self.openers[mark] == mark,
        let index = open.lastIndex(where: { $0.mark == mark })
      {
        pairs.append((open[index].token, token))
        open.removeSubrange(index...)
      } else if Self.openers[mark] != nil {
        open.append((mark, token))
      } else if let index = open.lastIndex(where: { Self.openers[$0.mark] == closing }) {
        pairs.append((open[index].token, token))
        open.removeSubrange(index...)
        // The address goes with the link's words.
        if mark == "]", token + 1 < text.count, isChanged(token + 1),
          text.string(text.tokens[token + 1]) == "("
        {
          pairs.append((token, token + 1))
        }
      }
    }
    return pairs
  }

  /// What opens, with what closes it.
  private static let openers = [
    "[": "]", "(": ")", "*": "*", "_": "_", "`": "`", "\"": "\"", "“": "”", "„": "“", "«": "»", "‘": "’",
    "$": "$",
  ]
  private static let closing = ["]": "]", ")": ")", "”": "”", "»": "»", "’": "’"]
}
