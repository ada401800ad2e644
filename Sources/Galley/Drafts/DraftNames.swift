import Editorial
import Git

/// What a person calls a draft of an article: a revision as it stands, what is published, or one save of many.
public enum DraftName: Sendable, Hashable {
  case revision(RevisionNumber)
  /// What is on `main` now.
  case published
  /// A commit of the article's history, by the first 7 to 40 hex digits of its id, in lower case.
  case commit(String)

  /// - Throws: ``InvalidValue`` for anything but a revision's number, `published`, or hex digits.
  public init(_ text: String) throws(InvalidValue) {
    if text == "published" {
      self = .published
    } else if (7...40).contains(text.utf8.count), text.utf8.allSatisfy(Self.isDigit) {
      self = .commit(text)
    } else {
      do {
        self = .revision(try RevisionNumber(text))
      } catch {
        throw InvalidValue(
          error.what, why: error.why,
          remedy: "\(error.remedy), or name 'published' or a commit of 'galley log SLUG --git'")
      }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

/// A draft that somebody named: the commit that has its text, and the revision that it belongs to.
public struct NamedDraft: Sendable {
  /// Its tip is the commit that was named.
  public let revision: FoundRevision
  public let name: DraftName

  /// For a title: `r2`, `r2 as published`, `r2 at 0cd3b0f7c3`.
  public var title: String {
    switch name {
    case .revision: "\(revision.number)"
    case .published: "\(revision.number) as published"
    case .commit: "\(revision.number) at \(revision.tip.description.prefix(10))"
    }
  }
}

extension Desk {
  /// - Parameter name: nil for the current revision.
  /// - Throws: ``Refusal`` when the article has no such draft.
  func draft(_ name: DraftName?, of slug: Slug) throws -> NamedDraft {
    guard let name else {
      let current = try currentRevision(of: slug)
      return NamedDraft(revision: current, name: .revision(current.number))
    }
    return switch name {
    case .revision(let number): NamedDraft(revision: try revision(number, of: slug), name: name)
    case .published: NamedDraft(revision: try publishedDraft(of: slug), name: name)
    case .commit(let digits): NamedDraft(revision: try draft(at: digits, of: slug), name: name)
    }
  }

  private func publishedDraft(of slug: Slug) throws -> FoundRevision {
    guard try isPublished(slug), let main = try tip(.main), let last = try lastPublication(of: slug) else {
      _ = try currentRevision(of: slug)
      throw Refusal("\(slug) isn't published", "Name two revisions, as in 'galley diff \(slug) r1 r2'.")
    }
    return FoundRevision(number: last.revision.number, tip: main, isOpen: false)
  }

  private func draft(at digits: String, of slug: Slug) throws -> FoundRevision {
    let found = Set(try history(of: slug).map(\.commit).filter { $0.description.hasPrefix(digits) })
    let look = "See its commits with 'galley log \(slug) --git'."
    guard let commit = found.first else { throw Refusal("\(slug) has no commit \(digits)", look) }
    guard found.count == 1 else {
      throw Refusal("\(digits) is the beginning of several commits of \(slug)", look)
    }
    guard try place(of: slug, in: repository.commit(commit).tree) != nil else {
      throw Refusal("commit \(digits) has no text of \(slug)", look)
    }
    var number = RevisionNumber.first
    try repository.walk(from: [commit], firstParentOnly: true) { commit in
      guard let note = CommitNote(message: commit.message), note.slug == slug else { return true }
      number = note.number
      return false
    }
    return FoundRevision(number: number, tip: commit, isOpen: false)
  }
}
