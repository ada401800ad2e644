import Editorial
import Git
import Prose

/// Two revisions of an article, compared by word.
public struct RevisionDiff: Sendable {
  public let slug: Slug
  public let old: FoundRevision
  public let new: FoundRevision
  /// In the order of the text; together the old text is its same and deleted parts, the new its same and inserted.
  public let spans: [DiffSpan]
}

/// A run of text that both have or that one has.
public struct DiffSpan: Sendable, Hashable {
  public enum Kind: String, Sendable { case same, deleted, inserted }

  public let kind: Kind
  public let text: String
}

extension Desk {
  /// Compares two revisions.
  ///
  /// - Parameters:
  ///   - old: nil for the one before `new`.
  ///   - new: nil for the current one.
  /// - Throws: ``Refusal`` when there is no revision before.
  public func diff(_ slug: Slug, _ old: RevisionNumber?, _ new: RevisionNumber?) throws -> RevisionDiff {
    let later = try revisionToReview(slug, new)
    guard let number = old ?? later.number.previous else {
      throw Refusal(
        "\(slug) \(later.number) is the first revision",
        "Make the next with 'galley revise \(slug)', or name two revisions.")
    }
    let earlier = try revision(number, of: slug)
    let text = try articleText(slug, in: earlier.tip)
    let edits = try editsFrom(old: text, new: articleText(slug, in: later.tip))
    return RevisionDiff(slug: slug, old: earlier, new: later, spans: DiffSpan.spans(of: edits, in: text))
  }
}

extension DiffSpan {
  static func spans(of edits: [TextEdit], in text: String) -> [DiffSpan] {
    let scalars = ScalarText(text)
    var spans: [DiffSpan] = []
    var place = 0
    func add(_ kind: Kind, _ text: String) {
      if !text.isEmpty { spans.append(DiffSpan(kind: kind, text: text)) }
    }
    for edit in edits {
      add(.same, String(scalars[place..<edit.range.lowerBound]))
      add(.deleted, String(scalars[edit.range]))
      add(.inserted, edit.replacement)
      place = edit.range.upperBound
    }
    add(.same, String(scalars[place..<scalars.count]))
    return spans
  }
}
