/// What becomes of a passage, as a person reads it in a line: a run of words that stay, go or come.
public struct PassageChange: Hashable, Sendable {
  public enum Kind: Hashable, Sendable { case same, deleted, inserted }

  public let kind: Kind
  /// Without line breaks: each is a `⏎`.
  public let text: String

  /// A passage and its replacement as one series of runs, by word. Long runs that stay are cut short to what stands
  /// next to a change, those that go or come where they are longer than anybody reads in a list.
  public static func runs(from old: String, to new: String) -> [PassageChange] {
    let scalars = Array(old.unicodeScalars)
    func words(_ range: Range<Int>) -> String {
      var words = String.UnicodeScalarView()
      words.append(contentsOf: scalars[range])
      return String(words)
    }
    var runs: [PassageChange] = []
    func add(_ kind: Kind, _ text: String) {
      if !text.isEmpty {
        runs.append(PassageChange(kind: kind, text: oneLine(kind == .same ? text : cutChange(text))))
      }
    }
    var place = 0
    for edit in editsFrom(old: old, new: new) {
      add(.same, cutShort(words(place..<edit.range.lowerBound), atStart: place == 0))
      add(.deleted, words(edit.range))
      add(.inserted, edit.replacement)
      place = edit.range.upperBound
    }
    add(.same, cutShort(words(place..<scalars.count), atEnd: true))
    return runs
  }

  /// The runs in one line with the marks of git's word diff.
  public static func line(from old: String, to new: String) -> String {
    runs(from: old, to: new).map { run in
      switch run.kind {
      case .same: run.text
      case .deleted: "[-\(run.text)-]"
      case .inserted: "{+\(run.text)+}"
      }
    }.joined()
  }

  private static func cutChange(_ text: String) -> String {
    text.count > 2_000
      ? "\(text.prefix(800)) … (\(text.count - 1_200) characters) … \(text.suffix(400))" : text
  }

  private static func cutShort(_ text: String, atStart: Bool = false, atEnd: Bool = false) -> String {
    let kept = 40
    guard text.count > 2 * kept + 20 else { return text }
    switch (atStart, atEnd) {
    case (true, true): return "\(text.prefix(kept)) … \(text.suffix(kept))"
    case (true, false): return "… \(text.suffix(kept))"
    case (false, true): return "\(text.prefix(kept)) …"
    case (false, false): return "\(text.prefix(kept)) … \(text.suffix(kept))"
    }
  }
}

/// A text's line breaks as a sign, for one line.
public func oneLine(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "⏎")
}
