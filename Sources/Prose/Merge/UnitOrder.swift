/// Sentences, items, rows and paragraphs that one side put into another order, while the other side corrected some.
///
/// A merge by words keeps to the order. So the base and the other side are put into the order of the side that moved units: then
/// each correction is one of its own unit. Only where it is certain which unit is which: they stand whole and once, share a
/// word that tells them from their twins, or follow a unit that does.
struct UnitOrder {
  /// For each unit of the base the one of the side that it is, or -1.
  private let partner: [Int]
  private let units: (base: [Range<Int>], side: [Range<Int>])

  /// - Parameter tokens: for each token of the base its partner in the side, or -1.
  init(_ units: WordUnits, _ tokens: [Int]) {
    self.units = units.units
    partner = units.partners(tokens)
  }

  /// The base and the other side in the order of a side that moved units; nil where neither or both did, or a layout can't go along.
  static func inOneOrder(_ texts: [TokenizedText], _ orders: [UnitOrder]) -> [UnitOrder.Permuted]? {
    for side in 0...1 where orders[side].movesUnits {
      let order = orders[side].order
      let other = orders[1 - side]
      let ranks = other.partner
      let base = Permuted(texts[0], orders[side].units.base, order)
      var result = [base, Permuted(texts[side + 1]), Permuted(texts[2 - side])]
      if !isRising(order.map { ranks[$0] }) {
        guard !other.movesUnits else { continue }
        let groups = other.groups
        let numbers = order.compactMap { groups.numbers[$0] }
        result[2] = Permuted(texts[2 - side], groups.ranges, (groups.hasHead ? [0] : []) + numbers)
      }
      if side == 1 { result.swapAt(1, 2) }
      return result
    }
    return nil
  }

  private var movesUnits: Bool { !Self.isRising(partner) }

  private static func isRising(_ places: [Int]) -> Bool {
    let known = places.filter { $0 >= 0 }
    return zip(known, known.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// The units of the base in the order of the side; one that the side hasn't stays behind the one before it.
  private var order: [Int] {
    var place = -1
    let places = partner.map { own -> Int in
      if own >= 0 { place = own }
      return place
    }
    return places.indices.sorted { (places[$0], $0) < (places[$1], $1) }
  }

  /// Units of the side, each that the base has with those after it that it hasn't; by unit of the base the number of its group.
  private var groups: (ranges: [Range<Int>], numbers: [Int: Int], hasHead: Bool) {
    var origins = Array(repeating: -1, count: units.side.count)
    for (x, y) in partner.enumerated() where y >= 0 { origins[y] = x }
    var (ranges, numbers): ([Range<Int>], [Int: Int]) = ([], [:])
    for (number, unit) in units.side.enumerated() {
      if origins[number] >= 0 || ranges.isEmpty {
        if origins[number] >= 0 { numbers[origins[number]] = ranges.count }
        ranges.append(unit)
      } else if let last = ranges.popLast() {
        ranges.append(last.lowerBound..<unit.upperBound)
      }
    }
    return (ranges, numbers, origins.first.map { $0 < 0 } ?? false)
  }

  /// A text with runs of its tokens in another order; what stands between the runs stays in its place.
  struct Permuted {
    private(set) var text: TokenizedText
    /// Bytes of the text as it was, with how far each went.
    private var shifts: [(from: Range<Int>, by: Int)] = []

    init(_ text: TokenizedText) {
      self.text = text
      shifts = [(0..<text.bytes.count, 0)]
    }

    init(_ text: TokenizedText, _ runs: [Range<Int>], _ order: [Int]) {
      let slots = runs.map {
        text.tokens[$0.lowerBound].lowerBound..<text.tokens[$0.upperBound - 1].upperBound
      }
      var pieces: [Range<Int>] = []
      var end = 0
      for (slot, number) in zip(slots, order) {
        pieces += [end..<slot.lowerBound, slots[number]]
        end = slot.upperBound
      }
      pieces.append(end..<text.bytes.count)
      var place = 0
      for piece in pieces {
        shifts.append((piece, place - piece.lowerBound))
        place += piece.count
      }
      self.text = text.permuted(pieces)
      shifts.sort { $0.from.lowerBound < $1.from.lowerBound }
    }

    /// Where bytes that stayed together stand now.
    func moved(_ range: Range<Int>) -> Range<Int>? {
      let index = firstPlace(in: shifts.indices) { shifts[$0].from.upperBound > range.lowerBound }
      guard index < shifts.count, let last = range.last, shifts[index].from.contains(range.lowerBound),
        shifts[index].from.contains(last)
      else { return nil }
      return range.lowerBound + shifts[index].by..<range.upperBound + shifts[index].by
    }
  }
}
