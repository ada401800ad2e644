/// Brings a reviewer's marks, which are on the copy, to the text that was opened.
struct ReviewReading {
  /// Something that was changed: where in the opened text, and where in the copy.
  private struct Change {
    var range: Range<Int>
    var copy: Range<Int>
    /// The marks that make it, by index; none for a plain edit.
    var marks: [Int] = []
    /// Whether it is of white space alone, on both sides.
    var isSpace = false

    mutating func take(_ other: Change) {
      range = min(range.lowerBound, other.range.lowerBound)..<max(range.upperBound, other.range.upperBound)
      copy = min(copy.lowerBound, other.copy.lowerBound)..<max(copy.upperBound, other.copy.upperBound)
      marks += other.marks
      isSpace = isSpace && other.isSpace
    }
  }

  /// A passage that was moved by plain editing: from here to a place.
  private struct Move {
    var range: Range<Int>
    var place: Int
    var copy: Range<Int>
    var edits: [Change]
  }

  private let scalars: [Unicode.Scalar]
  private let copy: [Unicode.Scalar]
  private let marks: [CriticMark]
  private let words: ReviewWords
  private let sides: (opened: ReaderSide, copy: ReaderSide)
  /// All that differs between both texts, in order, white space too.
  private var edits: [Change] = []
  private var plain: [Change] = []
  private var moves: [Move] = []

  /// A move over more of the text than this is two suggestions.
  private static let longestMove = 8_000

  init(_ text: String, _ copy: String, _ marks: [CriticMark]) {
    scalars = Array(text.unicodeScalars)
    self.copy = Array(copy.unicodeScalars)
    self.marks = marks
    var numbering = ReaderInterner()
    sides = (ReaderSide(text, &numbering), ReaderSide(copy, &numbering))
    words = ReviewWords(sides.opened)
    compare(ReaderDiff(sides.opened, sides.copy, findsShortMoves: false))
    dissolveMoves()
  }

  private mutating func compare(_ diff: ReaderDiff) {
    var moved: [Int: Move] = [:]
    for span in diff.spans where span.kind != .same {
      let change = Change(range: span.old, copy: span.new, isSpace: span.isSpace)
      if let move = span.move {
        edits.append(change)
        var known =
          moved[move]
          ?? Move(range: 0..<0, place: 0, copy: span.new.lowerBound..<span.new.lowerBound, edits: [])
        if span.kind == .deleted {
          known.range = known.range.isEmpty ? span.old : known.range.lowerBound..<span.old.upperBound
        } else {
          if known.copy.isEmpty { (known.place, known.copy) = (span.old.lowerBound, span.new) }
          known.copy = known.copy.lowerBound..<span.new.upperBound
        }
        known.edits.append(change)
        moved[move] = known
      } else if span.kind == .inserted, let last = edits.last, last.copy.isEmpty, !last.range.isEmpty,
        last.range.upperBound == span.old.lowerBound, plain.last?.range == last.range
      {
        edits[edits.count - 1].take(change)
        plain[plain.count - 1].take(change)
      } else {
        edits.append(change)
        plain.append(change)
      }
    }
    plain = plain.filter(makesDifference)
    for move in moved.sorted(by: { $0.key < $1.key }).map(\.value) {
      let touched = marks.contains { $0.replacement != nil && $0.range.overlaps(move.copy) }
      if touched
        || max(move.range.upperBound, move.place) - min(move.range.lowerBound, move.place) > Self.longestMove
      {
        plain += move.edits
      } else {
        moves.append(move)
      }
    }
    plain.sort { ($0.copy.lowerBound, $0.range.lowerBound) < ($1.copy.lowerBound, $1.range.lowerBound) }
  }

  /// Whether an edit is more than other white space that says the same.
  private func makesDifference(_ edit: Change) -> Bool {
    !edit.isSpace
      || sides.opened.meaning(ofSpace: sides.opened.bytes(ofScalars: edit.range))
        != sides.copy.meaning(ofSpace: sides.copy.bytes(ofScalars: edit.copy))
  }

  /// Takes moves apart into a deletion and an insertion where they touch another change, so that each suggestion can
  /// be taken alone and all of them together.
  private mutating func dissolveMoves() {
    while !moves.isEmpty {
      let remarks = moves.map(remark) + grouped().compactMap { suggestion($0, message: nil) }
      let touching = conflicts(among: remarks.map(edits)).joined().filter { $0 < moves.count }
      let all = Set(touching).union(movesBesideChanges())
      if all.isEmpty { return }
      for index in all.sorted(by: >) { plain += moves.remove(at: index).edits }
      plain.sort { ($0.copy.lowerBound, $0.range.lowerBound) < ($1.copy.lowerBound, $1.range.lowerBound) }
    }
  }

