/// A change of one run of a text.
public struct TextEdit: Sendable, Hashable {
  /// Unicode scalars of the base, half open; empty for an insertion.
  public let range: Range<Int>
  public let replacement: String

  public init(range: Range<Int>, replacement: String) {
    self.range = range
    self.replacement = replacement
  }
}

/// The smallest independent edits, by word, that put `replacement` in a range's place.
///
/// - Parameter range: Unicode scalars of `base`; clamped to it.
public func minimalEdits(base: String, range: Range<Int>, replacement: String) -> [TextEdit] {
  let scalars = Array(base.unicodeScalars)
  let range = range.clamped(to: 0..<scalars.count)
  var replaced = String.UnicodeScalarView()
  replaced.append(contentsOf: scalars[range])
  return editsFrom(old: String(replaced), new: replacement).map { $0.moved(by: range.lowerBound) }
}

/// The edits, by word, that turn one text into another.
public func editsFrom(old: String, new: String) -> [TextEdit] { wordEdits(old, new) }

extension TextEdit {
  /// The same in a text that this one's base is a part of.
  func moved(by offset: Int) -> TextEdit {
    TextEdit(range: range.lowerBound + offset..<range.upperBound + offset, replacement: replacement)
  }
}

/// Groups of suggestions, by index, that touch the same words differently. Equal edits don't conflict.
public func conflicts(among suggestions: [[TextEdit]]) -> [[Int]] {
  conflicts(among: suggestions, touches)
}

private func conflicts(among suggestions: [[TextEdit]], _ touches: (TextEdit, TextEdit) -> Bool) -> [[Int]] {
  var all: [(edit: TextEdit, owner: Int)] = []
  for (owner, edits) in suggestions.enumerated() { all += edits.map { ($0, owner) } }
  all.sort {
    ($0.edit.range.lowerBound, $0.edit.range.upperBound, $0.owner) < (
      $1.edit.range.lowerBound, $1.edit.range.upperBound, $1.owner
    )
  }
  var leader = Leaders(suggestions.count)
  var open: [(edit: TextEdit, owner: Int)] = []
  for next in all {
    open.removeAll { !touches($0.edit, next.edit) }
    for one in open where one.owner != next.owner && one.edit != next.edit {
      leader.join(one.owner, next.owner)
    }
    open.append(next)
  }
  return leader.groups
}

/// Which of a number of things belong together (Galler and Fischer, "An improved equivalence algorithm", 1964).
private struct Leaders {
  private var leader: [Int]

  init(_ count: Int) { leader = Array(0..<count) }

  private func top(_ index: Int) -> Int {
    var index = index
    while leader[index] != index { index = leader[index] }
    return index
  }

  mutating func join(_ one: Int, _ other: Int) {
    leader[max(top(one), top(other))] = min(top(one), top(other))
  }

  /// Those of more than one.
  var groups: [[Int]] {
    Dictionary(grouping: leader.indices, by: top).values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }
}

/// Groups of accepted suggestions, by index, of which not each one's wording would stand whole in the text.
///
/// A suggestion changes what another one's passage says; or words of both would meet with nothing between that both kept: no
/// word, and no end of a sentence or a line. Equal edits don't conflict.
///
/// - Parameter suggestions: the passage that each replaces, in Unicode scalars, and its edits.
public func conflicts(among suggestions: [(range: Range<Int>, edits: [TextEdit])], in base: String) -> [[Int]]
{
  let scalars = Array(base.unicodeScalars)
  var leader = Leaders(suggestions.count)
  for group in conflicts(among: suggestions.map(\.edits), { isNear($0, $1, scalars) }) {
    for index in group.dropFirst() { leader.join(group[0], index) }
  }
  for (index, one) in suggestions.enumerated() {
    for (number, other) in suggestions.enumerated() where number != index {
      let isBroken = other.edits.contains { edit in
        !one.edits.contains(edit)
          && edit.range.lowerBound < one.range.upperBound && edit.range.upperBound > one.range.lowerBound
      }
      if isBroken { leader.join(index, number) }
    }
  }
  return leader.groups
}

