/// Lines that one side took from one place of the base and put in another.
struct LineMove: Equatable {
  /// Ours (0) or theirs (1).
  let side: Int
  /// Lines of the base.
  let from: Range<Int>
  /// Lines of the side.
  let to: Range<Int>
  /// For each line of the base the equal one of the side, or -1 for one that was changed on the way.
  let lines: [Int]

  /// The moves of a side that changed nothing: runs of lines without a partner in the base and in the side, around a line that tells
  /// something and stands once in both (Heckel, "A technique for isolating differences between files", 1978).
  static func all(
    side: Int, base: [Int32], ids: [Int32], partner: [Int], tells: (Int) -> Bool
  ) -> [LineMove] {
    var origin = Array(repeating: -1, count: ids.count)
    for (x, y) in partner.enumerated() where y >= 0 { origin[y] = x }
    let (taken, put) = (once(base, partner), once(ids, origin))
    var moves: [LineMove] = []
    for (x, id) in base.enumerated() where partner[x] < 0 && taken[id] == x && tells(x) {
      guard let y = put[id], y >= 0, (moves.last?.from.upperBound ?? 0) <= x else { continue }
      func isMoved(_ offset: Int) -> Bool {
        base.indices.contains(x + offset) && ids.indices.contains(y + offset) && partner[x + offset] < 0
          && origin[y + offset] < 0 && base[x + offset] == ids[y + offset]
      }
      var (first, last) = (0, 0)
      while isMoved(first - 1), x + first > moves.last?.from.upperBound ?? 0 { first -= 1 }
      while isMoved(last + 1) { last += 1 }
      moves.append(
        LineMove(
          side: side, from: x + first..<x + last + 1, to: y + first..<y + last + 1,
          lines: Array(y + first...y + last)))
    }
    return moves
  }

  /// Where each line without a partner stands, or -1 for one that stands twice.
  private static func once(_ ids: [Int32], _ partner: [Int]) -> [Int32: Int] {
    var places: [Int32: Int] = [:]
    for (place, id) in ids.enumerated() where partner[place] < 0 {
      if places.updateValue(place, forKey: id) != nil { places[id] = -1 }
    }
    return places
  }
}

/// A side with its moves taken back: its lines in an order that goes with the base's.
struct UnmovedSide {
  /// Lines of the side in order; `-1 - m` stands where move `m` had gone.
  private(set) var order: [Int]
  /// For each line of the base its place in `order`, or -1.
  private(set) var partner: [Int]
  /// Where moved lines begin and end.
  private(set) var cuts: [TokenEdit.Cut] = []

  /// - Parameter moves: with their numbers; of this side, in the order of the base.
  init(_ partner: [Int], count: Int, moves: [(number: Int, move: LineMove)]) {
    var insertions: [Int: [LineMove]] = [:]
    var markers: [Int: Int] = [:]
    var moved = Set<Int>()
    var before = -1
    var seen = 0
    for (number, move) in moves {
      for place in partner[seen..<move.from.lowerBound] where place >= 0 { before = place }
      seen = move.from.lowerBound
      insertions[before + 1, default: []].append(move)
      markers[move.to.lowerBound] = number
      moved.formUnion(move.to)
    }
    order = []
    var places = Array(repeating: -1, count: count)
    self.partner = partner
    for line in 0...count {
      for move in insertions[line] ?? [] {
        for (x, y) in zip(move.from, move.lines) {
          self.partner[x] = y < 0 ? -1 : order.count + y - move.to.lowerBound
        }
        cuts.append(TokenEdit.Cut(old: move.from.lowerBound, new: order.count))
        order += Array(move.to)
        cuts.append(TokenEdit.Cut(old: move.from.upperBound, new: order.count))
      }
      guard line < count else { break }
      if let number = markers[line] { order.append(-1 - number) }
      guard !moved.contains(line) else { continue }
      places[line] = order.count
      order.append(line)
    }
    for x in partner.indices where partner[x] >= 0 { self.partner[x] = places[partner[x]] }
  }
}