  /// The moves that begin or end at another change, or at their own place.
  private func movesBesideChanges() -> Set<Int> {
    func grown(_ range: Range<Int>) -> Range<Int> {
      var (start, end) = (range.lowerBound, range.upperBound)
      while start > 0, scalars[start - 1].properties.isWhitespace { start -= 1 }
      while end < scalars.count, scalars[end].properties.isWhitespace { end += 1 }
      return start..<end
    }
    var all = (plain + markedChanges()).map { (range: $0.range, move: Int?.none) }
    for (index, move) in moves.enumerated() { all += move.edits.map { (grown($0.range), index) } }
    all.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var found: Set<Int> = []
    var open: (end: Int, moves: Set<Int>, count: Int) = (-1, [], 0)
    for (range, move) in all {
      if range.lowerBound > open.end { open = (range.upperBound, [], 0) }
      open = (max(open.end, range.upperBound), open.moves.union(move.map { [$0] } ?? []), open.count + 1)
      if open.count > 1 { found.formUnion(open.moves) }
    }
    return found
  }

  private func edits(_ remark: ReviewRemark) -> [TextEdit] {
    guard case .suggestion(let replacement, _) = remark.kind else { return [] }
    return editsFrom(old: string(scalars[remark.range]), new: replacement)
      .map { $0.moved(by: remark.range.lowerBound) }
  }

  func remarks() -> [ReviewRemark] {
    var found: [ReviewRemark] = moves.map(remark)
    let changes = grouped()
    var comments: [(text: String, range: Range<Int>)] = []
    var messages: [Int: String] = [:]
    for (index, change) in changes.enumerated() {
      for text in change.marks.flatMap({ marks[$0].comments }) {
        if messages[index] == nil, case .comment(let message) = reviewKind(ofComment: text) {
          messages[index] = message
        } else {
          comments.append((text, change.range))
        }
      }
    }
    for mark in marks where mark.replacement == nil {
      for text in mark.comments {
        if let index = change(around: mark.range, in: changes), messages[index] == nil,
          case .comment(let message) = reviewKind(ofComment: text)
        {
          messages[index] = message
        } else {
          comments.append((text, place(of: mark.range)))
        }
      }
    }
    for (index, change) in changes.enumerated() {
      if let remark = suggestion(change, message: messages[index]) { found.append(remark) }
    }
    for comment in comments {
      guard let kind = reviewKind(ofComment: comment.text) else { continue }
      let range = comment.range.isEmpty ? words.nearest(to: comment.range.lowerBound) : comment.range
      if !range.isEmpty { found.append(ReviewRemark(range: range, kind: kind)) }
    }
    return found.enumerated().sorted { a, b in
      (a.element.range.lowerBound, a.offset) < (b.element.range.lowerBound, b.offset)
    }.map(\.element)
  }

  private func suggestion(_ change: Change, message: String?) -> ReviewRemark? {
    let (range, replacement) = words.anchored(change.range, accepted(change), in: scalars)
    if range.isEmpty { return nil }
    return ReviewRemark(range: range, kind: .suggestion(replacement: replacement, message: message))
  }

  /// The change that put a passage's words in, for a passage that isn't in the opened text.
  private func change(around range: Range<Int>, in changes: [Change]) -> Int? {
    guard !range.isEmpty, place(of: range).isEmpty else { return nil }
    let next = firstPlace(in: changes.indices) { changes[$0].copy.lowerBound > range.lowerBound }
    return next > 0 && range.upperBound <= changes[next - 1].copy.upperBound ? next - 1 : nil
  }

  private func remark(_ move: Move) -> ReviewRemark {
    let words = string(copy[move.copy])
    let range: Range<Int>
    let replacement: String
    if move.place >= move.range.upperBound {
      range = move.range.lowerBound..<move.place
      replacement = string(scalars[move.range.upperBound..<move.place]) + words
    } else {
      range = min(move.place, move.range.lowerBound)..<move.range.upperBound
      replacement = words + string(scalars[range.lowerBound..<move.range.lowerBound])
    }
    return ReviewRemark(range: range, kind: .suggestion(replacement: replacement, message: "Moved"))
  }

