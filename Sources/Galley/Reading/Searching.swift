import Editorial
import Git
import Prose

/// A paragraph or something that was said, in which the words stand.
public struct SearchHit: Sendable {
  public let slug: Slug
  public let number: RevisionNumber?
  /// nil for a paragraph of the text.
  public let entry: RecordEntry?
  /// For short ids.
  public let ids: ShortIDs
  /// The line of the text, for a paragraph.
  public let line: Int?
  /// Some words around the first that was found, on one line.
  public let excerpt: String
}

public struct SearchFilter: Sendable {
  public var slug: Slug?
  public var searchesTexts = true
  public var searchesRemarks = true
  /// Only what one person said: an e-mail or a name.
  public var by: String?
  /// Only what is said of remarks that are open.
  public var openOnly = false

  public init() {}
}

extension Desk {
  /// Looks for words in the current texts of all articles and in what was said of them: all of the words in one paragraph
  /// or remark, in whatever case. A word may have blanks in it.
  public func search(_ words: [String], _ filter: SearchFilter) throws -> [SearchHit] {
    let wanted = words.map { $0.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      .filter { !$0.isEmpty }
    guard !wanted.isEmpty else {
      throw Refusal(.usage, "there are no words to look for", "Name one at least.")
    }
    let slugs = try filter.slug.map { [$0] } ?? Set(openArticles().map(\.slug) + publishedSlugs()).sorted()
    return try map(slugs) { desk, slug in try desk.search(wanted, in: slug, filter) }.flatMap(\.self)
  }

  private func search(_ words: [String], in slug: Slug, _ filter: SearchFilter) throws -> [SearchHit] {
    let whole = try record(of: slug)
    let record = try recordToShow(whole).record
    let ids = ShortIDs(record.entries.map(\.id))
    var hits: [SearchHit] = []
    if filter.searchesTexts, filter.by == nil, !filter.openOnly {
      let (number, text) = try currentText(slug, whole)
      for (line, paragraph) in Self.paragraphs(of: text) {
        guard let excerpt = Self.excerpt(of: paragraph, words) else { continue }
        hits.append(SearchHit(slug: slug, number: number, entry: nil, ids: ids, line: line, excerpt: excerpt))
      }
    }
    guard filter.searchesRemarks else { return hits }
    for entry in record.entries where try isWanted(entry, record, filter) {
      let annotation = entry.annotation
      let said = [annotation.text, annotation.replacement, annotation.anchor?.exact].compactMap(\.self)
      guard let excerpt = Self.excerpt(of: said.joined(separator: " · "), words) else { continue }
      hits.append(
        SearchHit(slug: slug, number: entry.number, entry: entry, ids: ids, line: nil, excerpt: excerpt))
    }
    return hits
  }

  private func isWanted(_ entry: RecordEntry, _ record: Record, _ filter: SearchFilter) throws -> Bool {
    if filter.openOnly, record.thread(of: entry.id)?.isOpen != true { return false }
    guard let by = filter.by else { return true }
    if let origin = entry.annotation.origin { return origin.isCalled(by) }
    return entry.person.isCalled(by) || entry.annotation.creator?.isCalled(by) ?? false
  }

  private func currentText(_ slug: Slug, _ record: Record) throws -> (RevisionNumber?, String) {
    if let open = try openArticle(slug)?.current {
      let revision = FoundRevision(number: open.number, tip: open.tip, isOpen: true)
      return (open.number, try textToShow(slug, revision, record))
    }
    guard let main = try tip(.main), try isPublished(slug) else {
      return (nil, try articleText(slug, in: currentRevision(of: slug).tip))
    }
    return (record.entries.map(\.number).max(), try articleText(slug, in: main))
  }

  /// Runs of lines between blank ones, with the number of the first, from 1.
  private static func paragraphs(of text: String) -> [(line: Int, text: String)] {
    var (found, lines, first) = ([(Int, String)](), [Substring](), 1)
    for (index, line) in (text + "\n\n").split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.contains(where: { !$0.isWhitespace }) {
        if lines.isEmpty { first = index + 1 }
        lines.append(line)
      } else if !lines.isEmpty {
        found.append((first, lines.joined(separator: " ")))
        lines = []
      }
    }
    return found
  }

  /// On one line, the first of the words that stands in the text with what is around it; nil when one isn't there.
  private static func excerpt(of text: String, _ words: [String]) -> String? {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let lower = line.lowercased()
    var first: Int?
    for word in words {
      guard let range = lower.firstRange(of: word) else { return nil }
      let offset = lower.distance(from: lower.startIndex, to: range.lowerBound)
      first = min(first ?? offset, offset)
    }
    let characters = Array(line)
    let start = max(0, (first ?? 0) - 60)
    let end = min(characters.count, start + 200)
    return (start > 0 ? "…" : "") + String(characters[min(start, end)..<end])
      + (end < characters.count ? "…" : "")
  }
}
