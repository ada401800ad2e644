import Galley
import Prose

/// A diff cut into pieces to be shown: each of one kind, under the same passages of remarks.
package struct DiffLayout {
  package struct Piece {
    package var kind: ReaderSpan.Kind
    package var text: String
    package var move: Int?
    /// Whether a passage that a remark is on covers it.
    package var isMarked = false
    /// The numbers of the remarks whose passages end with it, from 1.
    package var ends: [Int] = []
  }

  package struct Block {
    package let block: ReaderBlock
    /// Without the line breaks at the end.
    package let pieces: [Piece]
    /// The remarks to show beside it, by number.
    package let remarks: [Int]
    /// Whether an empty line follows.
    package let endsParagraph: Bool
    /// Code, a table's row, front matter: its lines stay as they are.
    package let isPreformatted: Bool
    /// Whether it begins as an item of a list does.
    package let isItem: Bool
  }

  package let blocks: [Block]
  /// In the order of the text: number 1 is the first.
  package let numbered: [DiffRemark]
  /// Those without a place in either draft.
  package let others: [DiffRemark]

  package init(_ reader: ReaderDiff, _ remarks: [DiffRemark] = []) {
    var homes: [Int: [DiffRemark]] = [:]
    let places = PlaceTable(reader.blocks)
    var others: [DiffRemark] = []
    for remark in remarks {
      if let home = places.block(of: remark) {
        homes[home, default: []].append(remark)
      } else {
        others.append(remark)
      }
    }
    var numbered: [DiffRemark] = []
    var ranges: [(range: Range<Int>, isOld: Bool)] = []
    var first: [Int] = []
    for index in reader.blocks.indices {
      first.append(numbered.count)
      let own = homes[index] ?? []
      let places = own.map { $0.place(in: reader.blocks[index]) }
      for remark in own.indices.sorted(by: { (places[$0], $0) < (places[$1], $1) }).map({ own[$0] }) {
        numbered.append(remark)
        ranges.append((remark.newRange ?? remark.oldRange ?? 0..<0, remark.newRange == nil))
      }
    }
    first.append(numbered.count)
    blocks = reader.blocks.enumerated().map { index, block in
      let own = Array(first[index]..<first[index + 1])
      // A passage may have begun some blocks before the one it ends in.
      let reaching = ranges.indices.filter { number in
        let (range, isOld) = ranges[number]
        return range.overlaps(isOld ? block.old : block.new)
      }
      let near = (reaching + own).reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
      return Block(block, near.map { ($0 + 1, ranges[$0].range, ranges[$0].isOld) }, own.map { $0 + 1 })
    }
    self.numbered = numbered
    self.others = others
  }
}

extension DiffLayout.Block {
  fileprivate init(
    _ block: ReaderBlock, _ passages: [(number: Int, range: Range<Int>, isOld: Bool)], _ remarks: [Int]
  ) {
    var pieces: [DiffLayout.Piece] = []
    for span in Self.readable(block.spans) { pieces += Self.cut(span, passages) }
    let shown = block.spans.filter { $0.kind != .deleted || block.new.isEmpty }
    endsParagraph = shown.suffix(3).map { $0.text.suffix(3) }.joined().hasSuffix("\n\n")
    while let last = pieces.last {
      let text = last.text.withoutLineFeedsAtEnd
      guard text.utf8.count != last.text.utf8.count || text.isEmpty else { break }
      pieces[pieces.count - 1].text = text
      guard text.isEmpty, last.ends.isEmpty else { break }
      pieces.removeLast()
    }
    let start = pieces.first?.text ?? ""
    isItem =
      !["#", ">", "|"].contains { start.hasPrefix($0) }
      && DiffLayout.Piece.isStructure(Array(start.utf8)[...])
    isPreformatted = ["```", "~~~", "---\n", "+++\n", "|", "    "].contains { start.hasPrefix($0) }
    self.block = block
    self.pieces =
      isPreformatted
      ? pieces
      : pieces.indices.map { index in
        pieces[index].joiningLines(before: pieces[(index + 1)...], isQuote: start.hasPrefix(">"))
      }
    self.remarks = remarks
  }

