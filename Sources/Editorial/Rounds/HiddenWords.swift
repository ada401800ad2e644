/// Finds the e-mails and names of people in a text and puts what they are shown as in their place.
///
/// A name of one word stays: it may be a word like any other. O(length of the text × people).
struct HiddenWords: Sendable {
  /// In lower case, scalar by scalar; the longest first.
  private let words: [(scalars: [Unicode.Scalar], replacement: String)]

  var isEmpty: Bool { words.isEmpty }

  init(_ people: [(person: PersonID, names: Set<String>, shown: Pseudonym)]) {
    var found: [String: String] = [:]
    for (person, names, shown) in people {
      for address in [person.email, person.component] { found[address] = shown.id.email }
      for name in names where name.contains(" ") { found[name] = shown.name }
    }
    words = found.sorted { ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key) }.map {
      ($0.key.unicodeScalars.map(Self.folded), $0.value)
    }
  }

  func replaced(in text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let folded = scalars.map(Self.folded)
    var out = String.UnicodeScalarView()
    var (place, copied) = (0, 0)
    while place < folded.count {
      guard place == 0 || !Self.isOfWord(folded[place - 1]),
        let word = words.first(where: { stands($0.scalars, at: place, in: folded) })
      else {
        place += 1
        continue
      }
      out.append(contentsOf: scalars[copied..<place])
      out.append(contentsOf: word.replacement.unicodeScalars)
      place += word.scalars.count
      copied = place
    }
    guard copied > 0 else { return text }
    out.append(contentsOf: scalars[copied...])
    return String(out)
  }

  private func stands(_ word: [Unicode.Scalar], at place: Int, in text: [Unicode.Scalar]) -> Bool {
    let end = place + word.count
    guard end <= text.count, text[place] == word[0], text[place..<end].elementsEqual(word) else {
      return false
    }
    return end == text.count || !Self.isOfWord(text[end])
  }

  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first ?? scalar : scalar
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
