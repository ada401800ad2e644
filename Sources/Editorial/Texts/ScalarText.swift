/// A text that is addressed by Unicode scalar offsets, as W3C positions are.
public struct ScalarText: Sendable {
  fileprivate let scalars: [Unicode.Scalar]

  public init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// In Unicode scalars.
  public var count: Int { scalars.count }

  /// The text of a range, clamped to what there is.
  public subscript(range: Range<Int>) -> Substring {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
    return Substring(String(text))
  }

  /// The number of the line that holds an offset, from 1.
  public func line(of offset: Int) -> Int {
    1 + scalars[..<min(max(0, offset), scalars.count)].count { $0 == "\n" }
  }

  /// A range with some words around it, on one line, the range itself marked by angle quotes.
  public func excerpt(around range: Range<Int>, context: Int = 24) -> String {
    let before = self[max(0, range.lowerBound - context)..<max(0, range.lowerBound)]
    let after = self[range.upperBound..<min(count, range.upperBound + context)]
    let text = "…\(before)\u{2039}\(self[range])\u{203A}\(after)…"
    return String(text.map { $0.isNewline ? " " : $0 })
  }
}

extension ScalarText {
  /// The scalar at an offset below ``count``.
  public func scalar(at offset: Int) -> Unicode.Scalar { scalars[offset] }
}
