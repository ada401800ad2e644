import Testing

@testable import Prose

/// A document whose words stand in it once each, so that every word's fate can be told.
private struct Draft {
  enum Block {
    case paragraph([String])
    case list([String])
    case code([String])
    case table([String])
  }

  var front: [String]
  var blocks: [Block]

  var text: String {
    let body = blocks.map { block -> String in
      switch block {
      case .paragraph(let words):
        stride(from: 0, to: words.count, by: 9).map {
          words[$0..<min($0 + 9, words.count)].joined(separator: " ")
        }
        .joined(separator: "\n")
      case .list(let words): words.map { "- item about \($0)" }.joined(separator: "\n")
      case .code(let words): (["```"] + words.map { "    let \($0) = 0" } + ["```"]).joined(separator: "\n")
      case .table(let words):
        (["| name |", "|---|"] + words.map { "| row of \($0) |" }).joined(separator: "\n")
      }
    }
    return "---\n" + front.map { "\($0): value\n" }.joined() + "---\n\n"
      + body.joined(separator: "\n\n") + "\n"
  }

  init(_ generator: inout SeededGenerator) {
    var next = 0
    func words(_ count: Int) -> [String] {
      defer { next += count }
      return (next..<next + count).map { "base\($0)" }
    }
    front = words(Int.random(in: 1...4, using: &generator))
    blocks = (0..<Int.random(in: 1...7, using: &generator)).map { _ in
      switch Int.random(in: 0...6, using: &generator) {
      case 0: .list(words(Int.random(in: 1...4, using: &generator)))
      case 1: .code(words(Int.random(in: 1...4, using: &generator)))
      case 2: .table(words(Int.random(in: 1...4, using: &generator)))
      default: .paragraph(words(Int.random(in: 8...30, using: &generator)))
      }
    }
  }

  /// Changes, adds, takes away and moves; what is new carries the mark.
  func edited(_ generator: inout SeededGenerator, mark: String) -> Draft {
    var draft = self
    for index in 0..<Int.random(in: 0...4, using: &generator) {
      let place = Int.random(in: 0...max(0, draft.blocks.count - 1), using: &generator)
      switch Int.random(in: 0...7, using: &generator) {
      case 0:
        draft.blocks.insert(
          .paragraph((0..<9).map { "\(mark)\(index)x\($0)" }), at: min(place, draft.blocks.count))
      case 1 where draft.blocks.count > 1: draft.blocks.remove(at: place)
      case 2 where draft.blocks.count > 1:
        let block = draft.blocks.remove(at: place)
        draft.blocks.insert(block, at: Int.random(in: 0...draft.blocks.count, using: &generator))
      case 3: draft.front[Int.random(in: 0..<draft.front.count, using: &generator)] = "\(mark)\(index)f"
      default:
        if !draft.blocks.isEmpty {
          draft.blocks[place] = Self.edited(draft.blocks[place], "\(mark)\(index)", &generator)
        }
      }
    }
    return draft
  }

  private static func edited(_ block: Block, _ mark: String, _ generator: inout SeededGenerator) -> Block {
    func changed(_ words: [String]) -> [String] {
      var words = words
      let place = Int.random(in: 0..<max(1, words.count), using: &generator)
      switch Int.random(in: 0...2, using: &generator) {
      case 0 where words.count > 1: words.remove(at: place)
      case 1 where !words.isEmpty: words[place] = mark
      default: words.insert(mark, at: min(place, words.count))
      }
      return words
    }
    return switch block {
    case .paragraph(let words): .paragraph(changed(words))
    case .list(let words): .list(changed(words))
    case .code(let words): .code(changed(words))
    case .table(let words): .table(changed(words))
    }
  }
}

@Suite("What every merge keeps to")
struct MergePropertyTests {
  private func counts(_ text: String) -> [Substring: Int] {
    text.split { !($0.isLetter || $0.isNumber) }.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      .filter { $0.key.contains { $0.isNumber } && $0.key != "0" }
  }

  private func mirrored(_ hunks: [MergeHunk]) -> [MergeHunk] {
    hunks.map {
      if case .conflict(let base, let ours, let theirs) = $0 {
        .conflict(base: base, ours: theirs, theirs: ours)
      } else {
        $0
      }
    }
  }

