/// A part of a merged text.
public enum MergeHunk: Sendable, Hashable {
  case clean(String)
  /// The smallest run of words that both sides changed, differently.
  case conflict(base: String, ours: String, theirs: String)
}

/// What a three-way merge gave.
public struct MergeResult: Sendable, Hashable {
  /// In the order of the text.
  public let hunks: [MergeHunk]
  /// How many of them are conflicts.
  public let conflicts: Int

  public var isClean: Bool { conflicts == 0 }

  init(_ hunks: [MergeHunk]) {
    self.hunks = hunks
    conflicts = hunks.count { if case .conflict = $0 { true } else { false } }
  }

  /// The merged text, conflicts marked as git marks them, on lines of their own.
  public func text(ours: String = "ours", theirs: String = "theirs") -> String {
    var text = ""
    for hunk in hunks {
      switch hunk {
      case .clean(let clean): text += clean
      case .conflict(_, let our, let their):
        text = text.endingLine
        text += "<<<<<<< \(ours)\n\(our.endingLine)=======\n\(their.endingLine)>>>>>>> \(theirs)\n"
      }
    }
    return text
  }
}

extension String {
  fileprivate var endingLine: String { isEmpty || utf8.last == 0x0A ? self : self + "\n" }
}

/// Merges two texts that were made from one, word by word (Khanna, Kunal, Pierce: A Formal Investigation of Diff3,
/// 2007, over words instead of lines).
///
/// White space never makes a conflict: a re-wrapped paragraph merges with changed words in it. Table rows, code and
/// front matter are merged by lines.
public func merge(base: String, ours: String, theirs: String) -> MergeResult {
  if ours.utf8Equal(theirs) || theirs.utf8Equal(base) {
    return MergeResult(ours.isEmpty ? [] : [.clean(ours)])
  }
  if ours.utf8Equal(base) { return MergeResult(theirs.isEmpty ? [] : [.clean(theirs)]) }
  return ThreeWayMerge(base, ours, theirs).result()
}

