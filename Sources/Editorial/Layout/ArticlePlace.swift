import Git

/// Where an article stands in a tree.
public struct ArticlePlace: Sendable, Hashable {
  public let slug: Slug
  /// The path of its text.
  public let text: String
  /// The article's own folder, without a slash at the end: all in it is the article's, but for other articles' texts. nil
  /// where texts of several articles stand beside one another.
  public let bundle: String?

  init(slug: Slug, text: String, isBundle: Bool) {
    (self.slug, self.text) = (slug, text)
    bundle = isBundle ? text.lastIndex(of: "/").map { String(text[..<$0]) } : nil
  }

  /// The folder that the text is in, with its slash at the end; empty at the top.
  public var folder: String {
    text.lastIndex(of: "/").map { String(text[...$0]) } ?? ""
  }
}

extension Desk {
  /// Where the articles and the record stand, as galley.yaml on `main` says.
  public func layout() throws -> DeskLayout { try configuration().layout }

  /// Where an article's text stands in a tree; nil when it isn't there.
  ///
  /// Looks where it stood last, then where its slug would put it, then for a file whose name makes that slug: that costs a
  /// look at each name in the folders on the way.
  public func place(of slug: Slug, in tree: ObjectID) throws -> ArticlePlace? {
    let layout = try layout()
    if layout.isStandard {
      let place = layout.newPlace(of: slug, on: "")
      if try repository.entry(place.text, in: tree) != nil { return place }
      guard let bundle = place.bundle, let folder = try repository.entry(bundle, in: tree),
        folder.mode == .folder
      else { return nil }
      return try repository.entries(of: folder.id).lazy.compactMap {
        layout.article(ofText: "\(bundle)/\($0.name)")
      }
      .first
    }
    if let known = knownPlaces[slug], try repository.entry(known.text, in: tree) != nil { return known }
    var found: ArticlePlace?
    for pattern in layout.patterns where found == nil && !pattern.pieces.contains(.date) {
      guard let place = layout.article(ofText: pattern.path(of: slug, on: "")), place.slug == slug,
        try repository.entry(place.text, in: tree) != nil
      else { continue }
      found = place
    }
    found = try found ?? places(of: slug, in: tree).first ?? onlyText(of: slug, in: tree)
    if let found { knownPlaces[slug] = found }
    return found
  }

  /// The one text of a revision's tree, where galley.yaml has other places since it was taken up.
  private func onlyText(of slug: Slug, in tree: ObjectID) throws -> ArticlePlace? {
    guard try repository.entry(DeskPath.configuration, in: tree) == nil else { return nil }
    let layout = try layout()
    var found: [String] = []
    func collect(_ tree: ObjectID, _ path: String, _ depth: Int) throws {
      for entry in try repository.entries(of: tree) where depth < 40 && found.count < 2 {
        let inner = path + entry.name
        if entry.mode == .folder {
          if !layout.isRecord(inner) { try collect(entry.id, inner + "/", depth + 1) }
        } else if entry.mode == .file || entry.mode == .executable, SourceFormat.isText(inner) {
          found.append(inner)
        }
      }
    }
    try collect(tree, "", 0)
    guard found.count == 1 else { return nil }
    return ArticlePlace(slug: slug, text: found[0], isBundle: found[0].contains("/index."))
  }

  /// An article's text in a tree.
  public func textEntry(of slug: Slug, in tree: ObjectID) throws -> TreeEntry? {
    try place(of: slug, in: tree).flatMap { try repository.entry($0.text, in: tree) }
  }

  /// The path of an article's text at a commit; where it would be if the commit hasn't got it.
  public func textPath(of slug: Slug, at commit: ObjectID) throws -> String {
    try (place(of: slug, in: repository.commit(commit).tree) ?? usualPlace(of: slug)).text
  }

  /// Where an article stands, or would if it were new: for what is said of a text that isn't there.
  ///
  /// - Parameter ending: that of the file that a new one comes from.
  public func usualPlace(of slug: Slug, ending: String? = nil) throws -> ArticlePlace {
    try knownPlaces[slug] ?? layout().newPlace(of: slug, on: "\(now().day)", ending: ending)
  }

  /// What an article's text in a commit says of itself, read as its file's ending says.
  ///
  /// - Throws: ``Refusal`` when the commit has no text of it.
  public func frontMatter(of slug: Slug, in commit: ObjectID) throws -> FrontMatter {
    FrontMatter(of: try articleText(slug, in: commit), name: try textPath(of: slug, at: commit))
  }

  /// All texts whose names make one slug: more than one is a fault.
  public func places(of slug: Slug, in tree: ObjectID) throws -> [ArticlePlace] {
    let layout = try layout()
    guard !layout.isStandard else { return try place(of: slug, in: tree).map { [$0] } ?? [] }
    var found: [ArticlePlace] = []
    for pattern in layout.patterns {
      let search = TextSearch(repository, pattern, slug.components.map(String.init))
      for path in try search.texts(in: tree) {
        guard let place = layout.article(ofText: path), place.slug == slug, !found.contains(place) else {
          continue
        }
        found.append(place)
      }
    }
    return found
  }

