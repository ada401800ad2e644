/// One of the drafts of a reader's diff: its tokens, and the paragraphs and sentences they form.
///
/// A paragraph ends at a token that begins with a line feed: a blank line, or the end of a heading, list item or
/// other structure. Such tokens belong to no paragraph's words; the paragraphs' bytes are the whole text.
struct ReaderSide {
  struct Paragraph {
    /// Without the line breaks around it.
    let words: Range<Int>
    /// With the line breaks after it, and the indentation before it.
    let bytes: Range<Int>
    /// Whether it is front matter or a code block: its lines stand where its sentences would.
    let isFenced: Bool
  }

  let bytes: [UInt8]
  private(set) var tokens: [Range<Int>] = []
  private(set) var ids: [Int32] = []
  private(set) var paragraphs: [Paragraph] = []
  /// Where the lines of a block quote are one paragraph.
  let quotes: QuoteLines
  /// For each byte how many scalars begin before it.
  private let scalarOffsets: [Int32]

  init(_ string: String, _ numbering: inout ReaderInterner) {
    let lines = Lines(Array(string.utf8))
    let text = TokenizedText(lines, partsPasted: true)
    bytes = text.bytes
    quotes = QuoteLines(lines)
    var offsets: [Int32] = []
    offsets.reserveCapacity(bytes.count + 1)
    var count: Int32 = 0
    for byte in bytes {
      offsets.append(count)
      if byte & 0xC0 != 0x80 { count += 1 }
    }
    offsets.append(count)
    scalarOffsets = offsets
    tokens.reserveCapacity(text.count)
    var joins = quotes.joins[...]
    for token in text.tokens {
      while let join = joins.first, join.upperBound <= token.lowerBound { joins.removeFirst() }
      if joins.first?.contains(token.lowerBound) != true { add(token) }
    }
    ids = tokens.map { numbering.id(of: bytes[$0]) }
    cutParagraphs()
  }

  /// For each of some tokens in a row which value of theirs it is of; -1 for none. Values are looked for where they are asked
  /// for: in the sentences that differ.
  func values(ofTokens row: [Int]) -> [Int32] {
    var values = Array(repeating: Int32(-1), count: row.count)
    guard let first = row.first, let last = row.last else { return values }
    let start = tokens[first].lowerBound
    var place = 0
    for (number, value) in Values(in: Array(bytes[start..<tokens[last].upperBound])).ranges.enumerated() {
      while place < row.count, tokens[row[place]].lowerBound < start + value.lowerBound { place += 1 }
      while place < row.count, tokens[row[place]].upperBound <= start + value.upperBound {
        values[place] = Int32(clamping: number)
        place += 1
      }
    }
    return values
  }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// A line that is one token for merging (a table's row, code, front matter) is words and a line's end for a reader.
  private mutating func add(_ token: Range<Int>) {
    let isLine = bytes[token.upperBound - 1] == 0x0A || bytes[token].contains(0x20)
    guard isLine, bytes[token.lowerBound] != 0x0A else { return addWord(token) }
    var place = token.lowerBound
    while place < token.upperBound {
      let start = place
      while place < token.upperBound,
        isWordByte(bytes[place]) || bytes[place] == UInt8(ascii: "_")
          || place > start && isJoint(place..<place + 1)
      {
        place += 1
      }
      if place == start { place += 1 }
      if bytes[start] != 0x20, bytes[start] != 0x09 { tokens.append(start..<place) }
    }
  }

  /// An apostrophe within a word and a point or comma within a number tear neither.
  private mutating func addWord(_ word: Range<Int>) {
    guard tokens.count > 1, let mark = tokens.last, mark.upperBound == word.lowerBound,
      tokens[tokens.count - 2].upperBound == mark.lowerBound, isJoint(mark)
    else { return tokens.append(word) }
    tokens[tokens.count - 2] = tokens[tokens.count - 2].lowerBound..<word.upperBound
    tokens.removeLast()
  }

  private func isJoint(_ mark: Range<Int>) -> Bool {
    guard mark.lowerBound > 0, mark.upperBound < bytes.count else { return false }
    let (before, after) = (bytes[mark.lowerBound - 1], bytes[mark.upperBound])
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    switch bytes[mark.lowerBound] {
    case UInt8(ascii: "."), UInt8(ascii: ","): return isDigit(before) && isDigit(after)
    case UInt8(ascii: "'"), 0xE2:
      let isApostrophe = mark.count == 1 || bytes[mark].elementsEqual("\u{2019}".utf8)
      return isApostrophe && isWordByte(before) && isWordByte(after) && !isDigit(before) && !isDigit(after)
    default: return false
    }
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte >= 0x80
  }

  func isBreak(_ token: Int) -> Bool { bytes[tokens[token].lowerBound] == 0x0A }

  /// Whether a token is no word but a mark: punctuation, a symbol.
  private func isMark(_ token: Int) -> Bool {
    tokens[token].count == 1 && !isWordByte(bytes[tokens[token].lowerBound])
  }