extension String {
  fileprivate func utf8Equal(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

/// A run of tokens of the base that one side replaced; either range may be empty.
struct TokenEdit {
  var old: Range<Int>
  var new: Range<Int>

  /// The edits that an alignment leaves between its matches.
  static func all(_ partner: [Int], newCount: Int) -> [TokenEdit] {
    var edits: [TokenEdit] = []
    var (old, new) = (0, 0)
    for index in 0...partner.count {
      let match = index < partner.count ? partner[index] : newCount
      guard match >= 0 else { continue }
      if old < index || new < match { edits.append(TokenEdit(old: old..<index, new: new..<match)) }
      (old, new) = (index + 1, match + 1)
    }
    return edits
  }
}

private struct ThreeWayMerge {
  private let base: TokenizedText
  private let sides: [TokenizedText]
  private let edits: [[TokenEdit]]
  private let partners: [[Int]]
  private let ids: [[Int32]]
  private var hunks: [MergeHunk] = []

  init(_ base: String, _ ours: String, _ theirs: String) {
    self.base = TokenizedText(base)
    sides = [TokenizedText(ours), TokenizedText(theirs)]
    var interner = TokenInterner()
    let baseIDs = interner.intern(self.base)
    let sideIDs = sides.map { interner.intern($0) }
    partners = sideIDs.map { Alignment(baseIDs, $0).partner }
    edits = zip(partners, sideIDs).map { TokenEdit.all($0, newCount: $1.count) }
    ids = sideIDs
  }

  func result() -> MergeResult {
    var copy = self
    copy.run()
    return MergeResult(copy.hunks)
  }

  private mutating func run() {
    emit(
      choose(base.string(base.leading), sides[0].string(sides[0].leading), sides[1].string(sides[1].leading)))
    var place = 0
    var next = [0, 0]
    while true {
      let firsts = (0...1).map { next[$0] < edits[$0].count ? edits[$0][next[$0]].old.lowerBound : Int.max }
      let start = min(firsts[0], firsts[1])
      guard start < Int.max else { break }
      emitStable(place..<start)
      var cluster = start..<start
      var taken = [next[0]..<next[0], next[1]..<next[1]]
      var grew = true
      while grew {
        grew = false
        for side in 0...1 where taken[side].upperBound < edits[side].count {
          let edit = edits[side][taken[side].upperBound]
          guard joins(edit, cluster, taken, side) else { continue }
          cluster = cluster.lowerBound..<max(cluster.upperBound, edit.old.upperBound)
          taken[side] = taken[side].lowerBound..<taken[side].upperBound + 1
          grew = true
        }
      }
      emitCluster(cluster, taken)
      place = cluster.upperBound
      next = taken.map(\.upperBound)
    }
    emitStable(place..<base.count)
  }

  /// Whether an edit touches the same words as those taken so far. Neighbours that replace different words don't.
  private func joins(_ edit: TokenEdit, _ cluster: Range<Int>, _ taken: [Range<Int>], _ side: Int) -> Bool {
    if taken[0].isEmpty, taken[1].isEmpty { return edit.old.lowerBound == cluster.lowerBound }
    if edit.old.lowerBound < cluster.upperBound { return true }
    guard edit.old.lowerBound == cluster.upperBound else { return false }
    guard let last = taken[1 - side].last.map({ edits[1 - side][$0] }),
      last.old.upperBound == cluster.upperBound
    else { return false }
    return edit.old.isEmpty || last.old.isEmpty
  }

  private mutating func emitStable(_ range: Range<Int>) {
    for index in range {
      emit(base.string(base.tokens[index]))
      emitSpace(after: index)
    }
  }

  /// White space after a token that both sides kept: whoever changed it decides.
  private mutating func emitSpace(after index: Int) {
    let spaces = (0...1).map { sides[$0].string(sides[$0].space(after: partners[$0][index])) }
    emit(choose(base.string(base.space(after: index)), spaces[0], spaces[1]))
  }

  /// Of two changes of white space, the longer: the same whichever side is called ours.
  private func choose(_ base: String, _ ours: String, _ theirs: String) -> String {
    if ours == theirs || theirs == base { return ours }
    if ours == base { return theirs }
    return (ours.utf8.count, ours) < (theirs.utf8.count, theirs) ? theirs : ours
  }

  private mutating func emitCluster(_ cluster: Range<Int>, _ taken: [Range<Int>]) {
    let ranges = (0...1).map { span(of: cluster, taken[$0], $0) }
    if taken[1].isEmpty { return emit(sides[0].string(tokens: ranges[0])) }
    if taken[0].isEmpty { return emit(sides[1].string(tokens: ranges[1])) }
    var (ours, theirs) = (ranges[0], ranges[1])
    if ids[0][ours].elementsEqual(ids[1][theirs]) { return emit(sides[0].string(tokens: ours)) }
    var end: (ours: Range<Int>, theirs: Range<Int>) = (
      ours.upperBound..<ours.upperBound, theirs.upperBound..<theirs.upperBound
    )
    var head = ours.lowerBound..<ours.lowerBound
    while let x = ours.first, let y = theirs.first, ids[0][x] == ids[1][y] {
      head = head.lowerBound..<x + 1
      ours.removeFirst()
      theirs.removeFirst()
    }
    while let x = ours.last, let y = theirs.last, ids[0][x] == ids[1][y] {
      end = (x..<end.ours.upperBound, y..<end.theirs.upperBound)
      ours.removeLast()
      theirs.removeLast()
    }
    emit(sides[0].string(tokens: head))
    hunks.append(
      .conflict(
        base: base.string(tokens: cluster), ours: sides[0].string(tokens: ours),
        theirs: sides[1].string(tokens: theirs)))
    emit(sides[0].string(tokens: end.ours))
  }

  /// What stands in a side for a run of the base's tokens.
  private func span(of cluster: Range<Int>, _ taken: Range<Int>, _ side: Int) -> Range<Int> {
    guard let first = taken.first.map({ edits[side][$0] }), let last = taken.last.map({ edits[side][$0] })
    else {
      guard let from = cluster.first, let to = cluster.last else { return 0..<0 }
      return partners[side][from]..<partners[side][to] + 1
    }
    let before = first.old.lowerBound - cluster.lowerBound
    let after = cluster.upperBound - last.old.upperBound
    return (first.new.lowerBound - before)..<(last.new.upperBound + after)
  }

  private mutating func emit(_ text: String) {
    guard !text.isEmpty else { return }
    if case .clean(let before) = hunks.last {
      hunks[hunks.count - 1] = .clean(before + text)
    } else {
      hunks.append(.clean(text))
    }
  }
}