/// Whether nothing stands between two edits that both keep.
private func isNear(_ earlier: TextEdit, _ later: TextEdit, _ base: [Unicode.Scalar]) -> Bool {
  if touches(earlier, later) { return true }
  let between = base[
    min(
      earlier.range.upperBound, base.count)..<min(
        max(later.range.lowerBound, earlier.range.upperBound), base.count)]
  return !between.contains {
    isSpacedLetter($0) || isUnspacedScript($0.value) || "\n.!?।؟".unicodeScalars.contains($0)
  }
}

/// Whether a later edit is about words of an earlier one, or both insert at one place.
private func touches(_ earlier: TextEdit, _ later: TextEdit) -> Bool {
  if later.range.lowerBound < earlier.range.upperBound { return true }
  return later.range.lowerBound == earlier.range.upperBound && (later.range.isEmpty && earlier.range.isEmpty)
}

/// A text with edits made. Equal edits are made once; of two that overlap the first is made.
///
/// Ranges are clamped to the text.
public func apply(_ edits: [TextEdit], to text: String) -> String {
  let scalars = Array(text.unicodeScalars)
  var result = String.UnicodeScalarView()
  var place = 0
  var last: TextEdit?
  for edit in edits.sorted(by: {
    ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
  }) {
    let range = edit.range.clamped(to: 0..<scalars.count)
    guard edit != last, range.lowerBound >= place else { continue }
    result.append(contentsOf: scalars[place..<range.lowerBound])
    result.append(contentsOf: edit.replacement.unicodeScalars)
    place = range.upperBound
    last = edit
  }
  result.append(contentsOf: scalars[place...])
  return String(result)
}

private func wordEdits(_ old: String, _ new: String) -> [TextEdit] {
  let (from, to) = (TokenizedText(old, .values), TokenizedText(new, .values))
  var numbering = TokenNumbering()
  let (fromIDs, toIDs) = (numbering.number(from), numbering.number(to))
  let partner = Alignment(fromIDs, toIDs).partner
  var offsets = ScalarOffsets(from.bytes)
  var edits: [TextEdit] = []
  var oldPlace = 0
  var newPlace = 0
  // Matched tokens are the fixed points; all between them, white space included, is compared as it is.
  for index in 0...from.count {
    let match = index < from.count ? partner[index] : to.count
    guard match >= 0 else { continue }
    let oldGap = oldPlace..<(index < from.count ? from.tokens[index].lowerBound : from.bytes.count)
    let newGap = newPlace..<(match < to.count ? to.tokens[match].lowerBound : to.bytes.count)
    if !from.bytes[oldGap].elementsEqual(to.bytes[newGap]) {
      edits.append(trimmed(from.bytes[oldGap], to.bytes[newGap], &offsets))
    }
    if index < from.count {
      (oldPlace, newPlace) = (from.tokens[index].upperBound, to.tokens[match].upperBound)
    }
  }
  return edits
}

/// An edit without the white space that both sides begin or end with.
private func trimmed(_ old: ArraySlice<UInt8>, _ new: ArraySlice<UInt8>, _ offsets: inout ScalarOffsets)
  -> TextEdit
{
  var (old, new) = (old, new)
  func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }
  while let x = old.first, let y = new.first, x == y, isSpace(x) {
    old.removeFirst()
    new.removeFirst()
  }
  while let x = old.last, let y = new.last, x == y, isSpace(x) {
    old.removeLast()
    new.removeLast()
  }
  let start = offsets.scalars(upTo: old.startIndex)
  let end = offsets.scalars(upTo: old.endIndex)
  return TextEdit(range: start..<end, replacement: String(decoding: new, as: UTF8.self))
}