  /// Without changes of white space that no reader cares for; a paragraph's end that came or went has a sign.
  private static func readable(_ spans: [ReaderSpan]) -> [(
    span: ReaderSpan, text: String, kind: ReaderSpan.Kind
  )] {
    spans.enumerated().compactMap { index, span in
      let isBlank = span.text.unicodeScalars.allSatisfy { $0 == " " || $0 == "\n" || $0 == "\t" }
      guard span.kind != .same, isBlank || span.isSpace else { return (span, span.text, span.kind) }
      let isEnd =
        index == spans.count - 1 || spans[(index + 1)...].allSatisfy { $0.text.allSatisfy(\.isWhitespace) }
      let breaks = span.text.unicodeScalars.count { $0 == "\n" }
      if breaks > (span.isSpace ? 1 : 0), !isEnd {
        return (span, span.kind == .deleted ? "¶" : "¶" + span.text, span.kind)
      }
      // A blank alone would be seen by its colour only.
      if !span.isSpace, !isEnd { return (span, span.text.replacing(" ", with: "␣"), span.kind) }
      return span.kind == .deleted ? nil : (span, span.text, .same)
    }
  }

  private static func cut(
    _ part: (span: ReaderSpan, text: String, kind: ReaderSpan.Kind),
    _ passages: [(number: Int, range: Range<Int>, isOld: Bool)]
  ) -> [DiffLayout.Piece] {
    let (span, kind) = (part.span, part.kind)
    let isUnmarked = passages.allSatisfy { passage in
      passage.isOld
        ? span.kind == .inserted || !passage.range.overlaps(span.old)
        : span.kind == .deleted || !passage.range.overlaps(span.new)
    }
    if isUnmarked {
      return part.text.isEmpty ? [] : [DiffLayout.Piece(kind: kind, text: part.text, move: span.move)]
    }
    let scalars = Array(part.text.unicodeScalars)
    /// A passage's part in the span, counted from its start.
    func local(_ passage: (number: Int, range: Range<Int>, isOld: Bool)) -> Range<Int>? {
      guard passage.isOld ? span.kind != .inserted : span.kind != .deleted else { return nil }
      let whole = passage.isOld ? span.old : span.new
      let range = passage.range.clamped(to: whole)
      guard !range.isEmpty else { return nil }
      return min(
        range.lowerBound - whole.lowerBound, scalars.count)..<min(
          range.upperBound - whole.lowerBound, scalars.count)
    }
    var cuts: Set<Int> = [0, scalars.count]
    let found = passages.compactMap { passage in local(passage).map { (passage, $0) } }
    for (_, range) in found { cuts.formUnion([range.lowerBound, range.upperBound]) }
    let places = cuts.sorted()
    return zip(places, places.dropFirst()).map { start, end in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[start..<end])
      let over = found.filter { $0.1.lowerBound <= start && end <= $0.1.upperBound }
      let whole = { (isOld: Bool) in isOld ? span.old : span.new }
      let ends = over.filter { passage, range in
        range.upperBound == end && passage.range.upperBound == whole(passage.isOld).lowerBound + end
      }
      return DiffLayout.Piece(
        kind: kind, text: String(text), move: span.move, isMarked: !over.isEmpty, ends: ends.map(\.0.number))
    }
  }
}

/// Finds the block that a place of either draft is in.
private struct PlaceTable {
  private let new: [(range: Range<Int>, block: Int)]
  private let old: [(range: Range<Int>, block: Int)]

  init(_ blocks: [ReaderBlock]) {
    new = blocks.enumerated().filter { !$1.new.isEmpty }.map { ($1.new, $0) }
    old = blocks.enumerated().filter { !$1.old.isEmpty && $1.kind != .moved }.map { ($1.old, $0) }
  }

