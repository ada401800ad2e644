/// A text with marks in CriticMarkup (http://criticmarkup.com): `{++in++}`, `{--out--}`, `{~~old~>new~~}`,
/// `{==passage==}`, `{>>remark<<}`.
///
/// A text's own delimiters are written with a backslash before them. Backslashes directly before a delimiter are
/// doubled, all others stand for themselves: so every text can be marked, and reads back as it was.
public struct CriticText: Sendable, Hashable {
  public enum Part: Sendable, Hashable {
    case text(String)
    case insertion(String)
    case deletion(String)
    case substitution(old: String, new: String)
    case highlight(String)
    case comment(String)
  }

  /// In order. Neighbouring texts are one, and no part but a comment is empty.
  public private(set) var parts: [Part] = []

  public init() {}

  public init(_ parts: some Sequence<Part>) {
    for part in parts { append(part) }
  }

  public mutating func append(_ part: Part) {
    switch part {
    case .text(""), .insertion(""), .deletion(""), .highlight(""), .substitution("", ""): return
    case .substitution("", let new): parts.append(.insertion(new))
    case .substitution(let old, ""): parts.append(.deletion(old))
    case .text(let more):
      if case .text(var before) = parts.last {
        parts.removeLast()
        before += more
        parts.append(.text(before))
      } else {
        parts.append(part)
      }
    default: parts.append(part)
    }
  }

  /// The text with every change made and every remark left out.
  public var accepted: String {
    parts.map { part in
      switch part {
      case .text(let text), .insertion(let text), .substitution(_, let text), .highlight(let text): text
      case .deletion, .comment: ""
      }
    }.joined()
  }

  /// The text with no change made and every remark left out.
  public var rejected: String {
    parts.map { part in
      switch part {
      case .text(let text), .deletion(let text), .substitution(let text, _), .highlight(let text): text
      case .insertion, .comment: ""
      }
    }.joined()
  }

  /// As CriticMarkup.
  public var marked: String {
    var bytes: [UInt8] = []
    for (index, part) in parts.enumerated() {
      func write(_ opener: String, _ closer: String, _ content: String) {
        bytes += opener.utf8
        escape(content, before: closer, into: &bytes)
        bytes += closer.utf8
      }
      switch part {
      case .text(let text): escape(text, before: index + 1 < parts.count ? "{++" : "", into: &bytes)
      case .insertion(let text): write("{++", "++}", text)
      case .deletion(let text): write("{--", "--}", text)
      case .highlight(let text): write("{==", "==}", text)
      case .comment(let text): write("{>>", "<<}", text)
      case .substitution(let old, let new):
        bytes += "{~~".utf8
        escape(old, before: "~>", inOldPart: true, into: &bytes)
        bytes += "~>".utf8
        escape(new, before: "~~}", into: &bytes)
        bytes += "~~}".utf8
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func escape(
    _ text: String, before delimiter: String, inOldPart: Bool = false, into bytes: inout [UInt8]
  ) {
    let content = Array(text.utf8)
    let all = content + Array(delimiter.utf8)
    // A backslash inside a delimiter takes it apart: of two that overlap, only the last needs one.
    var isEscaped = Array(repeating: false, count: content.count + 3)
    for place in content.indices.reversed() {
      guard let delimiter = CriticDelimiter.at(place, in: all, inOldPart: inOldPart) else { continue }
      isEscaped[place] = !isEscaped[place + 1..<place + delimiter.length].contains(true)
    }
    var slashes = 0
    for (place, byte) in content.enumerated() {
      if isEscaped[place] { bytes += repeatElement(UInt8(ascii: "\\"), count: slashes + 1) }
      slashes = byte == UInt8(ascii: "\\") ? slashes + 1 : 0
      bytes.append(byte)
    }
    if !delimiter.isEmpty { bytes += repeatElement(UInt8(ascii: "\\"), count: slashes) }
  }
}

/// The marks that begin and end a part.
enum CriticDelimiter: Hashable {
  case opens(UInt8)
  case closes(UInt8)
  /// `~>`, between a substitution's old and new part.
  case turns

  /// How many bytes it has.
  var length: Int { self == .turns ? 2 : 3 }

  static func at(_ place: Int, in bytes: [UInt8], inOldPart: Bool) -> CriticDelimiter? {
    guard place + 1 < bytes.count else { return nil }
    let (first, second) = (bytes[place], bytes[place + 1])
    if inOldPart, first == UInt8(ascii: "~"), second == UInt8(ascii: ">") { return .turns }
    guard place + 2 < bytes.count else { return nil }
    let third = bytes[place + 2]
    if first == UInt8(ascii: "{"), second == third, isSign(second) || second == UInt8(ascii: ">") {
      return .opens(second)
    }
    if third == UInt8(ascii: "}"), first == second, isSign(first) || first == UInt8(ascii: "<") {
      return .closes(first == UInt8(ascii: "<") ? UInt8(ascii: ">") : first)
    }
    return nil
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "~")
      || byte == UInt8(ascii: "=")
  }
}
