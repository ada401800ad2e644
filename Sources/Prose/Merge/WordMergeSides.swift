/// Which side's words stand where both changed a place and neither is a conflict.
extension WordMerge {
  /// The side that changed more than white space, where the other changed nothing else, or both changed it to the same.
  func sideWithWords(_ parts: [ArraySlice<UInt8>]) -> Int? {
    let words = parts.map { $0.split(whereSeparator: isBlank) }
    if words[1] == words[2] { return longer(parts[1], parts[2]) == parts[1] ? 1 : 2 }
    return words[1] == words[0] ? 2 : words[2] == words[0] ? 1 : nil
  }

  /// One side's words; a line end that the other put after them stays.
  mutating func addWords(_ chunk: MergeChunk, of side: Int, _ parts: [ArraySlice<UInt8>]) {
    addChange(chunk, by: side)
    let ends = [parts[0], parts[3 - side]].map { part in
      part.suffix(part.reversed().prefix(while: isBlank).count)
    }
    func breaks(_ space: ArraySlice<UInt8>) -> Int { space.count { $0 == 0x0A } }
    if breaks(ends[1]) > max(breaks(ends[0]), breaks(gap)) { gap = ends[1] }
  }

  /// Where both changed one address, and one side made all the changes of the other and more: that one.
  func sideWithAddress(_ base: Range<Int>, _ ours: Range<Int>, _ theirs: Range<Int>) -> Int? {
    guard base.count == 1, ours.count == 1, theirs.count == 1 else { return nil }
    let addresses = [token(0, base.lowerBound), token(1, ours.lowerBound), token(2, theirs.lowerBound)]
    guard addresses.allSatisfy({ $0.contains(UInt8(ascii: "/")) && !$0.contains(where: isBlank) }) else {
      return nil
    }
    let pieces = addresses.map { TokenizedText(Lines(Array($0))) }
    var numbering = TokenNumbering()
    let ids = pieces.map { numbering.number($0) }
    let edits = (1...2).map { side in
      TokenEdit.all(Alignment(ids[0], ids[side], dropsWeak: false).partner, newCount: ids[side].count)
    }
    func holds(_ side: Int) -> Bool {
      edits[1 - side].allSatisfy { edit in
        edits[side].contains { own in
          edit.new.isEmpty
            ? own.old.lowerBound <= edit.old.lowerBound && own.old.upperBound >= edit.old.upperBound
            : own.old == edit.old && ids[side + 1][own.new].elementsEqual(ids[2 - side][edit.new])
        }
      }
    }
    return holds(0) ? 1 : holds(1) ? 2 : nil
  }

  /// The side whose change holds the other's.
  func larger(_ ours: Range<Int>, _ theirs: Range<Int>, _ isShared: Bool) -> Int? {
    switch (leavesBase(ours, 0, to: theirs), leavesBase(theirs, 1, to: ours)) {
    case (true, false): return 2
    case (false, true): return 1
    case (true, true): return nil
    case (false, false): break
    }
    // Both put in the same, and one of them more.
    guard isShared, ours.isEmpty || theirs.isEmpty else { return nil }
    let side = ours.isEmpty ? 1 : 0
    return (side == 0 ? ours : theirs).allSatisfy { origins[side][$0] < 0 } ? side + 1 : nil
  }

  /// Whether a side has here what the base has, and the other has nothing of the base but that.
  func leavesBase(_ range: Range<Int>, _ side: Int, to other: Range<Int>) -> Bool {
    guard let first = range.first, let last = range.last, origins[side][first] >= 0,
      origins[side][last] >= origins[side][first]
    else { return false }
    let kept = origins[side][first]...origins[side][last]
    return range.allSatisfy {
      other.isEmpty ? origins[side][$0] >= 0 : origins[side][$0] == kept.lowerBound + $0 - first
    } && other.allSatisfy { origins[1 - side][$0] < 0 || kept.contains(origins[1 - side][$0]) }
  }
}
