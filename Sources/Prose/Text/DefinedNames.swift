/// What a line defines that may be defined once in a text: a footnote's or link's label, a heading's anchor, an element's id.
extension Lines {
  func name(_ line: Int) -> [UInt8]? {
    guard kinds[line] == .prose else { return nil }
    // In a quotation, too.
    let text = content(line).drop { $0 == 0x20 || $0 == UInt8(ascii: ">") }
    if text.first == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]")),
      text[end...].dropFirst().first == UInt8(ascii: ":")
    {
      let label = String(decoding: text[...end], as: UTF8.self).lowercased()
      return Array(label.split(separator: " ").joined(separator: " ").utf8)
    }
    return anchor(line, text).map { [UInt8(ascii: "#")] + $0 }
  }

  private func anchor(_ line: Int, _ text: ArraySlice<UInt8>) -> [UInt8]? {
    for key in [" id=\"", " name=\""] where text.contains(UInt8(ascii: "<")) {
      let words = String(decoding: text, as: UTF8.self)
      if let start = words.firstRange(of: key),
        let id = words[start.upperBound...].split(separator: "\"").first
      {
        return Array(id.utf8)
      }
    }
    let words = text.drop { $0 == UInt8(ascii: "#") }
    let isHeading = (1...6).contains(text.count - words.count) && words.first == 0x20
    guard isHeading || text.count == words.count && isUnderlined(line) else { return nil }
    if let start = words.lastIndex(of: UInt8(ascii: "{")), words[start...].starts(with: "{#".utf8) {
      return Array(words[(start + 2)...].prefix { $0 != UInt8(ascii: "}") && $0 != 0x20 })
    }
    // As git hosts and site generators make it: small letters, no marks, a hyphen for a space.
    var name = ""
    for word in String(decoding: words, as: UTF8.self).lowercased().split(separator: " ") {
      let letters = word.unicodeScalars.filter {
        isSpacedLetter($0) && $0 != "_" || isUnspacedScript($0.value) || $0 == "-"
      }
      if !letters.isEmpty { name += (name.isEmpty ? "" : "-") + String(String.UnicodeScalarView(letters)) }
    }
    return name.isEmpty ? nil : Array(name.utf8)
  }

  /// Whether a line of signs makes a heading of a line.
  private func isUnderlined(_ line: Int) -> Bool {
    guard line + 1 < count, kinds[line + 1] == .prose, line == 0 || kinds[line - 1] != .prose else {
      return false
    }
    let signs = content(line + 1)
    guard let sign = signs.first, sign == UInt8(ascii: "=") || sign == UInt8(ascii: "-") else { return false }
    return signs.allSatisfy { $0 == sign }
  }
}
