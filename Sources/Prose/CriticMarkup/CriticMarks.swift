/// A mark on a text: a change of a passage, or a passage with remarks.
public struct CriticMark: Sendable, Hashable {
  /// Unicode scalars of the text without the marks, half open. Empty for an insertion, and for a remark on a place.
  public let range: Range<Int>
  /// What should stand in the range's place; nil when nothing is to be changed.
  public let replacement: String?
  /// The remarks that follow it directly.
  public var comments: [String]

  public init(range: Range<Int>, replacement: String?, comments: [String] = []) {
    self.range = range
    self.replacement = replacement
    self.comments = comments
  }
}

extension CriticText {
  /// The marks, in order; their ranges are of `rejected`.
  public var marks: [CriticMark] {
    var marks: [CriticMark] = []
    var place = 0
    var isDirectlyAfterMark = false
    for part in parts {
      func range(_ text: String) -> Range<Int> {
        defer { place += text.unicodeScalars.count }
        return place..<(place + text.unicodeScalars.count)
      }
      switch part {
      case .text(let text): _ = range(text)
      case .insertion(let text): marks.append(CriticMark(range: place..<place, replacement: text))
      case .deletion(let text): marks.append(CriticMark(range: range(text), replacement: ""))
      case .substitution(let old, let new): marks.append(CriticMark(range: range(old), replacement: new))
      case .highlight(let text): marks.append(CriticMark(range: range(text), replacement: nil))
      case .comment(let text):
        if isDirectlyAfterMark {
          marks[marks.count - 1].comments.append(text)
        } else {
          marks.append(CriticMark(range: place..<place, replacement: nil, comments: [text]))
        }
      }
      if case .text = part { isDirectlyAfterMark = false } else { isDirectlyAfterMark = true }
    }
    return marks
  }

  /// A text with marks put on it.
  ///
  /// - Parameter marks: in order, none over another; one that begins before the last one's end is left out.
  public init(base: String, marks: [CriticMark]) {
    let scalars = Array(base.unicodeScalars)
    func text(_ range: Range<Int>) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[range])
      return String(view)
    }
    self.init()
    var place = 0
    for mark in marks where mark.range.lowerBound >= place && mark.range.upperBound <= scalars.count {
      append(.text(text(place..<mark.range.lowerBound)))
      let passage = text(mark.range)
      append(mark.replacement.map { .substitution(old: passage, new: $0) } ?? .highlight(passage))
      for comment in mark.comments { append(.comment(comment)) }
      place = mark.range.upperBound
    }
    append(.text(text(place..<scalars.count)))
  }
}