  func block(of remark: DiffRemark) -> Int? {
    if let range = remark.newRange { return Self.find(range, in: new) }
    return remark.oldRange.flatMap { Self.find($0, in: old) }
  }

  private static func find(_ range: Range<Int>, in table: [(range: Range<Int>, block: Int)]) -> Int? {
    let last = max(range.lowerBound, range.upperBound - 1)
    var (low, high) = (0, table.count)
    while low < high {
      let middle = (low + high) / 2
      if table[middle].range.upperBound <= last { low = middle + 1 } else { high = middle }
    }
    return low < table.count ? table[low].block : table.last?.block
  }
}

extension DiffRemark {
  /// How far into a block its passage ends, counted in spans.
  fileprivate func place(in block: ReaderBlock) -> Double {
    let isOld = newRange == nil
    let end = (newRange ?? oldRange ?? 0..<0).upperBound
    let spans = block.spans.map { isOld ? $0.old : $0.new }
    let index = spans.firstIndex { !$0.isEmpty && end <= $0.upperBound } ?? spans.count
    guard index < spans.count else { return Double(index) }
    return Double(index) + Double(end - spans[index].lowerBound) / Double(spans[index].count + 1)
  }
}

extension DiffLayout.Piece {
  /// With single line breaks as blanks: where a paragraph's source is broken into lines is no matter for a reader.
  /// An item of a list, a heading or a table's row begins a line all the same; the lines of a quotation are joined
  /// without the signs that begin them.
  fileprivate func joiningLines(before rest: ArraySlice<DiffLayout.Piece>, isQuote: Bool) -> DiffLayout.Piece
  {
    guard text.utf8.contains(0x0A) else { return self }
    let own = Array(text.utf8)
    let next = rest.first { kind == .same || $0.kind == .same || $0.kind == kind }
    let bytes = own + Array((next?.text ?? "").utf8)
    var joined: [UInt8] = []
    var place = 0
    while place < own.count {
      guard bytes[place] == 0x0A else {
        joined.append(bytes[place])
        place += 1
        continue
      }
      var line = bytes[(place + 1)...]
      if isQuote { line = line.drop { $0 == 0x20 || $0 == UInt8(ascii: ">") } }
      let isAlone = (place == 0 || bytes[place - 1] != 0x0A) && line.first != 0x0A
      // Two blanks or a backslash before it make a break that is meant.
      let isMeant =
        place > 0 && bytes[place - 1] == UInt8(ascii: "\\")
        || place > 1 && bytes[place - 1] == 0x20 && bytes[place - 2] == 0x20
      let isJoined = isAlone && !isMeant && !Self.isStructure(line)
      joined.append(isJoined ? 0x20 : 0x0A)
      place = isJoined && isQuote ? min(line.startIndex, own.count) : place + 1
    }
    var piece = self
    piece.text = String(decoding: joined, as: UTF8.self)
    return piece
  }

  fileprivate static func isStructure(_ rest: ArraySlice<UInt8>) -> Bool {
    let line = rest.drop { $0 == 0x20 || $0 == 0x09 }
    guard let first = line.first else { return false }
    if "#>|".utf8.contains(first) { return true }
    let afterDigits = line.drop { (0x30...0x39).contains($0) }
    let isNumber =
      afterDigits.count < line.count && [".", ")"].contains { afterDigits.starts(with: $0.utf8) }
    guard isNumber || "-*+".utf8.contains(first) else { return false }
    return (isNumber ? afterDigits : line).dropFirst().first == 0x20
  }
}

extension String {
  fileprivate var withoutLineFeedsAtEnd: String {
    var end = utf8.endIndex
    while end > utf8.startIndex {
      let last = utf8.index(before: end)
      guard utf8[last] == 0x0A else { break }
      // A carriage return with its line feed is a line's end of the text's own.
      if last > utf8.startIndex, utf8[utf8.index(before: last)] == 0x0D { break }
      end = last
    }
    return end == utf8.endIndex ? self : String(self[..<end])
  }
}
