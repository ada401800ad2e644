/// Quotation marks that one side made plain in the whole text (’ to '): there its choice goes for the other's words too.
struct PlainMarks {
  /// By the last byte of a typographic mark (U+2018, U+2019, U+201C, U+201D) the plain one.
  private var plain: [UInt8: UInt8] = [:]

  private static let fewest = 3

  /// - Parameter texts: the base, ours, theirs.
  init(_ texts: [[UInt8]]) {
    let places = texts.map(Self.places)
    for (ends, mark) in [([0x98, 0x99], UInt8(ascii: "'")), ([0x9C, 0x9D], UInt8(ascii: "\""))]
      as [([UInt8], UInt8)]
    {
      let counts = zip(texts, places).map { bytes, places in
        (
          typographic: places.count { ends.contains(bytes[$0 + 2]) },
          plain: bytes.count { $0 == mark }
        )
      }
      let made = counts[1...].contains {
        $0.typographic == 0 && counts[0].typographic >= Self.fewest
          && 2 * ($0.plain - counts[0].plain) >= counts[0].typographic
      }
      if made { for end in ends { plain[end] = mark } }
    }
  }

  func spelling(_ text: String) -> String {
    guard !plain.isEmpty else { return text }
    var bytes = Array(text.utf8)
    for place in Self.places(bytes).reversed() {
      if let mark = plain[bytes[place + 2]] { bytes.replaceSubrange(place...place + 2, with: [mark]) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func places(_ bytes: [UInt8]) -> [Int] {
    bytes.indices.dropLast(2).filter { bytes[$0] == 0xE2 && bytes[$0 + 1] == 0x80 }
  }
}
