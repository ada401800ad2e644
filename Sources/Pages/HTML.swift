import Terminal

/// Text that is HTML already. What is interpolated into a literal of it is escaped, unless it is HTML too: so text of
/// other people can't become markup by being forgotten.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
  package private(set) var markup: String

  /// - Parameter trusted: markup made by a renderer that escapes, such as cmark in its safe mode.
  package init(trusted markup: String) { self.markup = markup }

  package init(stringLiteral value: String) { markup = value }

  package init(stringInterpolation: StringInterpolation) { markup = stringInterpolation.markup }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(2 * literalCapacity)
    }

    package mutating func appendLiteral(_ literal: String) { markup += literal }
    package mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
    package mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { markup += part.markup } }
    package mutating func appendInterpolation(_ number: Int) { markup += String(number) }
    package mutating func appendInterpolation(_ text: some StringProtocol) { markup += escaped(text) }
  }

  package static func += (left: inout HTML, right: HTML) { left.markup += right.markup }
}

/// A text as HTML's content or as a quoted attribute's value.
package func escaped(_ text: some StringProtocol) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count)
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "&"): bytes += "&amp;".utf8
    case UInt8(ascii: "<"): bytes += "&lt;".utf8
    case UInt8(ascii: ">"): bytes += "&gt;".utf8
    case UInt8(ascii: "\""): bytes += "&quot;".utf8
    case UInt8(ascii: "'"): bytes += "&#39;".utf8
    default: bytes.append(byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// Other people's words on one line or some, with what a reader could not see written out.
package func shown(_ text: String) -> String { visible(text, keepNewlines: true) }
