/// A styled text as the signs that a terminal shows: one cell a grapheme cluster, over one buffer of UTF-8.
///
/// Most text is ASCII, where every byte between two others is a sign of its own; only the stretches that are not are cut by
/// the rules of Unicode. So a line is laid out without making a `Character` of every letter.
struct CellText {
  struct Cell {
    /// Of the buffer.
    let start: Int32
    let width: UInt8
    let style: Style
    /// The first of the cluster.
    let scalar: UInt32
    /// Whether it is a carriage return with its line feed.
    let isCarriageReturn: Bool
  }

  private(set) var bytes: [UInt8] = []
  private(set) var cells: [Cell] = []

  init(_ styled: Styled) {
    for run in styled.runs {
      var text = run.text
      bytes.reserveCapacity(bytes.count + text.utf8.count)
      cells.reserveCapacity(cells.count + text.utf8.count)
      text.withUTF8 { append($0, run.style) }
    }
  }

  private mutating func append(_ utf8: UnsafeBufferPointer<UInt8>, _ style: Style) {
    var place = 0
    while place < utf8.count {
      let byte = utf8[place]
      let isPlain = byte < 0x80 && byte != 0x0D && (place + 1 == utf8.count || utf8[place + 1] < 0x80)
      if isPlain {
        append(ascii: byte, style)
        place += 1
        continue
      }
      // Up to two plain bytes in a row: the second begins a cluster.
      var end = place + 1
      while end < utf8.count, utf8[end] >= 0x80 || utf8[end - 1] >= 0x80 || utf8[end - 1] == 0x0D { end += 1 }
      let stretch = String(decoding: UnsafeBufferPointer(rebasing: utf8[place..<end]), as: UTF8.self)
      for character in stretch { append(character, style) }
      place = end
    }
  }

  private mutating func append(ascii byte: UInt8, _ style: Style) {
    let isTab = byte == 0x09
    for _ in 0..<(isTab ? 4 : 1) {
      cells.append(
        Cell(
          start: Int32(clamping: bytes.count), width: (0x20...0x7E).contains(byte) || isTab ? 1 : 0,
          style: style,
          scalar: UInt32(isTab ? 0x20 : byte), isCarriageReturn: false))
      bytes.append(isTab ? 0x20 : byte)
    }
  }

  private mutating func append(_ character: Character, _ style: Style) {
    if let byte = character.utf8.first, character.utf8.count == 1 { return append(ascii: byte, style) }
    cells.append(
      Cell(
        start: Int32(clamping: bytes.count), width: UInt8(clamping: Terminal.cells(character)), style: style,
        scalar: character.unicodeScalars.first?.value ?? 0, isCarriageReturn: character == "\r\n"))
    bytes.append(contentsOf: character.utf8)
  }

  func width(of range: Range<Int>) -> Int { range.reduce(0) { $0 + Int(cells[$1].width) } }

  /// Appends cells to a text, a run of one style at a time.
  func append(_ range: Range<Int>, to styled: inout Styled) {
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, cells[end].style == cells[start].style { end += 1 }
      let last = end < cells.count ? Int(cells[end].start) : bytes.count
      styled.append(
        trusted: String(decoding: bytes[Int(cells[start].start)..<last], as: UTF8.self), cells[start].style)
      start = end
    }
  }
}
