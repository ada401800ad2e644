/// A mark in a text that says it isn't finished.
public struct LeftMark: Sendable, Hashable {
  /// From 1.
  public let line: Int
  /// The mark with some of the line around it.
  public let excerpt: String
}

/// The marks left in a text: TK ("to come"), CriticMarkup and conflict marks.
///
/// Fenced code is left out, but for conflict marks, which are never meant.
public func leftMarks(in text: String) -> [LeftMark] {
  var marks: [LeftMark] = []
  var isCode = false
  for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
    let isFence = line.drop { $0 == " " }.hasPrefix("```") || line.drop { $0 == " " }.hasPrefix("~~~")
    if isFence { isCode.toggle() }
    let place = conflictMark(line) ?? (isCode || isFence ? nil : toCome(line) ?? criticMark(line))
    if let place { marks.append(LeftMark(line: index + 1, excerpt: excerpt(of: line, around: place))) }
  }
  return marks
}

private func excerpt(of line: Substring, around place: Substring.Index) -> String {
  let before = line[..<place].suffix(40)
  let after = line[place...].prefix(40)
  return (before.startIndex > line.startIndex ? "…" : "") + before + after
    + (after.endIndex < line.endIndex ? "…" : "")
}

private func conflictMark(_ line: Substring) -> Substring.Index? {
  ["<<<<<<<", ">>>>>>>", "|||||||"].contains { line == $0 || line.hasPrefix("\($0) ") }
    ? line.startIndex : nil
}

/// A word that is TK, or several of them.
private func toCome(_ line: Substring) -> Substring.Index? {
  guard line.contains("TK") else { return nil }
  return line.split { !$0.isLetter && !$0.isNumber }.first { word in
    word.count % 2 == 0
      && stride(from: 0, to: word.count, by: 2).allSatisfy {
        word.dropFirst($0).hasPrefix("TK")
      }
  }?.startIndex
}

/// An opening mark of CriticMarkup, which means nothing else in Markdown.
private func criticMark(_ line: Substring) -> Substring.Index? {
  guard line.contains("{") else { return nil }
  return ["{++", "{--", "{~~", "{>>", "{=="].compactMap { line.firstRange(of: $0)?.lowerBound }.min()
}
