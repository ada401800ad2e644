import Prose

/// Three texts that a fuzzer's bytes make: a base of words that tell their place, and two sides whose new words tell the side.
struct FuzzMerge {
  private enum Frame: CaseIterable {
    case prose, list, quote, table, code, front
  }

  private var bytes: ArraySlice<UInt8>
  private let frame: Frame
  /// Words, each with what stands behind it.
  private(set) var texts: [String] = []
  /// Ours and theirs: whether words were moved.
  private(set) var movesWords = false

  init(_ bytes: [UInt8]) {
    self.bytes = bytes[...]
    frame = Frame.allCases[Int(bytes.first ?? 0) % Frame.allCases.count]
    self.bytes = self.bytes.dropFirst()
    let base = (0..<2 + next(26)).map { word("w\($0)x") }
    texts = [base, edited(base, "ours"), edited(base, "theirs")].map(text)
  }

  private mutating func next(_ limit: Int) -> Int { Int(bytes.popFirst() ?? 0) % limit }

  private static let common = ["the", "a", "of", "river", "north"]

  /// A word, often a common one, with what stands behind it.
  private mutating func word(_ name: String) -> String {
    let kind = next(32)
    let word = kind < 5 ? Self.common[kind] : name
    return word + behind()
  }

  private mutating func behind() -> String {
    let kind = next(16)
    return switch frame {
    case .prose:
      kind < 3 ? ". " : kind == 3 ? ", " : kind == 4 ? "\n\n" : kind == 5 ? "\n" : kind == 6 ? "\n- " : " "
    case .list: kind < 4 ? "\n- " : kind == 4 ? "\n  - " : kind == 5 ? ". " : " "
    case .quote: kind < 3 ? ". " : kind < 5 ? "\n> " : kind == 5 ? "\n>\n> " : " "
    case .table: kind < 4 ? " |\n| " : kind == 4 ? ". " : " "
    case .code: kind < 4 ? "\n    " : " "
    case .front: kind < 4 ? "\n" : " "
    }
  }

  private mutating func edited(_ base: [String], _ mark: String) -> [String] {
    var words = base
    for number in 0..<next(5) where !words.isEmpty {
      let place = next(words.count)
      let end = min(words.count, place + 1 + next(4))
      switch next(4) {
      case 0: words.removeSubrange(place..<end)
      case 1:
        let run = Array(words[place..<end])
        words.removeSubrange(place..<end)
        words.insert(contentsOf: run, at: next(words.count + 1))
        movesWords = true
      case 2: words.insert(contentsOf: (0..<1 + next(3)).map { word("\(mark)\(number)x\($0)") }, at: place)
      default:
        words.replaceSubrange(place..<end, with: (0..<1 + next(3)).map { word("\(mark)\(number)y\($0)") })
      }
    }
    return words
  }

  private func text(_ words: [String]) -> String {
    let body = words.joined()
    return switch frame {
    case .prose: body + "\n"
    case .list: "- " + body + "\n"
    case .quote: "> " + body + "\n"
    case .table: "| a |\n|---|\n| " + body + " |\n"
    case .code: "```\n" + body + "\n```\n"
    case .front: "---\n" + body + "\n---\n\nText.\n"
    }
  }

  // MARK: What must hold

  private static func isNew(_ word: Substring, of side: Int) -> Bool {
    word.hasPrefix(side == 1 ? "ours" : "theirs")
  }

  /// Words, and `.` for each end of a sentence, item, cell or line.
  private func words(_ text: String) -> [Substring] {
    var marked = text.replacing("\r", with: "")
    if frame == .table { marked = marked.replacing("|", with: " . ") }
    marked = marked.replacing("\n", with: " . ")
    return marked.replacing(".", with: " . ").split { !$0.isLetter && !$0.isNumber && $0 != "." }
  }

  private var merged: MergeResult { merge(base: texts[0], ours: texts[1], theirs: texts[2]) }

  /// Lines of ten letters or more, and how often each stands there.
  private func lines(_ text: String) -> [Substring: Int] {
    text.split(separator: "\n").map { $0.drop { !$0.isLetter } }.filter {
      $0.count { !$0.isWhitespace } >= 10
    }
    .reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// Where words of both sides meet, a word that both kept or an end stands between.
  func checkMeetings() {
    let result = merged
    guard result.isClean, frame != .code else { return }
    let words = words(result.text())
    for (one, other) in zip(words, words.dropFirst()) {
      for side in 1...2 {
        precondition(!Self.isNew(one, of: side) || !Self.isNew(other, of: 3 - side), "\(one) meets \(other)")
      }
    }
  }

  /// What one side put in stands whole in the result.
  func checkRuns() {
    let result = merged
    guard result.isClean else { return }
    let all = words(result.text()).filter { $0 != "." }
    var places: [Substring: Int] = [:]
    for (place, word) in all.enumerated() where word.hasPrefix("ours") || word.hasPrefix("theirs") {
      precondition(places.updateValue(place, forKey: word) == nil, "\(word) stands twice")
    }
    for side in 1...2 {
      var last: (index: Int, place: Int)?
      // A run of several sentences or rows may be parted where the other side moved some of these.
      let own = words(texts[side]).filter { movesWords || $0 != "." }
      for (index, word) in own.enumerated() where Self.isNew(word, of: side) {
        guard let place = places[word] else { preconditionFailure("\(word) is lost") }
        if let last, last.index == index - 1 {
          precondition(last.place == place - 1, "\(word) is torn from its run")
        }
        last = (index, place)
      }
    }
  }

  /// Taking one side everywhere gives that side's words, but for those that the other side took away; whole lines also where
  /// words were moved. Nothing of the base is lost unseen.
  func checkSides() {
    let result = merged
    let known = texts.map { words($0).reduce(into: [Substring: Int]()) { $0[$1, default: 0] += 1 } }
    var contested = Set<Substring>()
    for case .conflict(_, let ours, let theirs) in result.hunks {
      contested.formUnion(words(ours + " " + theirs))
    }
    for side in 1...2 {
      // Marks end a line that is begun.
      let chosen = result.hunks.map { hunk in
        switch hunk {
        case .clean(let text): text
        case .conflict(_, let ours, let theirs): "\n" + (side == 1 ? ours : theirs) + "\n"
        }
      }.joined()
      let have = words(chosen).reduce(into: [Substring: Int]()) { $0[$1, default: 0] += 1 }
      for (word, count) in known[side] where word != "." && !Self.common.contains(String(word)) {
        // A word that was moved was taken away as well; so is one that stands in the other side of a conflict.
        let isKept =
          known[3 - side][word] != nil && !movesWords && !contested.contains(word) || known[0][word] == nil
        precondition(!isKept || have[word, default: 0] >= count, "taking side \(side) loses \(word)")
        precondition(have[word, default: 0] <= count || movesWords, "taking side \(side) doubles \(word)")
      }
      let lines = (texts + [chosen]).map(lines)
      for (line, count) in lines[side] where count == 1 && lines[0][line] == 1 && lines[3 - side][line] == 1 {
        precondition(lines[3][line] != nil, "taking side \(side) loses \(line)")
      }
    }
  }
}
