/// Numbers pieces of texts: equal ones alike, new ones with the next number.
///
/// Open addressing with the hashes beside the keys: a table that grows, or passes over other keys, reads no text. Hashes
/// are seeded by the process, so no text can make them collide.
struct PieceNumbering {
  private var slots = Array(repeating: Int32(0), count: 64)
  private var keys: [ArraySlice<UInt8>] = []
  private var hashes: [Int] = []

  mutating func number(_ bytes: ArraySlice<UInt8>) -> Int32 {
    var hasher = Hasher()
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    let hash = hasher.finalize()
    if 2 * keys.count >= slots.count { grow() }
    let slot = slot(of: hash) { keys[$0] == bytes }
    if slots[slot] > 0 { return slots[slot] - 1 }
    keys.append(bytes)
    hashes.append(hash)
    slots[slot] = Int32(keys.count)
    return Int32(keys.count - 1)
  }

  /// Where a key stands, or the free slot for it.
  private func slot(of hash: Int, _ isKey: (Int) -> Bool) -> Int {
    var slot = hash & (slots.count - 1)
    while slots[slot] > 0 {
      let known = Int(slots[slot]) - 1
      if hashes[known] == hash, isKey(known) { break }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: 2 * slots.count)
    for (number, hash) in hashes.enumerated() { slots[slot(of: hash) { _ in false }] = Int32(number + 1) }
  }
}

/// Gives equal tokens of several texts equal numbers.
struct TokenNumbering {
  private var ids = PieceNumbering()
  private var folding = TextFolding()

  mutating func number(_ text: TokenizedText) -> [Int32] {
    text.tokens.map { ids.number(text.bytes[$0]) }
  }

  /// Takes tokens for equal that differ in white space only (the end of a line, and how blank the lines are between
  /// paragraphs), in typography only, and in layout: the number of an item, how long a table's row of dashes is.
  mutating func numberAlike(_ text: TokenizedText) -> [Int32] {
    text.tokens.indices.map { index in
      let token = text.bytes[text.tokens[index]]
      guard token.last.map(isBlank) == true else {
        // In code each character counts.
        return ids.number(text.isIndented(index) ? token : Self.layout(token) ?? folded(token))
      }
      if let end = token.lastIndex(where: { !isBlank($0) }) { return ids.number(token[...end]) }
      return ids.number(token.count { $0 == 0x0A } > 1 ? [0x0A, 0x0A] : [0x0A])
    }
  }

  /// What stands for every number of an item, every row of dashes and every sign of emphasis.
  private static func layout(_ token: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let dash = UInt8(ascii: "-")
    guard let first = token.first else { return nil }
    switch first {
    case 0x30...0x39:
      guard let last = token.last, ".)".utf8.contains(last),
        token.dropLast().allSatisfy({ (0x30...0x39).contains($0) })
      else { return nil }
      return [0xFE, last]
    case dash, UInt8(ascii: ":"):
      guard token.count > 2, token.allSatisfy({ $0 == dash || $0 == UInt8(ascii: ":") }) else { return nil }
      return [0xFE] + token.prefix { $0 != dash } + [dash] + token.reversed().prefix { $0 != dash }
    case UInt8(ascii: "_"): return token.count == 1 ? [UInt8(ascii: "*")] : nil
    default: return nil
    }
  }

  private mutating func folded(_ token: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard token.contains(where: { $0 >= 0x80 || isBlank($0) }) else { return token }
    let seen = String(decoding: token, as: UTF8.self).unicodeScalars.map(\.value)
      .filter { !isUnseen($0) && !isVowelPoint($0) }
    let units = folding.fold(seen).units
    if units.allSatisfy({ $0 < 0x80 }) { return units.map { UInt8($0) }[...] }
    // No byte of UTF-8 is 0xFF.
    return units.flatMap { unit in [0xFF] + (0..<4).map { UInt8(truncatingIfNeeded: unit >> (8 * $0)) } }[...]
  }
}