  private func checkBasics(_ base: String, _ ours: String, _ theirs: String) {
    #expect(merge(base: base, ours: base, theirs: ours).text() == ours)
    #expect(merge(base: base, ours: ours, theirs: base).text() == ours)
    #expect(merge(base: base, ours: ours, theirs: ours).text() == ours)
    #expect(
      merge(base: base, ours: ours, theirs: theirs).hunks
        == mirrored(merge(base: base, ours: theirs, theirs: ours).hunks))
  }

  @Test("no word is lost, doubled or brought back; the sides may be swapped", arguments: 0..<500)
  func structured(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed + 1))
    let draft = Draft(&generator)
    let base = draft.text
    let ours = draft.edited(&generator, mark: "ours").text
    let theirs = draft.edited(&generator, mark: "theirs").text
    checkBasics(base, ours, theirs)
    let result = merge(base: base, ours: ours, theirs: theirs)
    let (inBase, inOurs, inTheirs) = (counts(base), counts(ours), counts(theirs))
    var clean = ""
    var contested = ""
    for hunk in result.hunks {
      switch hunk {
      case .clean(let text): clean += text
      case .conflict(_, let ours, let theirs): contested += " \(ours) \(theirs) "
      }
    }
    let (inClean, inConflict) = (counts(clean), counts(contested))
    var faults: [String] = []
    for word in Set(inOurs.keys).union(inTheirs.keys) {
      let isWanted = inBase[word] == nil || (inOurs[word] != nil && inTheirs[word] != nil)
      let found = inClean[word, default: 0] + inConflict[word, default: 0]
      if isWanted, found == 0 { faults.append("\(word) is lost") }
      if inClean[word, default: 0] > 1 { faults.append("\(word) is there twice") }
      if inClean[word] != nil, inConflict[word] != nil {
        faults.append("\(word) is merged and in a conflict")
      }
      if result.isClean, !isWanted, found > 0 { faults.append("\(word) is still there") }
    }
    for word in inClean.keys where inConflict[word] == nil && inOurs[word] == nil && inTheirs[word] == nil {
      faults.append("\(word) came back")
    }
    #expect(faults.isEmpty, "\(base)\n### ours\n\(ours)\n### theirs\n\(theirs)\n### merged\n\(result.text())")
  }

  private static let vocabulary = [
    "the", "river", "dam", "a", "rises", "north,", "town", "é", "東", "京", "-", "lake.", "\n\n", "\n", "1950",
    "# ",
    "| a |\n", "\n```\n", "---\n", "\r\n", "\n    ", "<<<<<<<", "e\u{301}", "\n- ", "👩‍👩‍👧", "\u{200D}",
  ]

  private func noise(_ generator: inout SeededGenerator, _ count: Int) -> [String] {
    (0..<count).map { _ in Self.vocabulary.randomElement(using: &generator) ?? "" }
  }

  @Test("any texts merge, both ways alike, and new words are never lost", arguments: 0..<500)
  func noise(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed + 9_000))
    let parts = noise(&generator, Int.random(in: 0...40, using: &generator))
    func edited(_ mark: String) -> String {
      var parts = parts
      for index in 0..<Int.random(in: 0...4, using: &generator) {
        let place = Int.random(in: 0...parts.count, using: &generator)
        let end = min(parts.count, place + Int.random(in: 0...3, using: &generator))
        let new = Bool.random(using: &generator) ? ["\(mark)\(index)"] : noise(&generator, 2)
        parts.replaceSubrange(place..<end, with: new)
      }
      return parts.joined(separator: " ")
    }
    let (base, ours, theirs) = (parts.joined(separator: " "), edited("ours"), edited("theirs"))
    checkBasics(base, ours, theirs)
    let all = merge(base: base, ours: ours, theirs: theirs).text()
    for side in [ours, theirs] {
      for word in side.split(whereSeparator: \.isWhitespace)
      where word.contains("ours") || word.contains("theirs") {
        #expect(all.contains(word), "\(word) is lost")
      }
    }
    let result = merge(base: base, ours: ours, theirs: theirs)
    for (side, text) in [ours, theirs].enumerated() {
      let chosen = result.hunks.map { hunk in
        switch hunk {
        case .clean(let clean): clean
        case .conflict(_, let one, let other): side == 0 ? one : other
        }
      }.joined()
      for word in text.split(whereSeparator: \.isWhitespace)
      where word.hasPrefix("ours") || word.hasPrefix("theirs") {
        #expect(chosen.contains(word), "taking one side everywhere loses \(word)")
      }
    }
    #expect(apply(editsFrom(old: base, new: ours), to: base) == ours)
  }
}