  /// Every article in a tree, by path.
  public func places(in tree: ObjectID) throws -> [ArticlePlace] {
    let layout = try layout()
    let folders = Set(layout.patterns.map(\.folder)).sorted()
    var found: [ArticlePlace] = []
    func collect(_ tree: ObjectID, _ path: String, _ depth: Int) throws {
      guard depth < 40 else { return }
      for entry in try repository.entries(of: tree) where !entry.name.hasPrefix(".") {
        let inner = path + entry.name
        if entry.mode == .folder {
          if !layout.isRecord(inner) { try collect(entry.id, inner + "/", depth + 1) }
        } else if entry.mode == .file || entry.mode == .executable, let place = layout.article(ofText: inner)
        {
          found.append(place)
        }
      }
    }
    for folder in folders where !folders.contains(where: { $0 != folder && folder.hasPrefix($0) }) {
      if folder.isEmpty {
        try collect(tree, "", 0)
      } else if let entry = try repository.entry(String(folder.dropLast()), in: tree), entry.mode == .folder {
        try collect(entry.id, folder, 0)
      }
    }
    return found.sorted { $0.text < $1.text }
  }
}

/// Looks in a tree for the files of a pattern whose names make a slug.
private struct TextSearch {
  private let repository: Repository
  /// By folder, each of literals, the slug and the day.
  private let parts: [[ArticlePattern.Piece]]
  private let slug: [String]

  init(_ repository: Repository, _ pattern: ArticlePattern, _ slug: [String]) {
    (self.repository, self.slug) = (repository, slug)
    var parts: [[ArticlePattern.Piece]] = [[]]
    for piece in pattern.pieces {
      guard case .literal(let text) = piece else {
        parts[parts.count - 1].append(piece)
        continue
      }
      for (place, part) in text.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
        if place > 0 { parts.append([]) }
        if !part.isEmpty { parts[parts.count - 1].append(.literal(String(part))) }
      }
    }
    self.parts = parts
  }

  func texts(in tree: ObjectID) throws -> [String] {
    var found: [String] = []
    try search(tree, "", part: 0, component: 0, into: &found)
    return found
  }

  private func search(
    _ tree: ObjectID, _ path: String, part: Int, component: Int, into found: inout [String]
  ) throws {
    let pieces = parts[part]
    let isLast = part == parts.count - 1
    if pieces.count == 1, case .literal(let name) = pieces[0] {
      if let entry = try repository.entry(name, in: tree) {
        try follow(entry, path, isLast, part: part + 1, component: component, into: &found)
      }
      return
    }
    let isSlugs = pieces.contains(.slug)
    for entry in try repository.entries(of: tree) {
      let name = entry.name[...]
      if !isSlugs {
        if pieces == [.date], ArticlePattern.isDay(name) {
          try follow(entry, path, isLast, part: part + 1, component: component, into: &found)
        }
        continue
      }
      // The last component of the slug ends here, or goes on in a folder below.
      if component == slug.count - 1, let own = Self.own(name, pieces, isFirst: component == 0, isEnd: true),
        isNamed(own, component)
      {
        try follow(entry, path, isLast, part: part + 1, component: slug.count, into: &found)
      }
      if component < slug.count - 1, entry.mode == .folder,
        let own = Self.own(name, pieces, isFirst: component == 0, isEnd: false),
        isNamed(own, component)
      {
        try search(entry.id, "\(path)\(name)/", part: part, component: component + 1, into: &found)
      }
    }
  }

  /// Whether a name makes a component of the slug. Most names of a large folder are told by their first letter.
  private func isNamed(_ name: Substring, _ component: Int) -> Bool {
    if let first = name.utf8.first, first < 0x80,
      let letter = Character(UnicodeScalar(first)).lowercased().first, letter.isLetter || letter.isNumber,
      slug[component].first != letter
    {
      return false
    }
    return Slug.component(naming: name) == slug[component]
  }

  private func follow(
    _ entry: TreeEntry, _ path: String, _ isLast: Bool, part: Int, component: Int, into found: inout [String]
  ) throws {
    if isLast {
      if entry.mode == .file || entry.mode == .executable { found.append(path + entry.name) }
    } else if entry.mode == .folder {
      try search(entry.id, "\(path)\(entry.name)/", part: part, component: component, into: &found)
    }
  }

  /// What of a name the slug has to stand for: without what the pattern puts before and after.
  private static func own(
    _ name: Substring, _ pieces: [ArticlePattern.Piece], isFirst: Bool, isEnd: Bool
  ) -> Substring? {
    guard let place = pieces.firstIndex(of: .slug) else { return nil }
    var rest = name
    if isFirst {
      for piece in pieces[..<place] {
        guard let left = ArticlePattern.dropping(piece, fromStartOf: rest) else { return nil }
        rest = left
      }
    }
    if isEnd {
      for piece in pieces[(place + 1)...].reversed() {
        guard let left = ArticlePattern.dropping(piece, fromEndOf: rest) else { return nil }
        rest = left
      }
    }
    return rest.isEmpty || rest.first == "." ? nil : rest
  }
}
