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
  /// Ours and theirs: for each element of the base its partner there, or -1.
  let partners: [[Int]]
  private let baseCount: Int
  private let edits: [[TokenEdit]]

  init(base: Int, partners: [[Int]], counts: [Int], cuts: [[TokenEdit.Cut]] = [[], []]) {
    baseCount = base
    self.partners = partners
    edits = (0...1).map { TokenEdit.all(partners[$0], newCount: counts[$0], cuts: cuts[$0]) }
  }

  /// All chunks in order; together they are each sequence whole.
  func chunks() -> [MergeChunk] {
    var chunks: [MergeChunk] = []
    var place = 0
    var next = [0, 0]
    while true {
      let firsts = (0...1).map { next[$0] < edits[$0].count ? edits[$0][next[$0]].old.lowerBound : Int.max }
      let start = min(firsts[0], firsts[1])
      guard start < Int.max else { break }
      addStable(place..<start, to: &chunks)
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
      let change: MergeChunk.Change = taken[1].isEmpty ? .ours : taken[0].isEmpty ? .theirs : .both
      chunks.append(
        MergeChunk(change: change, base: cluster, sides: (0...1).map { span(of: cluster, taken[$0], $0) }))
      place = cluster.upperBound
      next = taken.map(\.upperBound)
    }
    addStable(place..<baseCount, to: &chunks)
    return chunks
  }

  private func addStable(_ range: Range<Int>, to chunks: inout [MergeChunk]) {
    guard !range.isEmpty else { return }
    chunks.append(
      MergeChunk(
        change: .none, base: range,
        sides: partners.map { $0[range.lowerBound]..<$0[range.upperBound - 1] + 1 }))
  }

  /// Whether an edit touches what was taken so far. Neighbours that each side replaced one of don't, something
  /// replaced and an insertion beside it do.
  private func joins(_ edit: TokenEdit, _ cluster: Range<Int>, _ taken: [Range<Int>], _ side: Int) -> Bool {
    if taken[0].isEmpty, taken[1].isEmpty { return edit.old.lowerBound == cluster.lowerBound }
    if edit.old.lowerBound < cluster.upperBound { return true }
    guard edit.old.lowerBound == cluster.upperBound,
      let last = taken[1 - side].last.map({ edits[1 - side][$0] }), last.old.upperBound == cluster.upperBound
    else { return false }
    return edit.old.isEmpty || last.old.isEmpty
  }

  /// What stands on a side for a run of the base.
  private func span(of cluster: Range<Int>, _ taken: Range<Int>, _ side: Int) -> Range<Int> {
    guard let first = taken.first.map({ edits[side][$0] }), let last = taken.last.map({ edits[side][$0] })
    else {
      guard let from = cluster.first, let to = cluster.last else { return position(cluster.lowerBound, side) }
      return partners[side][from]..<partners[side][to] + 1
    }
    let before = first.old.lowerBound - cluster.lowerBound
    let after = cluster.upperBound - last.old.upperBound
    return (first.new.lowerBound - before)..<(last.new.upperBound + after)
  }

  /// The empty range on a side where something was inserted into the base by the other.
  private func position(_ place: Int, _ side: Int) -> Range<Int> {
    let end = place > 0 ? partners[side][place - 1] + 1 : 0
    return end..<end
  }
}