  /// How much of a reader's attention a token takes: a word 4, a short one 2, a mark 1.
  func weight(_ token: Int) -> Int { isMark(token) ? 1 : tokens[token].count <= 3 ? 2 : 4 }

  /// Whether a sentence ends with this token.
  func endsSentence(_ token: Int) -> Bool {
    let range = tokens[token]
    if range.count == 1 {
      switch bytes[range.lowerBound] {
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): break
      default: return false
      }
      guard range.upperBound < bytes.count else { return true }
      let next = bytes[range.upperBound]
      return next <= 0x20 || next >= 0x80 || "!?\"')]}*_`<[".utf8.contains(next)
    }
    guard range.count == 3, bytes[range.lowerBound] >= 0xE0 else { return false }
    return ["。", "！", "？", "।"].contains { bytes[range].elementsEqual($0.utf8) }
  }

  private func endsLine(_ token: Int) -> Bool {
    guard token + 1 < tokens.count else { return true }
    return isBreak(token) || bytes[tokens[token].upperBound..<tokens[token + 1].lowerBound].contains(0x0A)
  }

  func scalars(_ range: Range<Int>) -> Range<Int> {
    Int(scalarOffsets[range.lowerBound])..<Int(scalarOffsets[range.upperBound])
  }

  func bytes(ofScalars range: Range<Int>) -> Range<Int> {
    byte(atScalar: range.lowerBound)..<byte(atScalar: range.upperBound)
  }

  func byte(atScalar scalar: Int) -> Int {
    var byte = firstPlace(in: bytes.indices) { scalarOffsets[$0] >= scalar }
    while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
    return byte
  }

  private mutating func cutParagraphs() {
    var first = 0
    var start = 0
    var token = 0
    var isFenced = false
    while token <= tokens.count {
      if token == first {
        token = endOfFenced(from: token)
        isFenced = token > first
      }
      let isEnd = token == tokens.count
      guard isEnd || isBreak(token) else {
        token += 1
        continue
      }
      let end = isEnd ? bytes.count : lineStart(atEndOf: tokens[token])
      if first < token {
        paragraphs.append(
          Paragraph(words: first..<token, bytes: start..<end, isFenced: isFenced))
        start = end
      } else if let last = paragraphs.popLast() {
        paragraphs.append(
          Paragraph(words: last.words, bytes: last.bytes.lowerBound..<end, isFenced: last.isFenced))
        start = end
      }
      first = token + 1
      token = first
    }
    if paragraphs.isEmpty, !bytes.isEmpty {
      paragraphs = [Paragraph(words: 0..<0, bytes: 0..<bytes.count, isFenced: false)]
    }
  }

  /// Front matter and a code block are one paragraph, blank lines and all: the last token of it, or the token itself.
  private func endOfFenced(from first: Int) -> Int {
    guard first < tokens.count, let fence = fence(at: first), first == 0 || fence == "```" || fence == "~~~"
    else {
      return first
    }
    var token = first + 1
    while token < tokens.count, self.fence(at: token) != fence { token += 1 }
    return token
  }

  private func fence(at token: Int) -> String? {
    let start = tokens[token].lowerBound
    guard start == 0 || bytes[start - 1] == 0x0A else { return nil }
    return ["```", "~~~", "---", "+++"].first { bytes[start...].starts(with: $0.utf8) }
  }

  /// After the last line feed of a break, so that indentation goes with what is indented.
  private func lineStart(atEndOf range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound, bytes[end - 1] != 0x0A { end -= 1 }
    return end
  }
}

extension ReaderSide {
  func bytes(ofParagraphs range: Range<Int>) -> Range<Int> {
    guard let first = range.first, let last = range.last else { return 0..<0 }
    return paragraphs[first].bytes.lowerBound..<paragraphs[last].bytes.upperBound
  }

  /// Where a paragraph begins, in scalars; the text's end for the one after the last.
  func place(ofParagraph index: Int) -> Int {
    let byte = index < paragraphs.count ? paragraphs[index].bytes.lowerBound : bytes.count
    return scalars(byte..<byte).lowerBound
  }

  /// The sentences of paragraphs, as ranges of tokens. None goes over a paragraph's end.
  func sentences(ofParagraphs range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for paragraph in paragraphs[range] {
      let words = paragraph.words
      var first = words.lowerBound
      var token = first
      while token < words.upperBound {
        let isEnd = paragraph.isFenced ? endsLine(token) : endsSentence(token)
        token += 1
        guard isEnd else { continue }
        // A closing quote or bracket belongs to the sentence.
        while token < words.upperBound, !paragraph.isFenced,
          tokens[token - 1].upperBound == tokens[token].lowerBound, weight(token) == 1 || endsSentence(token)
        {
          token += 1
        }
        found.append(first..<token)
        first = token
      }
      if first < words.upperBound { found.append(first..<words.upperBound) }
    }
    return found
  }
}

/// Gives equal tokens of both drafts equal numbers.
struct ReaderInterner {
  private var ids = PieceNumbering()

  mutating func id(of token: ArraySlice<UInt8>) -> Int32 { ids.number(token) }
}
