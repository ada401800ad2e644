/// Where each visible scalar of a rendered Markdown text stands in its source.
///
/// A visible run of words stands in the source as it is, but for backslashes before punctuation and for entities; so
/// each is looked for from where the last one ended, within the lines of its block.
public struct SourceMap {
  /// For each visible scalar its offset in the source, or -1 where it has none: both in Unicode scalars.
  public private(set) var offsets: [Int] = []
  /// For each visible scalar the offset after what stands for it in the source, an entity say; or -1.
  private var ends: [Int] = []
  private let source: [Unicode.Scalar]
  private let lineStarts: [Int]
  private var place = 0

  /// How many places a run is tried at; past that it has no place.
  private static let mostTries = 20_000

  init(_ source: String) {
    let scalars = Array(source.unicodeScalars)
    self.source = scalars
    lineStarts = [0] + scalars.indices.filter { scalars[$0] == "\n" }.map { $0 + 1 }
  }

  /// - Parameter line: from 1.
  mutating func enterBlock(atLine line: Int) {
    guard lineStarts.indices.contains(line - 1) else { return }
    place = max(place, lineStarts[line - 1])
  }

  mutating func appendUnplaced(_ count: Int) {
    offsets += repeatElement(-1, count: count)
    ends += repeatElement(-1, count: count)
  }

  mutating func append(_ literal: [Unicode.Scalar]) {
    var start = place
    var tries = 0
    while start < source.count, tries < Self.mostTries {
      if let found = match(literal, at: start) {
        offsets += found.map(\.lowerBound)
        ends += found.map(\.upperBound)
        place = found.last?.upperBound ?? start + 1
        return
      }
      start += 1
      tries += 1
    }
    appendUnplaced(literal.count)
  }

  private func match(_ literal: [Unicode.Scalar], at start: Int) -> [Range<Int>]? {
    var found: [Range<Int>] = []
    var offset = start
    for scalar in literal {
      guard offset < source.count else { return nil }
      if source[offset] == "\\", offset + 1 < source.count, source[offset + 1] == scalar { offset += 1 }
      if source[offset] == "&", let end = endOfEntity(offset) {
        found.append(offset..<end)
        offset = end
        continue
      }
      guard source[offset] == scalar else { return nil }
      found.append(offset..<offset + 1)
      offset += 1
    }
    return found
  }

  /// The offset after `&name;`, or nil when this is no entity.
  private func endOfEntity(_ start: Int) -> Int? {
    let end = source[start..<min(source.count, start + 32)].firstIndex(of: ";")
    guard let end, end > start + 1 else { return nil }
    let isName = source[(start + 1)..<end].allSatisfy {
      $0 == "#" || $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
    return isName ? end + 1 : nil
  }

  /// The visible scalars that a range of the source shows as; nil when none of it is to be seen.
  public func visible(of range: Range<Int>) -> Range<Int>? {
    guard let first = offsets.firstIndex(where: { range.contains($0) }),
      let last = offsets.lastIndex(where: { range.contains($0) })
    else { return nil }
    return first..<(last + 1)
  }

  /// The range of the source that visible scalars come from.
  public func source(of visible: Range<Int>) -> Range<Int>? {
    let range = visible.clamped(to: 0..<offsets.count)
    guard let first = range.first(where: { offsets[$0] >= 0 }),
      let last = range.last(where: { ends[$0] >= 0 }),
      offsets[first] < ends[last]
    else { return nil }
    return offsets[first]..<ends[last]
  }
}
