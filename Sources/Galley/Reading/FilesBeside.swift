import Editorial
import Git

/// A file that belongs to an article beside its text: a picture, a table.
public struct FileBeside: Sendable, Hashable {
  /// From the folder of the article's text; where it stands elsewhere, from the repository's top, with a slash before it.
  public let path: String
  /// `image/png`; nil where the name doesn't say it.
  public let mediaType: String?
  /// Of the file itself, also where git has only a pointer of Git LFS to it.
  public let size: Int
  /// Whether git has a pointer of Git LFS to it.
  public let isInLFS: Bool
  let content: ObjectID

  /// In the words of people: `PNG image`.
  public var kind: String {
    guard let mediaType else { return "file" }
    return Self.types.first { $0.type == mediaType }?.words ?? "file"
  }

  static func mediaType(ofName name: String) -> String? {
    guard let ending = ending(ofFile: name)?.lowercased() else { return nil }
    return types.first { $0.endings.contains(ending) }?.type
  }

  private static let types: [(type: String, words: String, endings: Set<String>)] = [
    ("image/png", "PNG image", ["png"]), ("image/jpeg", "JPEG image", ["jpg", "jpeg"]),
    ("image/svg+xml", "SVG image", ["svg"]), ("image/gif", "GIF image", ["gif"]),
    ("image/webp", "WebP image", ["webp"]), ("image/avif", "AVIF image", ["avif"]),
    ("image/tiff", "TIFF image", ["tif", "tiff"]), ("application/pdf", "PDF", ["pdf"]),
    ("text/csv", "CSV table", ["csv"]), ("text/markdown", "Markdown text", ["md", "markdown", "qmd"]),
    ("text/plain", "text", ["txt"]), ("text/html", "HTML page", ["html", "htm"]),
    ("application/json", "JSON", ["json", "geojson"]), ("application/yaml", "YAML", ["yaml", "yml"]),
    ("application/x-bibtex", "bibliography", ["bib"]),
    ("audio/mpeg", "MP3 sound", ["mp3"]), ("audio/ogg", "Ogg sound", ["ogg", "opus"]),
    ("video/mp4", "MP4 film", ["mp4"]), ("video/webm", "WebM film", ["webm"]),
    ("application/zip", "ZIP archive", ["zip"]),
  ]
}

/// A file beside the text that came, went, or isn't what it was.
public struct ChangedFile: Sendable, Hashable {
  /// nil when it came.
  public let old: FileBeside?
  /// nil when it went.
  public let new: FileBeside?

  public var path: String { (new ?? old)?.path ?? "" }
  /// Where the same file stood before under another name.
  public var renamedFrom: String? { old?.path == new?.path || new == nil ? nil : old?.path }
}

extension Desk {
  /// The files beside an article's text in a commit, by path.
  func filesBeside(_ slug: Slug, in commit: ObjectID) throws -> [FileBeside] {
    let tree = try repository.commit(commit).tree
    guard let place = try place(of: slug, in: tree) else { return [] }
    return try articleFiles(of: slug, in: tree)
      .filter { $0.path != place.text }
      .map { path, entry in
        let (isBlob, size) = try repository.header(entry.id)
        let pointed = try isBlob && size < 1024 ? sizeInLFS(entry.id) : nil
        return FileBeside(
          path: path.hasPrefix(place.folder) ? String(path.dropFirst(place.folder.count)) : "/" + path,
          mediaType: FileBeside.mediaType(ofName: path),
          size: pointed ?? size, isInLFS: pointed != nil, content: entry.id)
      }
      .sorted { $0.path < $1.path }
  }

  /// The size that a pointer of Git LFS gives (its specification, "The Pointer"); nil when it is none.
  private func sizeInLFS(_ blob: ObjectID) throws -> Int? {
    let text = String(decoding: try repository.blob(blob, limit: 1024), as: UTF8.self)
    guard text.hasPrefix("version https://git-lfs.github.com/spec/") else { return nil }
    return text.split(separator: "\n").first { $0.hasPrefix("size ") }.flatMap { Int($0.dropFirst(5)) }
  }

  /// What became of the files beside an article's text between two commits.
  func changedFiles(_ slug: Slug, from old: ObjectID, to new: ObjectID) throws -> [ChangedFile] {
    let (before, after) = try (filesBeside(slug, in: old), filesBeside(slug, in: new))
    let (olds, news) = (Dictionary(grouping: before, by: \.path), Dictionary(grouping: after, by: \.path))
    var gone = before.filter { news[$0.path] == nil }
    var changes: [ChangedFile] = []
    for file in after {
      if let same = olds[file.path]?.first {
        if same.content != file.content { changes.append(ChangedFile(old: same, new: file)) }
      } else if let index = gone.firstIndex(where: { $0.content == file.content }) {
        changes.append(ChangedFile(old: gone.remove(at: index), new: file))
      } else {
        changes.append(ChangedFile(old: nil, new: file))
      }
    }
    changes += gone.map { ChangedFile(old: $0, new: nil) }
    return changes.sorted { $0.path < $1.path }
  }
}

extension ChangedFile {
  /// `new`, `gone`, `renamed` or `changed`.
  public var word: String {
    old == nil ? "new" : new == nil ? "gone" : renamedFrom != nil ? "renamed" : "changed"
  }

  /// In a line without the path: `PNG image, 5 bytes, before 12 KB`.
  public var facts: String {
    guard let file = new ?? old else { return "" }
    if let from = renamedFrom { return "\(file.kind), was \(from)" }
    let before = old.flatMap { old in
      new == nil || old.facts == file.facts ? nil : ", before \(sizeInWords(old.size))"
    }
    return "\(file.facts)\(before ?? "")"
  }
}

extension FileBeside {
  public var facts: String { "\(kind), \(sizeInWords(size))\(isInLFS ? " in Git LFS" : "")" }
}

/// `1 byte`, `12 KB`, `3.4 MB`: in thousands, as people's file managers count.
private func sizeInWords(_ size: Int) -> String {
  guard size >= 1000 else { return counted(size, "byte") }
  let units = ["KB", "MB", "GB", "TB"]
  var (value, unit) = (Double(size) / 1000, 0)
  while value >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
  let tenths = Int((value * 10).rounded())
  return tenths < 100 && tenths % 10 != 0
    ? "\(tenths / 10).\(tenths % 10) \(units[unit])" : "\((tenths + 5) / 10) \(units[unit])"
}