  /// Plain edits and marked changes; those that touch the same words are one.
  private func grouped() -> [Change] {
    var all = plain + markedChanges()
    all.sort {
      ($0.copy.lowerBound, $0.copy.upperBound, $0.range.lowerBound) < (
        $1.copy.lowerBound, $1.copy.upperBound, $1.range.lowerBound
      )
    }
    var groups: [Change] = []
    for change in all {
      if let last = groups.last, touches(last, change) {
        groups[groups.count - 1].take(change)
      } else {
        groups.append(change)
      }
    }
    return apart(anchored(groups))
  }

  /// Joins neighbours that can't be taken one without the other: both put words in between them.
  private func apart(_ changes: [Change]) -> [Change] {
    var changes = changes
    while true {
      let together = conflicts(among: changes.map { suggestion($0, message: nil).map(edits) ?? [] })
      guard !together.isEmpty else { return changes }
      for group in together.reversed() {
        guard let first = group.first, let last = group.last else { continue }
        for change in changes[first + 1...last] { changes[first].take(change) }
        changes.removeSubrange(first + 1...last)
      }
    }
  }

  private func markedChanges() -> [Change] {
    marks.enumerated().filter { $1.replacement != nil }.map { index, mark in
      Change(range: place(of: mark.range), copy: mark.range, marks: [index])
    }
  }

  /// Joins a change that must hang on a neighbouring word to the change of that word.
  private func anchored(_ changes: [Change]) -> [Change] {
    var groups: [Change] = []
    for var change in changes {
      while let last = groups.last,
        extent(last).upperBound > change.range.lowerBound
          || last.range.upperBound > extent(change).lowerBound
      {
        change.take(last)
        groups.removeLast()
      }
      groups.append(change)
    }
    return groups
  }

  private func extent(_ change: Change) -> Range<Int> {
    words.anchored(change.range, accepted(change), in: scalars).range
  }

  private func touches(_ one: Change, _ next: Change) -> Bool {
    func meet(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
      if a.overlaps(b) { return true }
      if a.isEmpty, b.isEmpty { return a == b }
      return a.isEmpty && b.lowerBound < a.lowerBound && a.lowerBound < b.upperBound
        || b.isEmpty && a.lowerBound < b.lowerBound && b.lowerBound < a.upperBound
    }
    // An insertion directly beside another change belongs to it.
    let isDirectlyBeside =
      one.range.upperBound == next.range.lowerBound && one.copy.upperBound == next.copy.lowerBound
      && (one.range.isEmpty || next.range.isEmpty)
    return isDirectlyBeside || meet(one.range, next.range)
      || meet(one.copy, next.copy) && !(one.copy.isEmpty && next.copy.isEmpty)
  }

  /// The copy's text of a change, with the marked changes in it made.
  private func accepted(_ change: Change) -> String {
    var result = ""
    var place = change.copy.lowerBound
    for mark in change.marks.map({ marks[$0] }).sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      result += string(copy[place..<max(place, mark.range.lowerBound)])
      result += mark.replacement ?? ""
      place = max(place, mark.range.upperBound)
    }
    return result + string(copy[place..<max(place, change.copy.upperBound)])
  }

  /// Where a range of the copy stands in the opened text. One that begins or ends inside a plain edit takes all of it.
  private func place(of range: Range<Int>) -> Range<Int> {
    if !range.isEmpty,
      let move = moves.first(where: {
        $0.copy.lowerBound <= range.lowerBound && range.upperBound <= $0.copy.upperBound
      })
    {
      return move.range
    }
    let start = opened(range.lowerBound, isEnd: range.isEmpty)
    let end = range.isEmpty ? start : opened(range.upperBound, isEnd: true)
    return start..<max(start, end)
  }

  private func opened(_ place: Int, isEnd: Bool) -> Int {
    // The last edit that begins before the place, or at it where a range begins.
    let next = firstPlace(in: edits.indices) {
      isEnd ? edits[$0].copy.lowerBound >= place : edits[$0].copy.lowerBound > place
    }
    guard next > 0 else { return place }
    let edit = edits[next - 1]
    if place < edit.copy.upperBound || isEnd && place == edit.copy.upperBound && !edit.copy.isEmpty {
      return isEnd ? edit.range.upperBound : edit.range.lowerBound
    }
    return min(scalars.count, edit.range.upperBound + place - edit.copy.upperBound)
  }

  private func string(_ part: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: part)
    return String(view)
  }
}
