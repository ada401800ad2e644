import Editorial
import Galley
import JSON
import Terminal

enum SearchCommand {
  static let command = Command(
    CommandSpec(
      "search", "Find words in the texts and in what was said of them", group: HelpGroup.reading,
      discussion: [
        "Finds the paragraphs of current texts, published ones too, and the remarks, replies and reasons that have all of the words, in whatever case. "
          + "Words in quotes must stand together. The exit code is 1 when there is none."
      ],
      arguments: [ArgumentSpec("WORDS", "What to look for", count: .oneOrMore)],
      options: [
        OptionSpec("--in", value: "SLUG", "Only one article", kind: .dynamic("slug")),
        OptionSpec("--texts", "Only texts"), OptionSpec("--remarks", "Only what was said"),
        OptionSpec("--open", "Only what was said of open remarks"),
        OptionSpec(
          "--by", value: "R", "Only what one person said: an e-mail or a name", kind: .dynamic("person")),
      ],
      exclusive: [.atMostOne("--texts", "--remarks")],
      examples: [
        Example("galley search dam 'town archive'", says: "where both stand"),
        Example("galley search source --open --by ben", says: "what Ben still asks"),
      ],
      seeAlso: ["list", "annotations"])
  ) { context in
    let words = context.parsed.values("WORDS")
    var filter = SearchFilter()
    filter.slug = try context.parsed.value("--in").map { text in try context.checked { try Slug(text) } }
    filter.searchesTexts = !context.parsed.flag("--remarks")
    filter.searchesRemarks = !context.parsed.flag("--texts")
    filter.openOnly = context.parsed.flag("--open")
    filter.by = context.parsed.value("--by")
    let hits = try context.desk().search(words, filter)
    return Outcome(
      exitCode: hits.isEmpty ? 1 : 0, isPaged: true, json: { hits.map(\.json) },
      text: { paint in hits.isEmpty ? "Nothing was found.\n" : hits.map { $0.text(words, paint) }.joined() })
  }
}

extension SearchHit {
  fileprivate var json: JSON {
    [
      "slug": .string(slug.description), "revision": number.map { .string($0.description) } ?? .null,
      "id": entry.map { .string($0.id.description) } ?? .null,
      "tail": entry.map { .string(ids.tail(of: $0.id)) } ?? .null,
      "kind": .string(entry?.annotation.noun ?? "text"), "who": entry.map { .string($0.name) } ?? .null,
      "line": line.map { JSON($0) } ?? .null, "excerpt": .string(excerpt),
    ]
  }

  fileprivate func text(_ words: [String], _ paint: Paint) -> String {
    let place = [slug.description, number?.description].compactMap(\.self).joined(separator: " ")
    let what: String
    if let entry {
      what =
        "\(paint.yellow(ids.tail(of: entry.id)))  \(visible(entry.name, keepNewlines: false)), \(entry.annotation.noun)"
    } else {
      what = "line \(line ?? 1)"
    }
    return "\(paint.bold(place))  \(what)\n    \(marked(words, paint))\n"
  }

  /// The excerpt with the words in bold, where there is colour.
  private func marked(_ words: [String], _ paint: Paint) -> String {
    guard paint.isOn else { return visible(excerpt, keepNewlines: false) }
    var (rest, out) = (excerpt[...], "")
    while let range = words.compactMap({ rest.range(ofAnyCase: $0) }).min(by: {
      $0.lowerBound < $1.lowerBound
    }),
      !range.isEmpty
    {
      out += visible(String(rest[..<range.lowerBound]), keepNewlines: false) + paint.bold(String(rest[range]))
      rest = rest[range.upperBound...]
    }
    return out + visible(String(rest), keepNewlines: false)
  }
}

extension Substring {
  /// Where a word stands, in whatever case.
  fileprivate func range(ofAnyCase word: String) -> Range<Index>? {
    let wanted = word.lowercased()
    var start = startIndex
    while start < endIndex {
      if let end = index(start, offsetBy: word.count, limitedBy: endIndex),
        self[start..<end].lowercased() == wanted
      {
        return start..<end
      }
      start = index(after: start)
    }
    return nil
  }
}
