/// The numbers of ordered lists in a text, so that items which both sides put in are counted anew.
struct ItemNumbers {
  private struct List {
    /// Where each item's number stands, in bytes, and what it is.
    var items: [(place: Range<Int>, number: Int, text: ArraySlice<UInt8>)] = []
    let indent: Int

    var isCounted: Bool { zip(items, items.dropFirst()).allSatisfy { $0.number + 1 == $1.number } }
  }

  private let lines: Lines
  private var lists: [List] = []

  init(_ lines: Lines) {
    self.lines = lines
    var open: [List] = []
    var isAfterBlank = true
    for line in 0..<lines.count {
      let text = lines.content(line)
      guard lines.kinds[line] == .prose else {
        isAfterBlank = isAfterBlank || lines.kinds[line] == .blank
        continue
      }
      let words = text.drop { $0 == 0x20 || $0 == 0x09 }
      let indent = text.count - words.count
      let mark = ListMark(words)
      if mark != nil || isAfterBlank { close(&open, from: mark?.number == nil ? indent : indent + 1) }
      if let mark, let number = mark.number {
        if open.last?.indent != indent { open.append(List(indent: indent)) }
        let place = words.startIndex..<words.startIndex + mark.length - 1
        open[open.count - 1].items.append((place, number, words.dropFirst(mark.length)))
      }
      isAfterBlank = false
    }
    close(&open, from: 0)
  }

  private mutating func close(_ open: inout [List], from indent: Int) {
    while let last = open.last, last.indent >= indent { lists.append(open.removeLast()) }
  }

  /// The text with lists counted anew whose items both sides counted, where the merge of both isn't counted.
  func counted(as sides: [ItemNumbers]) -> [UInt8]? {
    let known = sides.map { side in
      side.lists.reduce(into: [ArraySlice<UInt8>: Bool]()) { known, list in
        for item in list.items { known[item.text] = list.isCounted }
      }
    }
    var edits: [(Range<Int>, Int)] = []
    for list in lists where !list.isCounted {
      let counted = known.map { side in list.items.compactMap { side[$0.text] } }
      guard counted.allSatisfy({ $0.count > 1 && $0.allSatisfy { $0 } }), let first = list.items.first?.number
      else { continue }
      for (offset, item) in list.items.enumerated() { edits.append((item.place, first + offset)) }
    }
    guard !edits.isEmpty else { return nil }
    var bytes = lines.bytes
    for (place, number) in edits.sorted(by: { $0.0.lowerBound > $1.0.lowerBound }) {
      bytes.replaceSubrange(place, with: String(number).utf8)
    }
    return bytes
  }
}
