/// A mark in a text that says it isn't finished.
public struct LeftMark: Sendable, Hashable {
  /// From 1.
  public let line: Int
  /// The line, shortened.
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
    guard isConflictMark(line) || (!isCode && !isFence && (hasToCome(line) || hasCriticMark(line))) else {
      continue
    }
    let shown = line.prefix(80)
    marks.append(LeftMark(line: index + 1, excerpt: shown.count < line.count ? "\(shown)…" : String(shown)))
  }
  return marks
}

private func isConflictMark(_ line: Substring) -> Bool {
  ["<<<<<<<", ">>>>>>>", "|||||||"].contains { line == $0 || line.hasPrefix("\($0) ") }
}

private func hasToCome(_ line: Substring) -> Bool {
  guard line.contains("TK") else { return false }
  return line.split { !$0.isLetter && !$0.isNumber }.contains { word in
    word.count % 2 == 0
      && stride(from: 0, to: word.count, by: 2).allSatisfy {
        word.dropFirst($0).hasPrefix("TK")
      }
  }
}

/// An opening mark of CriticMarkup, which means nothing else in Markdown.
private func hasCriticMark(_ line: Substring) -> Bool {
  guard line.contains("{") else { return false }
  return ["{++", "{--", "{~~", "{>>", "{=="].contains { line.contains($0) }
}

/// The images of a Markdown text that name nobody: neither by a title (`![alt](file "Photo: Ann")`) nor in the front
/// matter's `credits`, a mapping from files to credits.
public func imagesWithoutCredit(in frontMatter: FrontMatter) -> (images: Int, without: [String]) {
  var images = 0
  var without: [String] = []
  var rest = frontMatter.body[...]
  while let start = rest.firstRange(of: "![") {
    rest = rest[start.upperBound...]
    guard let middle = rest.firstRange(of: "](") else { break }
    guard let end = rest[middle.upperBound...].firstIndex(of: ")") else { break }
    guard !rest[..<middle.lowerBound].contains("\n\n") else { continue }
    let inside = rest[middle.upperBound..<end]
    let file = inside.prefix { !$0.isWhitespace }
    let title = inside.dropFirst(file.count).filter { !$0.isWhitespace && !"\"'(".contains($0) }
    images += 1
    let credit = frontMatter.fields?["credits"]?[String(file)]?.text ?? ""
    if title.isEmpty, credit.allSatisfy(\.isWhitespace) { without.append(String(file)) }
    rest = rest[end...]
  }
  return (images, without)
}
