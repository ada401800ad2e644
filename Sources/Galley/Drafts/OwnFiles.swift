import Editorial
import Git

/// The files that are an article's: its text, all in its own folder, and pictures that its text shows from elsewhere.
extension Desk {
  /// An article's own files in a tree.
  func articleFiles(of slug: Slug, in tree: ObjectID) throws -> [(path: String, entry: TreeEntry)] {
    // What is left of an article whose text is gone is its own as well.
    let place = try place(of: slug, in: tree) ?? usualPlace(of: slug)
    var found: [(path: String, entry: TreeEntry)] = []
    if place.bundle == nil {
      if let text = try repository.entry(place.text, in: tree) { found.append((place.text, text)) }
    } else {
      found = try bundledFiles(of: place, in: tree)
    }
    for path in try shownPictures(of: place, in: tree) where !found.contains(where: { $0.path == path }) {
      if let entry = try repository.entry(path, in: tree) { found.append((path, entry)) }
    }
    return found
  }

  /// The same as a value that differs when any of them does.
  func articleState(_ slug: Slug, in tree: ObjectID) throws -> [String: TreeEntry] {
    Dictionary(
      try articleFiles(of: slug, in: tree).map { ($0.path, $0.entry) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Whether a file is an article's own, as its text stands in a tree.
  func isOwn(_ path: String, of slug: Slug, in tree: ObjectID) throws -> Bool {
    let place = try place(of: slug, in: tree) ?? usualPlace(of: slug)
    return try layout().isBundled(path, with: place) || shownPictures(of: place, in: tree).contains(path)
  }

  /// Whether a tree holds an article, its record and nothing else.
  func isTree(of slug: Slug, _ tree: ObjectID) throws -> Bool {
    let layout = try layout()
    guard let place = try place(of: slug, in: tree) else { return false }
    func isOwn(_ tree: ObjectID, _ path: String, _ depth: Int) throws -> Bool {
      try depth < 40
        && repository.entries(of: tree).allSatisfy { entry in
          let inner = path + entry.name
          guard entry.mode == .folder else {
            let kind = layout.kind(of: inner)
            // A picture may have been shown by an earlier text.
            return layout.isBundled(inner, with: place) || kind.isRecord || (kind == .other && isMedia(inner))
          }
          return try isOwn(entry.id, inner + "/", depth + 1)
        }
    }
    return try isOwn(tree, "", 0)
  }

  /// The paths of what an article's text shows from outside its own folder, whether they are there or not.
  ///
  /// Only what is a picture, a sound, a film or a document by its name: nothing that a site's program or host runs.
  func shownPictures(of place: ArticlePlace, in tree: ObjectID) throws -> [String] {
    guard let entry = try repository.entry(place.text, in: tree), try !layout().isStandardBundle(place) else {
      return []
    }
    let text = String(decoding: try repository.blob(entry.id, limit: ArticleText.maxBytes), as: UTF8.self)
    return try pictures(shownBy: FrontMatter(of: text, name: place.text), at: place) {
      try repository.entry($0, in: tree) != nil
    }
  }

  /// The same for a text at hand; where an address may be several files, the one that is there.
  func pictures(
    shownBy text: FrontMatter, at place: ArticlePlace, isThere: (String) throws -> Bool
  ) throws -> [String] {
    let layout = try layout()
    return try shownPaths(in: text, from: place.folder).compactMap { paths in
      let path = try paths.first(where: isThere) ?? paths[0]
      guard isMedia(path), layout.kind(of: path) == .other || layout.isBundled(path, with: place),
        !path.split(separator: "/").contains(where: { $0.hasPrefix(".") })
      else { return nil }
      return path
    }
  }

  private func bundledFiles(
    of place: ArticlePlace, in tree: ObjectID
  ) throws -> [(path: String, entry: TreeEntry)] {
    guard let bundle = place.bundle, let folder = try repository.entry(bundle, in: tree),
      folder.mode == .folder
    else { return [] }
    let layout = try layout()
    var found: [(String, TreeEntry)] = []
    func collect(_ folder: ObjectID, at path: String, depth: Int) throws {
      let entries = try repository.entries(of: folder)
      // A folder that has a text of its own is another article's.
      guard depth == 0 || !entries.contains(where: { layout.isBundle("\(path)/\($0.name)") }) else { return }
      for entry in entries {
        let inner = "\(path)/\(entry.name)"
        if entry.mode == .folder, depth < 40 {
          try collect(entry.id, at: inner, depth: depth + 1)
        } else if layout.isBundled(inner, with: place) {
          found.append((inner, entry))
        }
      }
    }
    try collect(folder.id, at: bundle, depth: 0)
    return found
  }

  /// The article that a file of `main` belongs to: whose text it is, or the innermost folder around it that has a text.
  func article(owning path: String, in tree: ObjectID) throws -> Slug? {
    let layout = try layout()
    if let slug = layout.slug(ofText: path) { return slug }
    var parts = path.split(separator: "/").dropLast()
    while !parts.isEmpty {
      let folder = parts.joined(separator: "/")
      for text in layout.bundleTexts(in: folder) {
        if let slug = layout.slug(ofText: text), try repository.entry(text, in: tree) != nil { return slug }
      }
      parts = parts.dropLast()
    }
    return nil
  }

  /// What in an article's folder is other articles': their folders and texts, in a tree of `main`.
  func otherArticles(inside slug: Slug, in tree: ObjectID) throws -> [(path: String, entry: TreeEntry)] {
    guard let bundle = try (place(of: slug, in: tree) ?? usualPlace(of: slug)).bundle,
      let folder = try repository.entry(bundle, in: tree), folder.mode == .folder
    else { return [] }
    let layout = try layout()
    var found: [(String, TreeEntry)] = []
    func collect(_ folder: ObjectID, at path: String, depth: Int) throws {
      for entry in try repository.entries(of: folder) {
        let inner = "\(path)/\(entry.name)"
        if entry.mode == .folder, depth < 40 {
          let isArticles = try repository.entries(of: entry.id).contains {
            layout.isBundle("\(inner)/\($0.name)")
          }
          if isArticles {
            found.append((inner, entry))
          } else {
            try collect(entry.id, at: inner, depth: depth + 1)
          }
        } else if let other = layout.slug(ofText: inner), other != slug {
          found.append((inner, entry))
        }
      }
    }
    try collect(folder.id, at: bundle, depth: 0)
    return found
  }
}

/// Whether a file's name says that it is a picture, a sound, a film or a document.
func isMedia(_ path: String) -> Bool {
  ending(ofFile: path).map { mediaEndings.contains($0.lowercased()) } ?? false
}

private let mediaEndings: Set<String> = [
  "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "bmp", "tif", "tiff", "heic", "mp3", "ogg", "oga",
  "wav", "m4a",
  "mp4", "webm", "ogv", "mov", "pdf", "csv",
]
