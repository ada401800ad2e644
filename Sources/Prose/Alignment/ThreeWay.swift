/// A run of one sequence that another replaced; either range may be empty.
struct TokenEdit {
  /// A place between two elements of both sequences.
  struct Cut {
    var old: Int
    var new: Int
  }

  var old: Range<Int>
  var new: Range<Int>

  /// The edits that an alignment leaves between its matches, none of them over one of some places, which ascend.
  static func all(_ partner: [Int], newCount: Int, cuts: [Cut] = []) -> [TokenEdit] {
    var edits: [TokenEdit] = []
    var (old, new) = (0, 0)
    var rest = cuts[...]
    for index in 0...partner.count {
      while let cut = rest.first, cut.old == index {
        if old < index || new < cut.new { edits.append(TokenEdit(old: old..<index, new: new..<cut.new)) }
        (old, new) = (index, cut.new)
        rest.removeFirst()
      }
      let match = index < partner.count ? partner[index] : newCount
      guard match >= 0 else { continue }
      if old < index || new < match { edits.append(TokenEdit(old: old..<index, new: new..<match)) }
      (old, new) = (index + 1, match + 1)
    }
    return edits
  }
}

/// A run of a base with what stands for it on both sides.
struct MergeChunk: Equatable {
  enum Change: Equatable {
    case none, ours, theirs, both
  }

  var change: Change
  var base: Range<Int>
  /// Ours and theirs.
  var sides: [Range<Int>]
}

/// Two sequences made from one, aligned with it, cut into chunks that one, both or neither changed
/// (Khanna, Kunal, Pierce: A Formal Investigation of Diff3, 2007).
struct ThreeWay {
  /// Of two changes that don't overlap, the later one and what stands between them.
  struct Meeting {
    /// The side of the earlier one; the later one is of the other.
    let side: Int
    let earlier: TokenEdit
    let later: TokenEdit
  }

  /// Ours and theirs: for each element of the base its partner there, or -1.
  let partners: [[Int]]
  private let baseCount: Int
  private let edits: [[TokenEdit]]
  private let meets: (Meeting) -> Bool

  /// - Parameter meets: whether two changes that don't overlap are one all the same, so near they are.
  init(
    base: Int, partners: [[Int]], counts: [Int], cuts: [[TokenEdit.Cut]] = [[], []],
    meets: @escaping (Meeting) -> Bool = Self.areBeside
  ) {
    baseCount = base
    self.partners = partners
    self.meets = meets
    edits = (0...1).map { TokenEdit.all(partners[$0], newCount: counts[$0], cuts: cuts[$0]) }
  }

  /// Neighbours that each side replaced one of don't meet, something replaced and an insertion beside it do.
  static func areBeside(_ meeting: Meeting) -> Bool {
    meeting.earlier.old.upperBound == meeting.later.old.lowerBound
      && (meeting.earlier.old.isEmpty || meeting.later.old.isEmpty)
  }

  /// All chunks in order; together they are each sequence whole.
  func chunks() -> [MergeChunk] {
    var chunks: [MergeChunk] = []
    var place = 0
    var next = [0, 0]
    var ends = [0, 0]
    while let first = firstSide(next) {
      var cluster = edits[first][next[first]].old
      addStable(place..<cluster.lowerBound, to: &chunks, &ends)
      var taken = [next[0]..<next[0], next[1]..<next[1]]
      taken[first] = next[first]..<next[first] + 1
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
      let change: MergeChunk.Change = taken[1].isEmpty ? .ours : taken[0].isEmpty ? .theirs : .both
      let sides = (0...1).map { span(of: cluster, taken[$0], $0, ends[$0]) }
      chunks.append(MergeChunk(change: change, base: cluster, sides: sides))
      ends = sides.map(\.upperBound)
      place = cluster.upperBound
      next = taken.map(\.upperBound)
    }
    addStable(place..<baseCount, to: &chunks, &ends)
    return chunks
  }

  /// The side whose change is next; of two at one place the one that puts something in before what the other changed.
  private func firstSide(_ next: [Int]) -> Int? {
    let firsts = (0...1).map { next[$0] < edits[$0].count ? edits[$0][next[$0]].old : nil }
    guard let ours = firsts[0] else { return firsts[1] == nil ? nil : 1 }
    guard let theirs = firsts[1] else { return 0 }
    return (theirs.lowerBound, theirs.upperBound) < (ours.lowerBound, ours.upperBound) ? 1 : 0
  }

  private func addStable(_ range: Range<Int>, to chunks: inout [MergeChunk], _ ends: inout [Int]) {
    guard !range.isEmpty else { return }
    let sides = partners.map { $0[range.lowerBound]..<$0[range.upperBound - 1] + 1 }
    chunks.append(MergeChunk(change: .none, base: range, sides: sides))
    ends = sides.map(\.upperBound)
  }

  /// Whether an edit touches what was taken so far.
  private func joins(_ edit: TokenEdit, _ cluster: Range<Int>, _ taken: [Range<Int>], _ side: Int) -> Bool {
    if edit.old.lowerBound < cluster.upperBound { return true }
    guard let last = taken[1 - side].last.map({ edits[1 - side][$0] }),
      last.old.upperBound == cluster.upperBound
    else { return false }
    return meets(Meeting(side: 1 - side, earlier: last, later: edit))
  }

  /// What stands on a side for a run of the base.
  private func span(of cluster: Range<Int>, _ taken: Range<Int>, _ side: Int, _ end: Int) -> Range<Int> {
    guard let first = taken.first.map({ edits[side][$0] }), let last = taken.last.map({ edits[side][$0] })
    else {
      guard let from = cluster.first, let to = cluster.last else { return end..<end }
      return partners[side][from]..<partners[side][to] + 1
    }
    let before = first.old.lowerBound - cluster.lowerBound
    let after = cluster.upperBound - last.old.upperBound
    return (first.new.lowerBound - before)..<(last.new.upperBound + after)
  }
}
