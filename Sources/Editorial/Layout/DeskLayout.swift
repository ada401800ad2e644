/// Where a desk's articles and their record stand, as galley.yaml says. Every path that Galley writes or reads in a tree
/// is made in this folder.
public struct DeskLayout: Sendable, Hashable {
  /// The folder of what is said of articles, without a slash at the end.
  public let record: String
  /// For a file, the first that fits; for a new article, the first of all.
  public let patterns: [ArticlePattern]

  /// That of a new desk.
  public static let standard = DeskLayout(record: "reviews", patterns: standardPatterns)
  /// `articles/SLUG/index.md`, and the same in the other languages that a text may be in.
  private static let standardPatterns = SourceFormat.allEndings.map(ArticlePattern.standard(ending:))
  /// Where the record is kept in a repository that had files before it was a desk: no site generator looks there.
  public static let hiddenRecord = ".galley/reviews"

  init(record: String, patterns: [ArticlePattern]) {
    (self.record, self.patterns) = (record, patterns)
  }

  /// Whether an article's path is made of its slug alone, as on a new desk.
  public var isStandard: Bool { patterns == Self.standardPatterns }
}

// MARK: Articles

extension DeskLayout {
  /// Which article a file is the text of.
  public enum Claim: Sendable, Hashable {
    case nobody
    case article(ArticlePlace)
    /// Two patterns give it different slugs.
    case several([ArticlePattern])
  }

  /// Of several patterns for one file the first wins, unless a later one is narrower: then it was meant, or nobody knows.
  /// One that spells out the file's name (`{slug}/index.md`) is meant before one whose `{slug}` takes that in.
  public func claim(on path: String) -> Claim {
    guard !isRecord(path) else { return .nobody }
    if isStandard { return standardClaim(on: path) }
    var found: [(pattern: ArticlePattern, slug: Slug)] = []
    for pattern in patterns {
      guard let name = pattern.name(in: path) else { continue }
      if let slug = Slug(naming: name) { found.append((pattern, slug)) }
    }
    guard var chosen = found.first else { return .nobody }
    for other in found.dropFirst() where other.slug != chosen.slug {
      if other.pattern.isBundle, !chosen.pattern.isBundle {
        chosen = other
      } else if other.pattern.spelled > chosen.pattern.spelled,
        other.pattern.isBundle == chosen.pattern.isBundle
      {
        return .several([chosen.pattern, other.pattern])
      }
    }
    return .article(ArticlePlace(slug: chosen.slug, text: path, isBundle: chosen.pattern.isBundle))
  }

  /// On a new desk the folder's name is the slug as it stands.
  private func standardClaim(on path: String) -> Claim {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts.first == "articles", let file = parts.last, file.hasPrefix("index."),
      SourceFormat.allEndings.contains(String(file.dropFirst(6))),
      let slug = try? Slug(parts[1..<parts.count - 1].joined(separator: "/"))
    else { return .nobody }
    return .article(ArticlePlace(slug: slug, text: path, isBundle: true))
  }

  /// The article whose text a file is; nil for any other file, and one that two patterns claim.
  public func article(ofText path: String) -> ArticlePlace? {
    guard case .article(let place) = claim(on: path) else { return nil }
    return place
  }

  /// The slug of the article whose text a file is.
  public func slug(ofText path: String) -> Slug? { article(ofText: path)?.slug }

  /// Whether a file is the text of an article with a folder of its own.
  public func isBundle(_ path: String) -> Bool { article(ofText: path)?.bundle != nil }

  /// Whether an article is one of a new desk's, all of whose files are in its folder.
  public func isStandardBundle(_ place: ArticlePlace) -> Bool { isStandard && place.bundle != nil }

  /// The texts that would make a folder an article's own.
  public func bundleTexts(in folder: String) -> [String] {
    Set(
      patterns.filter(\.isBundle).compactMap { pattern in
        pattern.text.lastIndex(of: "/").map { folder + pattern.text[$0...] }
      }
    ).sorted()
  }

  /// Where a new article's text goes.
  ///
  /// - Parameters:
  ///   - day: the day of today, for a pattern that has one in the name.
  ///   - ending: that of the file it comes from; the first place for such files is taken, else the first of all.
  public func newPlace(of slug: Slug, on day: String, ending: String? = nil) -> ArticlePlace {
    let pattern = patterns.first { $0.ending == ending } ?? patterns[0]
    return ArticlePlace(slug: slug, text: pattern.path(of: slug, on: day), isBundle: pattern.isBundle)
  }
}

// MARK: The record

extension DeskLayout {
  public func reviews(_ slug: Slug) -> String { "\(record)/\(slug)" }
  public func round(_ slug: Slug, _ number: RevisionNumber) -> String { "\(record)/\(slug)/\(number)" }

  /// The folder of one reviewer's annotations on a revision.
  public func review(_ slug: Slug, _ number: RevisionNumber, _ person: PersonID) -> String {
    "\(round(slug, number))/\(person.component)"
  }

  public func annotation(
    _ id: AnnotationID, _ slug: Slug, _ number: RevisionNumber, _ person: PersonID
  ) -> String {
    "\(review(slug, number, person))/\(id).json"
  }

  public func submission(_ id: AnnotationID, _ slug: Slug, _ number: RevisionNumber) -> String {
    "\(round(slug, number))/\(DeskPath.submissionsFolder)/\(id).json"
  }

  /// Whether a path is the record's folder or in it.
  func isRecord(_ path: String) -> Bool { path == record || path.hasPrefix(record + "/") }
}

/// The paths that are the same on every desk.
public enum DeskPath {
  public static let configuration = "galley.yaml"
  /// The folder of a revision's submissions. No reviewer's id begins with `_`.
  public static let submissionsFolder = "_submissions"
}
