/// What a file's path says that it is.
public enum DeskPlace: Sendable, Hashable {
  /// `galley.yaml`
  case configuration
  /// An article's text, or something beside it in a folder where articles have folders of their own. Which article's, only
  /// the desk knows: a slug may begin with another.
  case article
  case annotation(Slug, RevisionNumber, PersonID, AnnotationID)
  case submission(Slug, RevisionNumber, AnnotationID)
  /// In the record's folder, and nothing that belongs there.
  case strayReview
  /// Anywhere else: on `main` a file of the team's own, elsewhere out of place.
  case other

  /// Whether it is, or should be, something that was said.
  public var isRecord: Bool {
    switch self {
    case .annotation, .submission, .strayReview: true
    case .configuration, .article, .other: false
    }
  }
}

extension DeskLayout {
  /// What a path says that a file is.
  public func kind(of path: String) -> DeskPlace {
    if path == DeskPath.configuration { return .configuration }
    if isRecord(path) { return annotation(at: path) ?? .strayReview }
    let isBeside = patterns.contains {
      $0.isBundle && !$0.folder.isEmpty && (path + "/").hasPrefix($0.folder)
    }
    return isBeside || slug(ofText: path) != nil ? .article : .other
  }

  /// Reads `RECORD/SLUG/rN/PERSON/UUID.json`.
  private func annotation(at path: String) -> DeskPlace? {
    let parts = path.dropFirst(record.count).split(separator: "/")
    guard parts.count >= 4, let file = parts.last, file.hasSuffix(".json"),
      let id = try? AnnotationID(file.dropLast(5)), file == "\(id).json",
      let number = try? RevisionNumber(component: parts[parts.count - 3]),
      let slug = try? Slug(parts[0..<parts.count - 3].joined(separator: "/"))
    else { return nil }
    if parts[parts.count - 2] == DeskPath.submissionsFolder { return .submission(slug, number, id) }
    guard let person = try? PersonID(component: parts[parts.count - 2]) else { return nil }
    return .annotation(slug, number, person, id)
  }

  /// Whether a path is in the folder of an article's own, and isn't another article's text.
  public func isBundled(_ path: String, with place: ArticlePlace) -> Bool {
    if path == place.text { return true }
    guard let bundle = place.bundle, path.hasPrefix(bundle + "/") else { return false }
    return slug(ofText: path).map { $0 == place.slug } ?? true
  }

  /// Whether a file among articles and reviews would tell git what to do with others: `.gitattributes`, `.gitignore`.
  public func isSteeringGit(_ path: String) -> Bool {
    guard kind(of: path) != .other, path != DeskPath.configuration else { return false }
    return path[(path.lastIndex(of: "/") ?? path.startIndex)...].dropFirst().lowercased().hasPrefix(".git")
  }
}

extension DeskPath {
  /// What is wrong with a name in a tree, as a clause; nil when any file system can hold it and git will.
  public static func fault(inName bytes: [UInt8]) -> String? {
    guard let name = String(validating: bytes, as: UTF8.self) else { return "its name isn't UTF-8" }
    if name.isEmpty { return "it has no name" }
    if name == "." || name == ".." { return "its name leads out of its folder" }
    if bytes.count > 255 { return "its name is longer than 255 bytes" }
    var plain = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator:
        return "its name has a control character"
      case .format: continue
      default: plain.append(scalar)
      }
      if scalar == "/" || scalar == "\\" { return "its name has a slash in it" }
    }
    if isGitsOwn(String(plain)) { return "git, or a file system, takes its name for git's own" }
    guard plain.count == name.unicodeScalars.count else { return "its name has an invisible character" }
    return nil
  }

  /// Whether a file system could take a name for `.git` or `.gitmodules`: it may ignore case, what follows a colon,
  /// and dots and blanks at the end, or have a short name for it.
  private static func isGitsOwn(_ name: String) -> Bool {
    var bare = name.lowercased().prefix { $0 != ":" }
    while bare.hasSuffix(".") || bare.hasSuffix(" ") { bare.removeLast() }
    return [".git", ".gitmodules", "git~1", "gitmod~1"].contains(String(bare))
  }
}
